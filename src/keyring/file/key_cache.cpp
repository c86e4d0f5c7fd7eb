// SPDX-License-Identifier: MIT
#include "keyring/file/key_cache.hpp"

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/io.hpp"
#include "base/text.hpp"
#include "base/trusted_place.hpp"
#include "base/unique_fd.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include <linux/magic.h>

namespace cppsecret::keyring {

namespace {

// magic, boot, kept at, ends at, what goes with the passphrase (its digest), the derived key
constexpr std::string_view magic = "cppskey-unlocked";
constexpr std::size_t boot_size = 36; // a UUID as the kernel writes it
constexpr std::size_t kept_at_offset = magic.size() + boot_size;
constexpr std::size_t ends_at_offset = kept_at_offset + sizeof(std::uint64_t);
constexpr std::size_t mark_offset = ends_at_offset + sizeof(std::uint64_t);
constexpr std::size_t key_offset = mark_offset + checksum_size;
constexpr std::size_t entry_size = key_offset + key_size;

constexpr const char *boot_id_path = "/proc/sys/kernel/random/boot_id";

/// Seconds since the machine was started, also those in which it slept: nobody sets this clock.
std::uint64_t now()
{
    struct timespec time {};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return static_cast<std::uint64_t>(time.tv_sec);
}

/// The id that the kernel has given to this boot; empty if it cannot be read.
std::string boot_id()
{
    const UniqueFd fd(::open(boot_id_path, O_RDONLY | O_CLOEXEC));
    std::string id(boot_size, '\0');
    if (!fd || read_fully(fd.get(), id) != boot_size)
        return {};
    return id;
}

/// Whether nothing that is written into `folder` gets to a disk; nothing if that cannot be told.
/// One that is not there yet will be where the folder above it is.
std::optional<bool> is_in_memory(const std::string &folder)
{
    constexpr int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    UniqueFd fd(::open(folder.c_str(), flags));
    if (!fd && errno == ENOENT)
        fd = UniqueFd(::open(folder_of(folder).c_str(), flags));
    struct statfs system {};
    if (!fd || ::fstatfs(fd.get(), &system) != 0)
        return std::nullopt;
    const auto type = static_cast<std::uint32_t>(system.f_type);
    return type == TMPFS_MAGIC || type == RAMFS_MAGIC;
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
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) || !is_ours(status) ||
        (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return {};
    return fd;
}

} // namespace

/// Where keys are kept.
struct KeyCache::Place {
    std::string folder; ///< empty if there is none
    std::string boot;
    std::string obstacle;    ///< to keeping one there
    bool is_on_disk = false; ///< that is the obstacle
};

KeyCache::Place KeyCache::find_place()
{
    const auto folder = runtime_folder();
    if (!folder)
        return {{}, {}, "XDG_RUNTIME_DIR names no folder of yours"};
    const auto in_memory = is_in_memory(*folder);
    if (!in_memory)
        return {*folder, {}, in_ticks(*folder) + " cannot be looked at"};
    if (!*in_memory)
        return {*folder,
                {},
                "XDG_RUNTIME_DIR (" + in_ticks(folder_of(*folder)) +
                    ") is on a disk, and keys are kept in memory only",
                true};
    std::string boot = boot_id();
    if (boot.empty())
        return {*folder, {}, std::string("'") + boot_id_path + "' cannot be read"};
    return {*folder, std::move(boot), {}};
}

std::optional<KeyCache> KeyCache::of_session()
{
    Place place = find_place();
    KeyCache cache(place.folder, std::move(place.boot));
    if (place.obstacle.empty())
        return cache;
    try {
        if (place.is_on_disk) // no other obstacle lasts
            static_cast<void>(cache.wipe());
    } catch (const Error &) { // it was of no use anyway
        return std::nullopt;
    }
    return std::nullopt;
}

std::string KeyCache::obstacle()
{
    return find_place().obstacle;
}

std::optional<KeyCache::Head> KeyCache::head_of(std::string_view bytes)
{
    if (!bytes.starts_with(magic))
        return std::nullopt;
    return Head{std::string(bytes.substr(magic.size(), boot_size)),
                number_at(bytes, kept_at_offset), number_at(bytes, ends_at_offset),
                std::string(bytes.substr(mark_offset, checksum_size))};
}

std::optional<KeyCache::Head> KeyCache::read_head() const
{
    const UniqueFd fd = open_private(path_, O_RDONLY);
    std::string bytes(key_offset, '\0');
    if (!fd || read_fully(fd.get(), bytes) != key_offset)
        return std::nullopt;
    return head_of(bytes);
}

std::optional<KeyCache::Entry> KeyCache::read() const
{
    const UniqueFd fd = open_private(path_, O_RDONLY);
    SecretString bytes(entry_size + 1);
    if (!fd || read_fully(fd.get(), bytes.writable()) != entry_size)
        return std::nullopt;
    auto head = head_of(bytes.reveal());
    if (!head)
        return std::nullopt;
    if (is_over(*head)) {
        // whoever has the lock is about to keep another key, or to forget this one
        if (const auto lock = FileLock::if_free(lock_path()))
            wipe_if_over();
        return std::nullopt;
    }
    return Entry{std::move(*head), SecretString(bytes.reveal().substr(key_offset, key_size))};
}

bool KeyCache::is_over(const Head &head) const
{
    const std::uint64_t time = now();
    return head.boot != boot_ || time < head.kept_at || (head.ends_at != 0 && head.ends_at <= time);
}

void KeyCache::wipe_if_over() const
{
    if (const auto head = read_head(); head && is_over(*head))
        static_cast<void>(wipe());
}

void KeyCache::wipe_what_is_over(const Deadline &deadline) const
{
    const FileLock held = lock(deadline);
    wipe_if_over();
}

std::optional<std::uint64_t> KeyCache::end_of_key() const
{
    const auto head = read_head();
    return head && head->ends_at != 0 ? std::optional(head->ends_at) : std::nullopt;
}

bool KeyCache::is_free_for(std::string_view header) const
{
    const auto entry = read();
    return !entry || entry->head.mark == checksum_of(header);
}

std::optional<SecretString> KeyCache::find(std::string_view header) const
{
    auto entry = read();
    if (!entry || entry->head.mark != checksum_of(header))
        return std::nullopt;
    return std::move(entry->derived);
}

std::optional<std::chrono::seconds> KeyCache::time_left(std::string_view header) const
{
    const auto entry = read();
    if (!entry || entry->head.ends_at == 0 || entry->head.mark != checksum_of(header))
        return std::nullopt;
    const std::uint64_t time = now();
    return std::chrono::seconds(entry->head.ends_at > time ? entry->head.ends_at - time : 0);
}

void KeyCache::write(const Entry &entry) const
{
    SecretString bytes(entry_size);
    const std::string text = std::string(magic) + entry.head.boot + bytes_of(entry.head.kept_at) +
                             bytes_of(entry.head.ends_at) + entry.head.mark;
    text.copy(bytes.writable().data(), text.size());
    entry.derived.reveal().copy(bytes.writable().data() + key_offset, key_size);
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
    write({{boot_, time, end, checksum_of(header)}, SecretString(derived.reveal())});
}

void KeyCache::replace(std::string_view old_header, std::string_view header,
                       const SecretString &derived) const
{
    auto entry = read();
    if (!entry || entry->head.mark != checksum_of(old_header))
        return;
    entry->head.mark = checksum_of(header);
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

void KeyCache::overwrite() const
{
    if (const UniqueFd fd = open_private(path_, O_WRONLY))
        write_fully(fd.get(), std::string(entry_size, '\0'));
}

bool KeyCache::wipe() const
{
    overwrite();
    if (::unlink(path_.c_str()) == 0)
        return true;
    if (errno != ENOENT)
        throw system_error("remove '" + path_ + "'", errno);
    return false;
}

} // namespace cppsecret::keyring
