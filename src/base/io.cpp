// SPDX-License-Identifier: MIT
#include "base/io.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <string>

#include <unistd.h>

namespace cppsecret {

std::size_t read_fully(int fd, std::span<char> buffer, std::string_view what)
{
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const ssize_t count = ::read(fd, buffer.data() + filled, buffer.size() - filled);
        if (count > 0)
            filled += static_cast<std::size_t>(count);
        else if (count == 0)
            break;
        else if (errno != EINTR)
            throw system_error("read " + std::string(what), errno);
    }
    return filled;
}

void write_fully(int fd, std::string_view bytes, std::string_view what)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            throw system_error("write " + std::string(what), errno);
    }
}

} // namespace cppsecret
