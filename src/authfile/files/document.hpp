// SPDX-License-Identifier: MIT
// One auth file (auth.json, config.json or .dockercfg): which logins and helpers it names.
#pragma once

#include "authfile/files/auth_field.hpp"
#include "authfile/files/changes.hpp"
#include "base/error.hpp"
#include "json/text_position.hpp"
#include "json/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cppsecret::authfile {

/// Which kind of auth file it is; this decides what an empty one means and what it may hold.
enum class Format {
    AuthJson,     ///< containers-auth.json(5)
    DockerConfig, ///< docker's config.json; a file without content counts as `{}`
    LegacyDocker, ///< .dockercfg: the content of `auths` without the rest
    HelmConfig,   ///< helm's, which has docker's form
    BuildxConfig, ///< one of docker buildx's, which has docker's form
};

/// True for docker's form, whose readers take no content for `{}` and go no further than to the end
/// of the first value.
[[nodiscard]] constexpr bool has_dockers_form(Format format) noexcept
{
    return format == Format::DockerConfig || format == Format::HelmConfig ||
           format == Format::BuildxConfig;
}

/// An entry of `auths`. A field counts as there if it is not empty.
struct AuthEntry {
    std::string key;        ///< as written: host, host/namespace or a URL
    std::size_t offset = 0; ///< of the key, for Document::position_of()
    bool has_auth = false;
    bool has_username = false;
    bool has_password = false;
    bool has_identity_token = false;
    bool has_registry_token = false;
    std::size_t node = 0; ///< of its value; for Document

    /// True if it holds no login, as docker leaves it behind after a login through a helper.
    [[nodiscard]] bool is_placeholder() const noexcept
    {
        return !has_auth && !has_username && !has_password && !has_identity_token &&
               !has_registry_token;
    }
};

/// An entry of `credHelpers`.
struct HelperEntry {
    std::string registry;   ///< as written
    std::string helper;     ///< the program's name without "docker-credential-"; may be empty
    std::size_t offset = 0; ///< of the key, for Document::position_of()
};

/// The login of an entry. The user is that of `auth`, or else the field `username`.
struct StoredLogin {
    std::string username;
    SecretString password;
    SecretString identity_token; ///< empty if there is none
};

/// The longest auth file that is read, in bytes.
inline constexpr std::size_t file_size_limit = std::size_t{16} << 20;

/// The text of an auth file and what it says. Never changes: with() makes another one.
///
/// Keys of the sections and of the fields are read as Go reads them, without regard to their letter
/// case, the last of a duplicate winning; hosts are compared exactly. Messages name the file, line
/// and column and never quote a value.
class Document {
public:
    /// `name` is the file's, for messages. Throws Error(Errc::Input) for what no tool can read:
    /// text that json::parse() does not take, a section, an entry, `auth` or `identitytoken` of the
    /// wrong type, more than `file_size_limit` bytes.
    [[nodiscard]] static Document parse(SecretString bytes, std::string name, Format format);

    /// The document of a file that is not there: `{}` and a newline.
    [[nodiscard]] static Document empty(std::string name, Format format);

    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_.reveal(); }
    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    [[nodiscard]] Format format() const noexcept { return format_; }

    /// True for a file of 0 bytes or white space: docker takes it for `{}`, podman, buildah and
    /// skopeo fail on it.
    [[nodiscard]] bool is_blank() const noexcept { return is_blank_; }

    /// In the order of the file; of duplicates the last, in the place of the first.
    [[nodiscard]] const std::vector<AuthEntry> &auths() const noexcept { return auths_; }
    [[nodiscard]] const std::vector<HelperEntry> &helpers() const noexcept { return helpers_; }
    /// `credsStore`; empty if there is none.
    [[nodiscard]] const std::string &creds_store() const noexcept { return creds_store_; }

    /// The entry under exactly this key; null if there is none.
    [[nodiscard]] const AuthEntry *find_auth(const std::string &key) const;
    [[nodiscard]] const HelperEntry *find_helper(const std::string &registry) const;

    /// The decoded field `auth`; empty user and password without a defect if there is none.
    [[nodiscard]] DecodedAuth auth_of(const AuthEntry &entry) const;

    /// The field `identitytoken`; empty if there is none.
    [[nodiscard]] SecretString identity_token_of(const AuthEntry &entry) const;

    /// The login of an entry. Throws Error(Errc::Input) with its place if `auth` has a defect, a
    /// missing user included.
    [[nodiscard]] StoredLogin login_of(const AuthEntry &entry) const;

    /// The members of the outermost object that are none of the sections above, as written; none
    /// for a .dockercfg. Whether a tool keeps them when it writes the file depends on the tool.
    [[nodiscard]] std::vector<std::string> other_members() const;

    /// Those of them that look like entries of `auths`, which no tool reads there.
    [[nodiscard]] std::vector<std::string> misplaced_logins() const;

    /// The fields of an entry that neither docker nor podman knows, as written. Both drop them when
    /// they write the file.
    [[nodiscard]] std::vector<std::string> unknown_fields(const AuthEntry &entry) const;

    /// Where something is in the file. Takes time in proportion to `offset`.
    [[nodiscard]] json::TextPosition position_of(std::size_t offset) const noexcept
    {
        return json::position_at(bytes(), offset);
    }

    /// What makes docker (not podman) refuse its file: a field that only docker reads has the wrong
    /// type. One line with the place; empty if there is nothing, and for a file of podman's.
    [[nodiscard]] const std::string &docker_problem() const noexcept { return docker_problem_; }

    /// The text for a person to look at: every string that is the value of something is "…", but
    /// for the names of helpers. A secret may be in any of them (`auth`, HttpHeaders, proxies).
    [[nodiscard]] std::string masked() const;

    /// Why the file is not edited although tools read it: a duplicate key, or docker_problem(); for
    /// an auth.json without content also that, with the command that mends it as the hint. Nothing
    /// if it can be edited.
    [[nodiscard]] std::optional<Error> edit_problem() const;

    /// The document after `changes`: every byte that they do not concern is kept, and new text
    /// mimics the indentation around it. The same bytes if there is nothing to change.
    /// Throws edit_problem(), and Error(Errc::Input) for a change of helpers in a .dockercfg and
    /// for a name that is not UTF-8.
    [[nodiscard]] Document with(const Changes &changes) const;

private:
    static constexpr std::size_t no_node = static_cast<std::size_t>(-1);

    Document(std::string name, Format format) : name_(std::move(name)), format_(format) {}

    void read_root();
    void read_auths(const json::Node &section);
    void read_auth(const json::Node &member);
    void read_helpers(const json::Node &section);
    void read_creds_store(const json::Node &member);
    [[nodiscard]] std::string_view text_of(const json::Node &node) const
    {
        return node.span.of(bytes());
    }
    [[nodiscard]] const json::Node *find_field(const AuthEntry &entry,
                                               std::string_view lower) const;
    [[nodiscard]] SecretString field_of(const AuthEntry &entry, std::string_view lower) const;
    [[nodiscard]] Error problem_at(std::size_t offset, const std::string &what) const;
    [[nodiscard]] Error syntax_problem(const json::Problem &problem) const;
    [[nodiscard]] std::string key_at(std::size_t offset) const;
    void note_for_docker(std::size_t offset, const std::string &what);
    void note_duplicate(std::size_t offset);

    std::string name_;
    Format format_;
    SecretString bytes_;
    json::Tree tree_;
    bool is_blank_ = false;
    std::size_t auths_node_ = no_node;
    std::size_t helpers_node_ = no_node;
    std::size_t creds_store_node_ = no_node;
    std::vector<AuthEntry> auths_;
    std::vector<HelperEntry> helpers_;
    std::unordered_map<std::string, std::size_t> auth_index_;
    std::unordered_map<std::string, std::size_t> helper_index_;
    std::string creds_store_;
    std::string docker_problem_;
    std::string duplicate_problem_;
};

} // namespace cppsecret::authfile
