// SPDX-License-Identifier: MIT
// What holds back a login of another helper.
#pragma once

#include "credential/registry_name.hpp"
#include "migration/keyring_target.hpp"
#include "migration/source_helper.hpp"
#include "setup/warning.hpp"

#include <string>
#include <vector>

namespace cppsecret::migration {

struct SourceHolds {
    std::vector<setup::Warning> warnings; ///< what is held back, or replaced by force, and why
    Hosts hosts;                          ///< the registries whose logins are held back
};

/// Takes out of `logins`, which `program` has, those for which the keyring has another login; with
/// `force` they stay, and replace that.
[[nodiscard]] SourceHolds hold_back(std::vector<SourceLogin> &logins,
                                    const LoginsByIdentity &in_keyring, const std::string &program,
                                    bool force);

} // namespace cppsecret::migration
