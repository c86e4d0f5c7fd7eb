// SPDX-License-Identifier: MIT
#include "keyring/secret_service/prompt.hpp"

#include "base/environment.hpp"
#include "keyring/secret_service/replies.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

using std::chrono::steady_clock;

bool has_display()
{
    return environment("DISPLAY") || environment("WAYLAND_DISPLAY");
}

} // namespace

Error nobody_to_ask(const Request &request)
{
    return Error(Errc::Locked, std::string("nobody could be asked to ") + request.doing,
                 "unlock the keyring from the desktop (the session in which its provider runs) and "
                 "repeat the command");
}

Error dismissed(const Request &request)
{
    return Error(Errc::Dismissed, std::string("the request to ") + request.doing + " was dismissed",
                 std::string("repeat the command and ") + request.how_to_help);
}

Error not_answered(const Request &request)
{
    return Error(Errc::TimedOut,
                 std::string("nobody answered the request to ") + request.doing + " in time",
                 std::string("repeat the command and ") + request.how_to_help +
                     "; CPPSECRET_TIMEOUT sets the limit in seconds");
}

Prompt::Prompt(Provider &provider, std::string path, const Request &request)
    : provider_(provider),
      path_(std::move(path)),
      request_(request),
      completed_signal_(g_dbus_connection_signal_subscribe(
          provider.connection(), provider.unique_name().c_str(), prompt_interface, "Completed",
          path_.c_str(), nullptr, G_DBUS_SIGNAL_FLAGS_NONE, record_completed, this, nullptr)),
      owner_signal_(g_dbus_connection_signal_subscribe(
          provider.connection(), "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
          "/org/freedesktop/DBus", provider.unique_name().c_str(), G_DBUS_SIGNAL_FLAGS_NONE,
          record_owner_change, this, nullptr))
{
}

Prompt::~Prompt()
{
    g_dbus_connection_signal_unsubscribe(provider_.connection(), completed_signal_);
    g_dbus_connection_signal_unsubscribe(provider_.connection(), owner_signal_);
}

void Prompt::record_completed(GDBusConnection *, const char *, const char *, const char *,
                              const char *, GVariant *arguments, gpointer prompt) noexcept
{
    static_cast<Prompt *>(prompt)->completed_.reset(g_variant_ref(arguments));
}

void Prompt::record_owner_change(GDBusConnection *, const char *, const char *, const char *,
                                 const char *, GVariant *, gpointer prompt) noexcept
{
    static_cast<Prompt *>(prompt)->provider_gone_ = true;
}

void Prompt::show()
{
    shown_at_ = steady_clock::now();
    provider_.call(path_, prompt_interface, "Prompt", g_variant_new("(s)", ""), "()");
}

bool Prompt::was_too_quick_for_a_person() const
{
    // the provider had nobody to ask: Quirk::DismissesAtOnce
    return shown_at_ && steady_clock::now() - *shown_at_ <
                            (has_display() ? quickest_person : slowest_failure_without_display);
}

glibpp::VariantPtr Prompt::wait()
{
    try {
        provider_.loop().wait_until([this] { return completed_ != nullptr || provider_gone_; });
    } catch (const Error &) { // the loop knows only that time is up
        throw not_answered(request_);
    }
    if (!completed_)
        throw Error(Errc::ProviderFailed,
                    std::string("the keyring's provider went away while it asked to ") +
                        request_.doing,
                    "start it again and repeat the command");
    auto completion = completion_in(completed_.get());
    if (!completion)
        throw Error(Errc::ProviderFailed, "the keyring's provider answered nonsense to a prompt",
                    "restart the provider and repeat the command");
    if (completion->was_dismissed)
        throw was_too_quick_for_a_person() ? nobody_to_ask(request_) : dismissed(request_);
    return std::move(completion->result);
}

void Prompt::withdraw()
{
    provider_.send(path_, prompt_interface, "Dismiss");
}

} // namespace cppsecret::keyring
