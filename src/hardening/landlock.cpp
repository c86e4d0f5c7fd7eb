// SPDX-License-Identifier: MIT
#include "hardening/landlock.hpp"

#include "base/trusted_place.hpp"
#include "base/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

namespace cppsecret {

namespace {

using Rights = std::uint64_t;

// What Debian 12's header does not have yet.
constexpr Rights truncate_file = 1ULL << 14;   // ABI 3
constexpr Rights ioctl_on_device = 1ULL << 15; // ABI 5
constexpr Rights tcp = 0x3;                    // ABI 4: bind and connect
constexpr Rights signals = 1ULL << 1;          // ABI 6; abstract sockets stay: a bus may have one

struct Attributes {
    Rights files;
    Rights network;
    Rights scoped;
};

constexpr Rights read_file = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr Rights read_only = read_file | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr Rights read_write = read_only | LANDLOCK_ACCESS_FS_WRITE_FILE | truncate_file;
constexpr Rights replace =
    read_write | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE;
constexpr Rights steer = read_write | ioctl_on_device;
/// Those that a rule for a file, and not for a folder, can have.
constexpr Rights of_a_file =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | truncate_file | ioctl_on_device;

struct SystemPlace {
    const char *path;
    Rights rights;
};

/// What libc, GLib, libsecret and libgcrypt read once main() runs, and what says which boot this
/// is. libsecret is loaded when it is needed.
constexpr std::array system_places{
    SystemPlace{"/usr", read_only},
    SystemPlace{"/etc/ld.so.cache", read_file},
    SystemPlace{"/etc/gcrypt", read_only},
    SystemPlace{"/proc/self", read_only},
    SystemPlace{"/proc/sys/crypto/fips_enabled", read_file},
    SystemPlace{"/proc/sys/kernel/random/boot_id", read_file},
};

/// What libc reads where it looks for the account: by files, systemd or sssd.
constexpr std::array places_of_accounts{
    SystemPlace{"/etc/nsswitch.conf", read_file},  SystemPlace{"/etc/passwd", read_file},
    SystemPlace{"/etc/userdb", read_only},         SystemPlace{"/run/userdb", read_only},
    SystemPlace{"/run/systemd/userdb", read_only}, SystemPlace{"/var/lib/sss/mc", read_only},
};

/// Links into /usr, but on systems that keep these apart.
constexpr std::array mostly_links{"/lib", "/lib64", "/etc/os-release"};

/// Where a system has each library in a folder of its own.
constexpr std::array<std::string_view, 2> stores{"/nix/store", "/gnu/store"};

/// All rights over files of an ABI.
Rights all_of(int abi) noexcept
{
    constexpr Rights first = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;
    Rights rights = first;
    if (abi >= 2)
        rights |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        rights |= truncate_file;
    if (abi >= 5)
        rights |= ioctl_on_device;
    return rights;
}

class Ruleset {
public:
    explicit Ruleset(int abi) noexcept
    {
        const Attributes attributes{all_of(abi), abi >= 4 ? tcp : 0, abi >= 6 ? signals : 0};
        // an older kernel takes no more than it knows, unless the rest is zero
        fd_ = UniqueFd(static_cast<int>(
            ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
        handled_ = attributes.files;
    }

    /// A place that is not there is left out.
    void allow(const char *path, Rights rights, int how = O_PATH) const noexcept
    {
        const UniqueFd place(::open(path, how | O_CLOEXEC));
        if (place && !add(place, rights & handled_) && errno == EINVAL)
            static_cast<void>(add(place, rights & handled_ & of_a_file));
    }

    [[nodiscard]] bool enforce() const noexcept
    {
        return fd_ && ::syscall(SYS_landlock_restrict_self, fd_.get(), 0) == 0;
    }

private:
    [[nodiscard]] bool add(const UniqueFd &place, Rights rights) const noexcept
    {
        const landlock_path_beneath_attr rule{rights, place.get()};
        return ::syscall(SYS_landlock_add_rule, fd_.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ==
               0;
    }

    UniqueFd fd_;
    Rights handled_ = 0;
};

bool is_of_system(std::string_view path) noexcept
{
    return path.starts_with("/usr/") || path.starts_with("/lib");
}

/// The folders of libraries that a program built by hand has: what it loads later is there too.
int allow_folder_of_library(dl_phdr_info *library, std::size_t /*size*/, void *rules) noexcept
{
    std::string_view path(library->dlpi_name);
    if (!path.starts_with('/') || is_of_system(path))
        return 0;
    path = path.substr(0, path.rfind('/'));
    for (const std::string_view store : stores)
        if (path.starts_with(store))
            path = store;
    std::array<char, 4096> folder{};
    if (path.size() < folder.size()) {
        path.copy(folder.data(), path.size());
        static_cast<const Ruleset *>(rules)->allow(folder.data(), read_only);
    }
    return 0;
}

/// LD_LIBRARY_PATH, in which dlopen() looks first.
void allow_library_path(const Ruleset &rules, std::string_view folders) noexcept
{
    while (!folders.empty()) {
        std::array<char, 4096> folder{};
        const auto length = std::min(folders.find_first_of(":;"), folders.size());
        if (length > 0 && length < folder.size()) {
            folders.copy(folder.data(), length);
            rules.allow(folder.data(), read_only);
        }
        folders.remove_prefix(std::min(length + 1, folders.size()));
    }
}

void allow_libraries(Ruleset &rules) noexcept
{
    for (const char *path : mostly_links)
        rules.allow(path, read_only, O_RDONLY | O_NOFOLLOW);
    ::dl_iterate_phdr(allow_folder_of_library, &rules);
    if (const char *folders = ::secure_getenv("LD_LIBRARY_PATH"))
        allow_library_path(rules, folders);
}

template <std::size_t Size>
void allow_all(const Ruleset &rules, const std::array<SystemPlace, Size> &places) noexcept
{
    for (const SystemPlace &place : places)
        rules.allow(place.path, place.rights);
}

void allow_all(const Ruleset &rules, const std::vector<std::string> &paths, Rights rights) noexcept
{
    for (const std::string &path : paths)
        rules.allow(path.c_str(), rights);
}

/// HOME is unset, or that of somebody else: then a message says what to set it to.
bool is_account_looked_for() noexcept
{
    const char *const home = ::secure_getenv("HOME");
    struct stat status {};
    return home == nullptr || ::stat(home, &status) != 0 || !is_ours(status);
}

} // namespace

int available_landlock_abi() noexcept
{
    const long abi =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? static_cast<int>(abi) : 0;
}

int restrict_files(const FilesInUse &files) noexcept
{
    const int abi = available_landlock_abi();
    if (abi == 0)
        return 0;
    Ruleset rules(abi);
    allow_all(rules, system_places);
    if (is_account_looked_for())
        allow_all(rules, places_of_accounts);
    allow_libraries(rules);
    allow_all(rules, files.readable, read_only);
    allow_all(rules, files.writable, replace);
    allow_all(rules, files.terminals, steer);
    return rules.enforce() ? abi : 0;
}

} // namespace cppsecret
