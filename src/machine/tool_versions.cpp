// SPDX-License-Identifier: MIT
#include "machine/tool_versions.hpp"

#include "base/deadline.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace cppsecret::machine {

namespace {

constexpr std::chrono::seconds time_for_version(10);

/// Takes the digits at the front of `text` off it.
int take_number(std::string_view &text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc() ? number : 0;
}

using Version = std::pair<int, int>;

/// What `program --version` says after `prefix`; nothing if the program is not there or says
/// something else.
std::optional<Version> version_of(const std::string &program, std::string_view prefix)
{
    const auto path = client::find_program(program);
    if (!path)
        return std::nullopt;
    try {
        const client::Result result =
            client::run({*path, {"--version"}, {}}, Deadline::after(time_for_version));
        std::string_view text = result.output.reveal();
        if (!text.starts_with(prefix))
            return std::nullopt;
        text.remove_prefix(prefix.size());
        const int major = take_number(text);
        if (!text.starts_with('.'))
            return std::nullopt;
        text.remove_prefix(1);
        return Version(major, take_number(text));
    } catch (const Error &) {
        return std::nullopt;
    }
}

} // namespace

bool is_docker_older_than_28_3()
{
    return version_of("docker", "Docker version ").value_or(Version(28, 3)) < Version(28, 3);
}

bool are_containers_tools_old()
{
    constexpr std::array<std::pair<const char *, Version>, 3> first_without{
        {{"podman", {4, 4}}, {"buildah", {1, 29}}, {"skopeo", {1, 11}}}};
    for (const auto &[program, version] : first_without)
        if (const auto found = version_of(program, std::string(program) + " version "))
            return *found < version;
    return false;
}

authfile::RegistriesConf read_registries_conf_as_tools(const authfile::Environment &environment)
{
    const authfile::RegistriesPaths paths = authfile::registries_paths(environment);
    try {
        return read_registries_conf(paths);
    } catch (const Error &) {
        if (!are_containers_tools_old())
            throw;
    }
    return read_registries_conf(paths, authfile::EmptySettings::CountForNothing);
}

} // namespace cppsecret::machine
