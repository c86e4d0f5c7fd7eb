// SPDX-License-Identifier: MIT
#include "machine/model/asked_names.hpp"

#include "authfile/files/buildx_files.hpp"
#include "credential/image_reference.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <string_view>

namespace cppsecret::machine {

namespace {

/// The names of one key: each once, and only what images are called.
class Names {
public:
    explicit Names(Family family) : family_(family) {}

    void add(std::string_view name)
    {
        if (asks_as_docker(family_))
            name = name.substr(0, name.find('/')); // they drop the path
        const bool is_known = std::find(names_.begin(), names_.end(), name) != names_.end();
        if (!is_known && can_begin_image_name(name))
            names_.emplace_back(name);
    }

    [[nodiscard]] std::vector<std::string> take() { return std::move(names_); }

private:
    Family family_;
    std::vector<std::string> names_;
};

std::string_view without_scheme(std::string_view key) noexcept
{
    for (const std::string_view scheme : {"https://", "http://"})
        if (key.starts_with(scheme))
            return key.substr(scheme.size());
    return key;
}

} // namespace

std::vector<std::string> names_for_login(Family family, const std::string &key)
{
    const ServerKey server(key);
    // the containers tools see a URL of Docker Hub's in it
    if (server.kind() == KeyKind::DockerHubToken &&
        (family == Family::Helm || family == Family::Buildx))
        return {};
    if (server.kind() == KeyKind::DockerHubToken)
        return {family == Family::Docker ? docker_key_of(key) : std::string(docker_hub_host)};
    Names names(family);
    names.add(server.identity());
    const std::string_view bare = without_scheme(key);
    const std::string_view host = bare.substr(0, bare.find('/'));
    if (bare.size() != key.size() || server.kind() == KeyKind::Registry)
        names.add(host);
    names.add(bare);
    if (server.kind() == KeyKind::Other) // a .dockercfg may have anything behind the host
        names.add(host);
    return names.take();
}

std::vector<std::string> names_for_helper(Family family, const std::string &key)
{
    if (asks_as_docker(family) && key == docker_hub_url)
        return {std::string(docker_hub_host)};
    // they ask for Docker Hub by the URL alone
    const bool is_other_hub = asks_as_docker(family) && docker_key_of(key) != key;
    if (key.find('/') != std::string::npos || is_other_hub || !can_begin_image_name(key))
        return {};
    return {key};
}

std::vector<std::string> names_in_scope(const std::vector<std::string> &names,
                                        const std::string &scope)
{
    const std::string image = authfile::parse_buildx_scope(scope).image_name();
    const std::string host = image.substr(0, image.find('/'));
    if (host.empty() || std::find(names.begin(), names.end(), host) == names.end())
        return {};
    return {image};
}

} // namespace cppsecret::machine
