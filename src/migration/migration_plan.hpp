// SPDX-License-Identifier: MIT
// Which logins in plain text go into the keyring, and which are held back and why.
#pragma once

#include "credential/registry_name.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/tool_settings.hpp"
#include "migration/holds.hpp"
#include "migration/keyring_target.hpp"
#include "migration/login_move.hpp"
#include "migration/plain_logins.hpp"
#include "setup/entry_plan.hpp"
#include "setup/lookup_check.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// A login that could be moved and is not.
struct HeldLogin {
    std::string place;
    Hold hold;
};

/// Decides what is moved, and where our helper is named for it. Changes nothing.
class MigrationPlan {
public:
    struct Rules {
        bool force = false;
        Hosts hosts = {}; ///< empty for all
    };

    /// Throws Error(Errc::Failed) where a registry has logins of two users: naming both.
    /// `settings` and `helpers` must outlive this.
    MigrationPlan(const machine::ToolSettings &settings, machine::HelperOracle &helpers,
                  Rules rules, std::vector<PlainLogin> logins);

    /// The registries whose logins the keyring may have already.
    [[nodiscard]] std::vector<ServerKey> registries() const;

    /// Compares with what the keyring has, and with what the tools use now; then holds back what
    /// must not be moved without --force.
    void decide(const LoginsByIdentity &in_keyring);

    /// What is moved.
    [[nodiscard]] const std::vector<LoginMove> &moves() const noexcept { return moves_; }
    /// What cannot go into the keyring and stays.
    [[nodiscard]] const std::vector<PlainLogin> &staying() const noexcept { return staying_; }
    /// What was held back; moves() does not hold these any more.
    [[nodiscard]] const std::vector<HeldLogin> &held() const noexcept { return held_; }
    /// What --force leads to, as warnings.
    [[nodiscard]] const std::vector<std::string> &notes() const noexcept { return holds_.notes(); }

    /// The registries for which our helper has to answer afterwards, and those of them for which it
    /// has to be named.
    [[nodiscard]] Hosts containers_hosts() const;
    [[nodiscard]] Hosts docker_hosts() const;
    /// Those of one family's own file.
    [[nodiscard]] Hosts hosts_of(machine::Family family) const;
    [[nodiscard]] Hosts containers_hosts_to_name() const;
    [[nodiscard]] Hosts docker_hosts_to_name() const;

    /// The users whose logins the tools have to find then.
    [[nodiscard]] setup::LoginUsers users() const;

    /// How our helper is named for them; once decide() has been called. For as long as this lives.
    [[nodiscard]] const setup::EntryPlan &entries() const { return entries_.value(); }

private:
    void hold_hub_if_unnameable();
    void choose_entries();
    void drop_held();

    const machine::ToolSettings &settings_;
    Rules rules_;
    Holds holds_;
    bool has_containers_ = false;
    std::vector<LoginMove> moves_;
    std::vector<PlainLogin> staying_;
    std::vector<HeldLogin> held_;
    std::optional<setup::EntryPlan> entries_;
    bool may_set_store_ = true; // no login stays in docker's file
};

} // namespace cppsecret::migration
