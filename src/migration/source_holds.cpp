// SPDX-License-Identifier: MIT
#include "migration/source_holds.hpp"

#include "base/text.hpp"
#include "credential/server_key.hpp"

#include <vector>

namespace cppsecret::migration {

SourceHolds hold_back(std::vector<SourceLogin> &logins, const LoginsByIdentity &in_keyring,
                      const std::string &program, bool force)
{
    SourceHolds holds;
    std::erase_if(logins, [&](const SourceLogin &source) {
        const Credential &login = source.login;
        const auto found = in_keyring.find(ServerKey(login.server).identity());
        if (found == in_keyring.end() || is_same_login(found->second.login, login))
            return false;
        const std::string both = "the keyring has another login for '" + one_line(login.server) +
                                 "' (user '" + one_line(found->second.login.username) +
                                 "') than '" + program + "' (user '" + one_line(login.username) +
                                 "')";
        if (force) {
            holds.warnings.push_back({both + ": kept is that of the helper"});
            return false;
        }
        holds.warnings.push_back(
            {both + ", which stays", "use --force to replace the one of the keyring"});
        holds.hosts.insert(host_of(login));
        return true;
    });
    return holds;
}

} // namespace cppsecret::migration
