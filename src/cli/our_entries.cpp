// SPDX-License-Identifier: MIT
#include "cli/our_entries.hpp"

#include "base/error.hpp"
#include "client/helper_client.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "machine/model/our_helper.hpp"

#include <stdlib.h>
#include <unistd.h>

namespace cppsecret::cli {

std::string drop_in_path(const authfile::Environment &environment)
{
    return environment.home + "/.config/containers/registries.conf.d/50-cppsecret.conf";
}

std::string drop_in_text(bool is_strict)
{
    return std::string("# written by 'cppsecret configure --all-registries'\n"
                       "credential-helpers = [\"") +
           machine::our_helper_for_containers +
           (is_strict ? "\"]\n" : "\", \"containers-auth.json\"]\n");
}

std::vector<authfile::Location> containers_files(const authfile::Environment &environment,
                                                 const std::optional<std::string> &auth_file)
{
    std::vector<authfile::Location> files;
    if (!auth_file)
        files.push_back(persistent_location(environment));
    if (const auto primary = primary_location(environment, auth_file))
        files.push_back(*primary);
    return files;
}

std::vector<std::string> docker_helper_keys(const std::string &host, bool has_nerdctl)
{
    std::vector<std::string> keys{docker_key_of(host)};
    if (has_nerdctl && !is_docker_hub(host) && host.find(':') == std::string::npos)
        keys.push_back(host + ":443");
    return keys;
}

bool is_under_sudo()
{
    return ::geteuid() == 0 && ::secure_getenv("SUDO_UID") != nullptr;
}

void require_our_helper(const std::string &name)
{
    const std::string program = json::helper_prefix + name;
    if (!client::find_program(program))
        throw Error(Errc::System,
                    "'" + program + "' is not in PATH, so the tools would find no login",
                    "install it where the tools find it");
}

void refuse_sudo()
{
    if (is_under_sudo())
        throw Error(Errc::System, "root under sudo has another keyring and other files than you",
                    "run it without sudo");
}

} // namespace cppsecret::cli
