// SPDX-License-Identifier: MIT
// The program that owns org.freedesktop.secrets on the session bus, and calls to it.
#pragma once

#include "glibpp/event_loop.hpp"
#include "keyring/common/settings.hpp"
#include "keyring/secret_service/bus_address.hpp"
#include "keyring/secret_service/quirks.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::keyring {

// The names of the freedesktop Secret Service specification, version 0.2.
inline constexpr const char *service_name = "org.freedesktop.secrets";
inline constexpr const char *service_path = "/org/freedesktop/secrets";
inline constexpr const char *service_interface = "org.freedesktop.Secret.Service";
inline constexpr const char *collection_interface = "org.freedesktop.Secret.Collection";
inline constexpr const char *item_interface = "org.freedesktop.Secret.Item";
inline constexpr const char *prompt_interface = "org.freedesktop.Secret.Prompt";
inline constexpr const char *no_object = "/"; ///< the path that stands for no object, no prompt
inline constexpr const char *properties_interface = "org.freedesktop.DBus.Properties";

/// The Error for a call that failed because there is nobody to answer it any more: the time is up
/// (TimedOut), the bus closed the connection, or the provider went away (ProviderFailed). Nothing
/// for other failures.
[[nodiscard]] std::optional<Error> outage_of(const glibpp::ErrorSlot &error);

/// A method call to the provider that is under way.
class Call {
public:
    using Begin = std::function<std::shared_ptr<glibpp::PendingResult>()>;

    /// A call that `begin` makes, now and each time that the provider has to be asked again.
    Call(Begin begin, bool is_about_item)
        : begin_(std::move(begin)), is_about_item_(is_about_item), pending_(begin_())
    {
    }
    /// One that is made once; not for Provider::finish().
    explicit Call(std::shared_ptr<glibpp::PendingResult> pending) : pending_(std::move(pending)) {}

private:
    friend class Provider;
    Begin begin_;
    bool is_about_item_ = false;
    std::shared_ptr<glibpp::PendingResult> pending_;
};

/// A connection to the session bus and the unique name of the provider that was there when it was
/// made. A provider that is replaced later is a failure, not a mixture of two.
///
/// Failures of calls are thrown as Error: NotFound if the item is gone that it is about, Locked if
/// the provider says so, TimedOut, and ProviderFailed for the rest (gone away, another object gone,
/// wrong types, refused).
class Provider {
public:
    /// Connects to `bus` and finds the provider, which the bus starts if it can, within
    /// Settings::limit_without_prompt(). Throws Error: NoBus, also if the bus does not answer or is
    /// that of another user and must be ours, NoProvider, TimedOut, and ProviderFailed if the bus
    /// closes the connection; std::system_error if no thread can be started.
    Provider(const BusAddress &bus, const Settings &settings);

    [[nodiscard]] glibpp::EventLoop &loop() noexcept { return loop_; }
    [[nodiscard]] GDBusConnection *connection() const noexcept { return connection_.get(); }
    [[nodiscard]] const std::string &unique_name() const noexcept { return unique_name_; }
    /// The process that is the provider; 0 if the bus does not tell. Throws Error(Errc::TimedOut).
    [[nodiscard]] std::uint32_t process_id();
    [[nodiscard]] const Settings &settings() const noexcept { return settings_; }

    /// True if it is a provider with this quirk, which a name on the bus tells. Throws
    /// Error(Errc::TimedOut), or NoBus if the bus answers nonsense.
    template <Quirk quirk>
    [[nodiscard]] bool has()
    {
        constexpr const char *name = bus_name_of(quirk);
        static_assert(name != nullptr, "a quirk that behaviour tells is not asked for");
        return owns(name);
    }

    /// How many calls have found that the object is gone: what was searched for may be elsewhere.
    [[nodiscard]] unsigned objects_gone() const noexcept { return objects_gone_; }

    /// Waits for an asynchronous call. Throws Error(Errc::TimedOut) that says what to do.
    void wait_for(const glibpp::PendingResult &pending);

    /// Starts a call; `arguments` (a tuple, may be floating) and `reply_type` as in GDBus. The call
    /// may be made again: all but `path` and `arguments` must live until finish().
    [[nodiscard]] Call start(const std::string &path, const char *interface, const char *method,
                             GVariant *arguments, const char *reply_type);

    /// Waits for the reply of a call, a tuple of its reply type.
    glibpp::VariantPtr finish(const Call &call);

    /// A call that nothing else is done beside.
    glibpp::VariantPtr call(const std::string &path, const char *interface, const char *method,
                            GVariant *arguments, const char *reply_type);

    /// Sends a call whose reply nobody waits for; it is on its way when this returns, for which it
    /// waits without a limit.
    void send(const std::string &path, const char *interface, const char *method);

    /// Starts to read one property.
    [[nodiscard]] Call start_property(const std::string &path, const char *interface,
                                      const char *name);
    /// Waits for the value of a property, which must have the D-Bus type `type`: another one is
    /// Error(Errc::ProviderFailed).
    [[nodiscard]] glibpp::VariantPtr finish_property(const Call &call, const char *type);

private:
    /// True if the provider has this name on the bus as well; asked once. Throws as has().
    [[nodiscard]] bool owns(const char *name);
    /// The unique name behind org.freedesktop.secrets. Throws Error(Errc::NoProvider).
    [[nodiscard]] std::string owner_of_service();
    [[nodiscard]] Call start_look_for_owner(const char *name);
    /// Empty if nobody owns the name: why is in `error`. Throws Error(Errc::NoBus) if the bus gives
    /// what is no name.
    [[nodiscard]] std::string finish_look_for_owner(const Call &call, glibpp::ErrorSlot &error);
    void connect(const BusAddress &bus);
    [[nodiscard]] Call start_on_bus(const char *method, GVariant *arguments,
                                    const char *reply_type);

    Settings settings_;
    glibpp::EventLoop loop_;
    glibpp::ObjectPtr<GDBusConnection> connection_;
    std::string unique_name_;
    std::map<std::string_view, bool> owned_names_; ///< that were asked for
    unsigned objects_gone_ = 0;
};

} // namespace cppsecret::keyring
