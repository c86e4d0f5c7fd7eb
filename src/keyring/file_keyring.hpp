// SPDX-License-Identifier: MIT
// The keyring of a machine without a desktop: one sealed file.
#pragma once

#include "keyring/keyring.hpp"
#include "keyring/keyring_file.hpp"
#include "keyring/settings.hpp"

namespace cppsecret::keyring {

/// Logins in a KeyringFile. Nobody is asked for anything: a file whose key is neither kept for the
/// session nor in a passphrase file is locked. What members throw: as KeyringFile::open().
class FileKeyring : public Keyring {
public:
    FileKeyring(KeyringFile file, Settings settings);

    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override;
    void store(const Credential &credential) override;
    void store_all(std::span<const Credential> credentials,
                   const std::function<void(std::size_t)> &on_stored) override;
    void erase(const ServerKey &key) override;
    [[nodiscard]] Listing list() override;
    [[nodiscard]] Listing list_with_times() override;

private:
    /// The end of a call: others who change the file, or derive its key, are waited for.
    [[nodiscard]] Deadline deadline() const noexcept;

    KeyringFile file_;
    Settings settings_;
};

/// Seconds since 1970.
[[nodiscard]] std::uint64_t time_of_change();

} // namespace cppsecret::keyring
