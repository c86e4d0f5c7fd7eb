// SPDX-License-Identifier: MIT
#include "glibpp/event_loop.hpp"

namespace cppsecret::glibpp {

namespace {

struct SourceDeleter {
    void operator()(GSource *source) const noexcept
    {
        g_source_destroy(source);
        g_source_unref(source);
    }
};
using SourcePtr = std::unique_ptr<GSource, SourceDeleter>;

gboolean wake_up(gpointer) noexcept
{
    return G_SOURCE_CONTINUE; // being dispatched is all: the loop looks at the clock itself
}

/// Wakes the context when the deadline passes.
SourcePtr make_alarm(GMainContext *context, const Deadline &deadline)
{
    SourcePtr alarm(g_timeout_source_new(static_cast<guint>(deadline.remaining().count())));
    g_source_set_callback(alarm.get(), wake_up, nullptr, nullptr);
    g_source_attach(alarm.get(), context);
    return alarm;
}

} // namespace

EventLoop::EventLoop(Deadline deadline)
    : context_(g_main_context_new()), cancellable_(g_cancellable_new()), deadline_(deadline)
{
    g_main_context_push_thread_default(context_.get());
}

EventLoop::~EventLoop()
{
    g_cancellable_cancel(cancellable_.get());
    const Deadline patience = Deadline::after(std::chrono::seconds(1));
    const SourcePtr alarm = make_alarm(context_.get(), patience);
    while (in_flight_ != 0 && !patience.has_passed())
        g_main_context_iteration(context_.get(), TRUE);
    // what the callbacks have left to do, so that GDBus can let go of its objects
    while (g_main_context_iteration(context_.get(), FALSE)) {
    }
    g_main_context_pop_thread_default(context_.get());
}

void EventLoop::extend_deadline_to(std::chrono::milliseconds span)
{
    deadline_.extend_to(span);
}

void EventLoop::on_done(GObject *, GAsyncResult *result, gpointer flight) noexcept
{
    const std::unique_ptr<Flight> landed(static_cast<Flight *>(flight));
    landed->pending->result_ = share(result);
    --landed->loop->in_flight_;
}

void EventLoop::wait_until(const std::function<bool()> &is_done)
{
    if (is_done())
        return;
    const SourcePtr alarm = make_alarm(context_.get(), deadline_);
    while (!is_done()) {
        if (deadline_.has_passed())
            throw Error(Errc::TimedOut, "no answer within the time limit");
        g_main_context_iteration(context_.get(), TRUE);
    }
}

void EventLoop::wait_for(const PendingResult &pending)
{
    wait_until([&pending] { return pending.is_done(); });
}

} // namespace cppsecret::glibpp
