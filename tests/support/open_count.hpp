// SPDX-License-Identifier: MIT
// How often a file is opened.
#pragma once

#include "base/unique_fd.hpp"

#include <array>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <sys/inotify.h>
#include <unistd.h>

namespace cppsecret::test {

/// Counts it from its construction on, whoever opens it and whatever file has taken its place.
class OpenCount {
public:
    explicit OpenCount(const std::filesystem::path &file)
        : name_(file.filename()), fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        // with each close too: the kernel tells equal events in a row once
        if (::inotify_add_watch(fd_.get(), file.parent_path().c_str(), IN_OPEN | IN_CLOSE) < 0)
            throw std::runtime_error("inotify does not work here");
    }

    /// How often since the last time.
    [[nodiscard]] int take() const
    {
        int count = 0;
        std::array<char, 65536> buffer{};
        for (;;) {
            const ssize_t size = ::read(fd_.get(), buffer.data(), buffer.size());
            if (size <= 0)
                return count;
            for (const char *at = buffer.data(); at < buffer.data() + size;) {
                struct inotify_event event {};
                std::memcpy(&event, at, sizeof event);
                at += sizeof event;
                if ((event.mask & IN_OPEN) != 0 && event.len != 0 && name_ == at)
                    ++count;
                at += event.len;
            }
        }
    }

private:
    std::string name_;
    UniqueFd fd_;
};

} // namespace cppsecret::test
