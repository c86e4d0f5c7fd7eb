// SPDX-License-Identifier: MIT
// A login in plain text on its way into the keyring.
#pragma once

#include "credential/registry_name.hpp"
#include "migration/plain_logins.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// A login of one registry, and every entry that holds it.
struct LoginMove {
    std::vector<PlainLogin> entries; ///< the first is the one that is used, and kept
    bool is_stored = false;          ///< the keyring has it already, or one that is used instead
    std::string keyring_user = {};   ///< of the one that is used instead; empty if none is

    [[nodiscard]] const ServerKey &registry() const { return entries.front().registry; }
    [[nodiscard]] const std::string &host() const { return entries.front().host; }
    /// What images name for which this family uses one of the entries: in its own file, or for the
    /// containers tools in docker's too.
    [[nodiscard]] Hosts spellings(machine::Family family) const
    {
        Hosts hosts;
        for (const PlainLogin &entry : entries)
            if (entry.owner == family ||
                (family == machine::Family::Containers && entry.is_dockers()))
                hosts.insert(entry.spelling);
        return hosts;
    }
    [[nodiscard]] const Credential &login() const { return entries.front().login; }
    /// Of the login that the tools use when it has moved.
    [[nodiscard]] const std::string &user() const
    {
        return keyring_user.empty() ? login().username : keyring_user;
    }

    [[nodiscard]] bool is_in_dockers_file() const noexcept
    {
        return std::any_of(entries.begin(), entries.end(),
                           [](const PlainLogin &entry) { return entry.is_dockers(); });
    }
    [[nodiscard]] bool is_in_containers_file() const noexcept
    {
        return std::any_of(entries.begin(), entries.end(), [](const PlainLogin &entry) {
            return entry.owner == machine::Family::Containers;
        });
    }
};

} // namespace cppsecret::migration
