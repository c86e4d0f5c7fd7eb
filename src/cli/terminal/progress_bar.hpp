// SPDX-License-Identifier: MIT
// How far something that takes a while has come, on a terminal.
#pragma once

#include "cli/terminal/terminal.hpp"

#include <cstddef>
#include <string>

namespace cppsecret::cli {

/// "[#####---------------] 75/300"
[[nodiscard]] std::string bar_text(std::size_t done, std::size_t total);

/// A line that is drawn over and over, and gone in the end. Silent where standard output cannot be
/// redrawn: Terminal::can_redraw(). Members throw as Terminal::print().
class ProgressBar {
public:
    /// `terminal` must outlive this.
    ProgressBar(const Terminal &terminal, std::size_t total);
    ~ProgressBar();
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;

    void show(std::size_t done);

private:
    const Terminal &terminal_;
    std::size_t total_;
    std::string shown_;
};

} // namespace cppsecret::cli
