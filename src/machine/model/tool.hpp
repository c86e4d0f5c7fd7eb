// SPDX-License-Identifier: MIT
// The container tools, and the families of those that read the same files.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::machine {

/// They read different files by different rules.
enum class Family {
    Containers, ///< podman, buildah and skopeo
    Docker,     ///< docker's command line client
    Helm,
    Crio,   ///< CRI-O
    Ostree, ///< ostree, rpm-ostree and bootc
    Buildx, ///< docker buildx, where it has files of its own
};

inline constexpr std::array all_families{Family::Containers, Family::Docker, Family::Helm,
                                         Family::Crio,       Family::Ostree, Family::Buildx};

/// Those whose files are changed, as --tool takes them; buildx's are only told of.
inline constexpr std::array changed_families{Family::Containers, Family::Docker, Family::Helm,
                                             Family::Crio, Family::Ostree};

/// Those that are looked at even where no tool of theirs is installed.
inline constexpr std::array main_families{Family::Containers, Family::Docker};

/// True for those that run as services of the system's, as root and outside of any session.
[[nodiscard]] constexpr bool is_service(Family family) noexcept
{
    return family == Family::Crio || family == Family::Ostree;
}

/// True for those whose files are changed only when a person names them.
[[nodiscard]] constexpr bool is_left_alone(Family family) noexcept
{
    return is_service(family) || family == Family::Buildx;
}

/// True for those whose files no other tool reads.
[[nodiscard]] constexpr bool has_own_files(Family family) noexcept
{
    return family != Family::Containers && family != Family::Docker;
}

/// True for those that ask for a host alone, and for Docker Hub by its URL.
[[nodiscard]] constexpr bool asks_as_docker(Family family) noexcept
{
    return family == Family::Docker || family == Family::Helm || family == Family::Buildx;
}

/// "containers", "docker", "helm", "cri-o", "ostree" or "buildx": as --tool takes it.
[[nodiscard]] std::string name_of(Family family);

/// As a sentence has it: "podman, buildah and skopeo", "CRI-O".
[[nodiscard]] std::string title_of(Family family);

/// What all of the family do: title_of() it and the verb, which is given for several of them.
[[nodiscard]] std::string doing(Family family, const std::string &verb);

/// What --tool may be where files are changed.
[[nodiscard]] const std::vector<std::string> &tool_words();

/// The families that --tool means; "all" is the main ones and those of `otherwise`. With --authfile
/// it is the containers tools: the others have no such option, and asking for it is
/// Error(Errc::Usage). Without either, `otherwise`.
[[nodiscard]] std::vector<Family> chosen_families(const std::optional<std::string> &word,
                                                  const std::optional<std::string> &auth_file,
                                                  std::vector<Family> otherwise);

[[nodiscard]] bool contains(const std::vector<Family> &families, Family family) noexcept;

/// The first two numbers of a version.
struct Version {
    int major = 0;
    int minor = 0;

    // clang-tidy 14 takes what the compiler compares with for a null pointer
    // NOLINTNEXTLINE(modernize-use-nullptr)
    friend auto operator<=>(const Version &, const Version &) = default;
};

/// A program on this machine.
struct Tool {
    Family family = Family::Containers;
    std::string name;               ///< podman, buildah, skopeo, docker, helm or buildx
    std::optional<Version> version; ///< nothing if it could not be learnt: it counts as the newest
    bool is_from_snap = false;      ///< docker has a home of its own there

    /// "podman 5.8", or "podman" alone; "docker 28.4 (snap)".
    [[nodiscard]] std::string text() const;

    friend bool operator==(const Tool &, const Tool &) = default;
};

/// The tool that `program` is, by the answer to `--version`: the wrapper that podman installs under
/// docker's name is podman. One that answers something else is taken for what it is called.
[[nodiscard]] Tool tool_by_answer(const std::string &program, std::string_view answer);

/// Why that docker asks no helper: it is confined to the snap, which holds none.
inline constexpr const char *no_helper_in_snap = "docker from the snap cannot run a helper";
/// What to do instead.
inline constexpr const char *no_helper_in_snap_hint =
    "install docker from your distribution or from docker.com to keep its logins in the keyring";

/// True if docker is one of these, and that of the snap.
[[nodiscard]] bool has_docker_of_snap(const std::vector<Tool> &tools) noexcept;

/// docker buildx, by its answer to `version`; nothing if it is another program's, or an error.
[[nodiscard]] std::optional<Tool> buildx_by_answer(std::string_view answer);

/// True for a program that snapd runs, by the path at which it is found.
[[nodiscard]] bool is_path_of_snap(std::string_view path) noexcept;

/// Those of a family. Where none is there, one that stands for the newest of them.
[[nodiscard]] std::vector<Tool> tools_of(Family family, const std::vector<Tool> &installed);

/// The families of which a tool is there.
[[nodiscard]] std::vector<Family> families_of(const std::vector<Tool> &installed);

/// Why the answers for these may be wrong, "cannot determine the version of podman; assuming the
/// newest"; empty if each has a version.
[[nodiscard]] std::string note_on_versions(const std::vector<Tool> &installed);

/// "podman 4.3, buildah 1.28"
[[nodiscard]] std::string in_words(const std::vector<Tool> &tools);

} // namespace cppsecret::machine
