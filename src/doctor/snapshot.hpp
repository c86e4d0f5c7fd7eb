// SPDX-License-Identifier: MIT
// What `cppsecret doctor` looks at: the machine, looked at once.
#pragma once

#include "keyring/diagnosis.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/inventory.hpp"
#include "machine/model/tool.hpp"
#include "machine/tool_settings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::doctor {

/// What the checks look at, each found out once. Nobody is asked, nothing is unlocked, and the
/// helpers of others are not run; the programs of the provider and of docker may be, for their
/// version.
class Snapshot {
public:
    /// `auth_file` as --authfile gives it. What fails is among what was found out, not thrown.
    explicit Snapshot(const std::optional<std::string> &auth_file);

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

/// The version in what a program prints for --version, its first word that starts with a digit and
/// has a dot; empty if there is none.
[[nodiscard]] std::string version_in(std::string_view text);

} // namespace cppsecret::doctor
