// SPDX-License-Identifier: MIT
#include "registry/token.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <glib.h>

#include <nlohmann/json.hpp>

namespace cppsecret::registry {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

constexpr const char *client_id = "cppsecret";

/// The entries of a list with blanks between them.
std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0)
            words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

Url address_for_password(const Url &realm, const Challenge &challenge, const std::string &user)
{
    Parameters parameters{{"account", user}, {"client_id", client_id}};
    if (const auto service = challenge.find("service"))
        parameters.emplace_back("service", *service);
    for (std::string &scope : words_of(challenge.find("scope").value_or("")))
        parameters.emplace_back("scope", std::move(scope)); // once for each
    return realm.with_parameters(parameters);
}

SecretString form_for_identity_token(const Challenge &challenge, const SecretString &token)
{
    // longer than what a std::string keeps inside of itself, so that the wiping delete sees it
    std::string form = "grant_type=refresh_token&client_id=" + std::string(client_id);
    if (const auto service = challenge.find("service"))
        form += "&service=" + percent_encoded(*service);
    if (const auto scope = challenge.find("scope"))
        form += "&scope=" + percent_encoded(*scope);
    form += "&refresh_token=" + percent_encoded(token.reveal());
    return SecretString(form);
}

bool can_be_in_header(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
    });
}

std::string text_of(const nlohmann::json &object, const char *name)
{
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>()
                                                         : std::string();
}

} // namespace

bool is_identity_token(const Credential &credential) noexcept
{
    return credential.username == identity_token_user;
}

SecretString basic_authorization(const Credential &credential)
{
    constexpr std::string_view scheme = "Basic ";
    const std::string_view password = credential.secret.reveal();
    SecretString pair(credential.username.size() + 1 + password.size());
    char *const colon =
        std::copy(credential.username.begin(), credential.username.end(), pair.writable().data());
    *colon = ':';
    password.copy(colon + 1, password.size());

    // as g_base64_encode_step() wants its room
    SecretString line(scheme.size() + (pair.size() / 3 + 1) * 4 + 4);
    scheme.copy(line.writable().data(), scheme.size());
    char *const out = line.writable().data() + scheme.size();
    int state = 0;
    int save = 0;
    const auto *bytes = reinterpret_cast<const guchar *>( // NOLINT(*-reinterpret-cast): bytes
        pair.reveal().data());
    gsize size = g_base64_encode_step(bytes, pair.size(), FALSE, out, &state, &save);
    size += g_base64_encode_close(FALSE, out + size, &state, &save);
    return SecretString(line.reveal().substr(0, scheme.size() + size));
}

SecretString bearer_authorization(const SecretString &token)
{
    constexpr std::string_view scheme = "Bearer ";
    SecretString line(scheme.size() + token.size());
    scheme.copy(line.writable().data(), scheme.size());
    token.reveal().copy(line.writable().data() + scheme.size(), token.size());
    return line;
}

Request token_request(const Url &realm, const Challenge &challenge, const Credential &credential)
{
    if (is_identity_token(credential))
        return {realm, {}, form_for_identity_token(challenge, credential.secret), {}};
    return {address_for_password(realm, challenge, credential.username),
            basic_authorization(credential),
            {},
            {}};
}

std::optional<Tokens> parse_tokens(const std::string &body)
{
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object())
        return std::nullopt;
    std::string access = text_of(answer, "access_token");
    if (access.empty())
        access = text_of(answer, "token");
    if (!can_be_in_header(access))
        return std::nullopt;
    return Tokens{SecretString(access), SecretString(text_of(answer, "refresh_token"))};
}

} // namespace cppsecret::registry
