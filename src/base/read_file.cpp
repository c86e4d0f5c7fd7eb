// SPDX-License-Identifier: MIT
#include "base/read_file.hpp"

#include "base/io.hpp"
#include "base/path_error.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>

namespace cppsecret {

namespace {

constexpr std::size_t first_step = 4096;

} // namespace

std::optional<FileReader> FileReader::open(const std::string &path, const FileRules &rules)
{
    FileReader file;
    file.rules_ = rules;
    file.path_ = path;
    file.name_ = rules.name == nullptr ? "'" + path + "'" : rules.name;
    file.fd_ = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.fd_ && (errno == ENOENT || (errno == ENOTDIR && rules.is_absent_below_file)))
        return std::nullopt;
    if (!file.fd_ || ::fstat(file.fd_.get(), &file.status_) != 0)
        throw path_error("read", path, file.name_, errno);
    const bool is_plain = S_ISREG(file.status_.st_mode);
    if (rules.only_plain && !is_plain)
        throw not_plain_error(rules.refusal, path, file.name_, file.status_.st_mode);
    if (is_plain && file.size() > rules.limit)
        throw file.too_long();
    return file;
}

Error FileReader::too_long() const
{
    return Error(rules_.refusal, name_ + " " + rules_.too_long, {}, path_);
}

std::size_t FileReader::read(std::span<char> buffer) const
{
    return read_fully(fd_.get(), buffer, name_);
}

std::string FileReader::read_text() const
{
    std::string text;
    std::size_t filled = 0;
    // a byte more than it should have tells that it has ended; files of /proc have no size
    for (std::size_t capacity = std::max(size() + 1, first_step); filled == text.size();
         capacity *= 2) {
        text.resize(std::min(capacity, rules_.limit + 1));
        filled += read(std::span(text).subspan(filled));
        if (filled > rules_.limit)
            throw too_long();
    }
    text.resize(filled);
    return text;
}

std::optional<std::string> read_file(const std::string &path, const FileRules &rules)
{
    const auto file = FileReader::open(path, rules);
    return file ? std::optional(file->read_text()) : std::nullopt;
}

} // namespace cppsecret
