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
