// SPDX-License-Identifier: MIT
// Reads and writes the secrets of items, over sessions that may be bad.
#pragma once

#include "credential/secret_string.hpp"
#include "keyring/secret_service/provider.hpp"
#include "keyring/secret_service/session.hpp"

#include <memory>
#include <optional>
#include <string>

namespace cppsecret::keyring {

/// What came of reading a secret.
struct Reading {
    /// Nothing if the item is gone, has none, or no session yields it as UTF-8.
    std::optional<SecretString> secret;
    bool is_gone = false; ///< the item is
};

/// Secrets by the object path of their item. Members throw as Provider does, which must outlive it.
class Secrets {
public:
    explicit Secrets(Provider &provider) : provider_(provider) {}

    /// Starts to negotiate a session, unless there is one, so that it is ready when it is needed.
    void begin_session();
    /// The session, ready for use.
    [[nodiscard]] Session &session();
    /// Gives up the session: the next use opens another.
    void drop_session() noexcept { session_.reset(); }

    /// Reads the secret of an item.
    [[nodiscard]] Reading read(const std::string &item_path);

    /// True if the item's secret is `secret`.
    [[nodiscard]] bool holds(const std::string &item_path, const SecretString &secret);

    /// Gives an item another secret and reads it back, as text, then as bytes; false if the
    /// provider refuses or gives back something else each time, whatever is there then. Throws
    /// Error(Errc::NotFound) if the item is gone.
    [[nodiscard]] bool write_and_prove(const std::string &item_path, const SecretString &secret);

private:
    [[nodiscard]] Call start_to_read(const std::string &item_path, const Session &open);
    /// Nothing if the session does not yield it as UTF-8.
    [[nodiscard]] std::optional<SecretString> finish_to_read(const Call &call, const Session &open);
    /// Gives an item another secret; true if that is what is read then.
    [[nodiscard]] bool write(const std::string &item_path, const SecretString &secret,
                             const char *content_type);

    Provider &provider_;
    std::unique_ptr<Session> session_;
};

} // namespace cppsecret::keyring
