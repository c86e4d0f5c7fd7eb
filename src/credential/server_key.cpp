// SPDX-License-Identifier: MIT
#include "credential/server_key.hpp"

#include "base/text.hpp"
#include "credential/registry_name.hpp"

#include <algorithm>
#include <array>

namespace cppsecret {

namespace {

constexpr std::array<std::string_view, 2> token_names{"access-token", "refresh-token"};

bool has_no_other_spelling(std::string_view key) noexcept
{
    return std::any_of(key.begin(), key.end(), [](char c) {
        return c == '@' || c == '?' || c == '#' || c == 0x7f ||
               static_cast<unsigned char>(c) <= 0x20;
    });
}

std::string_view without_scheme(std::string_view key) noexcept
{
    for (const std::string_view scheme : {"https://", "http://"})
        if (starts_with_ignoring_case(key, scheme))
            return key.substr(scheme.size());
    return key;
}

/// Without all of them: what is left has no other spelling by that suffix.
std::string_view without_suffixes(std::string_view text, std::string_view suffix) noexcept
{
    while (text.ends_with(suffix))
        text.remove_suffix(suffix.size());
    return text;
}

/// An IPv6 address without brackets has no port: "2001:db8::1:443" is another than "2001:db8::1".
std::string_view without_default_port(std::string_view host) noexcept
{
    const std::string_view name = without_suffixes(host, ":443");
    const bool is_bare_address =
        name.find(']') == std::string_view::npos && std::count(name.begin(), name.end(), ':') > 1;
    return is_bare_address ? host : name;
}

bool is_api_version(std::string_view path) noexcept
{
    return path == "/v1" || path == "/v2";
}

bool has_port(std::string_view host) noexcept
{
    const auto colon = host.rfind(':'); // an IPv6 address has more, in brackets
    return colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
}

bool is_docker_hub_host(std::string_view host) noexcept
{
    return host == docker_hub_host || host == "index.docker.io" || host == "registry-1.docker.io";
}

} // namespace

ServerKey::ServerKey(std::string_view server_url)
    : as_given_(trim(server_url)), identity_(as_given_)
{
    if (has_no_other_spelling(as_given_))
        return;
    const std::string_view rest = without_scheme(as_given_);
    const auto slash = std::min(rest.find('/'), rest.size());
    const std::string host = to_lower(rest.substr(0, slash));
    const std::string_view name = without_default_port(host);
    if (name.empty() || name.ends_with(':')) // no port, or a second scheme
        return;
    host_ = name;
    std::string_view path = without_suffixes(rest.substr(slash), "/");
    if (is_api_version(path))
        path = {};
    if (path.empty() && is_docker_hub_host(host_))
        host_ = docker_hub_host;
    // has_path() compares its length with that of host_
    identity_ = host_ + std::string(path);
}

std::string ServerKey::spelled_host() const
{
    if (host_.empty() || host_ == docker_hub_host)
        return host_;
    const std::string_view rest = without_scheme(as_given_);
    return std::string(rest.substr(0, rest.find('/')));
}

bool ServerKey::is_docker_hub() const noexcept
{
    return identity_ == docker_hub_host;
}

bool ServerKey::is_docker_hub_token() const noexcept
{
    // Docker Desktop doubles a slash
    for (const std::string_view folder : {"index.docker.io/v1/", "index.docker.io/v1//"})
        if (identity_.starts_with(folder)) {
            const std::string_view name = std::string_view(identity_).substr(folder.size());
            if (std::find(token_names.begin(), token_names.end(), name) != token_names.end())
                return true;
        }
    return false;
}

KeyKind ServerKey::kind() const
{
    if (is_docker_hub_token())
        return KeyKind::DockerHubToken;
    if (!is_host(host_))
        return KeyKind::Other;
    return has_path() ? KeyKind::Namespace : KeyKind::Registry;
}

std::string ServerKey::registry() const
{
    return kind() == KeyKind::Other ? std::string() : parse_host(host_).value_or("");
}

std::vector<std::string> spellings_of_clients(const ServerKey &key)
{
    if (key.host().empty())
        return {};
    if (key.is_docker_hub())
        return {std::string(docker_hub_url),    std::string(docker_hub_host), "index.docker.io",
                "registry-1.docker.io",         "https://index.docker.io/v1", "https://docker.io",
                "https://registry-1.docker.io", "index.docker.io:443"};
    const std::string &name = key.identity();
    if (key.has_path())
        return {name, "https://" + name};
    std::vector<std::string> spellings{name,
                                       "https://" + name,
                                       "http://" + name,
                                       "https://" + name + "/",
                                       "https://" + name + "/v1/",
                                       "https://" + name + "/v2/"};
    if (!has_port(name))
        for (const std::string_view scheme : {"", "https://", "http://"})
            spellings.push_back(std::string(scheme) + name + ":443");
    return spellings;
}

std::vector<ServerKey> keys_of_logout(const ServerKey &registry)
{
    std::vector<ServerKey> keys{registry};
    if (registry.is_docker_hub())
        for (const std::string_view token : token_names)
            keys.emplace_back(std::string(docker_hub_url).append(token));
    return keys;
}

} // namespace cppsecret
