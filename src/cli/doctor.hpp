// SPDX-License-Identifier: MIT
// The checks of `cppsecret doctor`.
#pragma once

#include "keyring/diagnosis.hpp"
#include "machine/finding.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/inventory.hpp"
#include "machine/model/tool.hpp"
#include "machine/tool_settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

/// What the checks look at, each found out once. Nobody is asked, nothing is unlocked, and the
/// helpers of others are not run; the programs of the provider and of docker may be, for their
/// version.
class Patient {
public:
    /// `auth_file` as --authfile gives it. What fails is among what was found out, not thrown.
    explicit Patient(const std::optional<std::string> &auth_file);

    [[nodiscard]] const keyring::Diagnosis &keyring() const noexcept { return keyring_; }
    /// The version of the provider, if it is cheap to learn; else empty.
    [[nodiscard]] const std::string &provider_version() const noexcept { return version_; }
    [[nodiscard]] const machine::ToolSettings &settings() const noexcept { return settings_; }
    [[nodiscard]] const authfile::Environment &environment() const noexcept
    {
        return settings_.environment();
    }
    [[nodiscard]] const machine::Inventory &inventory() const noexcept { return inventory_; }
    [[nodiscard]] const std::optional<std::string> &auth_file() const noexcept
    {
        return auth_file_;
    }
    /// True if a program of these tools is in PATH.
    [[nodiscard]] bool has(machine::Tool tool) const;
    /// True if the keyring holds a login for the registry of this key.
    [[nodiscard]] bool has_in_keyring(const std::string &key) const;
    /// True if podman, buildah and skopeo ask our helper first for every registry.
    [[nodiscard]] bool asks_us_for_all() const;

private:
    std::optional<std::string> auth_file_;
    keyring::Diagnosis keyring_;
    std::string version_;
    machine::ToolSettings settings_;
    machine::HelperOracle helpers_;
    machine::Inventory inventory_;
    std::vector<machine::Tool> tools_;
};

/// Appends what it finds. What is as it should be is told too, in few lines.
using Check = void (*)(const Patient &, machine::Findings &);

// One group each. The words of their findings' `check` stand in the help of the command.
void check_account(const Patient &patient, machine::Findings &findings); ///< HOME, sudo, folders
void check_environment(const Patient &patient,
                       machine::Findings &findings);                     ///< variables that matter
void check_keyring(const Patient &patient, machine::Findings &findings); ///< bus, provider, lock
void check_both_keyrings(const Patient &patient, machine::Findings &findings); ///< logins in both
void check_helper(const Patient &patient,
                  machine::Findings &findings); ///< in PATH, the same version
void check_units(const Patient &patient, machine::Findings &findings);  ///< PATH of systemd's units
void check_files(const Patient &patient, machine::Findings &findings);  ///< owner, syntax, keys
void check_logins(const Patient &patient, machine::Findings &findings); ///< plain text, never used
void check_entries(const Patient &patient, machine::Findings &findings);    ///< other helpers, URLs
void check_registries(const Patient &patient, machine::Findings &findings); ///< registries.conf
void check_new_logins(const Patient &patient,
                      machine::Findings &findings); ///< where the next login goes

/// The command, a line for a shell, that puts links to the programs at `paths` into a folder of
/// `search_path` (as PATH is), /usr/local/bin if that is one.
[[nodiscard]] std::string link_command(const std::vector<std::string> &paths,
                                       const std::string &search_path);

/// The version in what a program prints for --version, its first word that starts with a digit and
/// has a dot; empty if there is none.
[[nodiscard]] std::string version_in(std::string_view text);

} // namespace cppsecret::cli
