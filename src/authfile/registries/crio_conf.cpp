// SPDX-License-Identifier: MIT
#include "authfile/registries/crio_conf.hpp"

#include "authfile/files/read_file.hpp"
#include "authfile/registries/toml.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <system_error>
#include <vector>

namespace cppsecret::authfile {

namespace {

/// crio.conf, then its drop-ins by their names.
std::vector<std::string> files_of(const std::string &folder)
{
    std::vector<std::string> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder + "/crio.conf.d", error), end;
         !error && entry != end; entry.increment(error))
        files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    files.insert(files.begin(), folder + "/crio.conf");
    return files;
}

} // namespace

std::optional<std::string> parse_crio_auth_file(std::string_view text)
{
    try {
        const toml::table table = toml::parse(text);
        return table["crio"]["image"]["global_auth_file"].value<std::string>();
    } catch (const std::exception &) {
        return std::nullopt;
    }
}

std::string crio_auth_file(const std::string &folder)
{
    std::string path;
    for (const std::string &file : files_of(folder)) {
        try {
            const auto content = read_file(file);
            if (auto set = content ? parse_crio_auth_file(content->bytes.reveal()) : std::nullopt)
                path = std::move(*set);
        } catch (const std::exception &) { // as if it were not there
        }
    }
    return path;
}

} // namespace cppsecret::authfile
