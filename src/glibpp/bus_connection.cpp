// SPDX-License-Identifier: MIT
#include "glibpp/bus_connection.hpp"

#include "base/error.hpp"
#include "glibpp/error_slot.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include <sys/socket.h>

namespace cppsecret::glibpp {

namespace {

/// Shared between who waits and the thread that connects. The thread may outlive the wait, so both
/// own it.
struct Attempt {
    const ObjectPtr<GCancellable> cancellable{g_cancellable_new()};
    std::mutex mutex;
    std::condition_variable changed;
    bool is_over = false;
    ObjectPtr<GDBusConnection> connection;
    ErrorSlot error;
};

void connect(Attempt &attempt, const std::string &address) noexcept
{
    // Across namespaces: as uid 0 of rootless podman's user namespace we must not claim to be root.
    // g_dbus_connection_new_for_address() of GLib 2.74 does not take that flag, the property does.
    constexpr auto flags = static_cast<GDBusConnectionFlags>(
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION | G_DBUS_CONNECTION_FLAGS_CROSS_NAMESPACE);
    ErrorSlot error;
    gpointer connection = g_initable_new(G_TYPE_DBUS_CONNECTION, attempt.cancellable.get(), error,
                                         "address", address.c_str(), "flags", flags, nullptr);
    const std::lock_guard guard(attempt.mutex);
    attempt.connection.reset(static_cast<GDBusConnection *>(connection));
    attempt.error.take(error);
    attempt.is_over = true;
    attempt.changed.notify_one();
}

} // namespace

ObjectPtr<GDBusConnection> connect_to_bus(const std::string &address, const Deadline &deadline)
{
    const auto attempt = std::make_shared<Attempt>();
    std::thread([attempt, address] { connect(*attempt, address); }).detach();

    std::unique_lock guard(attempt->mutex);
    if (!attempt->changed.wait_until(guard, deadline.end(), [&] { return attempt->is_over; })) {
        g_cancellable_cancel(attempt->cancellable.get());
        throw Error(Errc::TimedOut, "the session bus does not answer");
    }
    if (attempt->error.is_set())
        throw Error(Errc::NoBus, "cannot reach the session bus: " + attempt->error.message());
    return std::move(attempt->connection);
}

std::optional<uid_t> peer_of(GDBusConnection *connection)
{
    GIOStream *const stream = g_dbus_connection_get_stream(connection);
    if (G_IS_SOCKET_CONNECTION(stream) == FALSE)
        return std::nullopt;
    // not by g_socket_get_credentials(), which wants to see the process too: it may be in another
    // PID namespace
    const int fd = g_socket_get_fd(g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream)));
    struct ucred peer {};
    socklen_t size = sizeof peer;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return std::nullopt;
    return peer.uid;
}

} // namespace cppsecret::glibpp
