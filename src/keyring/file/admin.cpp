// SPDX-License-Identifier: MIT
#include "keyring/file/admin.hpp"

#include "base/atomic_file.hpp"
#include "base/folders.hpp"
#include "keyring/file/key_cache.hpp"
#include "keyring/file/key_search.hpp"

#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::seconds time_to_wait(60);

std::optional<FileLock> lock_if_possible(const KeyCache &cache)
{
    try {
        return cache.lock(Deadline::after(time_to_wait));
    } catch (const Error &) {
        return std::nullopt;
    }
}

/// False if it fails: a key that cannot be kept is no failure of what else is done.
template <typename Change>
bool try_to(const Change &change)
{
    try {
        change();
        return true;
    } catch (const Error &) {
        return false;
    }
}

} // namespace

bool keep_for_session(std::string_view header, const SecretString &derived)
{
    const auto cache = KeyCache::of_session();
    const auto lock = cache ? lock_if_possible(*cache) : std::nullopt;
    return lock && try_to([&] { cache->keep(header, derived, std::nullopt); });
}

std::string obstacle_to_keeping_keys()
{
    return KeyCache::obstacle();
}

void refuse_existing(const DiskFile &file)
{
    if (file.exists())
        throw Error(Errc::System, "'" + file.path() + "' is there already",
                    "to begin anew move it away, and '" + file.previous_path() +
                        "' if that is there; to use it: cppsecret keyring unlock");
    if (const std::string remedy = file.way_back(); !remedy.empty())
        throw Error(Errc::System,
                    "'" + file.previous_path() + "' is there, and may hold logins of before",
                    remedy + "; to begin anew move it away");
}

void refuse_without_session()
{
    if (const std::string obstacle = obstacle_to_keeping_keys(); !obstacle.empty())
        throw Error(Errc::NoCollection, "there is no place to keep the key: " + obstacle,
                    "have the passphrase in a file (mode 0600) that CPPSECRET_PASSPHRASE_FILE "
                    "names, or set XDG_RUNTIME_DIR to a folder of yours (mode 0700) on a tmpfs");
}

bool create_keyring_file(const DiskFile &file, const SecretString &passphrase, KdfStrength strength)
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

void change_passphrase(const DiskFile &file, const SecretString &old_passphrase,
                       const SecretString &new_passphrase)
{
    const FileLock lock = file.lock(Deadline::after(time_to_wait));
    const SealedFile sealed = file.read();
    const Unlocked unlocked = unlock_with(sealed, old_passphrase, "");
    const SecretString document = sealed.open_document(unlocked.data);
    const FileKeys keys = make_keys(new_passphrase, not_below_standard(sealed.cost()));
    const std::string old_header(sealed.header());
    // whoever finds the new file and not yet its key waits for this lock, and finds both
    const auto cache = KeyCache::of_session();
    const auto cache_lock = cache ? lock_if_possible(*cache) : std::nullopt;
    file.replace(seal_file(keys.header, keys.data, document),
                 seal_file(keys.header, keys.data, document));
    if (cache_lock)
        try_to([&] { cache->replace(old_header, keys.header, keys.derived); });
}

} // namespace cppsecret::keyring
