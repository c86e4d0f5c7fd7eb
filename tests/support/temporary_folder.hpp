// SPDX-License-Identifier: MIT
// A folder of its own for a test.
#pragma once

#include "base/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

namespace cppsecret::test {

/// Where nothing gets to a disk, as in a runtime folder: a tmpfs on every Linux.
inline constexpr const char *in_memory = "/dev/shm";

/// Made (0700) under TMPDIR, or another folder, and removed with all that is in it.
class TemporaryFolder {
public:
    explicit TemporaryFolder(
        const std::filesystem::path &above = std::filesystem::temp_directory_path())
        : path_((above / "cppsecret-test.XXXXXX").string())
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

/// A folder that is not in memory, if there is one that can be written to.
inline std::optional<std::string> folder_on_disk()
{
    for (const std::string &folder :
         {std::filesystem::temp_directory_path().string(), std::string("/var/tmp"),
          std::filesystem::current_path().string()}) {
        struct statfs system {};
        if (::statfs(folder.c_str(), &system) == 0 && system.f_type != TMPFS_MAGIC &&
            ::access(folder.c_str(), W_OK) == 0)
            return folder;
    }
    return std::nullopt;
}

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
