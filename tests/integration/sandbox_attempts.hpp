// SPDX-License-Identifier: MIT
// What somebody who got into the helper would try from inside, and what the helper itself needs.
#pragma once

#include <span>
#include <string>

namespace cppsecret::test {

/// A machine below one folder. HOME, XDG_RUNTIME_DIR and CREDENTIALS_DIRECTORY lead there.
struct World {
    explicit World(const std::string &folder);

    std::string home;
    std::string runtime;
    std::string credentials;
    std::string keyring;    ///< the keyring file
    std::string bus;        ///< a socket that answers
    int tcp_socket = -1;    ///< opened before the sandbox
    unsigned tcp_port = 0;  ///< somebody listens there, on 127.0.0.1
    int unix_listener = -1; ///< keeps `bus` answering
    int tcp_listener = -1;
};

/// Which half of the sandbox stands against it.
enum class Guard {
    Filter,    ///< of system calls
    Files,     ///< Landlock
    ForGet,    ///< Landlock, and only where the verb changes nothing
    FilterNew, ///< the filter, which answers as a kernel that does not know the call
};

/// Something forbidden.
struct Attempt {
    const char *name;
    Guard guard;
    int (*run)(const World &); ///< 0 if it worked, else errno
    int landlock_abi = 1;      ///< the first that forbids it
};

/// Something that every verb may do.
struct Need {
    const char *name;
    int (*run)(const World &);
};

[[nodiscard]] std::span<const Attempt> attempts_on_files();
[[nodiscard]] std::span<const Attempt> attempts_on_the_kernel();
[[nodiscard]] std::span<const Need> needs();

} // namespace cppsecret::test
