// SPDX-License-Identifier: MIT
#include "authfile/lookup/export_format.hpp"

#include "authfile/files/auth_field.hpp"
#include "authfile/lookup/search.hpp"
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

namespace cppsecret::authfile {

namespace {

/// Puts a text with secrets in it together without leaving pieces behind.
class SecretText {
public:
    void add(std::string_view text) { parts_.emplace_back(text); }

    [[nodiscard]] SecretString finish() const
    {
        std::size_t size = 0;
        for (const SecretString &part : parts_)
            size += part.size();
        SecretString text(size);
        std::size_t at = 0;
        for (const SecretString &part : parts_) {
            part.reveal().copy(text.writable().data() + at, part.size());
            at += part.size();
        }
        return text;
    }

private:
    std::vector<SecretString> parts_;
};

/// A secret as a JSON string.
SecretString encode_json(const SecretString &secret, const std::string &host)
{
    try {
        nlohmann::json value = secret.reveal();
        std::string text = value.dump();
        SecretString encoded{std::string_view(text)};
        ::explicit_bzero(text.data(), text.size());
        auto &copy = value.get_ref<std::string &>();
        ::explicit_bzero(copy.data(), copy.size());
        return encoded;
    } catch (const nlohmann::json::exception &) { // its text quotes the secret
        throw Error(Errc::Input, "the token for '" + host + "' is not text, which JSON has to be",
                    "leave out '" + host + "'");
    }
}

void add_entry(SecretText &text, const Credential &login, const std::string &key)
{
    if (login.username.find(':') != std::string::npos)
        throw Error(Errc::Input,
                    one_line("the user '" + login.username + "' of '" + login.server +
                             "' has a ':' in the name, which ends it in an auth file"),
                    "log in as another user");
    // readers look at the token only beside an `auth`
    const bool is_token = login.username == token_user;
    const SecretString auth = encode_auth(login.username, is_token ? "" : login.secret.reveal());
    text.add("\t\t\"" + key + "\": {\n\t\t\t\"auth\": \"");
    text.add(auth.reveal());
    text.add("\"");
    if (is_token) {
        text.add(",\n\t\t\t\"identitytoken\": ");
        text.add(encode_json(login.secret, login.server).reveal());
    }
    text.add("\n\t\t}");
}

SecretString render_auths(const std::vector<Credential> &logins, bool is_for_docker)
{
    SecretText text;
    text.add("{\n\t\"auths\": {");
    bool is_first = true;
    for (const Credential &login : logins) {
        text.add(is_first ? "\n" : ",\n");
        is_first = false;
        add_entry(text, login, is_for_docker ? docker_key_of(login.server) : login.server);
    }
    text.add("\n\t}\n}\n");
    return text.finish();
}

SecretString render_manifest(const SecretString &config, const SecretName &name)
{
    SecretText text;
    // quoted: 'true' and '123' are names too
    text.add("apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"" + name.name + "\"\n");
    if (!name.name_space.empty())
        text.add("  namespace: \"" + name.name_space + "\"\n");
    text.add("type: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ");
    text.add(encode_base64(config.reveal()).reveal());
    text.add("\n");
    return text.finish();
}

void refuse_tokens(const std::vector<Credential> &logins)
{
    for (const Credential &login : logins)
        if (login.username == token_user)
            throw Error(Errc::Input,
                        "the login for '" + login.server +
                            "' is an identity token, which Kubernetes does not read: no pod could "
                            "pull with it",
                        "log in with a password or an access token: " +
                            Command("cppsecret login").operand(login.server).text());
}

bool is_lower_alphanumeric(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// A label of RFC 1123 in lower case.
bool is_label(std::string_view text) noexcept
{
    constexpr std::size_t longest = 63;
    return !text.empty() && text.size() <= longest && is_lower_alphanumeric(text.front()) &&
           is_lower_alphanumeric(text.back()) && std::all_of(text.begin(), text.end(), [](char c) {
               return is_lower_alphanumeric(c) || c == '-';
           });
}

/// Of a subdomain Kubernetes limits the whole, not each label.
bool is_subdomain(std::string_view text) noexcept
{
    constexpr std::size_t longest = 253;
    if (text.empty() || text.size() > longest)
        return false;
    char before = '.';
    for (const char c : text) {
        const bool is_fine = is_lower_alphanumeric(c) || (c == '-' && before != '.') ||
                             (c == '.' && before != '.' && before != '-');
        if (!is_fine)
            return false;
        before = c;
    }
    return is_lower_alphanumeric(before);
}

} // namespace

SecretString render(const std::vector<Credential> &logins, ExportFormat format,
                    const SecretName &name)
{
    if (format == ExportFormat::KubernetesSecret)
        refuse_tokens(logins);
    SecretString auths = render_auths(logins, format != ExportFormat::AuthJson);
    if (format != ExportFormat::KubernetesSecret)
        return auths;
    return render_manifest(auths, name);
}

void check_name(const SecretName &name)
{
    if (!is_subdomain(name.name))
        throw Error(Errc::Usage, one_line("'" + name.name + "' is not the name of a Secret"),
                    "a name has lower-case letters, digits, '-' and '.', at most 253");
    if (!name.name_space.empty() && !is_label(name.name_space))
        throw Error(Errc::Usage, one_line("'" + name.name_space + "' is not a namespace"),
                    "a namespace has lower-case letters, digits and '-', at most 63");
}

} // namespace cppsecret::authfile
