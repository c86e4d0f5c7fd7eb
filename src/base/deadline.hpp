// SPDX-License-Identifier: MIT
// The point in time at which waiting ends.
#pragma once

#include <algorithm>
#include <chrono>

namespace cppsecret {

/// A point on the steady clock. Copies are cheap and independent.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] static Deadline after(std::chrono::milliseconds span) noexcept
    {
        return Deadline(Clock::now() + span);
    }

    /// What is left, in whole milliseconds, rounded up; never negative.
    [[nodiscard]] std::chrono::milliseconds remaining() const noexcept
    {
        using std::chrono::milliseconds;
        // rounded up: a wait of 0 ms would return before the deadline has passed
        return std::max(std::chrono::ceil<milliseconds>(end_ - Clock::now()), milliseconds(0));
    }

    [[nodiscard]] bool has_passed() const noexcept { return Clock::now() >= end_; }
    [[nodiscard]] Clock::time_point end() const noexcept { return end_; }

    /// Moves the end to `span` from now, if that is later.
    void extend_to(std::chrono::milliseconds span) noexcept
    {
        end_ = std::max(end_, Clock::now() + span);
    }

private:
    explicit Deadline(Clock::time_point end) noexcept : end_(end) {}

    Clock::time_point end_;
};

} // namespace cppsecret
