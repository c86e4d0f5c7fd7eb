// SPDX-License-Identifier: MIT
#include "authfile/registries/certs_places.hpp"

#include "authfile/registries/registries_places.hpp"
#include "base/command.hpp"

namespace cppsecret::authfile {

namespace {

constexpr const char *place_of_docker = "/etc/docker/certs.d";

void add_below(const std::string &folder, uid_t uid, std::vector<std::string> &places)
{
    if (uid == 0) {
        places.push_back(folder + "/certs.rootful.d");
    } else {
        places.push_back(folder + "/certs.rootless.d/" + std::to_string(uid));
        places.push_back(folder + "/certs.rootless.d");
    }
    places.push_back(folder + "/certs.d");
}

} // namespace

std::vector<std::string> certs_places(const Environment &environment, bool has_podman_6_layout)
{
    std::vector<std::string> places{user_folder(environment, has_podman_6_layout) + "/certs.d"};
    if (has_podman_6_layout) {
        add_below(admin_folder, environment.uid, places);
        add_below(vendor_folder, environment.uid, places);
    } else {
        places.push_back(std::string(admin_folder) + "/certs.d");
    }
    places.emplace_back(place_of_docker);
    return places;
}

Command command_for_certs_folder(const std::string &file)
{
    const std::string certificate = file + ".crt";
    return Command("mv")
        .operand(file)
        .operand(certificate)
        .then(Command("mkdir").operand(file))
        .then(Command("mv").operand(certificate).operand(file + "/ca.crt"));
}

} // namespace cppsecret::authfile
