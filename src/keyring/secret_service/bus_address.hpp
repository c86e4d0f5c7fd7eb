// SPDX-License-Identifier: MIT
// Where the session bus is.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace cppsecret::keyring {

/// What the environment tells about the session bus.
struct BusEnvironment {
    std::optional<std::string> bus_address; ///< DBUS_SESSION_BUS_ADDRESS, if set and not empty
    std::optional<std::string> runtime_dir; ///< XDG_RUNTIME_DIR, likewise
    uid_t real_uid = 0;                     ///< of the person, outside of a user namespace
};

/// That of this process. Throws as real_uid().
[[nodiscard]] BusEnvironment bus_environment();

/// Where to connect to.
struct BusAddress {
    std::string address;      ///< D-Bus specification, "Server Addresses"
    bool must_be_ours = true; ///< whoever listens there; a person may name the bus of anybody
};

/// The bus to connect to: a set DBUS_SESSION_BUS_ADDRESS alone, as it is, else the socket
/// $XDG_RUNTIME_DIR/bus or, if XDG_RUNTIME_DIR is unset, /run/user/<real uid>/bus, if it is ours,
/// no link, and in a folder where nobody else could replace it. That may change before somebody
/// connects: hence must_be_ours. `autolaunch:` counts as no address: a bus that is started for one
/// command holds no keyring.
/// Throws Error(Errc::NoBus) that says where it looked.
[[nodiscard]] BusAddress session_bus_address(const BusEnvironment &environment);

/// What a person can do about a missing session bus.
[[nodiscard]] std::string no_bus_hint();

} // namespace cppsecret::keyring
