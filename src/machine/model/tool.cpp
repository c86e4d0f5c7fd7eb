// SPDX-License-Identifier: MIT
#include "machine/model/tool.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace cppsecret::machine {

namespace {

Family family_of(std::string_view program) noexcept
{
    return program == "docker" ? Family::Docker
           : program == "helm" ? Family::Helm
           : program == "crio" ? Family::Crio
                               : Family::Containers;
}

/// Takes the number at the front of `text` off it.
std::optional<int> take_number(std::string_view &text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

/// The version behind `prefix`; nothing if there is none.
std::optional<Version> version_behind(std::string_view prefix, std::string_view text)
{
    if (!text.starts_with(prefix))
        return std::nullopt;
    text.remove_prefix(prefix.size());
    const auto major = take_number(text);
    if (!major || !text.starts_with('.'))
        return std::nullopt;
    text.remove_prefix(1);
    const auto minor = take_number(text);
    return minor ? std::optional(Version{*major, *minor}) : std::nullopt;
}

} // namespace

std::string name_of(Family family)
{
    switch (family) {
    case Family::Containers:
        return "containers";
    case Family::Docker:
        return "docker";
    case Family::Helm:
        return "helm";
    case Family::Crio:
        return "cri-o";
    case Family::Ostree:
        return "ostree";
    case Family::Buildx:
        return "buildx";
    }
    return {};
}

std::string title_of(Family family)
{
    switch (family) {
    case Family::Containers:
        return "podman, buildah and skopeo";
    case Family::Crio:
        return "CRI-O";
    case Family::Ostree:
        return "ostree and bootc";
    case Family::Buildx:
        return "docker buildx";
    case Family::Docker:
    case Family::Helm:
        break;
    }
    return name_of(family);
}

std::string doing(Family family, const std::string &verb)
{
    const bool is_one = family != Family::Containers && family != Family::Ostree;
    const auto end = std::min(verb.find(' '), verb.size());
    return title_of(family) + " " + verb.substr(0, end) +
           (is_one ? verb.substr(0, end).ends_with("ss") ? "es" : "s" : "") + verb.substr(end);
}

const std::vector<std::string> &tool_words()
{
    static const std::vector<std::string> words = [] {
        std::vector<std::string> all;
        all.reserve(changed_families.size() + 1);
        for (const Family family : changed_families)
            all.push_back(name_of(family));
        all.emplace_back("all");
        return all;
    }();
    return words;
}

std::vector<Family> chosen_families(const std::optional<std::string> &word,
                                    const std::optional<std::string> &auth_file,
                                    std::vector<Family> otherwise)
{
    if (auth_file && word && *word != name_of(Family::Containers))
        throw Error(Errc::Usage,
                    (*word == "all" ? name_of(Family::Docker) : *word) +
                        " has no --authfile, so it goes with '--tool containers' only",
                    *word == name_of(Family::Helm)
                        ? "set HELM_REGISTRY_CONFIG to the file instead"
                        : "set DOCKER_CONFIG to the folder of docker's config.json instead");
    if (auth_file)
        return {Family::Containers};
    for (const Family family : all_families)
        if (word == name_of(family))
            return {family};
    if (word)
        for (const Family family : main_families)
            if (!contains(otherwise, family))
                otherwise.push_back(family);
    std::sort(otherwise.begin(), otherwise.end());
    return otherwise;
}

bool contains(const std::vector<Family> &families, Family family) noexcept
{
    return std::find(families.begin(), families.end(), family) != families.end();
}

std::string Tool::text() const
{
    std::string text = name;
    if (version)
        text += " " + std::to_string(version->major) + "." + std::to_string(version->minor);
    return is_from_snap ? text + " (snap)" : text;
}

Tool tool_by_answer(const std::string &program, std::string_view answer)
{
    constexpr std::string_view podman = "podman";
    const std::string said = std::string(podman) + " version ";
    if (answer.starts_with(said))
        return {Family::Containers, std::string(podman), version_behind(said, answer)};
    const std::string title = program == "docker" ? "Docker" : program;
    return {family_of(program), program, version_behind(title + " version ", answer)};
}

std::optional<Tool> buildx_by_answer(std::string_view answer)
{
    constexpr std::string_view module = "github.com/docker/buildx ";
    if (!answer.starts_with(module))
        return std::nullopt;
    answer.remove_prefix(module.size());
    return Tool{Family::Buildx, "buildx",
                version_behind(answer.starts_with('v') ? "v" : "", answer)};
}

bool is_path_of_snap(std::string_view path) noexcept
{
    return path.starts_with("/snap/") || path.starts_with("/var/lib/snapd/snap/");
}

bool has_docker_of_snap(const std::vector<Tool> &tools) noexcept
{
    return std::any_of(tools.begin(), tools.end(), [](const Tool &tool) {
        return tool.family == Family::Docker && tool.is_from_snap;
    });
}

std::vector<Tool> tools_of(Family family, const std::vector<Tool> &installed)
{
    std::vector<Tool> tools;
    std::copy_if(installed.begin(), installed.end(), std::back_inserter(tools),
                 [family](const Tool &tool) { return tool.family == family; });
    if (tools.empty())
        tools.push_back(
            {family, family == Family::Containers ? "podman" : name_of(family), std::nullopt});
    return tools;
}

std::vector<Family> families_of(const std::vector<Tool> &installed)
{
    std::vector<Family> families;
    for (const Family family : all_families)
        if (std::any_of(installed.begin(), installed.end(),
                        [family](const Tool &tool) { return tool.family == family; }))
            families.push_back(family);
    return families;
}

std::string note_on_versions(const std::vector<Tool> &installed)
{
    std::vector<Tool> unknown = installed;
    std::erase_if(unknown, [](const Tool &tool) { // the others search as they always did
        return tool.version.has_value() || has_own_files(tool.family);
    });
    return unknown.empty()
               ? std::string()
               : "cannot determine the version of " + in_words(unknown) + "; assuming the newest";
}

std::string in_words(const std::vector<Tool> &tools)
{
    std::string text;
    for (const Tool &tool : tools)
        append_listed(text, tool.text());
    return text;
}

} // namespace cppsecret::machine
