// SPDX-License-Identifier: MIT
#include "keyring/secret_service/libsecret.hpp"

#include "base/error.hpp"

#include <string>

#include <dlfcn.h>

namespace cppsecret::keyring {

namespace {

constexpr const char *library = "libsecret-1.so.0"; // the ABI of all versions since 2012

Error not_loaded()
{
    const char *why = ::dlerror();
    return Error(Errc::System,
                 std::string("cannot load libsecret: ") + (why == nullptr ? "unknown" : why),
                 "install libsecret with your package manager");
}

template <typename Function>
void find(void *handle, const char *name, Function &function)
{
    void *const symbol = ::dlsym(handle, name);
    if (symbol == nullptr)
        throw not_loaded();
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as POSIX has it
    function = reinterpret_cast<Function>(symbol);
}

Libsecret load()
{
    void *const handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr)
        throw not_loaded();
    Libsecret loaded{};
    find(handle, "secret_service_get_type", loaded.service_get_type);
    find(handle, "secret_service_ensure_session", loaded.service_ensure_session);
    find(handle, "secret_service_ensure_session_finish", loaded.service_ensure_session_finish);
    find(handle, "secret_service_get_session_algorithms", loaded.service_get_session_algorithms);
    find(handle, "secret_service_get_session_dbus_path", loaded.service_get_session_dbus_path);
    find(handle, "secret_service_encode_dbus_secret", loaded.service_encode_dbus_secret);
    find(handle, "secret_service_decode_dbus_secret", loaded.service_decode_dbus_secret);
    find(handle, "secret_value_new", loaded.value_new);
    find(handle, "secret_value_get", loaded.value_get);
    find(handle, "secret_value_unref", loaded.value_unref);
    return loaded;
}

} // namespace

const Libsecret &libsecret()
{
    static const Libsecret loaded = load();
    return loaded;
}

} // namespace cppsecret::keyring
