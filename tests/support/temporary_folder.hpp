// SPDX-License-Identifier: MIT
// A folder of its own for a test.
#pragma once

#include "base/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace cppsecret::test {

/// Made (0700) under TMPDIR and removed with all that is in it.
class TemporaryFolder {
public:
    TemporaryFolder()
        : path_((std::filesystem::temp_directory_path() / "cppsecret-test.XXXXXX").string())
    {
        if (::mkdtemp(path_.data()) == nullptr)
            throw system_error("make a temporary folder", errno);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    [[nodiscard]] const std::string &path() const noexcept { return path_; }
    [[nodiscard]] std::string operator/(const std::string &name) const
    {
        return path_ + "/" + name;
    }

private:
    std::string path_;
};

/// True if /proc/locks shows a process that waits for a lock on the file with this inode, written
/// ":<number> ".
inline bool is_blocked_lock(const std::string &inode)
{
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);)
        if (line.find("->") != std::string::npos && line.find(inode) != std::string::npos)
            return true;
    return false;
}

} // namespace cppsecret::test
