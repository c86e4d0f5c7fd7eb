// SPDX-License-Identifier: MIT
// The keyring of a machine without a desktop: one sealed file.
#pragma once

#include "keyring/common/keyring.hpp"
#include "keyring/common/settings.hpp"
#include "keyring/file/disk_file.hpp"

#include <optional>

namespace cppsecret::keyring {

/// Logins in a DiskFile. Nobody is asked for anything: a file whose key is neither kept for the
/// session nor in a passphrase file is locked, for unlock() too. Members throw as DiskFile::open(),
/// but list(), list_with_times() and accounts() answer Errc::Locked themselves; changes throw also
/// as DiskFile::lock() and replace(), as FileDocument::text(), and not_kept(). store_all() writes
/// all at once: if one is not kept, those after it may be stored too.
class FileKeyring : public Keyring {
public:
    /// Each member may wait for others as long as for a person: Settings::limit_with_prompt().
    FileKeyring(DiskFile file, Settings settings);

    void unlock() override;
    [[nodiscard]] std::optional<Credential> get(const ServerKey &key) override;
    void store(const Credential &credential) override;
    void store_all(std::span<const Credential> credentials,
                   const std::function<void(std::size_t)> &on_stored) override;
    void erase(const ServerKey &key) override;
    [[nodiscard]] Listing list() override;
    [[nodiscard]] Listing list_with_times() override;

    // in file_keyring_accounts.cpp
    [[nodiscard]] bool has_account(const ServerKey &key, const std::string &name) override;
    [[nodiscard]] std::optional<Credential> get_account(const ServerKey &key,
                                                        const std::string &name) override;
    void store_account(const std::string &name, const Credential &credential) override;
    bool erase_account(const ServerKey &key, const std::string &name) override;
    [[nodiscard]] AccountListing accounts() override;

private:
    void begin_call() override;
    void forget() noexcept override { kept_.reset(); }

    /// To be looked at, until the call ends: the one that is kept, if it is still what is there.
    [[nodiscard]] const FileDocument &document();

    DiskFile file_;
    std::optional<OpenFile> kept_; ///< for this call, or for ManyCalls
    Settings settings_;
    Deadline end_; ///< of a call: others who change the file, or derive its key, are waited for
};

/// An Error(Errc::System) for a change that is not in the file at `path`: `what` goes on from the
/// file's name.
[[nodiscard]] Error not_kept(const std::string &path, const std::string &what);

/// Now, in seconds since 1970.
[[nodiscard]] std::uint64_t time_of_change();

} // namespace cppsecret::keyring
