// SPDX-License-Identifier: MIT
#include "cli/hosts.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/image_reference.hpp"
#include "credential/server_key.hpp"

namespace cppsecret::cli {

namespace {

/// True for what an image's name can begin with.
bool is_registry(const std::string &host)
{
    try {
        return host.find('/') == std::string::npos &&
               ImageReference(host + "/image").registry() == host;
    } catch (const Error &) {
        return false;
    }
}

} // namespace

std::string parse_host(const std::string &text)
{
    const ServerKey key(text);
    if (key.is_docker_hub())
        return std::string(docker_hub_host);
    if (is_registry(text) && text == to_lower(text))
        return text;
    const std::string said = "'" + one_line(text) + "'";
    if (!key.host().empty() && is_registry(key.host()))
        throw Error(Errc::Usage, said + " is not a HOST: it is a name and perhaps a port, no more",
                    "write '" + key.host() + "'");
    throw Error(Errc::Usage, said + " is not the name of a registry",
                "a HOST has a dot or a port, or is 'localhost': registry.example, registry:5000");
}

std::string RegistryName::server_url() const
{
    return path.empty() && host == docker_hub_host ? std::string(docker_hub_url) : text();
}

RegistryName parse_registry_name(const std::string &text)
{
    const auto slash = text.find('/');
    if (slash == std::string::npos || text.find("://") != std::string::npos ||
        !ServerKey(text).has_path())
        return {parse_host(text), {}};
    RegistryName name{parse_host(text.substr(0, slash)), text.substr(slash + 1)};
    try {
        const ImageReference image(name.host + "/" + name.path + "/image");
        if (image.tag().empty() && image.digest().empty() && image.path() == name.path + "/image")
            return name;
    } catch (const Error &) { // NOLINT(bugprone-empty-catch): told below, for what it is
    }
    throw Error(Errc::Usage, "'" + one_line(text) + "' is not HOST/NAMESPACE",
                "a namespace is what stands before the last word of an image: quay.io/team");
}

bool is_host(const std::string &text)
{
    try {
        static_cast<void>(parse_host(text));
        return true;
    } catch (const Error &) {
        return false;
    }
}

} // namespace cppsecret::cli
