// SPDX-License-Identifier: MIT
// Small files that a test writes and reads.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace cppsecret::test {

/// Writes a file and makes the folders that it needs.
inline void write_text(const std::string &path, std::string_view text, mode_t mode = 0600)
{
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
    ::chmod(path.c_str(), mode);
}

[[nodiscard]] inline std::string read_text(const std::string &path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

[[nodiscard]] inline mode_t mode_of(const std::string &path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

[[nodiscard]] inline std::size_t count_files(const std::string &folder)
{
    const std::filesystem::directory_iterator begin(folder);
    return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator()));
}

} // namespace cppsecret::test
