// SPDX-License-Identifier: MIT
#include "keyring/file/key_cache.hpp"

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

namespace cppsecret::keyring {

namespace {

// magic, kept at, ends at, what goes with the passphrase (its digest), the derived key
constexpr std::string_view magic = "cppskey-unlocked";
constexpr std::size_t mark_at = magic.size() + 2 * sizeof(std::uint64_t);
constexpr std::size_t key_at = mark_at + checksum_size;
constexpr std::size_t entry_size = key_at + key_size;

/// Seconds since the machine was started, also those in which it slept: nobody sets this clock.
std::uint64_t now()
{
    struct timespec time {};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return static_cast<std::uint64_t>(time.tv_sec);
}

std::uint64_t number_at(std::string_view bytes, std::size_t offset)
{
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

std::string bytes_of(std::uint64_t value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

/// A file of ours that nobody else has any right to.
UniqueFd open_private(const std::string &path, int flags)
{
    UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_uid != ::geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return {};
    return fd;
}

} // namespace

std::optional<KeyCache> KeyCache::of_session()
{
    const auto folder = runtime_folder();
    if (!folder)
        return std::nullopt;
    return KeyCache(*folder);
}

std::optional<KeyCache::Entry> KeyCache::read_any() const
{
    const UniqueFd fd = open_private(path_, O_RDONLY);
    SecretString bytes(entry_size + 1);
    if (!fd || read_fully(fd.get(), bytes.writable()) != entry_size ||
        !bytes.reveal().starts_with(magic))
        return std::nullopt;
    Entry entry;
    entry.kept_at = number_at(bytes.reveal(), magic.size());
    entry.ends_at = number_at(bytes.reveal(), magic.size() + sizeof entry.kept_at);
    entry.mark = bytes.reveal().substr(mark_at, checksum_size);
    entry.derived = SecretString(bytes.reveal().substr(key_at, key_size));
    return entry;
}

std::optional<KeyCache::Entry> KeyCache::read() const
{
    auto entry = read_any();
    if (!entry || entry->is_valid_at(now()))
        return entry;
    wipe_what_is_over();
    return std::nullopt;
}

void KeyCache::wipe_what_is_over() const
{
    const auto held = FileLock::if_free(lock_path());
    if (!held) // whoever has it is about to keep another key, or to forget this one
        return;
    if (const auto entry = read_any(); entry && !entry->is_valid_at(now()))
        static_cast<void>(wipe());
}

bool KeyCache::is_free_for(std::string_view header) const
{
    const auto entry = read();
    return !entry || entry->mark == checksum_of(header);
}

std::optional<SecretString> KeyCache::find(std::string_view header) const
{
    auto entry = read();
    if (!entry || entry->mark != checksum_of(header))
        return std::nullopt;
    return std::move(entry->derived);
}

std::optional<std::chrono::seconds> KeyCache::time_left(std::string_view header) const
{
    const auto entry = read();
    if (!entry || entry->ends_at == 0 || entry->mark != checksum_of(header))
        return std::nullopt;
    const std::uint64_t time = now();
    return std::chrono::seconds(entry->ends_at > time ? entry->ends_at - time : 0);
}

void KeyCache::write(const Entry &entry) const
{
    SecretString bytes(entry_size);
    const std::string text =
        std::string(magic) + bytes_of(entry.kept_at) + bytes_of(entry.ends_at) + entry.mark;
    text.copy(bytes.writable().data(), text.size());
    entry.derived.reveal().copy(bytes.writable().data() + key_at, key_size);
    if (!open_private(path_, O_RDONLY)) // AtomicFile would keep the owner and mode of what is there
        ::unlink(path_.c_str());
    remove_leftovers(path_);
    AtomicFile file(path_);
    file.write(bytes.reveal());
    file.commit();
}

void KeyCache::keep(std::string_view header, const SecretString &derived,
                    std::optional<std::chrono::seconds> timeout) const
{
    const std::uint64_t time = now();
    const std::uint64_t end = timeout ? time + static_cast<std::uint64_t>(timeout->count()) : 0;
    write({time, end, checksum_of(header), SecretString(derived.reveal())});
}

void KeyCache::replace(std::string_view old_header, std::string_view header,
                       const SecretString &derived) const
{
    auto entry = read();
    if (!entry || entry->mark != checksum_of(old_header))
        return;
    entry->mark = checksum_of(header);
    entry->derived = SecretString(derived.reveal());
    write(*entry);
}

FileLock KeyCache::lock(const Deadline &deadline) const
{
    make_folder_of_ours(folder_, "the key");
    return {lock_path(), deadline};
}

bool KeyCache::forget() const
{
    remove_leftovers(path_);
    return wipe();
}

bool KeyCache::wipe() const
{
    if (const UniqueFd fd = open_private(path_, O_WRONLY)) {
        const SecretString nothing(entry_size);
        write_fully(fd.get(), nothing.reveal());
    }
    if (::unlink(path_.c_str()) == 0)
        return true;
    if (errno != ENOENT)
        throw system_error("remove '" + path_ + "'", errno);
    return false;
}

} // namespace cppsecret::keyring
