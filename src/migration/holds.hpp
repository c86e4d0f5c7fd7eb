// SPDX-License-Identifier: MIT
// Why logins in plain text stay where they are unless --force is given.
#pragma once

#include "machine/helper_oracle.hpp"
#include "machine/model/find_login.hpp"
#include "machine/model/tool_settings.hpp"
#include "migration/keyring_target.hpp"
#include "migration/login_move.hpp"

#include <map>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// Why the logins of a registry stay.
struct Hold {
    std::string reason;
    std::string hint;
};

/// Collects the reasons by registry; the first that is found for one counts. Changes nothing.
class Holds {
public:
    /// `settings` and `helpers` must outlive this.
    Holds(const machine::ToolSettings &settings, machine::HelperOracle &helpers, bool force)
        : settings_(settings), helpers_(helpers), force_(force)
    {
    }

    void add(const std::string &host, std::string reason, std::string hint);

    /// A helper that answers for a host hides the entries that it cannot hold. Comes before the
    /// others.
    void look_at_hidden(const PlainLogin &entry);
    /// Of several secrets for one user only one can be kept.
    void look_at_secrets(const LoginMove &move);
    /// Where another helper is named, has a login or may have one, that is used and not the one in
    /// the file.
    void look_at_helpers(const LoginMove &move);
    /// Another login in the keyring is never overwritten unasked; of the two the one is kept that
    /// the tools use now, and the move learns whether that is the keyring's.
    void compare_with_keyring(LoginMove &move, const LoginsByIdentity &in_keyring);

    /// Null if nothing holds the registry back.
    [[nodiscard]] const Hold *find(const std::string &host) const;

    /// What --force leads to, as warnings.
    [[nodiscard]] const std::vector<std::string> &notes() const noexcept { return notes_; }

private:
    void look_at_search(const LoginMove &move, const machine::FamilyTrace &search);
    void look_at_entry(const LoginMove &move, const authfile::LoadedFile &file,
                       const std::string &key);
    /// Of the tools that use the login now.
    [[nodiscard]] std::vector<machine::FamilyTrace> searches_for(const LoginMove &move);
    [[nodiscard]] bool uses_keyring_now(const LoginMove &move);

    const machine::ToolSettings &settings_;
    machine::HelperOracle &helpers_;
    bool force_;
    std::map<std::string, std::string> hidden_; ///< their places, by host
    std::map<std::string, Hold> holds_;         // by registry
    std::vector<std::string> notes_;
};

} // namespace cppsecret::migration
