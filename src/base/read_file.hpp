// SPDX-License-Identifier: MIT
// Reads files whole, up to a limit.
#pragma once

#include "base/error.hpp"
#include "base/unique_fd.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include <sys/stat.h>

namespace cppsecret {

/// What is read, and what is said of the rest.
struct FileRules {
    std::size_t limit = 0;  ///< in bytes; what is longer is refused
    bool only_plain = true; ///< refuses folders, pipes and devices
    /// Where a file stands in the place of a folder of the path, the file is as one that is not
    /// there.
    bool is_absent_below_file = true;
    Errc refusal = Errc::Input;                      ///< of what is refused
    const char *too_long = "is too long to be read"; ///< behind the file's name
    const char *name = nullptr; ///< of the file in messages; its path in ticks if null
};

/// A file that is open to be read, and what it was when it was opened.
class FileReader {
public:
    /// Nothing if there is no such file. Symbolic links are followed; does not wait for somebody
    /// to write to a pipe. Throws Error: System if it cannot be read, and rules.refusal.
    [[nodiscard]] static std::optional<FileReader> open(const std::string &path,
                                                        const FileRules &rules);

    [[nodiscard]] const struct stat &status() const noexcept { return status_; }
    /// Of a plain file, at most the limit.
    [[nodiscard]] std::size_t size() const noexcept
    {
        return static_cast<std::size_t>(status_.st_size);
    }

    /// For what must not stay in memory: fills the buffer as far as the file goes, and returns how
    /// many bytes there were. Throws Error(Errc::System).
    [[nodiscard]] std::size_t read(std::span<char> buffer) const;

    /// The rest of the file, whatever size() says. Throws as open().
    [[nodiscard]] std::string read_text() const;

private:
    FileReader() = default;
    [[nodiscard]] Error too_long() const;

    UniqueFd fd_;
    struct stat status_ {};
    FileRules rules_;
    std::string path_;
    std::string name_;
};

/// The text of a file; nothing if there is no such file. Throws as FileReader::open().
[[nodiscard]] std::optional<std::string> read_file(const std::string &path, const FileRules &rules);

} // namespace cppsecret
