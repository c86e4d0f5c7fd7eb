// SPDX-License-Identifier: MIT
#include "glibpp/cancel_timer.hpp"

namespace cppsecret::glibpp {

CancelTimer::CancelTimer(GCancellable *cancellable, Deadline deadline)
    : thread_([this, cancellable, deadline] {
          std::unique_lock guard(mutex_);
          if (!changed_.wait_until(guard, deadline.end(), [this] { return is_over_; }))
              g_cancellable_cancel(cancellable);
      })
{
}

CancelTimer::~CancelTimer()
{
    {
        const std::lock_guard guard(mutex_);
        is_over_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

} // namespace cppsecret::glibpp
