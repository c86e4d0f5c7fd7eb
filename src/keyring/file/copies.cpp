// SPDX-License-Identifier: MIT
#include "keyring/file/copies.hpp"

#include "base/atomic_file.hpp"
#include "base/folders.hpp"
#include "base/new_file.hpp"
#include "keyring/file/admin.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace cppsecret::keyring {

namespace {

constexpr std::chrono::seconds time_to_wait(60);

/// Those of `source` that are newer than what `target` has.
class Merge {
public:
    Merge(const FileDocument &source, FileDocument &target) : source_(source), target_(target) {}

    Imported run()
    {
        for (const Login &login : source_.logins()) {
            const ServerKey key(login.server);
            const auto credential = source_.find(key);
            if (!credential || has_newer(logins_, login))
                ++imported_.kept;
            else
                take([&] { target_.replace(*credential, login.changed.value_or(0)); });
        }
        for (const Account &account : source_.accounts()) {
            const auto credential =
                source_.find_account(ServerKey(account.login.server), account.name);
            if (!credential || has_newer(accounts_of(account.name), account.login))
                ++imported_.kept;
            else
                take([&] {
                    target_.replace_account(account.name, *credential,
                                            account.login.changed.value_or(0));
                });
        }
        return imported_;
    }

private:
    /// True if `logins` has one of this registry that was changed no earlier.
    static bool has_newer(const std::vector<Login> &logins, const Login &login)
    {
        const ServerKey key(login.server);
        return std::any_of(logins.begin(), logins.end(), [&](const Login &other) {
            return ServerKey(other.server) == key && other.changed >= login.changed;
        });
    }

    [[nodiscard]] std::vector<Login> accounts_of(const std::string &name) const
    {
        std::vector<Login> of_name;
        for (const Account &account : accounts_)
            if (account.name == name)
                of_name.push_back(account.login);
        return of_name;
    }

    template <typename Change>
    void take(const Change &change)
    {
        change();
        ++imported_.taken;
    }

    const FileDocument &source_;
    FileDocument &target_;
    const std::vector<Login> logins_ = target_.logins(); ///< before anything is taken
    const std::vector<Account> accounts_ = target_.accounts();
    Imported imported_;
};

} // namespace

void export_keyring_file(const DiskFile &file, const std::string &path)
{
    write_new_file(path, file.read().bytes());
}

Imported import_logins(const DiskFile &file, const SealedFile &copy, const SecretString &data_key)
{
    const FileDocument source(copy.open_document(data_key), copy.name());
    const Deadline end = Deadline::after(time_to_wait);
    const FileLock lock = file.lock(end);
    OpenFile target = file.open(end);
    const Imported imported = Merge(source, target.document).run();
    if (imported.taken != 0)
        file.replace(target.seal(), target.sealed.bytes());
    return imported;
}

Imported adopt_copy(const DiskFile &file, const SealedFile &copy, const SecretString &passphrase,
                    const Unlocked &keys)
{
    const FileDocument document(copy.open_document(keys.data), copy.name());
    const KdfCost cost = not_below_standard(copy.cost());
    std::optional<FileKeys> dearer;
    if (cost != copy.cost())
        dearer = make_keys(passphrase, cost);
    make_folder_of_ours(folder_of(file.path()), "the keyring file");
    const FileLock lock(file.path() + ".lock", Deadline::after(time_to_wait));
    refuse_existing(file);
    AtomicFile created(file.path());
    created.write(dearer ? seal_file(dearer->header, dearer->data, document.text()) : copy.bytes());
    created.commit();
    if (dearer)
        keep_for_session(dearer->header, dearer->derived);
    else
        keep_for_session(copy.header(), keys.derived);
    return {document.logins().size() + document.accounts().size(), 0};
}

} // namespace cppsecret::keyring
