// SPDX-License-Identifier: MIT
#include "client/program_path.hpp"

#include "base/environment.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::client {

namespace {

bool is_program(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

} // namespace

std::optional<std::string> find_program(std::string_view name, std::string_view search_path)
{
    if (name.empty() || name.find('/') != std::string_view::npos)
        return std::nullopt;
    while (!search_path.empty()) {
        const std::string_view folder = search_path.substr(0, search_path.find(':'));
        if (folder.starts_with('/')) {
            std::string path = std::string(folder).append("/").append(name);
            if (is_program(path))
                return path;
        }
        search_path.remove_prefix(folder.size());
        if (!search_path.empty())
            search_path.remove_prefix(1);
    }
    return std::nullopt;
}

std::optional<std::string> find_program(std::string_view name)
{
    return find_program(name, environment("PATH").value_or(""));
}

} // namespace cppsecret::client
