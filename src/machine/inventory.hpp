// SPDX-License-Identifier: MIT
// Every login that there is: in the keyring, in auth files, in the helpers that they name.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "machine/finding.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/tool.hpp"
#include "machine/tool_settings.hpp"

#include <set>
#include <string>
#include <vector>

namespace cppsecret::machine {

enum class Place {
    Keyring,
    File,   ///< an entry of `auths`
    Helper, ///< another helper, or one that an auth file names for the registry
};

/// One of them, without its secret.
struct Login {
    std::string registry; ///< its identity: ServerKey
    std::string username; ///< empty if it is not known
    Place place = Place::Keyring;
    std::string file;   ///< that holds or names it; empty for the keyring
    std::string key;    ///< as the file or the keyring has it
    std::string helper; ///< empty for an entry of `auths`
    bool is_plain = false;
    std::vector<Tool> used_by = {};
};

/// Collects the logins, sorted by registry, and what is wrong with them: plain text, entries that
/// are never used, helpers that are named without being there.
class Inventory {
public:
    /// Asks the keyring and the other helpers through `helpers`. Both must outlive this. Throws as
    /// HelperOracle::keyring(); what else fails is a finding.
    Inventory(const ToolSettings &settings, HelperOracle &helpers);

    [[nodiscard]] const std::vector<Login> &logins() const noexcept { return logins_; }
    /// None is Severity::Ok. The words of `check`: file, keyring, plain, mode, shadowed, dangling,
    /// credsStore.
    [[nodiscard]] const Findings &findings() const noexcept { return findings_; }

private:
    void collect_keyring();
    void collect_file(const authfile::LoadedFile &file);
    void collect_entry(const authfile::Document &document, const authfile::AuthEntry &entry);
    void collect_helper(const authfile::Document &document, const authfile::HelperEntry &entry);
    void find_users();
    void find_users_of(std::size_t first, std::size_t end);
    void note_if_unused(const Login &login, const authfile::Answer &answer);

    const ToolSettings &settings_;
    HelperOracle &helpers_;
    std::vector<Login> logins_;
    std::set<std::string> ours_; // registries for which a file names our helper
    Findings findings_;
};

} // namespace cppsecret::machine
