// SPDX-License-Identifier: MIT
// Another helper as the source of a move: what it has, and the erase of what was moved.
#pragma once

#include "base/error.hpp"
#include "client/helper_client.hpp"
#include "credential/credential.hpp"
#include "credential/registry_name.hpp"
#include "migration/progress.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// The registry that the login of a helper is used for; docker.io for every key of Docker Hub,
/// empty for a key without a host.
[[nodiscard]] std::string host_of(const Credential &login);

/// A login of one registry, and every key under which the helper has it.
struct SourceLogin {
    Credential login; ///< its server is one of the keys, that of docker before others
    std::vector<std::string> keys;
};

/// What images name that use it, and the registry itself.
[[nodiscard]] Hosts asked_hosts(const SourceLogin &source);

/// Members that ask it throw as client::HelperClient.
class SourceHelper {
public:
    /// `name` as auth files give it, or that of the program; nothing for what is neither.
    [[nodiscard]] static std::optional<SourceHelper> parse(std::string name);

    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    /// docker-credential-NAME
    [[nodiscard]] std::string program() const { return client_.program(); }

    /// True if its logins are those of our keyring. Throws as keyring::choose_keyring().
    [[nodiscard]] bool shares_our_items() const;

    /// Throws Error(Errc::Failed) for a helper that gets each login anew from a cloud: what it says
    /// is of no use after some hours.
    void refuse_generator() const;

    /// All logins that it has for these registries, or for any if there are none. Changes nothing.
    /// Throws Error(Errc::NotFound) for one of `hosts` without a login, and Error(Errc::Input) for
    /// one that a keyring cannot hold, Failed for two of one registry that are not the same.
    [[nodiscard]] std::vector<SourceLogin> fetch(const Hosts &hosts,
                                                 const Progress &progress) const;

    /// Erases logins that have been stored in our keyring: each once it was read back from there,
    /// and reads it again afterwards. If the helper shares our keyring, puts back what the erase
    /// has taken from it, stops, and returns false. Throws Error: ProviderFailed for what cannot be
    /// erased or is not in our keyring, Failed for what is not the same any more, and as
    /// Keyring::get() and store_in_keyring().
    [[nodiscard]] bool erase_moved(const std::vector<SourceLogin> &logins,
                                   const Progress &progress) const;

private:
    explicit SourceHelper(const std::string &name) : name_(name), client_(name) {}

    [[nodiscard]] Credential get(const std::string &key) const;
    [[nodiscard]] Error two_logins(const Credential &a, const Credential &b) const;
    [[nodiscard]] bool still_has(const Credential &login, const std::string &key) const;

    std::string name_;
    client::HelperClient client_;
};

} // namespace cppsecret::migration
