// SPDX-License-Identifier: MIT
#include "keyring/prompter.hpp"

#include "base/file_lock.hpp"
#include "base/text.hpp"
#include "keyring/lock_folder.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include <stdlib.h>

namespace cppsecret::keyring {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A dismissal that comes sooner than this was no person's: the provider had nobody to ask. Where
/// our own environment has no display a prompter may need longer to find out that it has none
/// either.
constexpr milliseconds quickest_person{250};
constexpr milliseconds slowest_failure_without_display{2000};

bool has_display() noexcept
{
    return ::secure_getenv("DISPLAY") != nullptr || ::secure_getenv("WAYLAND_DISPLAY") != nullptr;
}

Error nobody_to_ask(const std::string &doing)
{
    return Error(Errc::Locked, "nobody could be asked to " + doing,
                 "unlock the keyring from the desktop (the session in which its provider runs) and "
                 "repeat the command");
}

Error dismissed(const std::string &doing)
{
    return Error(Errc::Dismissed, "the request to " + doing + " was dismissed",
                 "repeat the command and answer the provider's dialog");
}

Error not_answered(const std::string &doing)
{
    return Error(Errc::TimedOut, "nobody answered the request to " + doing + " in time",
                 "repeat the command and answer the provider's dialog; CPPSECRET_TIMEOUT sets the "
                 "limit in seconds");
}

/// A subscription to a signal; the callback must not throw.
class Subscription {
public:
    Subscription(GDBusConnection *connection, const char *sender, const char *interface,
                 const char *signal, const char *path, const char *first_argument,
                 GDBusSignalCallback callback, gpointer data)
        : connection_(connection),
          id_(g_dbus_connection_signal_subscribe(connection, sender, interface, signal, path,
                                                 first_argument, G_DBUS_SIGNAL_FLAGS_NONE, callback,
                                                 data, nullptr))
    {
    }
    ~Subscription() { g_dbus_connection_signal_unsubscribe(connection_, id_); }
    Subscription(const Subscription &) = delete;
    Subscription &operator=(const Subscription &) = delete;

private:
    GDBusConnection *connection_;
    guint id_;
};

/// How a prompt ended.
struct Outcome {
    glibpp::VariantPtr completed; ///< the arguments of Prompt.Completed
    bool provider_gone = false;
};

void record_completed(GDBusConnection *, const char *, const char *, const char *, const char *,
                      GVariant *arguments, gpointer outcome) noexcept
{
    static_cast<Outcome *>(outcome)->completed.reset(g_variant_ref(arguments));
}

void record_owner_change(GDBusConnection *, const char *, const char *, const char *, const char *,
                         GVariant *, gpointer outcome) noexcept
{
    static_cast<Outcome *>(outcome)->provider_gone = true;
}

/// What the process that asked last leaves in the lock file for those that waited meanwhile.
struct Note {
    std::string bus;       ///< GUID of the session bus
    std::int64_t time = 0; ///< on the steady clock, which all processes share until a reboot
    int code = 0;          ///< an Errc

    [[nodiscard]] std::string text() const
    {
        return std::to_string(time) + ' ' + std::to_string(code) + ' ' + bus;
    }

    static Note parse(std::string_view text)
    {
        Note note;
        const char *end = text.data() + text.size();
        const auto *const time_end = std::from_chars(text.data(), end, note.time).ptr;
        const auto *const code_end =
            std::from_chars(std::min(time_end + 1, end), end, note.code).ptr;
        note.bus = trim({code_end, static_cast<std::size_t>(end - code_end)});
        return note;
    }
};

std::int64_t now() noexcept
{
    return std::chrono::duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The right to ask a person: at most one process holds it.
class Turn {
public:
    explicit Turn(Provider &provider)
        : bus_(g_dbus_connection_get_guid(provider.connection())), began_waiting_(now())
    {
        provider.loop().extend_deadline_to(provider.settings().limit_with_prompt());
        std::string folder;
        try {
            folder = lock_folder();
        } catch (const Error &) { // better two prompts than none
            return;
        }
        try {
            lock_.emplace(folder + "/prompt.lock", provider.loop().deadline());
        } catch (const Error &error) {
            if (error.code() == Errc::TimedOut)
                throw not_answered("unlock the keyring");
            throw;
        }
        // others may have kept us waiting for long; our own prompt gets its whole time
        provider.loop().extend_deadline_to(provider.settings().limit_with_prompt());
    }

    /// Throws the refusal or time-out that another process met while this one waited.
    void share_outcome_of_others(const char *doing) const
    {
        if (!lock_ || !lock_->had_to_wait())
            return;
        const Note note = Note::parse(lock_->read_note());
        if (note.bus != bus_ || note.time < began_waiting_)
            return;
        switch (static_cast<Errc>(note.code)) {
        case Errc::Dismissed:
            throw dismissed(doing);
        case Errc::Locked:
            throw nobody_to_ask(doing);
        case Errc::TimedOut:
            throw not_answered(doing);
        default:
            return;
        }
    }

    void leave_outcome(Errc code) const
    {
        if (lock_)
            lock_->write_note(Note{bus_, now(), static_cast<int>(code)}.text());
    }

private:
    std::string bus_;
    std::int64_t began_waiting_;
    std::optional<FileLock> lock_;
};

/// Shows the prompt; the turn is taken.
glibpp::VariantPtr perform(Provider &provider, const std::string &path, const char *doing)
{
    Outcome outcome;
    const Subscription completed(provider.connection(), provider.unique_name().c_str(),
                                 prompt_interface, "Completed", path.c_str(), nullptr,
                                 record_completed, &outcome);
    const Subscription gone(provider.connection(), "org.freedesktop.DBus", "org.freedesktop.DBus",
                            "NameOwnerChanged", "/org/freedesktop/DBus",
                            provider.unique_name().c_str(), record_owner_change, &outcome);
    const auto asked_at = steady_clock::now();
    const Call prompting =
        provider.start(path, prompt_interface, "Prompt", g_variant_new("(s)", ""), "()");
    provider.finish(prompting);
    try {
        provider.loop().wait_until(
            [&outcome] { return outcome.completed != nullptr || outcome.provider_gone; });
    } catch (const Error &) {
        provider.send(path, prompt_interface, "Dismiss");
        throw not_answered(doing);
    }
    if (!outcome.completed)
        throw Error(Errc::ProviderFailed,
                    "the keyring's provider went away while it asked to " + std::string(doing),
                    "start it again and repeat the command");
    if (!g_variant_is_of_type(outcome.completed.get(), G_VARIANT_TYPE("(bv)")))
        throw Error(Errc::ProviderFailed, "the keyring's provider answered nonsense to a prompt",
                    "restart the provider and repeat the command");
    gboolean was_dismissed = FALSE;
    GVariant *result = nullptr;
    g_variant_get(outcome.completed.get(), "(bv)", &was_dismissed, &result);
    glibpp::VariantPtr owned_result(result);
    if (was_dismissed) {
        const auto took = steady_clock::now() - asked_at;
        if (took < (has_display() ? quickest_person : slowest_failure_without_display))
            throw nobody_to_ask(doing);
        throw dismissed(doing);
    }
    return owned_result;
}

} // namespace

glibpp::VariantPtr follow_prompt(Provider &provider, const std::string &path, const char *doing)
{
    if (path == no_object)
        return nullptr;
    const Turn turn(provider);
    return perform(provider, path, doing);
}

void unlock(Provider &provider, const std::vector<std::string> &paths)
{
    constexpr const char *doing = "unlock the keyring";
    const Turn turn(provider);
    turn.share_outcome_of_others(doing);
    GVariantBuilder objects = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("ao"));
    for (const std::string &path : paths)
        g_variant_builder_add(&objects, "o", path.c_str());
    const glibpp::VariantPtr reply = provider.call(service_path, service_interface, "Unlock",
                                                   g_variant_new("(ao)", &objects), "(aoo)");
    const char *prompt = nullptr;
    g_variant_get(reply.get(), "(@ao&o)", nullptr, &prompt);
    if (std::string_view(prompt) == no_object)
        return;
    try {
        perform(provider, prompt, doing);
    } catch (const Error &error) {
        turn.leave_outcome(error.code());
        throw;
    }
}

} // namespace cppsecret::keyring
