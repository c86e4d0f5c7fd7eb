// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider.hpp"

#include "base/text.hpp"
#include "base/trusted_place.hpp"
#include "glibpp/bus_connection.hpp"
#include "keyring/secret_service/provider_hint.hpp"
#include "keyring/secret_service/replies.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

constexpr const char *bus_name = "org.freedesktop.DBus";
constexpr const char *bus_path = "/org/freedesktop/DBus";
constexpr const char *no_owner_error = "org.freedesktop.DBus.Error.NameHasNoOwner";

Error provider_gone()
{
    return Error(Errc::ProviderFailed, "the keyring's provider went away",
                 "start it again (gnome-keyring, KeePassXC or KWallet) and repeat the command");
}

/// What a person can do about a provider that does not keep to the specification.
constexpr const char *restart_hint =
    "restart the provider and repeat the command; if that does not help use another one";

Error timed_out()
{
    return Error(Errc::TimedOut, "the keyring's provider did not answer in time",
                 "look for a dialog of the provider, or restart it; CPPSECRET_TIMEOUT sets the "
                 "limit in seconds");
}

bool is_item_path(std::string_view path)
{
    constexpr std::string_view collections = "/org/freedesktop/secrets/collection/";
    return path.starts_with(collections) &&
           path.find('/', collections.size()) != std::string_view::npos;
}

/// True if a call failed since there is no such object any more.
bool tells_of_missing_object(const glibpp::ErrorSlot &error, bool is_about_item)
{
    const std::string name = error.remote_name();
    return name == "org.freedesktop.Secret.Error.NoSuchObject" ||
           name == "org.freedesktop.DBus.Error.UnknownObject" ||
           (is_about_item && name == denied_call_error);
}

/// The Error for a failed call to the provider.
Error call_failure(glibpp::ErrorSlot &error, bool is_about_item)
{
    if (auto outage = outage_of(error))
        return std::move(*outage);
    if (error.is(G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
        return Error(Errc::ProviderFailed,
                     "the keyring's provider answered nonsense: " + error.message(), restart_hint);
    if (tells_of_missing_object(error, is_about_item))
        // without its collection the keyring is one that cannot be used
        return Error(is_about_item ? Errc::NotFound : Errc::ProviderFailed,
                     "the keyring has no such object any more",
                     "somebody else has changed it meanwhile; repeat the command");
    if (error.remote_name() == "org.freedesktop.Secret.Error.IsLocked")
        return Error(Errc::Locked, "the keyring is locked", "unlock it and repeat the command");
    return Error(Errc::ProviderFailed, "the keyring's provider refused: " + error.message(),
                 restart_hint);
}

} // namespace

std::optional<Error> outage_of(const glibpp::ErrorSlot &error)
{
    if (error.is(G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return timed_out();
    if (error.is(G_IO_ERROR, G_IO_ERROR_CLOSED))
        return Error(Errc::ProviderFailed, "the session bus closed the connection",
                     "log in again, or restart the session bus");
    const std::string name = error.remote_name();
    if (name == "org.freedesktop.DBus.Error.NoReply" || name == no_owner_error ||
        name == "org.freedesktop.DBus.Error.ServiceUnknown" ||
        name == "org.freedesktop.DBus.Error.Disconnected")
        return provider_gone();
    return std::nullopt;
}

Provider::Provider(const BusAddress &bus, const Settings &settings)
    : settings_(settings), loop_(Deadline::after(settings.limit_without_prompt()))
{
    connect(bus);
    // what every search wants to know is asked beside the other
    constexpr const char *name = bus_name_of(Quirk::HidesWhatIsLocked);
    const Call owner = start_look_for_owner(name);
    unique_name_ = owner_of_service();
    glibpp::ErrorSlot nobody;
    owned_names_.emplace(name, finish_look_for_owner(owner, nobody) == unique_name_);
}

void Provider::connect(const BusAddress &bus)
{
    try {
        connection_ = glibpp::connect_to_bus(bus.address, loop_.deadline());
    } catch (const Error &error) {
        throw Error(Errc::NoBus, error.what(), no_bus_hint());
    }
    // the path that was looked at may have led elsewhere by the time of the connection
    const auto peer = bus.must_be_ours ? glibpp::peer_of(connection_.get()) : std::nullopt;
    if (bus.must_be_ours && (!peer || owner_of(*peer) != Owner::Us))
        throw Error(
            Errc::NoBus,
            one_line("no session bus: the one at '" + bus.address + "' belongs to another user"),
            no_bus_hint());
}

Call Provider::start_on_bus(const char *method, GVariant *arguments, const char *reply_type)
{
    return Call(loop_.begin([&](GAsyncReadyCallback callback, gpointer data) {
        g_dbus_connection_call(connection_.get(), bus_name, bus_path, bus_name, method, arguments,
                               G_VARIANT_TYPE(reply_type), G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                               loop_.cancellable(), callback, data);
    }));
}

Call Provider::start_look_for_owner(const char *name)
{
    return start_on_bus("GetNameOwner", g_variant_new("(s)", name), "(s)");
}

std::string Provider::finish_look_for_owner(const Call &call, glibpp::ErrorSlot &error)
{
    wait_for(*call.pending_);
    const glibpp::VariantPtr owner(
        g_dbus_connection_call_finish(connection_.get(), call.pending_->result(), error));
    if (!owner)
        return {};
    const char *name = nullptr;
    g_variant_get(owner.get(), "(&s)", &name);
    if (g_dbus_is_unique_name(name) == FALSE) // no call to it would ever be answered
        throw Error(Errc::NoBus, "the session bus answers nonsense", no_bus_hint());
    return name;
}

std::uint32_t Provider::process_id()
{
    const Call call = start_on_bus("GetConnectionUnixProcessID",
                                   g_variant_new("(s)", unique_name_.c_str()), "(u)");
    wait_for(*call.pending_);
    glibpp::ErrorSlot error;
    const glibpp::VariantPtr reply(
        g_dbus_connection_call_finish(connection_.get(), call.pending_->result(), error));
    guint32 process_id = 0;
    if (reply)
        g_variant_get(reply.get(), "(u)", &process_id);
    return process_id;
}

bool Provider::owns(const char *name)
{
    const auto known = owned_names_.find(name);
    if (known != owned_names_.end())
        return known->second;
    glibpp::ErrorSlot nobody;
    const bool is_owned = finish_look_for_owner(start_look_for_owner(name), nobody) == unique_name_;
    owned_names_.emplace(name, is_owned);
    return is_owned;
}

std::string Provider::owner_of_service()
{
    glibpp::ErrorSlot not_running;
    std::string owner = finish_look_for_owner(start_look_for_owner(service_name), not_running);
    if (!owner.empty())
        return owner;
    const Call start =
        start_on_bus("StartServiceByName", g_variant_new("(su)", service_name, 0U), "(u)");
    wait_for(*start.pending_);
    glibpp::ErrorSlot error;
    const glibpp::VariantPtr started(
        g_dbus_connection_call_finish(connection_.get(), start.pending_->result(), error));
    if (started)
        owner = finish_look_for_owner(start_look_for_owner(service_name), error);
    if (error.is(G_IO_ERROR, G_IO_ERROR_CLOSED)) // it says nothing about the provider
        throw call_failure(error, false);
    if (owner.empty())
        throw Error(Errc::NoProvider,
                    "no keyring is running on the session bus: " + error.message(),
                    no_provider_hint(glibpp::read_os_release(), is_oo7_installed()));
    return owner;
}

Call Provider::start(const std::string &path, const char *interface, const char *method,
                     GVariant *arguments, const char *reply_type)
{
    const std::shared_ptr<GVariant> kept =
        glibpp::VariantPtr(arguments == nullptr ? nullptr : g_variant_ref_sink(arguments));
    const auto begin = [this, path, interface, method, kept, reply_type] {
        return loop_.begin([&](GAsyncReadyCallback callback, gpointer data) {
            g_dbus_connection_call(connection_.get(), unique_name_.c_str(), path.c_str(), interface,
                                   method, kept.get(), G_VARIANT_TYPE(reply_type),
                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, loop_.cancellable(),
                                   callback, data);
        });
    };
    return {begin, is_item_path(path)};
}

void Provider::wait_for(const glibpp::PendingResult &pending)
{
    try {
        loop_.wait_for(pending);
    } catch (const Error &) { // the loop knows only that time is up
        throw timed_out();
    }
}

glibpp::VariantPtr Provider::finish(const Call &call)
{
    std::shared_ptr<glibpp::PendingResult> pending = call.pending_;
    for (int repeated = 0;; ++repeated) {
        wait_for(*pending);
        glibpp::ErrorSlot error;
        glibpp::VariantPtr reply(
            g_dbus_connection_call_finish(connection_.get(), pending->result(), error));
        if (!error.is_set())
            return reply;
        // the same call may succeed: Quirk::DeniesCalls
        if (error.remote_name() != denied_call_error || repeated == most_repetitions) {
            if (tells_of_missing_object(error, call.is_about_item_))
                ++objects_gone_;
            throw call_failure(error, call.is_about_item_);
        }
        pending = call.begin_();
    }
}

glibpp::VariantPtr Provider::call(const std::string &path, const char *interface,
                                  const char *method, GVariant *arguments, const char *reply_type)
{
    return finish(start(path, interface, method, arguments, reply_type));
}

void Provider::send(const std::string &path, const char *interface, const char *method)
{
    g_dbus_connection_call(connection_.get(), unique_name_.c_str(), path.c_str(), interface, method,
                           nullptr, nullptr, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, nullptr, nullptr,
                           nullptr);
    g_dbus_connection_flush_sync(connection_.get(), nullptr, nullptr);
}

Call Provider::start_property(const std::string &path, const char *interface, const char *name)
{
    return start(path, properties_interface, "Get", g_variant_new("(ss)", interface, name), "(v)");
}

glibpp::VariantPtr Provider::finish_property(const Call &call, const char *type)
{
    const glibpp::VariantPtr reply = finish(call);
    glibpp::VariantPtr value = property_in(reply.get(), type);
    if (!value)
        throw Error(Errc::ProviderFailed,
                    "the keyring's provider answered nonsense: a property of a wrong type",
                    restart_hint);
    return value;
}

} // namespace cppsecret::keyring
