// SPDX-License-Identifier: MIT
#include "base/standard_streams.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace cppsecret {

void secure_standard_streams()
{
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        // opened the wrong way round: reading from 0 and writing to 1 must fail
        const int way = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (::open("/dev/null", way) != fd) // the lowest free descriptor is this one
            throw system_error("open /dev/null", errno);
    }
    if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        throw system_error("ignore SIGPIPE", errno);
}

} // namespace cppsecret
