// SPDX-License-Identifier: MIT
#include "credential/registry_name.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/image_reference.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret {

namespace {

constexpr std::string_view docker_hub_address = "registry-1.docker.io";

bool has_blank_or_control(std::string_view text) noexcept
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

} // namespace

std::optional<std::string> parse_host(std::string_view text)
{
    if (ServerKey(text).is_docker_hub())
        return std::string(docker_hub_host);
    if (is_registry_name(text) && names_a_host(text) && text == to_lower(text))
        return std::string(text);
    return std::nullopt;
}

std::string require_host(const std::string &text)
{
    if (auto host = parse_host(text))
        return std::move(*host);
    const ServerKey key(text);
    const std::string said = "'" + one_line(text) + "'";
    if (!key.host().empty() && is_host(key.host()))
        throw Error(Errc::Usage, said + " is not a HOST: it is a name and perhaps a port, no more",
                    "write '" + key.host() + "'");
    throw Error(Errc::Usage, said + " is not the name of a registry",
                "a HOST has a dot or a port, or is 'localhost': registry.example, registry:5000");
}

bool is_host(std::string_view text)
{
    return parse_host(text).has_value();
}

bool is_docker_hub(std::string_view host) noexcept
{
    return host == docker_hub_host;
}

Hosts without_spellings(const Hosts &hosts)
{
    Hosts registries;
    for (const std::string &host : hosts)
        registries.insert(ServerKey(host).host());
    return registries;
}

bool contains_docker_hub(const Hosts &hosts)
{
    return std::any_of(hosts.begin(), hosts.end(), is_docker_hub);
}

void remove_docker_hub(Hosts &hosts)
{
    std::erase_if(hosts, is_docker_hub);
}

std::string docker_key_of(std::string_view name)
{
    const ServerKey key(name);
    if (key.kind() == KeyKind::DockerHubToken)
        return "https://" + key.identity();
    const std::string_view registry = name.substr(0, name.find('/'));
    // any other name of Docker Hub's is the host of another registry to docker
    const bool is_hub = registry == docker_hub_host || registry == "index.docker.io";
    return std::string(is_hub ? docker_hub_url : registry);
}

std::string docker_helper_key_of(const std::string &key)
{
    return ServerKey(key).kind() == KeyKind::DockerHubToken ? std::string(docker_hub_url) : key;
}

std::string docker_name_of(const std::string &server)
{
    return ServerKey(server).is_docker_hub() ? std::string(docker_hub_url) : server;
}

bool is_helper_key(std::string_view key)
{
    return key == docker_hub_url || (!key.empty() && !has_blank_or_control(key) && is_utf8(key) &&
                                     key.find('/') == std::string_view::npos);
}

std::string address_of(const std::string &registry)
{
    return is_docker_hub(registry) ? std::string(docker_hub_address) : registry;
}

RegistryName require_registry_name(const std::string &text)
{
    const auto slash = text.find('/');
    if (slash == std::string::npos || text.find("://") != std::string::npos ||
        !ServerKey(text).has_path())
        return {require_host(text), {}};
    RegistryName name{require_host(text.substr(0, slash)), text.substr(slash + 1)};
    const auto image = ImageReference::parse(name.host + "/" + name.path + "/image");
    if (image && image->tag().empty() && image->digest().empty() &&
        image->path() == name.path + "/image")
        return name;
    throw Error(Errc::Usage, "'" + one_line(text) + "' is not HOST/NAMESPACE",
                "a namespace is what stands before the last word of an image: quay.io/team");
}

} // namespace cppsecret
