// SPDX-License-Identifier: MIT
// What makes our helper answer for registries: the changes, and what they lead to.
#pragma once

#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/tool.hpp"
#include "machine/model/tool_settings.hpp"
#include "setup/entry_plan.hpp"
#include "setup/file_edits.hpp"
#include "setup/warning.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cppsecret::setup {

/// Decides what `cppsecret configure` changes. Changes nothing itself.
class Configuration {
public:
    struct Rules {
        std::vector<machine::Family> tools = {}; ///< whose files
        Hosts hosts = {};
        std::optional<std::string> auth_file = {}; ///< of the containers tools, this one alone
        bool all_registries = false;
        bool strict = false;            ///< the drop-in leaves no way to auth files
        bool force = false;             ///< the entries of other helpers are replaced
        bool is_reader_known = false;   ///< as EntryPlan::Rules has it
        std::string podman_socket = {}; ///< as find_podman_socket() gives it
    };

    /// `settings` and `helpers` must outlive this.
    Configuration(const machine::ToolSettings &settings, machine::HelperOracle &helpers,
                  Rules rules);

    /// Takes in every registry that has a login in a file of the tools.
    void add_hosts_with_logins();

    [[nodiscard]] const Hosts &hosts() const noexcept { return rules_.hosts; }

    /// Throws as EntryPlan. This must live until `edits` are made.
    void plan(FileEdits &edits) const;

    /// What a person should know before that: each thing once. Throws as
    /// machine::HelperOracle::keyring().
    [[nodiscard]] std::vector<Warning> warnings();

    /// The registries for which the tool has to ask our helper afterwards.
    [[nodiscard]] Hosts hosts_to_prove(machine::Family family) const;

    /// True if the drop-in has to be in force afterwards.
    [[nodiscard]] bool has_drop_in() const;

    /// True if podman's API service gets files of its own.
    [[nodiscard]] bool has_podman_api_files() const;

    /// True if the containers tools write base64 again after a reboot.
    [[nodiscard]] bool is_undone_by_reboot() const;

private:
    void plan_drop_in(FileEdits &edits) const;
    /// Logins in plain text that are not used any more.
    void warn_of_entries(const authfile::LoadedFile &file, machine::Family family);
    /// What will keep tools from asking our helper for every registry.
    void warn_of_drop_in();
    void warn_of_registries_conf();
    void warn_of_docker();
    /// True if the helper has no login to take the place of the one in the file.
    [[nodiscard]] bool is_lost(const ServerKey &key, machine::Family family);
    void add_warning(std::string message, std::string hint = {});

    const machine::ToolSettings &settings_;
    machine::HelperOracle &helpers_;
    Rules rules_;
    EntryPlan entries_;
    std::vector<Warning> warnings_;
    std::set<std::string> known_;                 // their messages
    std::optional<std::set<std::string>> stored_; // identities of the keyring's logins
};

} // namespace cppsecret::setup
