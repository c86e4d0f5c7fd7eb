// SPDX-License-Identifier: MIT
// The saved accounts of the keyring file.
#include "keyring/file/file_keyring.hpp"

namespace cppsecret::keyring {

bool FileKeyring::has_account(const ServerKey &key, const std::string &name)
{
    return get_account(key, name).has_value();
}

std::optional<Credential> FileKeyring::get_account(const ServerKey &key, const std::string &name)
{
    const OneCall call(*this);
    return document().find_account(key, name);
}

void FileKeyring::store_account(const std::string &name, const Credential &credential)
{
    const OneCall call(*this);
    const FileLock lock = file_.lock(end_);
    OpenFile file = file_.open(end_);
    file.document.replace_account(name, credential, time_of_change());
    file_.replace(file.seal(), file.sealed.bytes());
    const auto kept =
        file_.read_document(file.data_key).find_account(ServerKey(credential.server), name);
    if (!kept || !is_same_login(*kept, credential))
        throw not_kept(file_.path(), "does not hold the account '" + name + "'");
}

bool FileKeyring::erase_account(const ServerKey &key, const std::string &name)
{
    const OneCall call(*this);
    const FileLock lock = file_.lock(end_);
    OpenFile file = file_.open(end_);
    if (!file.document.erase_account(key, name))
        return false;
    // the previous version must not bring back what was removed: it becomes a second copy
    file_.replace(file.seal(), file.seal());
    if (file_.read_document(file.data_key).find_account(key, name))
        throw not_kept(file_.path(), "still holds the account '" + name + "'");
    return true;
}

AccountListing FileKeyring::accounts()
{
    const OneCall call(*this);
    try {
        return {document().accounts(), std::nullopt};
    } catch (const Error &error) {
        if (error.code() != Errc::Locked)
            throw;
        return {{}, error};
    }
}

} // namespace cppsecret::keyring
