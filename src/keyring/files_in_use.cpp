// SPDX-License-Identifier: MIT
#include "keyring/files_in_use.hpp"

#include "base/atomic_file.hpp"
#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/lock_folder.hpp"
#include "keyring/file/disk_file.hpp"
#include "keyring/file/key_cache.hpp"
#include "keyring/secret_service/bus_address.hpp"

#include <utility>

#include <unistd.h>

namespace cppsecret::keyring {

namespace {

bool has_bus()
{
    try {
        return !session_bus_address(bus_environment()).address.empty();
    } catch (const Error &) {
        return false;
    }
}

void add_lock_folder(FilesInUse &files)
{
    const auto of_session = runtime_folder();
    if (!of_session && !has_bus())
        return;
    try {
        const bool is_there = of_session && ::access(of_session->c_str(), F_OK) == 0;
        files.writable.push_back(is_there ? *of_session : lock_folder());
    } catch (const Error &) { // whoever wants a lock says why there is none
        return;
    }
}

void add_keyring_file(FilesInUse &files, Use use)
{
    try {
        const DiskFile file = DiskFile::of_person();
        if (!file.exists())
            return;
        // without a session that keeps the key, whoever derives it has a lock beside the file
        const bool is_changed = use == Use::Changing || !KeyCache::of_session();
        (is_changed ? files.writable : files.readable).push_back(folder_of(file.path()));
    } catch (const Error &) { // there is no HOME, and no such file
        return;
    }
}

} // namespace

FilesInUse files_in_use(Use use)
{
    FilesInUse files;
    for (const char *variable : {"CPPSECRET_PASSPHRASE_FILE", "CREDENTIALS_DIRECTORY"})
        if (auto path = environment(variable))
            files.readable.push_back(std::move(*path));
    add_lock_folder(files);
    add_keyring_file(files, use);
    return files;
}

} // namespace cppsecret::keyring
