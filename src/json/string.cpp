// SPDX-License-Identifier: MIT
#include "json/string.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <string.h>

#include <nlohmann/json.hpp>

namespace cppsecret::json {

namespace {

using Json = nlohmann::json;

/// Takes the one string out of a text while nlohmann/json parses, so that no copy is left behind.
class StringReader : public nlohmann::json_sax<Json> {
public:
    SecretString text;

    bool null() override { return false; }
    bool boolean(bool) override { return false; }
    bool number_integer(number_integer_t) override { return false; }
    bool number_unsigned(number_unsigned_t) override { return false; }
    bool number_float(number_float_t, const string_t &) override { return false; }
    bool binary(binary_t &) override { return false; }
    bool start_object(std::size_t) override { return false; }
    bool end_object() override { return false; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool key(string_t &) override { return false; }
    bool string(string_t &value) override
    {
        text = SecretString(value);
        ::explicit_bzero(value.data(), value.size());
        return true;
    }
    bool parse_error(std::size_t, const std::string &, const Json::exception &) override
    {
        return false;
    }
};

} // namespace

SecretString decode_string(std::string_view token)
{
    if (token.find('\\') == std::string_view::npos)
        return SecretString(token.substr(1, token.size() - 2));
    StringReader reader;
    if (!Json::sax_parse(token.begin(), token.end(), &reader))
        throw Error(Errc::Input, "a text in an auth file is not a JSON string");
    return std::move(reader.text);
}

std::string encode_string(std::string_view text)
{
    if (!is_utf8(text))
        throw Error(Errc::Input, "a name for an auth file is not valid UTF-8");
    return Json(text).dump();
}

} // namespace cppsecret::json
