// SPDX-License-Identifier: MIT
#include "keyring/file/key_search.hpp"

#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "keyring/file/key_cache.hpp"
#include "keyring/file/passphrase_file.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

Error locked()
{
    return Error(Errc::Locked, "the keyring file is locked",
                 "run 'cppsecret keyring unlock', or have its passphrase in a file that "
                 "CPPSECRET_PASSPHRASE_FILE names, or in the systemd credential "
                 "cppsecret-passphrase");
}

std::optional<FileLock> lock_derivation(const std::optional<KeyCache> &cache,
                                        const SealedFile &file, const Deadline &deadline)
{
    try {
        return cache ? cache->lock(deadline) : FileLock(file.name() + ".key.lock", deadline);
    } catch (const Error &error) {
        if (error.code() == Errc::TimedOut)
            throw;
        return std::nullopt; // a read-only system can still be read
    }
}

} // namespace

Unlocked unlock_with(const SealedFile &file, const SecretString &passphrase,
                     const std::string &where_from, const std::optional<Deadline> &deadline)
{
    SecretString derived = file.derive(passphrase, deadline);
    auto data = file.open_data_key(derived);
    if (!data)
        throw Error(Errc::WrongPassphrase,
                    "the passphrase" + where_from + " does not open '" + file.name() + "'",
                    "it is the one that 'cppsecret keyring create' or 'passwd' asked for");
    return {std::move(derived), std::move(*data)};
}

std::optional<SecretString> find_session_key(const SealedFile &file)
{
    const auto cache = KeyCache::of_session();
    const auto derived = cache ? cache->find(file.header()) : std::nullopt;
    return derived ? file.open_data_key(*derived) : std::nullopt;
}

SecretString find_data_key(const SealedFile &file, const Deadline &deadline)
{
    const auto cache = KeyCache::of_session();
    if (auto data = find_session_key(file))
        return std::move(*data);
    const auto passphrase_file = find_passphrase_file();
    if (!passphrase_file && !cache)
        throw locked();
    const auto lock = lock_derivation(cache, file, deadline);
    if (auto data = find_session_key(file)) // somebody was faster
        return std::move(*data);
    if (!passphrase_file)
        throw locked();
    Unlocked unlocked = unlock_with(file, read_passphrase(*passphrase_file),
                                    " in '" + passphrase_file->path + "'", deadline);
    try {
        // a person's own unlock of another file goes before
        if (cache && lock && cache->is_free_for(file.header()))
            cache->keep(file.header(), unlocked.derived, std::nullopt);
    } catch (const Error &) { // the next one derives it again
        return std::move(unlocked.data);
    }
    return std::move(unlocked.data);
}

} // namespace cppsecret::keyring
