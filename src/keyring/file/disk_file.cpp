// SPDX-License-Identifier: MIT
#include "keyring/file/disk_file.hpp"

#include "base/atomic_file.hpp"
#include "base/command.hpp"
#include "base/file_stamp.hpp"
#include "base/folders.hpp"
#include "base/place_to_write.hpp"
#include "base/read_file.hpp"
#include "base/trusted_place.hpp"
#include "base/unique_fd.hpp"
#include "keyring/file/key_search.hpp"

#include <cerrno>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::keyring {

namespace {

FileReader open_to_read(const std::string &path)
{
    FileRules rules;
    rules.limit = std::size_t{64} << 20;
    rules.refusal = Errc::Damaged;
    rules.too_long = "is too large to be a keyring file";
    auto file = FileReader::open(path, rules);
    if (!file)
        throw Error(Errc::NotFound, "there is no file '" + path + "'", {}, path);
    return std::move(*file);
}

/// AtomicFile keeps the mode of what it replaces.
void take_rights_of_others(const std::string &path)
{
    const PlaceToWrite place(path, MissingFolders::Refuse, LastLink::Keep);
    const UniqueFd fd(::openat(place.folder(), place.name().c_str(),
                               O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status {};
    if (fd && ::fstat(fd.get(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
        ::fchmod(fd.get(), S_IRUSR | S_IWUSR) != 0)
        throw system_error("change the mode of '" + path + "'", errno);
}

void check_trust(const struct stat &status, const std::string &path)
{
    if (!is_ours(status))
        throw Error(Errc::Untrusted, "the keyring file '" + path + "' belongs to another user",
                    "run the command as its owner, or set HOME to your own home folder", path);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw Error(Errc::Untrusted, "others can get at the keyring file '" + path + "'",
                    "run " + Command("chmod 600").operand(path).in_ticks(), path);
}

/// Who can replace it can bring an older one back.
void check_folder(const std::string &folder)
{
    if (can_others_replace_in(folder))
        throw Error(Errc::Untrusted,
                    "others can replace files in '" + folder + "', where the keyring file is",
                    "make the folder yours alone: " +
                        Command("chown \"$USER\"")
                            .operand(folder)
                            .then(Command("chmod go-w").operand(folder))
                            .text(),
                    folder);
}

} // namespace

SealedFile read_sealed_file(const std::string &path)
{
    return {open_to_read(path).read_text(), path};
}

DiskFile::DiskFile(const std::string &path) : path_(resolve_links(path)) {}

DiskFile DiskFile::of_person()
{
    const auto folder = data_folder();
    if (!folder)
        throw Error(Errc::NoCollection, "no folder for a keyring file: HOME names none",
                    "set HOME to your home folder");
    return DiskFile(*folder + "/keyring");
}

bool DiskFile::exists() const noexcept
{
    return ::access(path_.c_str(), F_OK) == 0;
}

bool DiskFile::is_of_another() const noexcept
{
    struct stat status {};
    return ::stat(path_.c_str(), &status) == 0 && !is_ours(status);
}

std::string DiskFile::way_back() const
{
    if (::access(previous_path().c_str(), F_OK) != 0)
        return {};
    return "the previous copy is '" + previous_path() +
           "'; to go back to it: " + Command("cp").operand(previous_path()).operand(path_).text();
}

Error DiskFile::not_there() const
{
    std::string hint = way_back();
    if (hint.empty())
        hint = "make one with 'cppsecret keyring create'";
    return Error(Errc::NoCollection, "there is no keyring file '" + path_ + "'", std::move(hint),
                 path_);
}

Error DiskFile::with_remedy(const Error &error) const
{
    if (error.code() != Errc::Damaged)
        return error;
    if (std::string hint = way_back(); !hint.empty())
        return Error(error.code(), error.what(), std::move(hint), error.subject());
    return Error(error.code(), error.what(),
                 "there is no previous copy '" + previous_path() +
                     "'; put a backup in its place, or remove it and run 'cppsecret keyring "
                     "create'",
                 error.subject());
}

std::pair<FileReader, SealedFile> DiskFile::read_open() const
{
    try {
        FileReader file = open_to_read(path_);
        check_trust(file.status(), path_);
        check_folder(folder_of(path_));
        SealedFile sealed(file.read_text(), path_);
        return {std::move(file), std::move(sealed)};
    } catch (const Error &error) {
        if (error.code() == Errc::NotFound)
            throw not_there();
        throw with_remedy(error);
    }
}

SealedFile DiskFile::read() const
{
    return read_open().second;
}

OpenFile DiskFile::open_once(const Deadline &deadline) const
{
    auto [on_disk, sealed] = read_open();
    SecretString data_key;
    try {
        data_key = find_data_key(sealed, deadline);
    } catch (const Error &error) {
        if (error.code() != Errc::Locked && error.code() != Errc::WrongPassphrase)
            throw;
        auto newer = read_open();
        if (newer.second.header() == sealed.header())
            throw;
        std::tie(on_disk, sealed) = std::move(newer); // the passphrase was changed meanwhile
        data_key = find_data_key(sealed, deadline);
    }
    FileDocument document(sealed.open_document(data_key), path_);
    return {std::move(sealed), std::move(data_key), std::move(document), std::move(on_disk)};
}

OpenFile DiskFile::open(const Deadline &deadline) const
{
    try {
        return open_once(deadline);
    } catch (const Error &error) {
        throw with_remedy(error);
    }
}

bool DiskFile::is_unchanged(const FileReader &opened) const noexcept
{
    const struct stat &then = opened.status();
    struct stat now {};
    return ::stat(path_.c_str(), &now) == 0 && FileStamp::from(now) == FileStamp::from(then) &&
           now.st_mode == then.st_mode && now.st_uid == then.st_uid;
}

FileDocument DiskFile::read_document(const SecretString &data_key) const
{
    const SealedFile sealed = read();
    try {
        return {sealed.open_document(data_key), path_};
    } catch (const Error &error) {
        throw with_remedy(error);
    }
}

FileLock DiskFile::lock(const Deadline &deadline) const
{
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0)
        throw errno == ENOENT ? not_there() : system_error("look at '" + path_ + "'", errno);
    check_trust(status, path_); // and nothing is made in the folder of somebody else
    return {path_ + ".lock", deadline};
}

void DiskFile::replace(const std::string &bytes, const std::string &previous) const
{
    for (const std::string &path : {previous_path(), path_})
        remove_leftovers(path); // of those who were killed; they may hold what was erased since
    take_rights_of_others(previous_path());
    AtomicFile copy(previous_path());
    copy.write(previous);
    AtomicFile file(path_);
    file.write(bytes);
    copy.commit();
    file.commit();
}

} // namespace cppsecret::keyring
