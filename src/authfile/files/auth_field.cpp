// SPDX-License-Identifier: MIT
#include "authfile/files/auth_field.hpp"

#include "glibpp/ptr.hpp"

#include <algorithm>

#include <glib.h>
#include <string.h>

namespace cppsecret::authfile {

namespace {

constexpr bool is_base64_letter(char c) noexcept
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

bool is_base64(std::string_view text) noexcept
{
    if (text.empty() || text.size() % 4 != 0)
        return false;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    return std::all_of(text.begin(), text.end(), is_base64_letter);
}

std::string_view without_nuls(std::string_view text) noexcept
{
    const auto first = std::min(text.find_first_not_of('\0'), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of('\0') + 1); // npos + 1 is 0
}

} // namespace

DecodedAuth decode_auth(std::string_view auth)
{
    SecretString bytes(auth.size());
    const auto buffer = bytes.writable();
    const auto end = std::remove_copy_if(auth.begin(), auth.end(), buffer.begin(),
                                         [](char c) { return c == '\r' || c == '\n'; });
    const auto size = static_cast<std::size_t>(end - buffer.begin());
    DecodedAuth result;
    if (!is_base64(bytes.reveal().substr(0, size))) {
        result.defect = AuthDefect::NotBase64;
        return result;
    }

    // g_base64_decode() would skip whatever it does not know, so all has been checked before
    int state = 0;
    unsigned save = 0;
    SecretString decoded(size);
    const auto decoded_size = g_base64_decode_step(
        buffer.data(), size, static_cast<guchar *>(static_cast<void *>(decoded.writable().data())),
        &state, &save);
    const std::string_view login = decoded.reveal().substr(0, decoded_size);
    const auto colon = login.find(':');
    if (colon == std::string_view::npos) {
        result.defect = AuthDefect::NoColon;
        return result;
    }
    result.defect = colon == 0 ? AuthDefect::NoUser : AuthDefect::None;
    result.username = login.substr(0, colon);
    result.password = SecretString(without_nuls(login.substr(colon + 1)));
    return result;
}

SecretString encode_base64(std::string_view bytes)
{
    const glibpp::CharPtr text(g_base64_encode(
        static_cast<const guchar *>(static_cast<const void *>(bytes.data())), bytes.size()));
    SecretString encoded{std::string_view(text.get())};
    ::explicit_bzero(text.get(), encoded.size());
    return encoded;
}

SecretString encode_auth(std::string_view username, std::string_view password)
{
    SecretString login(username.size() + 1 + password.size());
    const auto bytes = login.writable();
    const auto colon = username.copy(bytes.data(), username.size());
    bytes[colon] = ':';
    password.copy(bytes.subspan(colon + 1).data(), password.size());
    return encode_base64(login.reveal());
}

std::string_view describe(AuthDefect defect) noexcept
{
    switch (defect) {
    case AuthDefect::None:
        return "";
    case AuthDefect::NotBase64:
        return "is not base64";
    case AuthDefect::NoColon:
        return "has no ':' between user and password";
    case AuthDefect::NoUser:
        return "has no user";
    }
    return "";
}

} // namespace cppsecret::authfile
