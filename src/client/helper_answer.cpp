// SPDX-License-Identifier: MIT
#include "client/helper_answer.hpp"

#include "json/key_folding.hpp"
#include "json/tree.hpp"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace cppsecret::client {

namespace {

using Json = nlohmann::json;

/// The text of a member, whose letter case does not matter, as in Go; empty if there is none.
/// `name` is lower case.
std::string text_of(const Json &object, std::string_view name)
{
    std::string text;
    for (const auto &[key, value] : object.items())
        if (!value.is_null() && json::is_same_key(key, name))
            text = value.get<std::string>();
    return text;
}

/// The object at the start of an answer; what is behind it is nothing to a Go program, and `null`
/// is an object without members. Throws Json::exception.
Json object_of(const SecretString &answer)
{
    Json value = Json::parse(json::first_value(answer.reveal()));
    return value.is_null() ? Json::object() : Json(std::move(value.get_ref<Json::object_t &>()));
}

} // namespace

std::optional<Credential> login_in(const SecretString &answer, const std::string &server)
{
    try {
        const Json object = object_of(answer);
        return Credential{server, text_of(object, "username"),
                          SecretString(std::string_view(text_of(object, "secret")))};
    } catch (const Json::exception &) { // it quotes the answer
        return std::nullopt;
    }
}

std::optional<std::map<std::string, std::string>> users_in(const SecretString &answer)
{
    try {
        std::map<std::string, std::string> users;
        const Json object = object_of(answer);
        for (const auto &[server, user] : object.items())
            users[server] = user.is_null() ? std::string() : user.get<std::string>();
        return users;
    } catch (const Json::exception &) { // likewise
        return std::nullopt;
    }
}

} // namespace cppsecret::client
