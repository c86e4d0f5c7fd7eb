// SPDX-License-Identifier: MIT
// A time limit for GLib's synchronous calls.
#pragma once

#include "base/deadline.hpp"
#include "glibpp/ptr.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace cppsecret::glibpp {

/// While it lives, cancels `cancellable` when the deadline passes. A thread does it: a GLib
/// time-out does not fire inside a call that blocks.
class CancelTimer {
public:
    CancelTimer(GCancellable *cancellable, Deadline deadline);
    ~CancelTimer();
    CancelTimer(const CancelTimer &) = delete;
    CancelTimer &operator=(const CancelTimer &) = delete;

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_over_ = false;
    std::thread thread_;
};

} // namespace cppsecret::glibpp
