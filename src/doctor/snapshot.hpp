// SPDX-License-Identifier: MIT
// What `cppsecret doctor` knows of the machine: plain values, which tests make by hand.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "base/command.hpp"
#include "hardening/sandbox.hpp"
#include "keyring/diagnosis.hpp"
#include "keyring/secret_service/provider_hint.hpp"
#include "machine/finding.hpp"
#include "machine/inventory.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/tool.hpp"
#include "setup/drop_in.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cppsecret::doctor {

/// Who runs the tools.
struct Account {
    uid_t user = 0; ///< effective, as files are written
    bool is_under_sudo = false;
    std::string own_home;            ///< of the account, whatever HOME says
    std::optional<uid_t> home_owner; ///< of HOME; nothing if there is no such folder
};

/// The variables that authfile::Environment does not hold.
struct Variables {
    std::string account;                  ///< CPPSECRET_ACCOUNT
    bool has_auth_config = false;         ///< DOCKER_AUTH_CONFIG is set; its value is a secret
    std::string auth_config_problem = {}; ///< why docker refuses that; empty if it does not
    bool is_docker_config_a_file = false; ///< DOCKER_CONFIG names no folder
};

struct KeyringState {
    keyring::Diagnosis diagnosis;
    std::string provider_version;              ///< empty if it is not cheap to learn
    keyring::ProviderCommand provider_command; ///< gets one
    /// The users in the keyring of the other kind, by the identity of their registry, as far as it
    /// shows them. Empty where the one that is used cannot be.
    std::map<std::string, std::string> other_logins;
};

/// A folder in which a program is looked for.
struct SearchFolder {
    std::string path;
    bool is_writable = false;
};

/// A PATH.
struct SearchPath {
    std::string text;
    std::vector<SearchFolder> folders; ///< those that are absolute and there, in their order
};

/// What a program answered, if it could be run.
struct ProgramAnswer {
    int status = 0;
    std::string output = {};
    std::string problem = {}; ///< why it could not; empty if it could
};

/// Our helper under one of its names.
struct OurHelper {
    std::string program;                ///< docker-credential-NAME
    std::optional<std::string> path;    ///< as PATH finds it
    std::optional<std::string> sibling; ///< the one beside this program
    ProgramAnswer version;              ///< what the one in PATH answers to `version`
    bool is_folder_writable = false;    ///< the one in which it is
    bool is_found_by_units = false;
};

/// What systemd gives to the units of this person.
struct Units {
    SearchPath search_path;
    std::string source; ///< what told so
};

/// The programs that matter, where they are looked for.
struct Programs {
    std::vector<machine::Tool> tools;   ///< of which one is in PATH
    SearchPath search_path;             ///< PATH
    std::vector<OurHelper> our_helpers; ///< one for each of its names
    std::optional<Units> units;         ///< nothing without systemd, or tools that units run
    Sandbox sandbox = {};               ///< what this machine gives our helper
};

/// The owner of a file or folder.
struct Ownership {
    std::string path;
    std::optional<uid_t> owner; ///< nothing if it cannot be looked at
};

/// An auth file. The document in it holds secrets, so that a copy of this shares it.
struct AuthFile {
    std::shared_ptr<const authfile::LoadedFile> loaded; ///< never null
    bool is_for_containers = false;                     ///< podman, buildah and skopeo read it
    Ownership target; ///< the end of its symbolic links; not of a file that is missing
    Ownership folder; ///< in which that is
    bool is_folder_writable = false;
    std::optional<Error> distrust; ///< why we do not write there
};

/// The auth files.
struct AuthFiles {
    std::vector<AuthFile> all; ///< every one that some tool reads, in the order of their reading
    std::shared_ptr<const authfile::LoadedFile> docker; ///< docker's own, as well; never null
    // What is read where no variable names another file; null if none does, or with --authfile.
    std::shared_ptr<const authfile::LoadedFile> hidden_primary; ///< by podman, buildah and skopeo
    std::shared_ptr<const authfile::LoadedFile> hidden_docker;  ///< by docker
};

/// registries.conf as some of the containers tools read it.
struct Registries {
    std::vector<machine::Tool> tools;
    bool is_for_all = true; ///< they are all that are there
    authfile::RegistriesConf conf;
    bool is_readable = true; ///< false: the tools refuse it, and the inventory says why
    /// Why our drop-in, which is there, is not what counts.
    std::optional<setup::DropInProblem> problem = {};
};

/// podman's API service.
struct PodmanApi {
    std::string socket;         ///< what shows that podman.socket is in use; empty if nothing does
    bool can_be_told = false;   ///< podman is of a version that can have an order for it alone
    bool has_own_order = false; ///< our files that give it one are there
};

/// Where the next login of some tools goes, to a registry that no file names.
struct NextLogins {
    std::vector<machine::Tool> tools; ///< of one family
    bool is_for_all = true;           ///< of it
    machine::NextLogin next;
    /// What keeps it from the keyring even if our drop-in is written.
    std::optional<setup::DropInProblem> problem = {};
};

/// The machine, looked at once. What could not be found out is empty.
struct Snapshot {
    std::optional<std::string> auth_file; ///< as --authfile gives it
    authfile::Environment environment;
    Account account;
    Variables variables;
    KeyringState keyring;
    Programs programs;
    AuthFiles files;
    std::vector<std::string> certs_files; ///< in a certs.d, where registries have folders
    std::vector<Registries> registries;
    PodmanApi podman_api;
    std::string earlier_drop_in;   ///< the path of an earlier version's, if it is there; else empty
    std::string podman_machine;    ///< as setup::machine_with_our_settings() gives it
    std::string podman_connection; ///< as authfile::find_podman_connection() gives it
    std::vector<machine::Login> logins; ///< those of an inventory, and what that found
    machine::Findings inventory_findings;
    std::vector<NextLogins> next_logins; ///< of the tools that are there

    /// True if a program of these tools is in PATH.
    [[nodiscard]] bool has(machine::Family family) const;
    /// True if the keyring holds a login for the registry of this key.
    [[nodiscard]] bool has_in_keyring(const std::string &key) const;
    /// The command, with "sudo" before it for anybody but root.
    [[nodiscard]] Command as_root(const Command &command) const;
};

/// Looks at the machine. Nobody is asked, nothing is unlocked, and the helpers of others are not
/// run; the programs of the provider and of docker, our helper and systemctl may be. `auth_file` as
/// --authfile gives it. What fails is among what was found out; throws as keyring::diagnose().
[[nodiscard]] Snapshot take_snapshot(const std::optional<std::string> &auth_file);

} // namespace cppsecret::doctor
