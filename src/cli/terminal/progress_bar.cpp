// SPDX-License-Identifier: MIT
#include "cli/terminal/progress_bar.hpp"

#include <algorithm>
#include <exception>

namespace cppsecret::cli {

namespace {

constexpr std::size_t bar_width = 20;

} // namespace

std::string bar_text(std::size_t done, std::size_t total)
{
    const std::size_t filled = total == 0 ? bar_width : std::min(done, total) * bar_width / total;
    return "[" + std::string(filled, '#') + std::string(bar_width - filled, '-') + "] " +
           std::to_string(done) + "/" + std::to_string(total);
}

ProgressBar::ProgressBar(const Terminal &terminal, std::size_t total)
    : terminal_(terminal), total_(total)
{
    show(0);
}

ProgressBar::~ProgressBar()
{
    try {
        if (!shown_.empty())
            terminal_.print("\r" + std::string(shown_.size(), ' ') + "\r");
    } catch (const std::exception &) { // nobody looks any more
        return;
    }
}

void ProgressBar::show(std::size_t done)
{
    if (!terminal_.can_redraw())
        return;
    shown_ = bar_text(done, total_);
    terminal_.print("\r" + shown_);
}

} // namespace cppsecret::cli
