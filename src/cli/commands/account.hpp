// SPDX-License-Identifier: MIT
// What the commands about saved accounts share.
#pragma once

#include "base/command.hpp"
#include "cli/options.hpp"
#include "credential/server_key.hpp"
#include "keyring/common/keyring.hpp"

#include <string>
#include <vector>

namespace cppsecret::cli {

/// The registry, in any spelling of it, or HOST/NAMESPACE. Throws Error(Errc::Usage).
[[nodiscard]] std::string parse_registry(const std::string &text);

/// HOST and NAME on the command line.
class ChosenAccount {
public:
    /// Both arguments; this must live until the command line is read.
    void declare(Options &options);

    /// The registry, as parse_registry() reads it. Throws Error(Errc::Usage) for a HOST or a NAME
    /// that is none.
    [[nodiscard]] std::string host() const;
    [[nodiscard]] const std::string &name() const noexcept { return name_; }

private:
    std::string host_;
    std::string name_;
};

/// Those of one registry, in the order of the listing.
[[nodiscard]] std::vector<keyring::Account> accounts_of(const keyring::AccountListing &listing,
                                                        const ServerKey &key);

/// The command that saves the login of a host as an account NAME.
[[nodiscard]] Command saving_command(const std::string &host);

/// An Error(Errc::NotFound) that names the accounts that the host has.
[[nodiscard]] Error no_such_account(const std::string &host, const std::string &name,
                                    const keyring::AccountListing &listing);

// One file each.
[[nodiscard]] Action declare_account_list(Options &options);
[[nodiscard]] Action declare_account_remove(Options &options);
[[nodiscard]] Action declare_account_save(Options &options);
[[nodiscard]] Action declare_account_use(Options &options);

} // namespace cppsecret::cli
