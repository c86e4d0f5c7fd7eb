// SPDX-License-Identifier: MIT
// The files that make our helper answer for every registry (containers-registries.conf.d(5)), and
// what may stand against them.
#pragma once

#include "base/command.hpp"
#include "machine/model/tool_settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::setup {

/// The paths of the drop-in: one in each of the user's folders in which tools of some age look.
[[nodiscard]] std::vector<std::string> drop_in_paths(const authfile::Environment &environment);

/// The path under which earlier versions of this program wrote it: podman 6 reads it before an
/// administrator's files.
[[nodiscard]] std::string earlier_drop_in_path(const authfile::Environment &environment);

/// Its text. A strict one leaves no way to auth files.
[[nodiscard]] std::string drop_in_text(bool is_strict);

/// True if the file is as we write it. Throws as authfile::read_file().
[[nodiscard]] bool is_drop_in_ours(const std::string &path);

/// The drop-in as it will be written.
[[nodiscard]] authfile::PlannedFiles planned_drop_ins(const authfile::Environment &environment,
                                                      bool is_strict);

/// Why a tool's `login` does not come to our keyring though the drop-in is there.
struct DropInProblem {
    std::string cause;
    std::string advice;       ///< what to do about it; may be empty
    Command command = {};     ///< that does it, where one line does
    bool is_of_files = false; ///< the files of registries.conf are the cause, or where they are

    friend bool operator==(const DropInProblem &, const DropInProblem &) = default;
};

/// That of one of the containers tools, by registries.conf as `login` reads it or will read it;
/// nothing if it comes there.
[[nodiscard]] std::optional<DropInProblem>
find_drop_in_problem(const machine::Tool &tool, const machine::RegistriesReading &registries,
                     const machine::ToolSettings &settings);

/// A problem, and the tools that have it.
struct ToolsProblem {
    DropInProblem problem;
    std::vector<machine::Tool> tools;

    /// "a login by podman 6.0 does not go into the keyring: …"
    [[nodiscard]] std::string text(const machine::ToolSettings &settings) const;
};

/// Those of all containers tools, with what `planned` says of registries.conf.
[[nodiscard]] std::vector<ToolsProblem>
find_drop_in_problems(const machine::ToolSettings &settings,
                      const authfile::PlannedFiles &planned = {});

} // namespace cppsecret::setup
