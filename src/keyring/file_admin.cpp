// SPDX-License-Identifier: MIT
#include "keyring/file_admin.hpp"

#include "base/atomic_file.hpp"
#include "keyring/folders.hpp"
#include "keyring/key_cache.hpp"

#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::seconds time_to_wait(60);

/// What is done is done by now: a key that cannot be kept is no failure of that.
template <typename Change>
bool change_cache(const Change &change)
{
    const auto cache = KeyCache::of_session();
    if (!cache)
        return false;
    try {
        const FileLock lock = cache->lock(Deadline::after(time_to_wait));
        change(*cache);
        return true;
    } catch (const Error &) {
        return false;
    }
}

} // namespace

bool keep_for_session(std::string_view header, const SecretString &derived)
{
    return change_cache([&](const KeyCache &cache) { cache.keep(header, derived, std::nullopt); });
}

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

bool create_keyring_file(const KeyringFile &file, const SecretString &passphrase,
                         KdfStrength strength)
{
    make_folder_of_ours(folder_of(file.path()), "the keyring file");
    const FileLock lock(file.path() + ".lock", Deadline::after(time_to_wait));
    refuse_existing(file);
    const FileKeys keys = make_keys(passphrase, cost_of(strength));
    AtomicFile created(file.path());
    created.write(seal_file(keys.header, keys.data, FileDocument().text()));
    created.commit();
    return keep_for_session(keys.header, keys.derived);
}

void unlock_keyring_file(std::string_view header, const SecretString &derived,
                         std::optional<std::chrono::seconds> timeout)
{
    refuse_without_session();
    const auto cache = KeyCache::of_session();
    const FileLock lock = cache->lock(Deadline::after(time_to_wait));
    cache->keep(header, derived, timeout);
}

bool lock_keyring_file()
{
    const auto cache = KeyCache::of_session();
    if (!cache)
        return false;
    const bool was_open = cache->wipe(); // first of all, whoever has the lock
    const FileLock lock = cache->lock(Deadline::after(time_to_wait));
    return cache->forget() || was_open; // also what was kept by one who was about to
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
    change_cache(
        [&](const KeyCache &cache) { cache.replace(old_header, keys.header, keys.derived); });
}

bool session_keeps_keys()
{
    return KeyCache::of_session().has_value();
}

} // namespace cppsecret::keyring
