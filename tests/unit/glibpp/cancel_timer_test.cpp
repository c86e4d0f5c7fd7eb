// SPDX-License-Identifier: MIT
#include "glibpp/cancel_timer.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::glibpp;
using namespace std::chrono_literals;

TEST_CASE("a call that blocks is cancelled at the deadline")
{
    const ObjectPtr<GCancellable> cancellable(g_cancellable_new());
    const auto before = std::chrono::steady_clock::now();
    const CancelTimer timer(cancellable.get(), Deadline::after(30ms));
    GPollFD fd{};
    REQUIRE(g_cancellable_make_pollfd(cancellable.get(), &fd));
    g_poll(&fd, 1, 20'000);
    g_cancellable_release_fd(cancellable.get());
    CHECK(g_cancellable_is_cancelled(cancellable.get()));
    CHECK(std::chrono::steady_clock::now() - before >= 30ms);
    CHECK(std::chrono::steady_clock::now() - before < 15s);
}

TEST_CASE("a timer that is over cancels nothing and holds up nobody")
{
    const ObjectPtr<GCancellable> cancellable(g_cancellable_new());
    const auto before = std::chrono::steady_clock::now();
    {
        const CancelTimer timer(cancellable.get(), Deadline::after(1h));
    }
    CHECK_FALSE(g_cancellable_is_cancelled(cancellable.get()));
    CHECK(std::chrono::steady_clock::now() - before < 15s);
}
