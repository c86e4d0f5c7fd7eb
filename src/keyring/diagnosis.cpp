// SPDX-License-Identifier: MIT
#include "keyring/diagnosis.hpp"

#include "base/environment.hpp"
#include "base/text.hpp"
#include "keyring/common/account_view.hpp"
#include "keyring/common/settings.hpp"
#include "keyring/file/disk_file.hpp"
#include "keyring/file/key_cache.hpp"
#include "keyring/file/key_search.hpp"
#include "keyring/file/passphrase_file.hpp"
#include "keyring/open_keyring.hpp"
#include "keyring/secret_service/bus_address.hpp"
#include "keyring/secret_service/collection.hpp"
#include "keyring/secret_service/provider.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

/// What told where the session bus is: session_bus_address().
std::string source_of(const BusEnvironment &environment)
{
    if (environment.bus_address)
        return "DBUS_SESSION_BUS_ADDRESS";
    return environment.runtime_dir ? "XDG_RUNTIME_DIR"
                                   : "/run/user/" + std::to_string(environment.real_uid);
}

void look_at_secret_service(Diagnosis &diagnosis)
{
    const BusEnvironment environment = bus_environment();
    const Settings settings = settings_from_environment();
    diagnosis.place_source = source_of(environment);
    const BusAddress bus = session_bus_address(environment);
    diagnosis.place = one_line(bus.address);
    Provider provider(bus, settings);
    diagnosis.provider = provider_of_process(provider.process_id());
    Collection collection(provider);
    diagnosis.collection = one_line(collection.label());
    diagnosis.is_locked = collection.is_locked();
}

void look_at_file(Diagnosis &diagnosis)
{
    const DiskFile file = DiskFile::of_person();
    diagnosis.place_source = environment("XDG_DATA_HOME") ? "XDG_DATA_HOME"
                             : environment("HOME")        ? "HOME"
                                                          : "the account";
    diagnosis.place = one_line(file.path());
    const SealedFile sealed = file.read();
    diagnosis.is_locked = false;
    if (find_session_key(sealed)) {
        diagnosis.unlocked_by = "the key of this session";
        diagnosis.unlocked_for = KeyCache::of_session()->time_left(sealed.header());
    } else if (const auto passphrase = find_passphrase_file()) {
        static_cast<void>(read_passphrase(*passphrase)); // throws what keeps it from being read
        diagnosis.unlocked_by = "the passphrase in '" + one_line(passphrase->path) + "'";
    } else {
        diagnosis.is_locked = true;
    }
}

} // namespace

Diagnosis diagnose()
{
    Diagnosis diagnosis;
    try {
        Choice choice = choose_keyring();
        diagnosis.kind = std::move(choice.kind);
        diagnosis.reason = std::move(choice.reason);
        if (diagnosis.kind == file_kind)
            look_at_file(diagnosis);
        else
            look_at_secret_service(diagnosis);
        static_cast<void>(account_from_environment()); // throws what keeps every verb from working
    } catch (const Error &error) {
        diagnosis.problem = with_keyring_file_hint(error);
    }
    return diagnosis;
}

} // namespace cppsecret::keyring
