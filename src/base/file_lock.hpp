// SPDX-License-Identifier: MIT
// An exclusive lock between processes, held on a file.
#pragma once

#include "base/deadline.hpp"
#include "base/unique_fd.hpp"

#include <optional>
#include <string>
#include <utility>

namespace cppsecret {

/// Holds flock(2) on a file of ours until it is destroyed. The file stays; it may carry a note for
/// whoever locks it next.
class FileLock {
public:
    /// Locks `path`, which is made (0600) if it is not there, waiting in line until `deadline`.
    /// Throws Error(Errc::TimedOut) when the deadline passes, Error(Errc::System) if the file
    /// cannot be made or locked, or is not a plain file of ours (a symbolic link is never
    /// followed), and std::system_error if the thread that waits cannot be started.
    FileLock(const std::string &path, const Deadline &deadline);

    /// Locks `path` if nobody else has it at this moment, this process included; nothing otherwise.
    /// Throws Error(Errc::System) as the constructor.
    [[nodiscard]] static std::optional<FileLock> if_free(const std::string &path);

    /// True if somebody else held the lock when it was asked for.
    [[nodiscard]] bool had_to_wait() const noexcept { return had_to_wait_; }

    /// What the last holder left with write_note(), of it at most 4096 bytes; empty if nothing.
    /// Throws Error(Errc::System).
    [[nodiscard]] std::string read_note() const;

    /// Leaves a note for whoever locks the file next. Throws Error(Errc::System).
    void write_note(std::string_view note) const;

private:
    explicit FileLock(UniqueFd file) : file_(std::move(file)) {}

    UniqueFd file_;
    bool had_to_wait_ = false;
};

} // namespace cppsecret
