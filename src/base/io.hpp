// SPDX-License-Identifier: MIT
// Reads and writes on file descriptors that go on after a signal and never stop half-way.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace cppsecret {

/// Reads until `buffer` is full or the input ends; returns the number of bytes read.
/// Throws Error(Errc::System) if the descriptor cannot be read; `what` is its name in the message.
[[nodiscard]] std::size_t read_fully(int fd, std::span<char> buffer,
                                     std::string_view what = "the input");

/// Writes all of `bytes`. Throws Error(Errc::System), also for a reader that has gone away (the
/// programs ignore SIGPIPE); `what` is the descriptor's name in the message.
void write_fully(int fd, std::string_view bytes, std::string_view what = "the answer");

} // namespace cppsecret
