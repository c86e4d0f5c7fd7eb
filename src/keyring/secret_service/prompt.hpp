// SPDX-License-Identifier: MIT
// One question that the provider asks a person.
#pragma once

#include "base/error.hpp"
#include "keyring/secret_service/provider.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace cppsecret::keyring {

/// What a person is asked for, in the words of messages.
struct Request {
    const char *doing;       ///< "unlock the keyring"
    const char *how_to_help; ///< what to do about a dialog that was dismissed or not answered
};

// The failures of a request, each with what to do.
[[nodiscard]] Error nobody_to_ask(const Request &request);
[[nodiscard]] Error dismissed(const Request &request);
[[nodiscard]] Error not_answered(const Request &request);

/// A prompt of the provider, watched from before it is shown until it ends. `provider` and
/// `request` must outlive it.
class Prompt {
public:
    Prompt(Provider &provider, std::string path, const Request &request);
    Prompt(const Prompt &) = delete;
    Prompt &operator=(const Prompt &) = delete;
    ~Prompt();

    /// Lets the provider show it. Throws as Provider does.
    void show();

    /// Waits for its end, no longer than the provider's loop does, and returns its result. Throws
    /// Error with Dismissed, Locked if nobody could be asked, TimedOut or ProviderFailed.
    [[nodiscard]] glibpp::VariantPtr wait();

    /// Takes it off the screen, where the provider can do that; waits for nothing.
    void withdraw();

private:
    static void record_completed(GDBusConnection *connection, const char *sender, const char *path,
                                 const char *interface, const char *signal, GVariant *arguments,
                                 gpointer prompt) noexcept;
    static void record_owner_change(GDBusConnection *connection, const char *sender,
                                    const char *path, const char *interface, const char *signal,
                                    GVariant *arguments, gpointer prompt) noexcept;
    /// True if it ended sooner than a person could have dismissed it.
    [[nodiscard]] bool was_too_quick_for_a_person() const;

    Provider &provider_;
    std::string path_;
    const Request &request_;
    guint completed_signal_;
    guint owner_signal_;
    std::optional<std::chrono::steady_clock::time_point> shown_at_;
    glibpp::VariantPtr completed_; ///< the arguments of Prompt.Completed
    bool provider_gone_ = false;
};

} // namespace cppsecret::keyring
