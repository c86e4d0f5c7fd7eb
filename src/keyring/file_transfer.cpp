// SPDX-License-Identifier: MIT
#include "keyring/file_transfer.hpp"

#include "base/atomic_file.hpp"
#include "keyring/file_admin.hpp"
#include "keyring/folders.hpp"
#include "keyring/key_cache.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::seconds time_to_wait(60);

/// True if `logins` has one of this registry that was changed no earlier.
bool has_newer(const std::vector<Login> &logins, const Login &login)
{
    const ServerKey key(login.server);
    return std::any_of(logins.begin(), logins.end(), [&](const Login &other) {
        return ServerKey(other.server) == key && other.changed >= login.changed;
    });
}

} // namespace

void export_keyring_file(const KeyringFile &file, const std::string &path)
{
    const SealedFile sealed = file.read();
    if (::access(path.c_str(), F_OK) == 0)
        throw Error(Errc::System, "'" + path + "' is there already",
                    "name a file that is not there");
    AtomicFile copy(path);
    copy.write(sealed.bytes());
    copy.commit();
}

Imported import_logins(const KeyringFile &file, const SealedFile &copy,
                       const SecretString &data_key)
{
    const FileDocument source(copy.open_document(data_key), copy.name());
    const Deadline end = Deadline::after(time_to_wait);
    const FileLock lock = file.lock(end);
    OpenFile target = file.open(end);
    const std::vector<Login> here = target.document.logins();
    Imported imported;
    for (const Login &login : source.logins()) {
        const auto credential = source.find(ServerKey(login.server));
        if (!credential || has_newer(here, login)) {
            ++imported.kept;
            continue;
        }
        target.document.replace(*credential, login.changed.value_or(0));
        ++imported.taken;
    }
    if (imported.taken != 0)
        file.replace(target.seal(), target.sealed.bytes());
    return imported;
}

Imported adopt_copy(const KeyringFile &file, const SealedFile &copy, const SecretString &passphrase)
{
    const Unlocked unlocked = unlock_with(copy, passphrase, {});
    const FileDocument document(copy.open_document(unlocked.data), copy.name());
    make_folder_of_ours(folder_of(file.path()), "the keyring file");
    const FileLock lock(file.path() + ".lock", Deadline::after(time_to_wait));
    refuse_existing(file);
    AtomicFile created(file.path());
    created.write(copy.bytes());
    created.commit();
    if (const auto cache = KeyCache::of_session())
        cache->keep(copy.header(), unlocked.derived, std::nullopt);
    return {document.logins().size(), 0};
}

} // namespace cppsecret::keyring
