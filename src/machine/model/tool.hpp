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
};

inline constexpr std::array all_families{Family::Containers, Family::Docker};

/// "containers" or "docker": as --tool takes it.
[[nodiscard]] std::string name_of(Family family);

/// What --tool may be.
[[nodiscard]] const std::vector<std::string> &tool_words();

/// The families that --tool means. With --authfile it is the containers tools: docker has no such
/// option, and asking for it is Error(Errc::Usage). Without either, `otherwise`.
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
    std::string name;               ///< podman, buildah, skopeo or docker
    std::optional<Version> version; ///< nothing if it could not be learnt: it counts as the newest

    /// "podman 5.8", or "podman" alone.
    [[nodiscard]] std::string text() const;

    friend bool operator==(const Tool &, const Tool &) = default;
};

/// The tool that `program` is, by the answer to `--version`: the wrapper that podman installs under
/// docker's name is podman. One that answers something else is taken for what it is called.
[[nodiscard]] Tool tool_by_answer(const std::string &program, std::string_view answer);

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
