// SPDX-License-Identifier: MIT
#include "authfile/registries/registries_places.hpp"

#include "base/error.hpp"

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace cppsecret::authfile {

namespace {

constexpr const char *file_name = "/registries.conf";

std::string drop_ins_below(const std::string &folder)
{
    return folder + file_name + ".d";
}

RegistriesPaths old_paths(const Environment &environment, const RegistriesDialect &dialect)
{
    const std::string user = user_folder(environment, false);
    const std::string system_drop_ins = drop_ins_below(admin_folder);
    const std::string user_drop_ins = drop_ins_below(user);
    if (dialect.reads_variable && environment.registries_conf)
        return {{*environment.registries_conf},
                "CONTAINERS_REGISTRIES_CONF",
                {system_drop_ins, user_drop_ins}};
    if (dialect.reads_old_variable && environment.old_registries_conf)
        return {{*environment.old_registries_conf},
                "REGISTRIES_CONFIG_PATH",
                {system_drop_ins, user_drop_ins}};
    struct stat status {};
    if (::stat((user + file_name).c_str(), &status) == 0)
        return {{user + file_name}, {}, {user_drop_ins}};
    return {{std::string(admin_folder) + file_name}, {}, {system_drop_ins, user_drop_ins}};
}

/// Those of the system, the one that counts least first.
void add_system_folders(const std::string &folder, uid_t uid, std::vector<std::string> &folders)
{
    folders.push_back(drop_ins_below(folder));
    if (uid == 0) {
        folders.push_back(folder + "/registries.rootful.conf.d");
        return;
    }
    folders.push_back(folder + "/registries.rootless.conf.d");
    folders.push_back(folders.back() + "/" + std::to_string(uid));
}

RegistriesPaths new_paths(const Environment &environment, const RegistriesDialect &dialect)
{
    RegistriesPaths paths;
    paths.is_sorted_by_name = true;
    paths.last = environment.registries_conf_override.value_or("");
    if (dialect.reads_variable && environment.registries_conf) {
        paths.files = {*environment.registries_conf};
        paths.variable = "CONTAINERS_REGISTRIES_CONF";
        return paths;
    }
    const std::string user = user_folder(environment, true);
    for (const std::string &folder : {user, std::string(admin_folder), std::string(vendor_folder)})
        paths.files.push_back(folder + file_name);
    add_system_folders(vendor_folder, environment.uid, paths.folders);
    add_system_folders(admin_folder, environment.uid, paths.folders);
    paths.folders.push_back(drop_ins_below(user));
    return paths;
}

std::string name_of(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

/// Whether the tools look into it; one that is not there may be made.
bool is_read(const std::string &folder, bool may_be_link)
{
    struct stat status {};
    const int result =
        may_be_link ? ::stat(folder.c_str(), &status) : ::lstat(folder.c_str(), &status);
    return result != 0 || S_ISDIR(status.st_mode);
}

/// The files *.conf of a folder, sorted by their bytes. A link to a folder is among them: the tools
/// fail to read it.
std::set<std::string> drop_ins_of(const std::string &folder, const PlannedFiles &planned)
{
    std::set<std::string> files;
    struct stat status {};
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string path = entry->path();
        if (path.ends_with(".conf") && ::lstat(path.c_str(), &status) == 0 &&
            !S_ISDIR(status.st_mode))
            files.insert(path);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        throw system_error("read the folder '" + folder + "'", error.value());
    for (const auto &[path, text] : planned)
        if (path == folder + "/" + name_of(path))
            files.insert(path);
    return files;
}

} // namespace

std::string user_folder(const Environment &environment, bool has_podman_6_layout)
{
    if (has_podman_6_layout && environment.is_config_home_empty)
        return "containers"; // as Go joins nothing and a name
    if (has_podman_6_layout && environment.config_home)
        return *environment.config_home + "/containers";
    return environment.home + "/.config/containers";
}

RegistriesPaths registries_paths(const Environment &environment, const RegistriesDialect &dialect)
{
    return dialect.has_podman_6_layout ? new_paths(environment, dialect)
                                       : old_paths(environment, dialect);
}

std::string user_drop_in_folder(const Environment &environment, bool has_podman_6_layout)
{
    return drop_ins_below(user_folder(environment, has_podman_6_layout));
}

std::vector<std::string> user_drop_in_folders(const Environment &environment)
{
    std::vector<std::string> folders{user_drop_in_folder(environment, false)};
    if (environment.config_home)
        if (std::string other = user_drop_in_folder(environment, true);
            canonical_path(other) != canonical_path(folders.front()))
            folders.push_back(std::move(other));
    return folders;
}

std::vector<std::string> find_drop_ins(const RegistriesPaths &paths, const PlannedFiles &planned)
{
    std::vector<std::string> all;
    std::map<std::string, std::string> by_name;
    for (const std::string &folder : paths.folders) {
        if (!is_read(folder, paths.is_sorted_by_name))
            continue;
        for (const std::string &file : drop_ins_of(folder, planned)) {
            if (paths.is_sorted_by_name)
                by_name[name_of(file)] = file;
            else
                all.push_back(file);
        }
    }
    for (const auto &[name, file] : by_name)
        all.push_back(file);
    return all;
}

} // namespace cppsecret::authfile
