// SPDX-License-Identifier: MIT
#include "registry/challenge.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace cppsecret::registry {

namespace {

bool is_alphanumeric(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// tchar of RFC 7230
bool is_token_char(char c) noexcept
{
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string::npos;
}

bool is_token68_char(char c) noexcept
{
    return is_alphanumeric(c) || std::string_view("-._~+/").find(c) != std::string::npos;
}

bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t';
}

/// What a careless server writes without quotes.
bool is_bare_char(char c) noexcept
{
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != ',' && c != '"';
}

/// Reads a header from left to right.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool is_at_end() const noexcept { return place_ == text_.size(); }
    [[nodiscard]] bool is_at(char c) const noexcept { return !is_at_end() && text_[place_] == c; }
    [[nodiscard]] std::size_t place() const noexcept { return place_; }
    void go_back_to(std::size_t place) noexcept { place_ = place; }

    bool take(char c) noexcept
    {
        const bool is_there = is_at(c);
        place_ += is_there ? 1 : 0;
        return is_there;
    }

    template <typename Predicate>
    std::string_view take_while(Predicate predicate)
    {
        const std::size_t start = place_;
        while (!is_at_end() && predicate(text_[place_]))
            ++place_;
        return text_.substr(start, place_ - start);
    }

    void skip_blanks() { take_while(is_blank); }
    /// Lists may have empty elements.
    void skip_separators()
    {
        take_while([](char c) { return is_blank(c) || c == ','; });
    }

    /// The text of a quoted string without its escapes; nothing if it does not end.
    std::optional<std::string> take_quoted()
    {
        std::string value;
        take('"');
        while (!is_at_end() && !is_at('"')) {
            take('\\');
            if (!is_at_end())
                value += text_[place_++];
        }
        return take('"') ? std::optional(value) : std::nullopt;
    }

private:
    std::string_view text_;
    std::size_t place_ = 0;
};

/// The value of a challenge that has one in place of parameters; else nothing is read.
std::string take_token68(Reader &reader)
{
    const std::size_t start = reader.place();
    std::string value(reader.take_while(is_token68_char));
    if (!value.empty())
        value += reader.take_while([](char c) { return c == '='; });
    reader.skip_blanks();
    if (!value.empty() && (reader.is_at_end() || reader.is_at(',')))
        return value;
    reader.go_back_to(start);
    return {};
}

enum class Next {
    Parameter,
    Other, ///< the end, or another challenge
    Broken,
};

/// Reads a parameter into `challenge`. Unless it is whole nothing is added.
Next take_parameter(Reader &reader, Challenge &challenge)
{
    reader.skip_separators();
    const std::size_t start = reader.place();
    std::string name = to_lower(reader.take_while(is_token_char));
    reader.skip_blanks();
    if (name.empty() || !reader.take('=')) {
        reader.go_back_to(start);
        return Next::Other;
    }
    reader.skip_blanks();
    if (!reader.is_at('"')) {
        challenge.parameters.emplace_back(std::move(name), reader.take_while(is_bare_char));
        return Next::Parameter;
    }
    std::optional<std::string> value = reader.take_quoted();
    if (!value)
        return Next::Broken;
    challenge.parameters.emplace_back(std::move(name), std::move(*value));
    return Next::Parameter;
}

} // namespace

std::optional<std::string> Challenge::find(std::string_view name) const
{
    const auto parameter = std::find_if(parameters.begin(), parameters.end(),
                                        [name](const auto &entry) { return entry.first == name; });
    return parameter == parameters.end() ? std::nullopt : std::optional(parameter->second);
}

std::vector<Challenge> parse_challenges(std::string_view header)
{
    std::vector<Challenge> challenges;
    Reader reader(header);
    for (reader.skip_separators(); !reader.is_at_end(); reader.skip_separators()) {
        Challenge challenge;
        challenge.scheme = to_lower(reader.take_while(is_token_char));
        const bool is_alone = reader.is_at_end() || reader.is_at(',');
        if (challenge.scheme.empty() || (!is_alone && !reader.is_at(' ')))
            break;
        reader.skip_blanks();
        challenge.value = take_token68(reader);
        Next next = challenge.value.empty() && !is_alone ? Next::Parameter : Next::Other;
        while (next == Next::Parameter)
            next = take_parameter(reader, challenge);
        if (next == Next::Broken)
            break;
        challenges.push_back(std::move(challenge));
    }
    return challenges;
}

} // namespace cppsecret::registry
