// SPDX-License-Identifier: MIT
#include "registry/text_file.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>

namespace cppsecret::registry {

std::optional<std::string> read_text_file(const std::string &path)
{
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file && errno == ENOENT)
        return std::nullopt;
    if (!file)
        throw system_error("read '" + path + "'", errno);
    std::string text;
    std::array<char, std::size_t{64} << 10> buffer{};
    for (std::size_t size = 1; size > 0;) {
        size = read_fully(file.get(), buffer, "'" + path + "'");
        text.append(buffer.data(), size);
        if (text.size() > text_file_limit)
            throw Error(Errc::Input, "'" + path + "' is too long for a file of certificates");
    }
    return text;
}

} // namespace cppsecret::registry
