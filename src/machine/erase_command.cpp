// SPDX-License-Identifier: MIT
#include "machine/erase_command.hpp"

#include "authfile/files/editor.hpp"
#include "base/command.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "machine/finding.hpp"

#include <optional>

namespace cppsecret::machine {

namespace {

/// The containers tool that is there.
std::optional<std::string> find_containers_tool()
{
    for (const char *const name : {"podman", "buildah", "skopeo"})
        if (client::find_program(name))
            return name;
    return std::nullopt;
}

/// The command that takes a login, and no other, out of an auth file.
Command command_against_entry(const Login &login, const authfile::Location &file)
{
    const ServerKey key(login.key);
    const bool is_dockers = file.format == authfile::Format::DockerConfig;
    const bool is_named_by_tools = !key.host().empty() && login.key == key.identity();
    // docker's logout from a namespace is one from the host; podman's knows its own keys only, and
    // leaves nothing of a .dockercfg
    if (is_dockers && !key.has_path() && client::find_program("docker"))
        return Command("docker logout").operand(login.key);
    if (file.format == authfile::Format::HelmConfig && is_named_by_tools &&
        client::find_program("helm"))
        return Command("helm registry logout").operand(login.key);
    const auto tool = find_containers_tool();
    if (file.format == authfile::Format::AuthJson && is_named_by_tools && tool)
        return Command::of_program(*tool, "logout")
            .option("--authfile", login.file)
            .operand(login.key);
    return edit_command(login.file);
}

/// docker's tokens go with the login of Docker Hub.
std::string name_for_logout(const Login &login)
{
    const ServerKey key(login.key);
    return key.kind() == KeyKind::DockerHubToken ? key.registry() : login.registry;
}

} // namespace

Command erase_command(const Login &login, const ToolSettings &settings)
{
    if (login.place == Place::Keyring)
        return Command("cppsecret logout").operand(name_for_logout(login));
    if (login.place == Place::Helper)
        return Command::that_prints(login.key).piped_into(
            Command::of_program(json::helper_prefix + login.helper, "erase"));
    const std::string dockers = authfile::canonical_path(settings.docker_file().location.path);
    for (const authfile::LoadedFile *file : settings.all_files())
        if (file->location.path == login.file)
            return command_against_entry(login, authfile::canonical_path(login.file) == dockers
                                                    ? settings.docker_file().location
                                                    : file->location);
    return edit_command(login.file);
}

} // namespace cppsecret::machine
