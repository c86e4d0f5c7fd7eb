// SPDX-License-Identifier: MIT
#include "glibpp/event_loop.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::glibpp;
using namespace std::chrono_literals;

namespace {

/// An asynchronous call that ends only when it is cancelled.
void wait_for_ever(GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
    GTask *task = g_task_new(nullptr, nullptr, callback, data);
    g_cancellable_connect(cancellable, G_CALLBACK(+[](GCancellable *, gpointer waiting) {
                              g_task_return_boolean(static_cast<GTask *>(waiting), TRUE);
                          }),
                          task, g_object_unref);
}

} // namespace

TEST_CASE("a call that ends is waited for")
{
    EventLoop loop(Deadline::after(10s));
    const auto pending = loop.begin([](GAsyncReadyCallback callback, gpointer data) {
        GTask *task = g_task_new(nullptr, nullptr, callback, data);
        g_task_return_int(task, 42);
        g_object_unref(task);
    });
    loop.wait_for(*pending);
    REQUIRE(pending->is_done());
    CHECK(g_task_propagate_int(G_TASK(pending->result()), nullptr) == 42);
}

TEST_CASE("a call that does not end times out at the deadline and is cancelled")
{
    const auto before = std::chrono::steady_clock::now();
    std::shared_ptr<PendingResult> pending;
    {
        EventLoop loop(Deadline::after(50ms));
        pending = loop.begin([&loop](GAsyncReadyCallback callback, gpointer data) {
            wait_for_ever(loop.cancellable(), callback, data);
        });
        try {
            loop.wait_for(*pending);
            FAIL("it ended");
        } catch (const Error &error) {
            CHECK(error.code() == Errc::TimedOut);
        }
        CHECK_FALSE(pending->is_done());
    }
    CHECK(std::chrono::steady_clock::now() - before >= 50ms);
    CHECK(pending->is_done()); // the loop does not leave a callback behind
}

TEST_CASE("a callback that never comes does not hold up the end")
{
    static gpointer lost = nullptr; // what the callback would have been given
    const auto before = std::chrono::steady_clock::now();
    {
        EventLoop loop(Deadline::after(1ms));
        // as with a GLib function that finds its arguments wrong
        const auto pending = loop.begin([](GAsyncReadyCallback, gpointer data) { lost = data; });
        CHECK_THROWS_AS(loop.wait_for(*pending), Error);
        CHECK_FALSE(pending->is_done());
    }
    CHECK(std::chrono::steady_clock::now() - before < 5s);
    CHECK(lost != nullptr);
}

TEST_CASE("a deadline that was extended is kept")
{
    EventLoop loop(Deadline::after(1ms));
    loop.extend_deadline_to(80ms);
    const auto before = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(loop.wait_until([] { return false; }), Error);
    CHECK(std::chrono::steady_clock::now() - before >= 70ms);
}

TEST_CASE("a deadline that is set stands for the one before, be it later or earlier")
{
    EventLoop loop(Deadline::after(10s));
    const auto before = std::chrono::steady_clock::now();
    loop.set_deadline(Deadline::after(1ms));
    CHECK_THROWS_AS(loop.wait_until([] { return false; }), Error);
    CHECK(std::chrono::steady_clock::now() - before < 5s);
    loop.set_deadline(Deadline::after(80ms));
    CHECK_THROWS_AS(loop.wait_until([] { return false; }), Error);
    CHECK(std::chrono::steady_clock::now() - before >= 70ms);
}

TEST_CASE("what is already so needs no time")
{
    EventLoop loop(Deadline::after(0ms));
    CHECK_NOTHROW(loop.wait_until([] { return true; }));
}
