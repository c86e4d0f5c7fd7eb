// SPDX-License-Identifier: MIT
#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/place_to_write.hpp"
#include "doctor/look.hpp"
#include "machine/read_settings.hpp"
#include "setup/drop_in.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::doctor {

namespace {

using authfile::LoadedFile;
using FilePtr = std::shared_ptr<const LoadedFile>;

Ownership owner_of(const std::string &path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return {path, std::nullopt};
    return {path, status.st_uid};
}

/// The owners of the file and of its folder, in which it is replaced.
void look_at_owners(AuthFile &file)
{
    try {
        file.target = owner_of(resolve_links(file.loaded->location.path));
        file.folder = owner_of(folder_of(file.target.path));
        file.is_folder_writable = ::access(file.folder.path.c_str(), W_OK) == 0;
        file.distrust = find_distrust(file.loaded->location.path);
    } catch (const Error &) { // a chain of links that cannot be followed: the file tells it
    }
}

/// What is read when no variable names another file.
void look_at_hidden(const authfile::Environment &environment, AuthFiles &files)
{
    authfile::Environment without = environment;
    without.auth_file.reset();
    without.docker_config.reset();
    const auto primary = primary_location(without);
    if (primary && (environment.auth_file || environment.docker_config))
        files.hidden_primary = std::make_shared<const LoadedFile>(load_file(*primary));
    if (environment.docker_config)
        files.hidden_docker =
            std::make_shared<const LoadedFile>(load_file(docker_location(without)));
}

} // namespace

AuthFiles look_at_files(const std::shared_ptr<const machine::ToolSettings> &settings,
                        const std::optional<std::string> &auth_file)
{
    AuthFiles files;
    const std::vector<const LoadedFile *> read_by_containers = settings->containers_files();
    for (const LoadedFile *loaded : settings->all_files()) {
        AuthFile file;
        file.loaded = FilePtr(settings, loaded);
        file.is_for_containers = std::find(read_by_containers.begin(), read_by_containers.end(),
                                           loaded) != read_by_containers.end();
        if (loaded->is_there())
            look_at_owners(file);
        files.all.push_back(std::move(file));
    }
    files.docker = FilePtr(settings, &settings->docker_file());
    if (!auth_file)
        look_at_hidden(settings->environment(), files);
    return files;
}

std::vector<std::string> look_at_certs(const authfile::Environment &environment)
{
    std::set<std::string> places;
    for (const std::vector<std::string> &of_some : machine::certs_places_of_tools(environment))
        places.insert(of_some.begin(), of_some.end());
    std::vector<std::string> files;
    std::error_code error;
    for (const std::string &place : places)
        for (std::filesystem::directory_iterator entry(place, error), end; !error && entry != end;
             entry.increment(error))
            if (std::error_code ignored; entry->is_regular_file(ignored))
                files.push_back(entry->path());
    return files;
}

} // namespace cppsecret::doctor
