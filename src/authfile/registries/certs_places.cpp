// SPDX-License-Identifier: MIT
#include "authfile/registries/certs_places.hpp"

namespace cppsecret::authfile {

std::vector<std::string> certs_places(const std::string &home)
{
    return {home + "/.config/containers/certs.d", "/etc/containers/certs.d", "/etc/docker/certs.d"};
}

} // namespace cppsecret::authfile
