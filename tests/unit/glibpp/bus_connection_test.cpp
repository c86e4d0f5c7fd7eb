// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"
#include "glibpp/bus_connection.hpp"
#include "support/temporary_folder.hpp"

#include <array>
#include <atomic>
#include <string_view>
#include <thread>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::glibpp;
using cppsecret::test::TemporaryFolder;
using namespace std::chrono_literals;

namespace {

/// A bus that answers the first `answered` lines of its clients and falls silent.
class FalteringBus {
public:
    FalteringBus(const std::string &path, int answered)
        : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(static_cast<char *>(address.sun_path), sizeof address.sun_path - 1);
        REQUIRE(::bind(listener_.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) ==
                0);
        REQUIRE(::listen(listener_.get(), 1) == 0);
        thread_ = std::thread([this, answered] { serve(answered); });
    }
    ~FalteringBus()
    {
        ::shutdown(listener_.get(), SHUT_RDWR);
        ::shutdown(client_, SHUT_RDWR); // the greeting that waits for its answer fails
        thread_.join();
    }
    FalteringBus(const FalteringBus &) = delete;
    FalteringBus &operator=(const FalteringBus &) = delete;

private:
    void serve(int answered)
    {
        const UniqueFd client(::accept(listener_.get(), nullptr, nullptr));
        client_ = client.get();
        constexpr std::array<std::string_view, 4> answers{"REJECTED EXTERNAL\r\n", "DATA\r\n",
                                                          "OK 0123456789abcdef0123456789abcdef\r\n",
                                                          "AGREE_UNIX_FD\r\n"};
        char byte = 0;
        for (int lines = 0; ::read(client.get(), &byte, 1) > 0;)
            if (byte == '\n' && lines < answered)
                write_fully(client.get(), answers.at(static_cast<std::size_t>(lines++)));
    }

    UniqueFd listener_;
    std::atomic<int> client_ = -1;
    std::thread thread_;
};

} // namespace

TEST_CASE("a bus that falls silent is given up at the deadline")
{
    const TemporaryFolder folder;
    for (const int answered : {0, 1, 2, 3, 4}) {
        CAPTURE(answered);
        const std::string path = folder / ("bus" + std::to_string(answered));
        const auto before = std::chrono::steady_clock::now();
        {
            const FalteringBus bus(path, answered);
            try {
                static_cast<void>(connect_to_bus("unix:path=" + path, Deadline::after(100ms)));
                FAIL("it is connected");
            } catch (const Error &error) {
                INFO(std::string(error.what()));
                CHECK(error.code() == Errc::TimedOut);
            }
        }
        CHECK(std::chrono::steady_clock::now() - before < 15s);
    }
}

TEST_CASE("an address where nobody listens is an error that says so")
{
    try {
        static_cast<void>(connect_to_bus("unix:path=/nowhere", Deadline::after(20s)));
        FAIL("it is connected");
    } catch (const Error &error) {
        CHECK(error.code() == Errc::NoBus);
        CHECK(std::string_view(error.what()).starts_with("cannot reach the session bus: "));
    }
}
