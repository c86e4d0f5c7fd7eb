// SPDX-License-Identifier: MIT
#include "authfile/registries/podman_connections.hpp"

#include "authfile/files/read_file.hpp"
#include "authfile/registries/toml.hpp"
#include "base/environment.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::authfile {

namespace {

using Json = nlohmann::json;

std::vector<std::string> configuration_files(const std::string &config_folder)
{
    std::vector<std::string> files;
    for (const std::string &folder :
         {std::string("/usr/share/containers"), std::string("/etc/containers"), config_folder}) {
        files.push_back(folder + "/containers.conf");
        std::error_code error;
        for (std::filesystem::directory_iterator entry(folder + "/containers.conf.d", error), end;
             !error && entry != end; entry.increment(error))
            if (entry->path().extension() == ".conf")
                files.push_back(entry->path());
    }
    for (const char *variable : {"CONTAINERS_CONF", "CONTAINERS_CONF_OVERRIDE"})
        if (auto file = environment(variable))
            files.push_back(std::move(*file));
    return files;
}

bool names_connection(std::string_view containers_conf)
{
    const toml::table table = toml::parse(containers_conf);
    const toml::table *destinations = table["engine"]["service_destinations"].as_table();
    return (destinations != nullptr && !destinations->empty()) ||
           table["engine"]["remote"].value_or(false);
}

bool lists_connection(std::string_view connections)
{
    const Json document = Json::parse(connections.begin(), connections.end());
    const auto section = document.find("Connection");
    if (section == document.end())
        return false;
    const auto list = section->find("Connections");
    return list != section->end() && !list->empty();
}

/// True if the file is there and `test` finds something in it or cannot read it.
bool has(const std::string &path, bool (*test)(std::string_view))
{
    try {
        const auto content = read_file(path);
        return content && test(content->bytes.reveal());
    } catch (const std::exception &) {
        return true;
    }
}

std::string machine_in(std::string_view connections)
{
    const Json document = Json::parse(connections.begin(), connections.end());
    for (const auto &[name, connection] : document.at("Connection").at("Connections").items())
        if (connection.value("IsMachine", false))
            return name;
    return {};
}

std::string connections_file(const std::string &config_folder)
{
    return environment("PODMAN_CONNECTIONS_CONF")
        .value_or(config_folder + "/podman-connections.json");
}

std::string config_folder_of(const Environment &environment)
{
    return environment.config_home.value_or(environment.home + "/.config") + "/containers";
}

} // namespace

std::string find_podman_machine(const Environment &environment)
{
    try {
        const auto content = read_file(connections_file(config_folder_of(environment)));
        return content ? machine_in(content->bytes.reveal()) : std::string();
    } catch (const std::exception &) { // it lists nothing then
        return {};
    }
}

std::string find_podman_connection(const Environment &environment)
{
    for (const char *variable : {"CONTAINER_HOST", "CONTAINER_CONNECTION"})
        if (cppsecret::environment(variable))
            return variable;
    const std::string folder = config_folder_of(environment);
    std::string connections = connections_file(folder);
    if (has(connections, lists_connection))
        return connections;
    const std::vector<std::string> files = configuration_files(folder);
    const auto found = std::find_if(files.begin(), files.end(), [](const std::string &file) {
        return has(file, names_connection);
    });
    return found == files.end() ? std::string() : *found;
}

} // namespace cppsecret::authfile
