// SPDX-License-Identifier: MIT
#include "machine/read_settings.hpp"

#include "authfile/files/buildx_files.hpp"
#include "authfile/registries/certs_places.hpp"
#include "authfile/registries/crio_conf.hpp"
#include "base/environment.hpp"
#include "client/program_path.hpp"
#include "json/protocol_texts.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <unistd.h>

namespace cppsecret::machine {

namespace {

/// As docker chooses it: `pass` where that is installed, else `secretservice`; the helper for it
/// must be there.
std::string detect_store()
{
    std::string store = client::find_program("pass") ? "pass" : "secretservice";
    return client::find_program(json::helper_prefix + store) ? store : std::string();
}

void add_registries(ToolFacts &facts, const authfile::RegistriesDialect &dialect)
{
    const bool is_read =
        std::any_of(facts.registries.begin(), facts.registries.end(),
                    [&dialect](const RegistriesReading &one) { return one.dialect == dialect; });
    if (!is_read)
        facts.registries.push_back(read_registries(facts.environment, dialect));
}

ChosenAliases read_aliases(const authfile::Environment &environment)
{
    ChosenAliases chosen;
    try {
        chosen.aliases = authfile::read_chosen_aliases(authfile::chosen_aliases_path(environment));
    } catch (const Error &error) {
        chosen.problem = error.what();
    }
    return chosen;
}

/// A service's file that is there and shut to this person tells nothing here.
bool is_shut(const authfile::Location &location)
{
    return ::access(location.path.c_str(), R_OK) != 0 && errno == EACCES;
}

/// Services of the system's run as root, and no variable of this person reaches them. Their helpers
/// are looked for here all the same: they are installed for all.
void read_services(ToolFacts &facts)
{
    std::vector<authfile::Location> locations = authfile::ostree_locations();
    if (const std::string path = authfile::crio_auth_file(); !path.empty())
        locations.push_back({path, authfile::Format::AuthJson, authfile::Role::Crio});
    for (const authfile::Location &location : locations)
        if (!is_shut(location))
            facts.other_files.push_back(load_file(location));
    authfile::Environment environment;
    if (facts.environment.uid == 0)
        environment.home = facts.environment.home;
    const Tool tool = tools_of(Family::Containers, facts.installed).front(); // of their age, likely
    facts.services_registries = read_registries(environment, dialect_of(tool).registries());
}

/// What docker buildx has for itself; the plugin is asked only where there is something. A file
/// that is given with --authfile is that of whoever is given it.
void read_buildx(ToolFacts &facts)
{
    std::vector<authfile::Location> locations = authfile::buildx_locations(facts.environment);
    std::erase_if(locations, [&facts](const authfile::Location &location) {
        return location.path == facts.auth_file;
    });
    if (locations.empty())
        return;
    for (const authfile::Location &location : locations)
        facts.other_files.push_back(load_file(location));
    if (auto tool = find_buildx(facts.installed))
        facts.installed.push_back(std::move(*tool));
}

/// Those in PATH, of ours and of all that a file or registries.conf names.
std::set<std::string> find_helpers(const ToolFacts &facts)
{
    std::set<std::string> helpers{facts.detected_store, our_helper, our_helper_for_containers};
    const auto add = [&helpers](const authfile::LoadedFile &file) {
        if (!file.document)
            return;
        helpers.insert(file.document->creds_store());
        for (const authfile::HelperEntry &entry : file.document->helpers())
            helpers.insert(entry.helper);
    };
    for (const authfile::LoadedFile &file : facts.files)
        add(file);
    add(facts.docker_file);
    for (const authfile::LoadedFile &file : facts.other_files)
        add(file);
    for (const RegistriesReading &reading : facts.registries)
        for (std::string &helper : reading.conf.credential_helpers())
            helpers.insert(std::move(helper));
    std::erase_if(helpers, [](const std::string &helper) {
        return !client::find_program(json::helper_prefix + helper);
    });
    return helpers;
}

std::optional<authfile::Location> kept_auth_file(const ToolFacts &facts)
{
    authfile::Environment environment = facts.environment;
    if (!environment.docker_config || environment.auth_file || facts.auth_file)
        return std::nullopt;
    const std::vector<Tool> tools = tools_of(Family::Containers, facts.installed);
    const bool is_searched = std::any_of(tools.begin(), tools.end(), [](const Tool &tool) {
        return dialect_of(tool).keeps_auth_file_with_docker_config;
    });
    environment.docker_config.reset();
    return is_searched ? primary_location(environment) : std::nullopt;
}

/// The one that answers for the others where they cannot be told apart.
Dialect dialect_of_first_tool()
{
    return dialect_of(tools_of(Family::Containers, installed_tools()).front());
}

} // namespace

ToolSettings read_settings(const std::optional<std::string> &auth_file)
{
    return read_settings(auth_file, installed_tools());
}

ToolSettings read_settings(const std::optional<std::string> &auth_file, std::vector<Tool> installed)
{
    const bool is_from_snap = has_docker_of_snap(installed);
    ToolFacts facts{std::move(installed), environment_of_tools(is_from_snap), auth_file};
    for (const authfile::Location &location :
         authfile::containers_locations(facts.environment, auth_file))
        facts.files.push_back(load_file(location));
    if (const auto kept = kept_auth_file(facts))
        facts.kept_auth_file = load_file(*kept);
    facts.docker_file = load_file(authfile::docker_location(facts.environment));
    facts.other_files.push_back(load_file(authfile::helm_location(facts.environment)));
    read_services(facts);
    read_buildx(facts);
    for (const Tool &tool : tools_of(Family::Containers, facts.installed)) {
        const Dialect dialect = dialect_of(tool);
        add_registries(facts, dialect.registries());
        add_registries(facts, dialect.registries_at_login());
    }
    facts.chosen_aliases = read_aliases(facts.environment);
    if (const auto text = environment("DOCKER_AUTH_CONFIG")) // an empty one is none to docker too
        facts.auth_config = SecretString(std::string_view(*text));
    facts.detected_store = detect_store();
    facts.helpers = find_helpers(facts);
    return ToolSettings(std::move(facts));
}

RegistriesReading read_registries(const authfile::Environment &environment,
                                  const authfile::RegistriesDialect &dialect,
                                  const authfile::PlannedFiles &planned)
{
    RegistriesReading reading{dialect, {}, std::nullopt};
    try {
        reading.conf =
            read_registries_conf(registries_paths(environment, dialect), dialect, planned);
    } catch (const Error &error) {
        reading.problem = error;
    }
    return reading;
}

authfile::RegistriesConf read_registries_conf_as_tools(const authfile::Environment &environment)
{
    const authfile::RegistriesDialect dialect = dialect_of_first_tool().registries();
    return read_registries_conf(authfile::registries_paths(environment, dialect), dialect);
}

std::vector<std::vector<std::string>>
certs_places_of_tools(const authfile::Environment &environment)
{
    std::vector<std::vector<std::string>> all;
    for (const Tool &tool : tools_of(Family::Containers, installed_tools())) {
        std::vector<std::string> places =
            authfile::certs_places(environment, dialect_of(tool).has_podman_6_layout);
        if (std::none_of(all.begin(), all.end(),
                         [&places](const auto &other) { return other.front() == places.front(); }))
            all.push_back(std::move(places));
    }
    return all;
}

std::vector<std::string> certs_places_as_tools(const authfile::Environment &environment)
{
    return certs_places_of_tools(environment).front();
}

} // namespace cppsecret::machine
