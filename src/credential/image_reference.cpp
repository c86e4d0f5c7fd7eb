// SPDX-License-Identifier: MIT
#include "credential/image_reference.hpp"

#include "base/text.hpp"
#include "credential/server_key.hpp"

#include <algorithm>

namespace cppsecret {

namespace {

constexpr std::string_view transport = "docker://";
constexpr std::string_view other_docker_hub = "index.docker.io"; // docker.io in every name
constexpr std::size_t name_limit = 255; // registry/path, as the reference package has it
constexpr std::size_t tag_limit = 128;
constexpr std::size_t least_digest_digits = 32;

constexpr bool is_lower_or_digit(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

constexpr bool is_letter_or_digit(char c) noexcept
{
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

constexpr bool is_hex(char c) noexcept
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

template <typename Predicate>
bool all(std::string_view text, Predicate predicate)
{
    return std::all_of(text.begin(), text.end(), predicate);
}

/// Calls `is_valid` with each part between the separators; false as soon as one is not.
template <typename Predicate>
bool all_parts(std::string_view text, char separator, Predicate is_valid)
{
    for (;;) {
        const auto end = std::min(text.find(separator), text.size());
        if (!is_valid(text.substr(0, end)))
            return false;
        if (end == text.size())
            return true;
        text.remove_prefix(end + 1);
    }
}

bool is_host_label(std::string_view label)
{
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           all(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// Lower case letters and digits, with '.', '_', '__' or any number of '-' between them.
bool is_path_component(std::string_view component)
{
    if (component.empty() || !is_lower_or_digit(component.front()) ||
        !is_lower_or_digit(component.back()))
        return false;
    while (!component.empty()) {
        const auto word = std::min<std::size_t>(
            static_cast<std::size_t>(
                std::find_if_not(component.begin(), component.end(), is_lower_or_digit) -
                component.begin()),
            component.size());
        component.remove_prefix(word);
        const auto separator = component.substr(
            0, static_cast<std::size_t>(
                   std::find_if(component.begin(), component.end(), is_lower_or_digit) -
                   component.begin()));
        const bool is_dashes = all(separator, [](char c) { return c == '-'; });
        if (!is_dashes && separator != "." && separator != "_" && separator != "__")
            return false;
        component.remove_prefix(separator.size());
    }
    return true;
}

bool is_tag(std::string_view tag)
{
    return !tag.empty() && tag.size() <= tag_limit && tag.front() != '.' && tag.front() != '-' &&
           all(tag,
               [](char c) { return is_letter_or_digit(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_digest(std::string_view digest)
{
    const auto colon = digest.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return false;
    const auto algorithm = digest.substr(0, colon);
    const auto digits = digest.substr(colon + 1);
    return all(algorithm,
               [](char c) {
                   return is_letter_or_digit(c) || c == '+' || c == '.' || c == '_' || c == '-';
               }) &&
           digits.size() >= least_digest_digits && all(digits, is_hex);
}

} // namespace

bool names_a_host(std::string_view component)
{
    return component.find_first_of(".:") != std::string_view::npos || component == "localhost" ||
           to_lower(component) != component;
}

bool is_registry_name(std::string_view text)
{
    std::string_view host = text;
    if (text.starts_with('[')) { // IPv6
        const auto end = text.find(']');
        if (end == std::string_view::npos || end == 1 ||
            !all(text.substr(1, end - 1), [](char c) { return is_hex(c) || c == ':'; }))
            return false;
        if (end + 1 == text.size())
            return true;
        text.remove_prefix(end + 1);
        return text.size() > 1 && text.front() == ':' && all(text.substr(1), is_digit);
    }
    if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        if (colon + 1 == text.size() || !all(text.substr(colon + 1), is_digit))
            return false;
    }
    return all_parts(host, '.', is_host_label);
}

std::optional<ImageReference> ImageReference::parse(std::string_view text, std::string &problem)
{
    ImageReference image;
    problem = image.read(text);
    if (!problem.empty())
        return std::nullopt;
    return image;
}

std::optional<ImageReference> ImageReference::parse(std::string_view text)
{
    std::string problem;
    return parse(text, problem);
}

std::string ImageReference::read(std::string_view text)
{
    std::string_view rest = trim(text);
    const bool has_transport = rest.starts_with(transport);
    if (has_transport)
        rest.remove_prefix(transport.size());
    if (rest.find("://") != std::string_view::npos)
        return "it has a scheme";
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        digest_ = rest.substr(at + 1);
        if (!is_digest(digest_))
            return "what follows '@' is not a digest";
        rest = rest.substr(0, at);
    }
    // a colon before the last slash is that of a port
    const auto last_slash = rest.rfind('/');
    const auto colon = rest.find(':', last_slash == std::string_view::npos ? 0 : last_slash);
    if (colon != std::string_view::npos) {
        tag_ = rest.substr(colon + 1);
        if (!is_tag(tag_))
            return "what follows ':' is not a tag";
        rest = rest.substr(0, colon);
    }

    registry_ = docker_hub_host;
    const auto slash = rest.find('/');
    if (slash != std::string_view::npos && names_a_host(rest.substr(0, slash))) {
        registry_ = rest.substr(0, slash);
        rest.remove_prefix(slash + 1);
        if (!is_registry_name(registry_))
            return "its host is not valid";
    } else if (!has_transport) {
        short_name_ = rest;
    }
    if (registry_ == other_docker_hub)
        registry_ = docker_hub_host;
    path_ = rest;
    if (registry_ == docker_hub_host && rest.find('/') == std::string_view::npos)
        path_ = "library/" + std::string(rest);
    if (rest.empty())
        return "it has no name";
    if (!all_parts(path_, '/', is_path_component))
        return to_lower(path_) != path_ ? "its name has upper case letters"
                                        : "its name is not valid";
    if (rest.size() == 64 && slash == std::string_view::npos && all(rest, is_hex))
        return "64 hexadecimal digits are the id of an image";
    if (name().size() > name_limit)
        return "its name is longer than " + std::to_string(name_limit) + " bytes";
    return {};
}

bool can_begin_image_name(std::string_view name)
{
    const auto slash = std::min(name.find('/'), name.size());
    const std::string_view host = name.substr(0, slash);
    if (!names_a_host(host) || !is_registry_name(host) || host == other_docker_hub)
        return false;
    return slash == name.size() || all_parts(name.substr(slash + 1), '/', is_path_component);
}

std::vector<std::string> lookup_keys(std::string_view name)
{
    std::vector<std::string> keys;
    for (;;) {
        keys.emplace_back(name);
        const auto slash = name.rfind('/');
        if (slash == std::string_view::npos)
            return keys;
        name = name.substr(0, slash);
    }
}

} // namespace cppsecret
