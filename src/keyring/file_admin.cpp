// SPDX-License-Identifier: MIT
#include "keyring/file_admin.hpp"

#include "base/atomic_file.hpp"
#include "keyring/folders.hpp"
#include "keyring/key_cache.hpp"

#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::seconds time_to_wait(60);

} // namespace

void refuse_existing(const KeyringFile &file)
{
    for (const std::string &path : {file.path(), file.previous_path()})
        if (::access(path.c_str(), F_OK) == 0)
            throw Error(Errc::System, "'" + path + "' is there already",
                        "to begin anew move it away; to use it: cppsecret keyring unlock");
}

void refuse_without_session()
{
    if (!session_keeps_keys())
        throw Error(Errc::NoCollection,
                    "there is no place to keep the key: XDG_RUNTIME_DIR names no folder of yours",
                    "have the passphrase in a file (mode 0600) that CPPSECRET_PASSPHRASE_FILE "
                    "names");
}

void create_keyring_file(const KeyringFile &file, const SecretString &passphrase,
                         KdfStrength strength)
{
    make_folder_of_ours(folder_of(file.path()), "the keyring file");
    const FileLock lock(file.path() + ".lock", Deadline::after(time_to_wait));
    refuse_existing(file);
    const FileKeys keys = make_keys(passphrase, cost_of(strength));
    AtomicFile created(file.path());
    created.write(seal_file(keys.header, keys.data, FileDocument().text()));
    created.commit();
    if (const auto cache = KeyCache::of_session())
        cache->keep(keys.header, keys.derived, std::nullopt);
}

void unlock_keyring_file(const KeyringFile &file, const SecretString &passphrase,
                         std::optional<std::chrono::seconds> timeout)
{
    refuse_without_session();
    const SealedFile sealed = file.read();
    KeyCache::of_session()->keep(sealed.header(), unlock_with(sealed, passphrase, "").derived,
                                 timeout);
}

bool lock_keyring_file()
{
    const auto cache = KeyCache::of_session();
    return cache && cache->forget();
}

void change_passphrase(const KeyringFile &file, const SecretString &old_passphrase,
                       const SecretString &new_passphrase)
{
    const FileLock lock = file.lock(Deadline::after(time_to_wait));
    const SealedFile sealed = file.read();
    const Unlocked unlocked = unlock_with(sealed, old_passphrase, "");
    const SecretString document = sealed.open_document(unlocked.data);
    const FileKeys keys = make_keys(new_passphrase, sealed.cost());
    const std::string old_header(sealed.header());
    file.replace(seal_file(keys.header, keys.data, document),
                 seal_file(keys.header, keys.data, document));
    if (const auto cache = KeyCache::of_session())
        cache->replace(old_header, keys.header, keys.derived);
}

bool session_keeps_keys()
{
    return KeyCache::of_session().has_value();
}

} // namespace cppsecret::keyring
