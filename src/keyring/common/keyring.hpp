// SPDX-License-Identifier: MIT
// The interface of every place that keeps logins.
#pragma once

#include "base/error.hpp"
#include "credential/credential.hpp"
#include "credential/server_key.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// A login without its secret.
struct Login {
    std::string server; ///< the server URL as it was stored
    std::string username;
    std::optional<std::uint64_t> changed = {}; ///< seconds since 1970; by list_with_times() alone
    /// Under a spelling that no client writes, by a program that does not mark what it stores: who
    /// asks for the registry in another way does not find it.
    bool is_found_by_key_alone = false;
};

/// What Keyring::list() could see.
struct Listing {
    std::vector<Login> logins; ///< of one registry the newest first; it may occur several times
    std::optional<Error> incomplete; ///< why there may be more, if so
};

/// A login that is kept aside under a name. No tool sees it until it is made the active login of
/// its registry, which may have many.
struct Account {
    std::string name;
    Login login;
};

/// What Keyring::accounts() could see.
struct AccountListing {
    std::vector<Account> accounts;
    std::optional<Error> incomplete; ///< why there may be more, if so
};

/// A keyring that holds at most one login for a registry. All texts are UTF-8 without NUL, and a
/// secret is not empty: whoever stores sees to that. All members throw Error; the codes for which
/// is_keyring_unavailable() holds mean that a login may exist but cannot be reached. The others are
/// Input for what is no text, and System for a file or a lock. Where a thread cannot be started
/// they throw std::system_error.
///
/// Each member has the time of one call (Settings), however many were called before; the first has
/// what opening the keyring has left of it.
class Keyring {
public:
    /// Held by a member while it runs. Members that it calls, of this keyring or of the one behind
    /// it, are part of the same call and share its time. `keyring` must outlive it.
    class OneCall {
    public:
        explicit OneCall(Keyring &keyring) : keyring_(innermost(keyring))
        {
            if (keyring_.running_ == 0)
                keyring_.begin_call();
            ++keyring_.running_;
        }
        ~OneCall()
        {
            --keyring_.running_;
            keyring_.forget_if_idle();
        }
        OneCall(const OneCall &) = delete;
        OneCall &operator=(const OneCall &) = delete;

    private:
        Keyring &keyring_;
    };

    /// Held over many calls in a row: what one of them has read and decrypted may be kept for those
    /// after it while it is what is there, also if the keyring is locked meanwhile. Hold it no
    /// longer than that, and never while a person is asked: secrets stay in memory, wiped at its
    /// end. `keyring` must outlive it.
    class ManyCalls {
    public:
        explicit ManyCalls(Keyring &keyring) : keyring_(innermost(keyring)) { ++keyring_.many_; }
        ~ManyCalls()
        {
            --keyring_.many_;
            keyring_.forget_if_idle();
        }
        ManyCalls(const ManyCalls &) = delete;
        ManyCalls &operator=(const ManyCalls &) = delete;

    private:
        Keyring &keyring_;
    };

    Keyring() = default;
    Keyring(const Keyring &) = delete;
    Keyring &operator=(const Keyring &) = delete;
    virtual ~Keyring() = default;

    /// Opens what is locked and may hide logins or accounts, asking a person if needed; what is
    /// open stays as it is. Whether everything is open then shows at the next call.
    virtual void unlock() = 0;

    /// The login stored under this very spelling, else the newest one of the same registry; nothing
    /// if there is none. One whose secret cannot be read is Error(Errc::ProviderFailed), never the
    /// login of another user in its place.
    [[nodiscard]] virtual std::optional<Credential> get(const ServerKey &key) = 0;

    /// Keeps `credential` as the only login of its registry and proves it by reading it back. If
    /// that shows something else the login that was there before is still usable; if the keyring
    /// stops to answer meanwhile, it or the new one is there.
    virtual void store(const Credential &credential) = 0;

    /// As store() for each login in turn, with the time of a call for each; a keyring may look at
    /// what it holds once for many of them. Calls `on_stored` with the place of a login as soon as
    /// that is stored and proven. Throws what store() throws for the first one that fails: those
    /// before it are stored, those after it were not touched unless the keyring writes all at once.
    virtual void store_all(std::span<const Credential> credentials,
                           const std::function<void(std::size_t)> &on_stored)
    {
        for (std::size_t i = 0; i < credentials.size(); ++i) {
            store(credentials[i]);
            on_stored(i);
        }
    }

    /// Removes every login of the registry, under all its spellings, and proves that none is left.
    /// A registry without a login is no error.
    virtual void erase(const ServerKey &key) = 0;

    /// All logins that can be seen without unlocking anything; never asks a person.
    [[nodiscard]] virtual Listing list() = 0;

    /// As list(), with the time of each login's last change where the keyring knows it. Asks more
    /// of the provider than list().
    [[nodiscard]] virtual Listing list_with_times() = 0;

    // Saved accounts; `key` is any spelling of the registry.

    /// True if the registry has a saved account `name`, also one whose secret cannot be read.
    [[nodiscard]] virtual bool has_account(const ServerKey &key, const std::string &name) = 0;

    /// The saved account `name` of the registry; nothing if there is none.
    [[nodiscard]] virtual std::optional<Credential> get_account(const ServerKey &key,
                                                                const std::string &name) = 0;

    /// Keeps `credential` as the account `name` of its registry, in the place of the one that has
    /// this name, and proves it by reading it back.
    virtual void store_account(const std::string &name, const Credential &credential) = 0;

    /// Removes an account; false if there is none of this name.
    virtual bool erase_account(const ServerKey &key, const std::string &name) = 0;

    /// All accounts that can be seen without unlocking anything; never asks a person.
    [[nodiscard]] virtual AccountListing accounts() = 0;

private:
    /// The keyring before which this one stands; null if there is none.
    [[nodiscard]] virtual Keyring *behind() noexcept { return nullptr; }
    /// Gives what is done from now on the time of a call.
    virtual void begin_call() {}
    /// Wipes what was kept for the next call.
    virtual void forget() noexcept {}

    static Keyring &innermost(Keyring &keyring) noexcept
    {
        Keyring *const behind = keyring.behind();
        return behind == nullptr ? keyring : innermost(*behind);
    }
    void forget_if_idle() noexcept
    {
        if (running_ == 0 && many_ == 0)
            forget();
    }

    int running_ = 0; ///< OneCalls of this keyring
    int many_ = 0;    ///< ManyCalls
};

} // namespace cppsecret::keyring
