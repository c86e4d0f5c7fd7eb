// SPDX-License-Identifier: MIT
// Runs GLib's asynchronous calls of one thread and waits for them no longer than a deadline.
#pragma once

#include "base/deadline.hpp"
#include "glibpp/error_slot.hpp"
#include "glibpp/ptr.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace cppsecret::glibpp {

/// The place where an asynchronous call leaves its result. Callbacks only record: whoever waits
/// looks at it after the loop.
class PendingResult {
public:
    [[nodiscard]] bool is_done() const noexcept { return result_ != nullptr; }
    [[nodiscard]] GAsyncResult *result() const noexcept { return result_.get(); }

private:
    friend class EventLoop;
    ObjectPtr<GAsyncResult> result_;
};

/// A main context of our own, the thread's default while it lives, with a deadline. When the
/// deadline passes, waiting throws Error(Errc::TimedOut); what is in flight goes on.
/// The destructor cancels what is in flight and lets its callbacks come, for a second at most: one
/// that has not come by then never will, since nobody runs the context any more.
class EventLoop {
public:
    explicit EventLoop(Deadline deadline);
    ~EventLoop();
    EventLoop(const EventLoop &) = delete;
    EventLoop &operator=(const EventLoop &) = delete;

    /// To be given to every asynchronous call that is started.
    [[nodiscard]] GCancellable *cancellable() const noexcept { return cancellable_.get(); }

    [[nodiscard]] const Deadline &deadline() const noexcept { return deadline_; }
    /// What is waited for from now on has this deadline.
    void set_deadline(Deadline deadline) noexcept { deadline_ = deadline; }
    /// Lets waiting go on until `span` from now, if that is later.
    void extend_deadline_to(std::chrono::milliseconds span);

    /// Starts an asynchronous call: `start` is given the callback and the user data to pass on, and
    /// must pass them on exactly once. The result keeps its place until the callback has come.
    template <typename Start>
    [[nodiscard]] std::shared_ptr<PendingResult> begin(Start &&start)
    {
        auto pending = std::make_shared<PendingResult>();
        auto *flight = new Flight{this, pending}; // on_done() deletes it
        ++in_flight_;
        std::forward<Start>(start)(on_done, flight);
        return pending;
    }

    /// Runs callbacks until `is_done`. Throws Error(Errc::TimedOut), whose text does not say for
    /// what; not if it is done already, however late.
    void wait_until(const std::function<bool()> &is_done);

    /// Waits for one call. Throws as wait_until().
    void wait_for(const PendingResult &pending);

private:
    struct Flight {
        EventLoop *loop;
        std::shared_ptr<PendingResult> pending;
    };

    static void on_done(GObject *source, GAsyncResult *result, gpointer flight) noexcept;

    ContextPtr context_;
    ObjectPtr<GCancellable> cancellable_;
    Deadline deadline_;
    std::size_t in_flight_ = 0;
};

} // namespace cppsecret::glibpp
