// SPDX-License-Identifier: MIT
#include "keyring/file/file_keyring.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <time.h>

namespace cppsecret::keyring {

namespace {

bool holds(const FileDocument &document, const Credential &wanted)
{
    const auto kept = document.find(ServerKey(wanted.server));
    return kept && is_same_login(*kept, wanted);
}

/// For each whether a later one of `credentials` is of the same registry.
std::vector<bool> replaced_ones(std::span<const Credential> credentials)
{
    std::vector<bool> replaced(credentials.size());
    std::set<std::string> later;
    for (std::size_t place = credentials.size(); place-- > 0;)
        replaced[place] = !later.insert(ServerKey(credentials[place].server).identity()).second;
    return replaced;
}

} // namespace

Error not_kept(const std::string &path, const std::string &what)
{
    return Error(Errc::System, "'" + path + "' " + what + " after it was changed",
                 "another program writes to it, or the disk is failing");
}

std::uint64_t time_of_change()
{
    return static_cast<std::uint64_t>(::time(nullptr));
}

FileKeyring::FileKeyring(DiskFile file, Settings settings)
    : file_(std::move(file)),
      settings_(std::move(settings)),
      end_(Deadline::after(settings_.limit_with_prompt()))
{
}

void FileKeyring::begin_call()
{
    end_ = Deadline::after(settings_.limit_with_prompt());
}

const FileDocument &FileKeyring::document()
{
    if (!kept_ || !file_.is_unchanged(kept_->on_disk)) {
        kept_.reset(); // one at a time
        kept_ = file_.open(end_);
    }
    return kept_->document;
}

void FileKeyring::unlock()
{
    const OneCall call(*this);
    static_cast<void>(file_.open(end_)); // keeps a derived key for the session
}

std::optional<Credential> FileKeyring::get(const ServerKey &key)
{
    const OneCall call(*this);
    return document().find(key);
}

void FileKeyring::store(const Credential &credential)
{
    store_all(std::span(&credential, 1), [](std::size_t) {});
}

void FileKeyring::store_all(std::span<const Credential> credentials,
                            const std::function<void(std::size_t)> &on_stored)
{
    const OneCall call(*this);
    const FileLock lock = file_.lock(end_);
    OpenFile file = file_.open(end_);
    file.document.replace(credentials, time_of_change());
    file_.replace(file.seal(), file.sealed.bytes());

    const FileDocument proof = file_.read_document(file.data_key);
    const std::vector<bool> is_replaced = replaced_ones(credentials);
    for (std::size_t i = 0; i < credentials.size(); ++i) {
        if (!is_replaced[i] && !holds(proof, credentials[i]))
            throw not_kept(file_.path(),
                           "does not hold the login for '" + credentials[i].server + "'");
        on_stored(i);
    }
}

void FileKeyring::erase(const ServerKey &key)
{
    const OneCall call(*this);
    const FileLock lock = file_.lock(end_);
    OpenFile file = file_.open(end_);
    if (!file.document.erase(key))
        return;
    // the previous version must not bring back what was erased: it becomes a second copy
    file_.replace(file.seal(), file.seal());
    if (file_.read_document(file.data_key).find(key))
        throw not_kept(file_.path(), "still holds the login for '" + key.as_given() + "'");
}

Listing FileKeyring::list()
{
    Listing listing = list_with_times();
    for (Login &login : listing.logins)
        login.changed.reset();
    return listing;
}

Listing FileKeyring::list_with_times()
{
    const OneCall call(*this);
    try {
        return {document().logins(), std::nullopt};
    } catch (const Error &error) {
        if (error.code() != Errc::Locked)
            throw;
        return {{}, error};
    }
}

} // namespace cppsecret::keyring
