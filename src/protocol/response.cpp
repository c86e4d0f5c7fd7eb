// SPDX-License-Identifier: MIT
#include "protocol/response.hpp"

#include "base/error.hpp"

#include <nlohmann/json.hpp>

namespace cppsecret::protocol {

namespace {

template <typename Document>
std::string to_line(const Document &document)
{
    try {
        return document.dump() + '\n';
    } catch (const nlohmann::json::exception &) { // its what() quotes bytes of the text
        throw Error(Errc::ProviderFailed, "the keyring holds a text that is not valid UTF-8");
    }
}

void wipe(std::string &text) noexcept
{
    ::explicit_bzero(text.data(), text.size());
}

} // namespace

SecretString get_response(std::string_view server, std::string_view username,
                          const SecretString &secret)
{
    nlohmann::ordered_json document;
    document["ServerURL"] = server;
    document["Username"] = username;
    document["Secret"] = secret.reveal();
    std::string line = to_line(document);
    SecretString response(line);
    wipe(line);
    wipe(document["Secret"].get_ref<std::string &>());
    return response;
}

std::string list_response(const std::map<std::string, std::string> &users_by_server)
{
    auto document = nlohmann::json::object();
    for (const auto &[server, username] : users_by_server)
        document[server] = username;
    return to_line(document);
}

} // namespace cppsecret::protocol
