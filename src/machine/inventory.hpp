// SPDX-License-Identifier: MIT
// Every login that there is: in the keyring, in auth files, in the helpers that they name.
#pragma once

#include "machine/finding.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/login.hpp"
#include "machine/model/reach.hpp"
#include "machine/model/tool_settings.hpp"
#include "machine/namespaces.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cppsecret::machine {

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
    void note_dangling(const authfile::Document &document, const authfile::HelperEntry &entry,
                       const std::string &problem);
    /// True if a search of the family's asks the helper of an entry.
    [[nodiscard]] bool is_asked_by(Family family, const authfile::Document &document,
                                   const authfile::HelperEntry &entry);
    /// A registries.conf that tools refuse.
    void note_conf_problem();
    /// The file that tools are told to use, and cannot do without, or a path that nobody means.
    void note_missing_file();
    /// The logins that docker has with the helper that it asks for all registries, or that it is
    /// not there.
    void collect_docker_store();
    /// The same for the containers tools and the helpers of registries.conf.
    void collect_helpers_for_all();
    void collect_listed(const std::string &helper, const std::string &file);
    void find_users(Login &login);
    void note_if_unused(const Login &login, const Reach &reach);
    /// False where no image leads a tool that reads the file to the entry.
    [[nodiscard]] bool is_asked_for(const authfile::Document &document,
                                    const authfile::HelperEntry &entry) const;
    /// False for services of the system's, whose helpers find root's keyring, where this is not
    /// root.
    [[nodiscard]] bool has_keyring_of(Family family) const;

    const ToolSettings &settings_;
    HelperOracle &helpers_;
    std::vector<Login> logins_;
    std::set<std::string> ours_; // registries for which a file names our helper
    ByNamespace by_namespace_;
    Findings findings_;
};

} // namespace cppsecret::machine
