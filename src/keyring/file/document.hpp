// SPDX-License-Identifier: MIT
// What a keyring file seals: one JSON document.
//
//   {"logins": [{"server": …, "username": …, "secret": …, "changed": seconds since 1970}, …],
//    "accounts": [as logins, with {"account": its name}, …], …}
//
// The newest login is the one with the highest "changed"; of two in one second the one that stands
// later. Members that this version does not know are kept, of the document and of each login. All
// texts are UTF-8 (RFC 8259).
#pragma once

#include "credential/credential.hpp"
#include "credential/server_key.hpp"
#include "keyring/common/keyring.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// The document of a keyring file. Times are seconds since 1970.
class FileDocument {
public:
    /// Without logins.
    FileDocument();
    /// Reads a document; `name` is that of its file, for messages. Throws Error(Errc::Damaged) for
    /// a text that no cppsecret writes; the message quotes nothing of it.
    FileDocument(const SecretString &text, const std::string &name);
    FileDocument(FileDocument &&) noexcept;
    FileDocument &operator=(FileDocument &&) noexcept;
    ~FileDocument();

    /// The JSON text. Throws Error(Errc::Input) if a text in it is not UTF-8.
    [[nodiscard]] SecretString text() const;

    /// The login stored under this very spelling, else the newest one of the same registry.
    [[nodiscard]] std::optional<Credential> find(const ServerKey &key) const;

    /// All logins, the one that was changed last first.
    [[nodiscard]] std::vector<Login> logins() const;

    /// Makes each the only login of its registry, changed at `now`; of several for one registry the
    /// last.
    void replace(std::span<const Credential> credentials, std::uint64_t now);
    void replace(const Credential &credential, std::uint64_t now)
    {
        replace(std::span(&credential, 1), now);
    }

    /// Removes all logins of the registry; false if there is none.
    bool erase(const ServerKey &key);

    // Saved accounts: as the members of Keyring.

    [[nodiscard]] std::optional<Credential> find_account(const ServerKey &key,
                                                         const std::string &name) const;
    [[nodiscard]] std::vector<Account> accounts() const;
    /// Makes `credential` the only account of this name of its registry, changed at `now`.
    void replace_account(const std::string &name, const Credential &credential, std::uint64_t now);
    /// False if there is none.
    bool erase_account(const ServerKey &key, const std::string &name);

private:
    struct Json;
    std::unique_ptr<Json> json_;
};

} // namespace cppsecret::keyring
