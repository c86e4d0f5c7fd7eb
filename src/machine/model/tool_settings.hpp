// SPDX-License-Identifier: MIT
// The auth files and settings that decide which login a tool uses.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "authfile/lookup/lookup.hpp"
#include "authfile/registries/image_places.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "machine/model/dialect.hpp"
#include "machine/model/tool.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cppsecret::machine {

/// registries.conf as some tools read it.
struct RegistriesReading {
    authfile::RegistriesDialect dialect; ///< theirs
    authfile::RegistriesConf conf;       ///< the default where there is a problem
    std::optional<Error> problem;        ///< why they refuse it
};

/// What a person has chosen for short names (containers-registries.conf(5)).
struct ChosenAliases {
    std::vector<authfile::ShortNameAlias> aliases;
    std::string problem; ///< why they cannot be read, if so
};

/// All of them as values, however they were come by. What is wrong with a file is kept with it.
struct ToolFacts {
    std::vector<Tool> installed;
    authfile::Environment environment;
    std::optional<std::string> auth_file; ///< as --authfile gives it
    /// authfile::containers_locations(), loaded.
    std::vector<authfile::LoadedFile> files = {};
    /// The first file of those tools to which DOCKER_CONFIG names none, where one of them is there.
    std::optional<authfile::LoadedFile> kept_auth_file = {};
    authfile::LoadedFile docker_file = {}; ///< authfile::docker_location(), loaded
    /// Those of helm, CRI-O, ostree and buildx, in the order in which each reads its own.
    std::vector<authfile::LoadedFile> other_files = {};
    /// registries.conf as the system's services read it.
    RegistriesReading services_registries = {};
    /// One for each dialect of the tools that are there, or of the newest; also of their `login`.
    std::vector<RegistriesReading> registries = {};
    ChosenAliases chosen_aliases = {};
    SecretString auth_config = {};      ///< DOCKER_AUTH_CONFIG
    std::string detected_store = {};    ///< the helper that docker uses by itself; empty if none
    std::set<std::string> helpers = {}; ///< those in PATH, of ours and of all that a file names
};

/// The settings, by the tool that reads them.
class ToolSettings {
public:
    explicit ToolSettings(ToolFacts facts);

    [[nodiscard]] const std::vector<Tool> &installed() const noexcept { return facts_.installed; }
    /// Those of a family that are there, or one that stands for the newest.
    [[nodiscard]] std::vector<Tool> tools_of(Family family) const
    {
        return machine::tools_of(family, facts_.installed);
    }
    /// As --authfile gives it.
    [[nodiscard]] const std::optional<std::string> &auth_file() const noexcept
    {
        return facts_.auth_file;
    }
    [[nodiscard]] const authfile::Environment &environment() const noexcept
    {
        return facts_.environment;
    }
    /// The one that a `login` of podman, buildah or skopeo writes to.
    [[nodiscard]] const authfile::LoadedFile &first_file() const { return facts_.files.front(); }
    /// All that podman, buildah or skopeo read, in podman's order; docker's is among them.
    [[nodiscard]] std::vector<const authfile::LoadedFile *> containers_files() const;
    /// Those of them that this tool searches, in its order: the first alone where --authfile or a
    /// variable names it, but for old versions.
    [[nodiscard]] std::vector<const authfile::LoadedFile *> searched_by(const Tool &tool) const;
    /// The file that --authfile or REGISTRY_AUTH_FILE names, where it is not there and the tool
    /// cannot do without; null otherwise.
    [[nodiscard]] const authfile::LoadedFile *missing_file_of(const Tool &tool) const;
    /// True if the tool's `login` writes docker's format, as DOCKER_CONFIG names the file.
    [[nodiscard]] bool writes_dockers_format(const Tool &tool) const;
    [[nodiscard]] const authfile::LoadedFile &docker_file() const noexcept
    {
        return facts_.docker_file;
    }
    /// The files that helm, CRI-O, ostree or buildx have to themselves, in the order of their
    /// search.
    [[nodiscard]] std::vector<const authfile::LoadedFile *> own_files(Family family) const;
    /// helm's, which may not be there.
    [[nodiscard]] const authfile::LoadedFile &helm_file() const;
    /// registries.conf as CRI-O and ostree read it.
    [[nodiscard]] const RegistriesReading &services_registries() const noexcept
    {
        return facts_.services_registries;
    }
    /// True if a search of the tool's looks into this file, should it get that far.
    [[nodiscard]] bool searches(const Tool &tool, const std::string &file) const;
    /// The main families, and of the others those that are installed or have a file.
    [[nodiscard]] std::vector<Family> families() const;
    /// Whose file this is: the containers tools' unless it is another's own.
    [[nodiscard]] Family owner_of(const std::string &file) const;
    /// Which images one of buildx's files is for: Location::scope. Empty for any other file.
    [[nodiscard]] std::string scope_of(const std::string &file) const;
    /// Every auth file that some tool reads, once.
    [[nodiscard]] std::vector<const authfile::LoadedFile *> all_files() const;
    /// The keys under which `credHelpers` of these files name a helper for a registry
    /// (ServerKey::identity()), as they are spelled.
    [[nodiscard]] const std::vector<std::string> &helper_keys_of(const std::string &registry) const;

    /// registries.conf as this tool, one of the containers tools, reads it.
    [[nodiscard]] const RegistriesReading &registries_of(const Tool &tool) const;
    /// The same as its `login` reads it.
    [[nodiscard]] const RegistriesReading &registries_at_login_of(const Tool &tool) const;
    /// As the first of the containers tools reads it.
    [[nodiscard]] const authfile::RegistriesConf &registries_conf() const;
    /// Why that cannot be read, if so: the containers tools find no login then.
    [[nodiscard]] const std::optional<Error> &conf_problem() const;
    [[nodiscard]] const ChosenAliases &chosen_aliases() const noexcept
    {
        return facts_.chosen_aliases;
    }

    /// The helper that docker uses by itself; empty if none.
    [[nodiscard]] const std::string &detected_store() const noexcept
    {
        return facts_.detected_store;
    }
    /// The helper that docker asks for what `credHelpers` does not name.
    [[nodiscard]] authfile::DockerStore docker_store() const { return store_of(docker_file()); }
    /// The same for another file of that form.
    [[nodiscard]] authfile::DockerStore store_of(const authfile::LoadedFile &file) const;
    /// True for docker's file, by its path, where docker cannot run the helpers that it names.
    [[nodiscard]] bool is_of_snap(const std::string &file) const;
    /// The helpers in PATH, of ours and of all that a file names.
    [[nodiscard]] const std::set<std::string> &helpers() const noexcept { return facts_.helpers; }
    /// DOCKER_AUTH_CONFIG; empty if it is not set.
    [[nodiscard]] const SecretString &auth_config() const noexcept { return facts_.auth_config; }
    /// What docker finds outside of its file.
    [[nodiscard]] authfile::DockerSettings docker_settings(const Tool &tool) const;

private:
    [[nodiscard]] const RegistriesReading &
    registries_by(const authfile::RegistriesDialect &dialect) const;

    ToolFacts facts_;
    std::unordered_map<std::string, std::vector<std::string>> helper_keys_; // by registry
};

} // namespace cppsecret::machine
