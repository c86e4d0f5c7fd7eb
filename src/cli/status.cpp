// SPDX-License-Identifier: MIT
// cppsecret status: every login there is, where it is, and which tools use it.
#include "base/error.hpp"
#include "base/shell_word.hpp"
#include "cli/command.hpp"
#include "cli/json_text.hpp"
#include "cli/listed_helpers.hpp"
#include "cli/surroundings.hpp"
#include "cli/table.hpp"
#include "client/helper_client.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;
using authfile::AuthEntry;
using authfile::Document;
using authfile::LoadedFile;
using authfile::Outcome;

enum class Place {
    Keyring,
    File,   ///< an entry of `auths`
    Helper, ///< another helper, or one that an auth file names for the registry
};

struct Login {
    std::string registry; ///< its identity: ServerKey
    std::string username; ///< empty if it is not known
    Place place = Place::Keyring;
    std::string file;   ///< that holds or names it; empty for the keyring
    std::string key;    ///< as the file or the keyring has it
    std::string helper; ///< empty for an entry of `auths`
    bool is_plain = false;
    std::vector<Tool> used_by = {};
};

struct Warning {
    const char *kind; ///< a word of --json
    std::string message;
    std::string hint = {};
};

std::string program_of(const std::string &helper)
{
    return client::helper_prefix + helper;
}

/// Collects the logins in the order of the table, and what is to be said about them.
class Inventory {
public:
    explicit Inventory(const std::optional<std::string> &auth_file) : surroundings_(auth_file)
    {
        collect_keyring();
        for (const LoadedFile &file : surroundings_.files())
            collect_file(file);
        if (std::none_of(surroundings_.files().begin(), surroundings_.files().end(),
                         [&](const LoadedFile &file) {
                             return file.location.path == surroundings_.docker_file().location.path;
                         }))
            collect_file(surroundings_.docker_file());
        if (const auto &problem = surroundings_.conf_problem())
            warnings_.push_back({"file", problem->what(), problem->hint()});
        std::stable_sort(logins_.begin(), logins_.end(),
                         [](const Login &a, const Login &b) { return a.registry < b.registry; });
        find_users();
        for (const Login &login : logins_)
            warn_of(login);
    }

    [[nodiscard]] const std::vector<Login> &logins() const noexcept { return logins_; }
    [[nodiscard]] const std::vector<Warning> &warnings() const noexcept { return warnings_; }

private:
    void collect_keyring()
    {
        const keyring::Listing &listing = helpers_.keyring();
        for (const keyring::Login &login : listing.logins)
            logins_.push_back({ServerKey(login.server).identity(),
                               login.username,
                               Place::Keyring,
                               {},
                               login.server,
                               our_helper});
        if (listing.incomplete)
            warnings_.push_back(
                {"keyring", listing.incomplete->what(), listing.incomplete->hint()});
    }

    void collect_file(const LoadedFile &file)
    {
        if (file.problem)
            warnings_.push_back({"file", file.problem->what(), file.problem->hint()});
        if (!file.document)
            return;
        const Document &document = *file.document;
        std::size_t plain = 0;
        for (const AuthEntry &entry : document.auths())
            plain += collect_entry(document, entry) ? 1U : 0U;
        for (const authfile::HelperEntry &entry : document.helpers())
            collect_helper(document, entry.registry, entry.helper);
        warn_of_file(file, plain);
    }

    /// True if it is a login in plain text.
    bool collect_entry(const Document &document, const AuthEntry &entry)
    {
        if (entry.is_placeholder())
            return false;
        Login login{
            ServerKey(entry.key).identity(), {}, Place::File, document.name(), entry.key, {}};
        login.is_plain = true;
        try {
            authfile::StoredLogin stored = document.login_of(entry);
            login.username = stored.username.empty() ? "<token>" : std::move(stored.username);
        } catch (const Error &error) {
            warnings_.push_back({"file", error.what(), error.hint()});
        }
        logins_.push_back(std::move(login));
        return true;
    }

    void collect_helper(const Document &document, const std::string &registry,
                        const std::string &helper)
    {
        if (helper.empty()) {
            warnings_.push_back(
                {"dangling",
                 "'" + document.name() + "' names a helper without a name for '" + registry + "'"});
            return;
        }
        std::optional<std::string> user;
        try {
            user = helpers_.user_of(helper, registry);
        } catch (const Error &error) {
            warnings_.push_back({"dangling", "'" + document.name() + "' names the helper '" +
                                                 helper + "' for '" + registry +
                                                 "': " + error.what()});
            return;
        }
        if (!user)
            warnings_.push_back({"dangling", "'" + document.name() + "' names the helper '" +
                                                 helper + "' for '" + registry +
                                                 "', and it has no login for it"});
        else if (!is_our_helper(helper))
            logins_.push_back({ServerKey(registry).identity(), *user, Place::Helper,
                               document.name(), registry, helper});
    }

    void warn_of_file(const LoadedFile &file, std::size_t plain)
    {
        const Document &document = *file.document;
        if (document.format() == authfile::Format::AuthJson && !document.creds_store().empty())
            warnings_.push_back({"credsStore", "'" + document.name() +
                                                   "' has a credsStore, which podman, buildah and "
                                                   "skopeo ignore"});
        if (document.format() == authfile::Format::AuthJson && document.is_blank())
            if (const auto problem = document.edit_problem())
                warnings_.push_back({"file", problem->what(), problem->hint()});
        if (plain == 0)
            return;
        warnings_.push_back({"plain", "'" + document.name() + "' holds " + std::to_string(plain) +
                                          (plain == 1 ? " login" : " logins") +
                                          " in plain text: base64 hides nothing"});
        if (file.stamp && (file.stamp->mode & (S_IRWXG | S_IRWXO)) != 0)
            warnings_.push_back({"mode", "others may read '" + document.name() + "'",
                                 "chmod go= " + shell_word(document.name())});
    }

    void find_users()
    {
        for (std::size_t first = 0; first < logins_.size();) {
            const std::string registry = logins_[first].registry;
            std::size_t end = first;
            while (end < logins_.size() && logins_[end].registry == registry)
                ++end;
            for (const Tool tool : all_tools) {
                if (tool == Tool::Docker && ServerKey(registry).has_path())
                    continue; // it asks for registries only
                const auto trace = surroundings_.look_up(tool, registry, helpers_.ask());
                for (std::size_t i = first; i < end; ++i)
                    if (is_answer(logins_[i], trace.answer))
                        logins_[i].used_by.push_back(tool);
            }
            first = end;
        }
    }

    [[nodiscard]] static bool is_answer(const Login &login, const authfile::Answer &answer)
    {
        switch (login.place) {
        case Place::Keyring:
            return answer.outcome == Outcome::Helper && is_our_helper(answer.helper) &&
                   answer.username == login.username;
        case Place::Helper:
            return answer.outcome == Outcome::Helper && answer.helper == login.helper &&
                   answer.file == login.file;
        case Place::File:
            return answer.outcome == Outcome::Entry && answer.file == login.file &&
                   answer.key == login.key;
        }
        return false;
    }

    void warn_of(const Login &login)
    {
        if (!login.used_by.empty())
            return;
        if (login.place == Place::File)
            warnings_.push_back({"shadowed", "no tool uses the login for '" + login.key + "' in '" +
                                                 login.file + "': another one comes first"});
    }

    Surroundings surroundings_;
    ListedHelpers helpers_;
    std::vector<Login> logins_;
    std::vector<Warning> warnings_;
};

std::string where(const Login &login)
{
    switch (login.place) {
    case Place::Keyring:
        return "keyring";
    case Place::File:
        return "plain text in " + login.file;
    case Place::Helper:
        return program_of(login.helper);
    }
    return {};
}

std::string users_of(const Login &login)
{
    std::string text;
    for (const Tool tool : login.used_by)
        text += (text.empty() ? "" : ", ") + name_of(tool);
    return text.empty() ? "-" : text;
}

std::string as_table(const std::vector<Login> &logins)
{
    if (logins.empty())
        return {};
    std::vector<TableRow> rows{{"REGISTRY", "USER", "USED BY", "WHERE"}};
    for (const Login &login : logins)
        rows.push_back({login.registry, login.username.empty() ? "-" : login.username,
                        users_of(login), where(login)});
    return format_table(rows);
}

Json text_or_null(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

std::string as_json(const Inventory &inventory)
{
    Json logins = Json::array();
    for (const Login &login : inventory.logins()) {
        Json used_by = Json::array();
        for (const Tool tool : login.used_by)
            used_by.push_back(name_of(tool));
        logins.push_back({{"registry", login.registry},
                          {"username", text_or_null(login.username)},
                          {"place", login.place == Place::Keyring ? "keyring"
                                    : login.place == Place::File  ? "file"
                                                                  : "helper"},
                          {"file", text_or_null(login.file)},
                          {"key", login.key},
                          {"helper", text_or_null(login.helper)},
                          {"plain_text", login.is_plain},
                          {"used_by", std::move(used_by)}});
    }
    Json warnings = Json::array();
    for (const Warning &warning : inventory.warnings())
        warnings.push_back({{"kind", warning.kind},
                            {"message", warning.message},
                            {"hint", text_or_null(warning.hint)}});
    return json_text(Json{{"logins", std::move(logins)}, {"warnings", std::move(warnings)}});
}

void status(const Terminal &terminal, const std::optional<std::string> &auth_file, bool json)
{
    const Inventory inventory(auth_file);
    if (json) {
        terminal.print(as_json(inventory));
        return;
    }
    terminal.print(as_table(inventory.logins()));
    for (const Warning &warning : inventory.warnings())
        terminal.warn(warning.message, warning.hint);
    if (inventory.logins().empty())
        terminal.hint("there are no logins of registries");
}

} // namespace

Action declare_status(Options &options)
{
    const auto auth_file = std::make_shared<std::optional<std::string>>();
    const auto json = std::make_shared<bool>(false);
    options.text("--authfile", "FILE", *auth_file,
                 "The file that podman, buildah and skopeo are given");
    options.flag("--json", *json, "Print JSON");
    options.more_help(
        "Looks into the keyring, every auth file and the helpers that they name, and warns of "
        "what\n"
        "is in plain text, never used, or named without being there. Warnings are no failure.\n\n"
        "JSON: {\"logins\": [{\"registry\", \"username\", \"place\": keyring|file|helper, "
        "\"file\",\n"
        "\"key\": as it is written there, \"helper\", \"plain_text\",\n"
        "\"used_by\": [containers, docker]}],\n"
        "\"warnings\": [{\"kind\": file|keyring|plain|mode|shadowed|dangling|credsStore,\n"
        "\"message\", \"hint\"}]}; what does not apply is null");
    return [auth_file, json](const Terminal &terminal) { status(terminal, *auth_file, *json); };
}

} // namespace cppsecret::cli
