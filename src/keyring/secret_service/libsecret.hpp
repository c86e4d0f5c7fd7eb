// SPDX-License-Identifier: MIT
// libsecret, loaded when a session is needed. Most pulls find no login and need none, and loading
// it with its libraries is a tenth of what they would take.
#pragma once

#define SECRET_API_SUBJECT_TO_CHANGE // for the calls by D-Bus path, in secret-paths.h
#include <libsecret/secret.h>

namespace cppsecret::keyring {

/// The functions of libsecret that are used, under their names without secret_.
struct Libsecret {
    decltype(&::secret_service_get_type) service_get_type;
    decltype(&::secret_service_ensure_session) service_ensure_session;
    decltype(&::secret_service_ensure_session_finish) service_ensure_session_finish;
    decltype(&::secret_service_get_session_algorithms) service_get_session_algorithms;
    decltype(&::secret_service_get_session_dbus_path) service_get_session_dbus_path;
    decltype(&::secret_service_encode_dbus_secret) service_encode_dbus_secret;
    decltype(&::secret_service_decode_dbus_secret) service_decode_dbus_secret;
    decltype(&::secret_value_new) value_new;
    decltype(&::secret_value_get) value_get;
    decltype(&::secret_value_unref) value_unref;
};

/// The library, which stays loaded. Throws Error(Errc::System) if it is not there, or lacks one of
/// them.
[[nodiscard]] const Libsecret &libsecret();

} // namespace cppsecret::keyring
