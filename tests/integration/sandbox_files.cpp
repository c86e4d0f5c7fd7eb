// SPDX-License-Identifier: MIT
// Attempts on files, and what the helper needs.
#include "base/error.hpp"
#include "integration/sandbox_attempts.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include <dlfcn.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <netinet/in.h>

namespace cppsecret::test {

namespace {

namespace fs = std::filesystem;

int error_of(long result)
{
    return result < 0 ? errno : 0;
}

int open_file(const std::string &path, int flags)
{
    const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    const int error_number = error_of(file);
    if (file >= 0)
        ::close(file);
    return error_number;
}

void make_file(const std::string &path)
{
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path) << "text\n";
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

sockaddr_un address_of(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(static_cast<char *>(address.sun_path), sizeof address.sun_path - 1);
    return address;
}

sockaddr_in loopback(unsigned port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = static_cast<in_port_t>(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template <typename Address>
const sockaddr *general(const Address &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

template <typename Address>
int listen_at(const Address &address)
{
    const int listener = ::socket(general(address)->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener, general(address), sizeof address) != 0 || ::listen(listener, 1000) != 0)
        throw system_error("listen", errno);
    return listener;
}

int connect_to_bus(const World &world)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(world.bus);
    return error_of(::connect(socket, general(address), sizeof address));
}

int connect_by_tcp(const World &world)
{
    const sockaddr_in address = loopback(world.tcp_port);
    return error_of(::connect(world.tcp_socket, general(address), sizeof address));
}

int replace_file_in(const std::string &folder)
{
    const std::string temporary = folder + "/.new";
    const std::string file = folder + "/file";
    if (const int error_number = open_file(temporary, O_WRONLY | O_CREAT | O_EXCL))
        return error_number;
    if (::rename(temporary.c_str(), file.c_str()) != 0 || ::unlink(file.c_str()) != 0)
        return errno;
    return open_file(folder, O_RDONLY | O_DIRECTORY);
}

int start_thread(const World & /*world*/)
{
    try {
        std::thread([] {}).join();
    } catch (const std::system_error &error) {
        return error.code().value();
    }
    return 0;
}

int lock_memory(const World & /*world*/)
{
    static const std::array<char, 64> memory{};
    return error_of(::mlock(memory.data(), memory.size()));
}

} // namespace

World::World(const std::string &folder)
    : home(folder + "/home"),
      runtime(folder + "/run"),
      credentials(folder + "/credentials"),
      keyring(home + "/.local/share/cppsecret/keyring"),
      bus(runtime + "/bus")
{
    for (const std::string &file : {home + "/.ssh/id_rsa", runtime + "/containers/auth.json",
                                    keyring, credentials + "/cppsecret-passphrase",
                                    runtime + "/cppsecret/prompt.lock", folder + "/passphrase"})
        make_file(file);
    fs::permissions(runtime, fs::perms::owner_all);
    ::setenv("HOME", home.c_str(), 1);
    ::setenv("XDG_RUNTIME_DIR", runtime.c_str(), 1);
    ::setenv("CREDENTIALS_DIRECTORY", credentials.c_str(), 1);
    ::setenv("CPPSECRET_PASSPHRASE_FILE", (folder + "/passphrase").c_str(), 1);
    for (const char *name : {"XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "CPPSECRET_KEYRING"})
        ::unsetenv(name);
    unix_listener = listen_at(address_of(bus));
    tcp_listener = listen_at(loopback(0));
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ::getsockname(tcp_listener, reinterpret_cast<sockaddr *>(&bound), &size);
    tcp_port = bound.sin_port;
    tcp_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

std::span<const Attempt> attempts_on_files()
{
    static constexpr std::array table{
        Attempt{"read a key in HOME", Guard::Files,
                [](const World &w) { return open_file(w.home + "/.ssh/id_rsa", O_RDONLY); }},
        Attempt{"write to a key in HOME", Guard::Files,
                [](const World &w) { return open_file(w.home + "/.ssh/id_rsa", O_WRONLY); }},
        Attempt{"list a folder of HOME", Guard::Files,
                [](const World &w) { return open_file(w.home + "/.ssh", O_RDONLY | O_DIRECTORY); }},
        Attempt{"make a file in HOME", Guard::Files,
                [](const World &w) { return open_file(w.home + "/.bashrc", O_WRONLY | O_CREAT); }},
        Attempt{
            "remove a file of HOME", Guard::Files,
            [](const World &w) { return error_of(::unlink((w.home + "/.ssh/id_rsa").c_str())); }},
        Attempt{"move a file of HOME", Guard::Files,
                [](const World &w) {
                    return error_of(::rename((w.home + "/.ssh/id_rsa").c_str(),
                                             (w.home + "/.ssh/moved").c_str()));
                }},
        Attempt{"make a folder in HOME", Guard::Files,
                [](const World &w) { return error_of(::mkdir((w.home + "/.new").c_str(), 0700)); }},
        Attempt{
            "make a link in HOME", Guard::Files,
            [](const World &w) { return error_of(::symlink("/", (w.home + "/.link").c_str())); }},
        Attempt{"read logins in plain text", Guard::Files,
                [](const World &w) {
                    return open_file(w.runtime + "/containers/auth.json", O_RDONLY);
                }},
        Attempt{"make a link beside the locks", Guard::Files,
                [](const World &w) {
                    return error_of(::symlink("/", (w.runtime + "/cppsecret/link").c_str()));
                }},
        Attempt{"write to a passphrase", Guard::Files,
                [](const World &w) {
                    return open_file(w.credentials + "/cppsecret-passphrase", O_WRONLY);
                }},
        Attempt{"read another file of /etc", Guard::Files,
                [](const World & /*w*/) { return open_file("/etc/group", O_RDONLY); }},
        Attempt{"write to /tmp", Guard::Files,
                [](const World & /*w*/) { return open_file("/tmp", O_WRONLY | O_TMPFILE); }},
        Attempt{"open the terminal", Guard::Files,
                [](const World & /*w*/) { return open_file("/dev/ptmx", O_RDWR | O_NOCTTY); }},
        Attempt{"look at another process", Guard::Files,
                [](const World & /*w*/) {
                    return open_file("/proc/" + std::to_string(::getppid()) + "/status", O_RDONLY);
                }},
        Attempt{"connect to a TCP port", Guard::Files, connect_by_tcp, 4},
        Attempt{"write to the keyring file", Guard::ForGet,
                [](const World &w) { return open_file(w.keyring, O_WRONLY); }},
        Attempt{"put another keyring file in its place", Guard::ForGet,
                [](const World &w) { return replace_file_in(fs::path(w.keyring).parent_path()); }},
    };
    return table;
}

std::span<const Need> needs()
{
    static constexpr std::array table{
        Need{"read the keyring file",
             [](const World &w) { return open_file(w.keyring, O_RDONLY); }},
        Need{"take a lock",
             [](const World &w) {
                 return open_file(w.runtime + "/cppsecret/keyring.lock", O_RDWR | O_CREAT);
             }},
        Need{"keep the key of the session",
             [](const World &w) { return replace_file_in(w.runtime + "/cppsecret"); }},
        Need{"read a credential",
             [](const World &w) {
                 return open_file(w.credentials + "/cppsecret-passphrase", O_RDONLY);
             }},
        Need{"read the passphrase file",
             [](const World & /*w*/) {
                 return open_file(::getenv("CPPSECRET_PASSPHRASE_FILE"), O_RDONLY);
             }},
        Need{"connect to the bus", connect_to_bus},
        Need{"/proc/self/uid_map",
             [](const World & /*w*/) { return open_file("/proc/self/uid_map", O_RDONLY); }},
        Need{"/etc/os-release",
             [](const World & /*w*/) { return open_file("/etc/os-release", O_RDONLY); }},
        Need{"start a thread", start_thread},
        Need{"lock memory", lock_memory},
        Need{"random bytes",
             [](const World & /*w*/) {
                 std::array<char, 8> bytes{};
                 return error_of(::getrandom(bytes.data(), bytes.size(), 0));
             }},
        Need{"load libsecret",
             [](const World & /*w*/) {
                 return ::dlopen("libsecret-1.so.0", RTLD_NOW) == nullptr ? EIO : 0;
             }},
        Need{"end by a signal of its own",
             [](const World & /*w*/) { return std::raise(SIGURG) == 0 ? 0 : errno; }},
    };
    return table;
}

} // namespace cppsecret::test
