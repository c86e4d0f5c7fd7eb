// SPDX-License-Identifier: MIT
#include "client/helper_client.hpp"

#include "base/text.hpp"
#include "client/helper_answer.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "json/protocol_texts.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <string.h>

#include <nlohmann/json.hpp>

namespace cppsecret::client {

namespace {

using Json = nlohmann::json;

/// More of what a failed helper says does not go into a message.
constexpr std::size_t message_limit = 300;

std::string message_of(std::string_view text)
{
    return shortened(one_line(trim(text)), message_limit);
}

bool is_known(std::string_view failure) noexcept
{
    return std::any_of(json::known_failures.begin(), json::known_failures.end(),
                       [failure](std::string_view start) { return failure.starts_with(start); });
}

void wipe(std::string &text) noexcept
{
    ::explicit_bzero(text.data(), text.size());
}

/// What `store` reads.
SecretString store_request(const Credential &credential)
{
    try {
        Json object{{"ServerURL", credential.server},
                    {"Username", credential.username},
                    {"Secret", credential.secret.reveal()}};
        std::string text = object.dump();
        SecretString request{std::string_view(text)};
        wipe(text);
        wipe(object["Secret"].get_ref<std::string &>());
        return request;
    } catch (const Json::exception &) { // its what() quotes bytes of the text
        throw Error(Errc::Input, "the login for '" + one_line(credential.server) +
                                     "' holds text that is not valid UTF-8");
    }
}

} // namespace

HelperClient::HelperClient(std::string name, WhenUnavailable when_unavailable,
                           std::chrono::milliseconds limit)
    : name_(std::move(name)), when_unavailable_(when_unavailable), limit_(limit)
{
}

std::string HelperClient::program() const
{
    return json::helper_prefix + name_;
}

Error HelperClient::nonsense(const char *verb) const
{
    // the text may hold a secret
    return Error(Errc::Input,
                 "'" + one_line(program()) + "' gives no valid answer to '" + verb + "'");
}

std::optional<SecretString> HelperClient::ask(const char *verb, SecretString input) const
{
    const auto path = find_program(program());
    if (!path)
        throw Error(Errc::System, "'" + one_line(program()) + "' is not in PATH");
    Command command{*path, {verb}, std::move(input)};
    if (when_unavailable_ == WhenUnavailable::Fail)
        command.variables.emplace_back("CPPSECRET_UNAVAILABLE=error");
    Result result = run(command, Deadline::after(limit_));
    if (result.status == 0)
        return std::move(result.output);
    std::string_view message = trim(result.output.reveal()); // where failures are told
    if (message == json::credentials_not_found)
        return std::nullopt;
    if (verb == std::string_view("get") && !json::is_our_helper(name_) && !is_known(message))
        message = {}; // it may be a login
    const std::string_view told = message.empty() ? std::string_view(result.errors) : message;
    throw Error(Errc::ProviderFailed,
                "'" + one_line(program()) + "' fails: " +
                    (trim(told).empty() ? "exit status " + std::to_string(result.status)
                                        : message_of(told)));
}

std::optional<Credential> HelperClient::get(const std::string &key) const
{
    const std::optional<SecretString> answer = ask("get", SecretString(std::string_view(key)));
    if (!answer)
        return std::nullopt;
    auto login = login_in(*answer, key);
    if (!login)
        throw nonsense("get");
    return login;
}

std::map<std::string, std::string> HelperClient::list() const
{
    const std::optional<SecretString> answer = ask("list", {});
    if (!answer)
        return {};
    auto users = users_in(*answer);
    if (!users)
        throw nonsense("list");
    return std::move(*users);
}

void HelperClient::store(const Credential &credential) const
{
    if (!ask("store", store_request(credential)))
        throw nonsense("store");
}

void HelperClient::erase(const std::string &key) const
{
    // that there is none is what was wanted
    static_cast<void>(ask("erase", SecretString(std::string_view(key))));
}

} // namespace cppsecret::client
