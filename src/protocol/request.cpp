// SPDX-License-Identifier: MIT
#include "protocol/request.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "base/text.hpp"
#include "credential/storable.hpp"
#include "json/key_folding.hpp"
#include "json/protocol_texts.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::protocol {

namespace {

/// Numbers are only ever ignored, but the parser refuses one that its type cannot hold: long double
/// goes to 1e4932, far beyond what any client sends.
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t,
                                  std::uint64_t, long double>;

Error missing(std::string_view message)
{
    return Error(Errc::Input, std::string(message));
}

/// An empty one has a text of the protocol of its own.
void refuse_what_no_keyring_holds(const char *name, std::string_view value)
{
    const auto fault = storage_fault_of(value);
    if (fault == StorageFault::HasNul)
        throw Error(Errc::Input,
                    std::string("the ") + name + " holds a NUL byte, which a keyring cannot hold");
    if (fault == StorageFault::NotUtf8)
        throw Error(Errc::Input, std::string("the ") + name + " is not valid UTF-8");
}

enum class Field { ServerUrl, Username, Secret, Other };

Field field_of(std::string_view key)
{
    if (json::is_same_key(key, "serverurl"))
        return Field::ServerUrl;
    if (json::is_same_key(key, "username"))
        return Field::Username;
    return json::is_same_key(key, "secret") ? Field::Secret : Field::Other;
}

/// Takes the three strings out of the outermost object while nlohmann/json parses, so that no
/// document with copies of the secret is built. The parser has checked the strings: well-formed
/// UTF-8, no lone surrogate, no unescaped control character.
class StoreRequestReader : public nlohmann::json_sax<Json> {
public:
    Credential credential;

    bool null() override { return depth_ != 0; }
    bool boolean(bool) override { return other_value(); }
    bool number_integer(number_integer_t) override { return other_value(); }
    bool number_unsigned(number_unsigned_t) override { return other_value(); }
    bool number_float(number_float_t, const string_t &) override { return other_value(); }
    bool binary(binary_t &) override { return other_value(); }

    bool string(string_t &value) override
    {
        const bool is_field = depth_ == 1;
        if (is_field && field_ == Field::ServerUrl)
            credential.server = value;
        else if (is_field && field_ == Field::Username)
            credential.username = value;
        else if (is_field && field_ == Field::Secret)
            credential.secret = SecretString(value);
        ::explicit_bzero(value.data(), value.size());
        return depth_ != 0;
    }

    bool start_object(std::size_t) override
    {
        const bool allowed = depth_ == 0 || other_value();
        ++depth_;
        return allowed;
    }
    bool end_object() override { return leave(); }

    bool start_array(std::size_t) override
    {
        const bool allowed = other_value();
        ++depth_;
        return allowed;
    }
    bool end_array() override { return leave(); }

    bool key(string_t &key) override
    {
        if (depth_ == 1)
            field_ = field_of(key);
        return true;
    }

    bool parse_error(std::size_t, const std::string &, const Json::exception &) override
    {
        return false; // the exception's text quotes the input, the secret included
    }

private:
    /// A value that is not a string: fine where it is ignored, wrong for a field of ours and for
    /// the whole request.
    [[nodiscard]] bool other_value() const
    {
        return depth_ > 1 || (depth_ == 1 && field_ == Field::Other);
    }

    bool leave()
    {
        --depth_;
        return true;
    }

    std::size_t depth_ = 0;
    Field field_ = Field::Other;
};

} // namespace

SecretString read_input(int fd)
{
    SecretString input;
    // doubled, since most inputs are short; the old buffer is wiped each time
    for (std::size_t capacity = 4096;; capacity = std::min(capacity * 2, input_limit + 1)) {
        SecretString larger(capacity);
        std::copy(input.reveal().begin(), input.reveal().end(), larger.writable().begin());
        const auto filled = input.size() + read_fully(fd, larger.writable().subspan(input.size()));
        if (filled > input_limit)
            throw Error(Errc::Input,
                        "the input is longer than " + std::to_string(input_limit) + " bytes");
        if (filled < capacity)
            return SecretString(larger.reveal().substr(0, filled));
        input = std::move(larger);
    }
}

ServerKey parse_server_url(std::string_view input)
{
    refuse_what_no_keyring_holds("server URL", input);
    ServerKey key(input);
    if (key.is_empty())
        throw missing(json::no_server_url);
    return key;
}

Credential parse_store_request(std::string_view input)
{
    StoreRequestReader reader;
    if (!Json::sax_parse(input.begin(), input.end(), &reader))
        throw Error(Errc::Input, "the store request is not a JSON object with the texts "
                                 "ServerURL, Username and Secret");
    Credential credential = std::move(reader.credential);
    refuse_what_no_keyring_holds("server URL", credential.server);
    refuse_what_no_keyring_holds("username", credential.username);
    refuse_what_no_keyring_holds("secret", credential.secret.reveal());
    credential.server = trim(credential.server);
    if (credential.server.empty())
        throw missing(json::no_server_url);
    if (credential.username.empty())
        throw missing(json::no_username);
    if (credential.secret.empty())
        throw missing(json::no_secret);
    return credential;
}

} // namespace cppsecret::protocol
