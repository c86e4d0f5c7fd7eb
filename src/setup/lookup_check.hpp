// SPDX-License-Identifier: MIT
// Whether the tools ask our helper now.
#pragma once

#include "authfile/files/locations.hpp"
#include "credential/registry_name.hpp"
#include "machine/model/tool.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::setup {

/// The user whose login the tools have to find, by the identity of the registry (ServerKey).
using LoginUsers = std::map<std::string, std::string>;

/// A registry for which tools ask our helper.
struct CheckedLookup {
    std::string tools; ///< machine::FamilyTrace::title()
    std::string host;
    std::optional<std::string> user; ///< of the login that the helper has; nothing if it has none
    std::string unknown = {};        ///< why the helper cannot say whether it has one; or empty
};

/// Looks each registry up as the family's tools do. Of those that have a login a few are asked of
/// skopeo or podman too, where one is there. Throws Error(Errc::Failed) for the first that does not
/// come to our helper, has no login or another user's where `users` names one, or where the tool
/// finds another login; and as client::run() for a tool that cannot be run, or not in 60 s.
[[nodiscard]] std::vector<CheckedLookup> check_lookups(machine::Family family, const Hosts &hosts,
                                                       const std::optional<std::string> &auth_file,
                                                       const LoginUsers &users = {});

/// Throws Error(Errc::Failed) if the next login of one of the containers tools to one of these,
/// which it writes as docker does, goes into the file in plain text, or to another helper.
void check_next_logins(const Hosts &hosts, const std::optional<std::string> &auth_file);

/// Throws Error(Errc::Failed) if a login by one of the containers tools does not go into our
/// keyring now, for the first cause of find_drop_in_problems().
void check_drop_in();

} // namespace cppsecret::setup
