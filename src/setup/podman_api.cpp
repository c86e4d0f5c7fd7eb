// SPDX-License-Identifier: MIT
#include "setup/podman_api.hpp"

#include "authfile/files/read_file.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "base/command.hpp"
#include "machine/model/dialect.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>

#include <sys/stat.h>

namespace cppsecret::setup {

namespace {

constexpr const char *system_units = "/etc/systemd/system";
constexpr const char *units_of_all_users = "/etc/systemd/user";

std::string own_units(const authfile::Environment &environment)
{
    if (environment.uid == 0)
        return system_units;
    return environment.config_home.value_or(environment.home + "/.config") + "/systemd/user";
}

bool is_there(const std::string &path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

/// As Environment= of systemd.exec(5) takes it between double quotes.
std::string quoted(const std::string &text)
{
    std::string quoted;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (c == '%')
            quoted += '%';
        quoted += c;
    }
    return quoted;
}

} // namespace

PodmanApiFiles podman_api_files(const authfile::Environment &environment)
{
    // not in the folder of drop-ins: it is for the service alone
    return {environment.home + "/.config/containers/cppsecret-podman-api.conf",
            own_units(environment) + "/podman.service.d/cppsecret.conf"};
}

authfile::PlannedFiles planned_podman_api_files(const authfile::Environment &environment)
{
    const PodmanApiFiles files = podman_api_files(environment);
    const std::string head = "# written by 'cppsecret configure --all-registries'\n";
    return {{files.registries, head + "credential-helpers = [\"" +
                                   std::string(authfile::auth_files_helper) + "\", \"" +
                                   machine::our_helper_for_containers + "\"]\n"},
            {files.unit, head + "[Service]\nEnvironment=\"CONTAINERS_REGISTRIES_CONF_OVERRIDE=" +
                             quoted(files.registries) + "\"\n"}};
}

void remove_podman_api_files(FileEdits &edits, const authfile::Environment &environment)
{
    for (const auto &[path, text] : planned_podman_api_files(environment))
        if (const auto content = authfile::read_file(path);
            content && content->bytes.reveal() == text)
            edits.replace(path, std::nullopt);
}

bool can_have_podman_api_files(const std::vector<machine::Tool> &installed)
{
    return std::any_of(installed.begin(), installed.end(), [](const machine::Tool &tool) {
        return tool.name == "podman" && dialect_of(tool).has_podman_6_layout;
    });
}

std::string find_podman_socket(const authfile::Environment &environment)
{
    std::vector<std::string> signs{own_units(environment) + "/sockets.target.wants/podman.socket"};
    if (environment.uid == 0) {
        signs.emplace_back("/run/podman/podman.sock");
    } else {
        signs.push_back(std::string(units_of_all_users) + "/sockets.target.wants/podman.socket");
        if (environment.runtime_dir)
            signs.push_back(*environment.runtime_dir + "/podman/podman.sock");
    }
    const auto found = std::find_if(signs.begin(), signs.end(), is_there);
    return found == signs.end() ? std::string() : *found;
}

Command reload_command(const authfile::Environment &environment)
{
    const auto systemctl =
        environment.uid == 0 ? Command("systemctl") : Command("systemctl --user");
    return systemctl.with("daemon-reload").then(systemctl.with("try-restart podman.service"));
}

} // namespace cppsecret::setup
