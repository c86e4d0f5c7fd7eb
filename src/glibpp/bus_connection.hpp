// SPDX-License-Identifier: MIT
// Connecting to a message bus in limited time.
#pragma once

#include "base/deadline.hpp"
#include "glibpp/ptr.hpp"

#include <optional>
#include <string>

#include <sys/types.h>

namespace cppsecret::glibpp {

/// A connection to the message bus at a D-Bus address, authenticated and with a unique name.
/// GLib heeds no cancellable while it waits for the bus to answer its greeting, so a thread waits
/// for GLib; at the deadline it is left behind. Throws Error(Errc::TimedOut) then,
/// Error(Errc::NoBus) with what GLib says if the bus cannot be reached, and std::system_error if
/// the thread cannot be started.
[[nodiscard]] ObjectPtr<GDBusConnection> connect_to_bus(const std::string &address,
                                                        const Deadline &deadline);

/// The user who listens at the other end, as this user namespace sees him; nothing if the
/// connection is no Unix socket.
[[nodiscard]] std::optional<uid_t> peer_of(GDBusConnection *connection);

} // namespace cppsecret::glibpp
