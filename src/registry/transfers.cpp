// SPDX-License-Identifier: MIT
#include "registry/transfers.hpp"

#include "base/error.hpp"
#include "registry/curl.hpp"
#include "registry/transfer.hpp"

#include <new>
#include <string>
#include <unordered_map>
#include <utility>

namespace cppsecret::registry {

namespace {

constexpr int longest_wait = 1000; // milliseconds; curl shortens it by its own clocks

void check(CURLMcode code)
{
    if (code != CURLM_OK)
        throw Error(Errc::System,
                    std::string("cannot talk to servers: ") + curl_multi_strerror(code));
}

} // namespace

class Transfers::Connections {
public:
    explicit Connections(const Limits &limits) : limits_(limits)
    {
        if (!multi_)
            throw std::bad_alloc();
    }
    ~Connections()
    {
        for (const auto &[easy, transfer] : transfers_)
            curl_multi_remove_handle(multi_.get(), easy);
    }
    Connections(const Connections &) = delete;
    Connections &operator=(const Connections &) = delete;

    void add(Request request, Done done)
    {
        auto transfer = std::make_unique<Transfer>(std::move(request), limits_, std::move(done));
        CURL *const easy = transfer->handle();
        check(curl_multi_add_handle(multi_.get(), easy));
        transfers_.emplace(easy, std::move(transfer));
    }

    void run()
    {
        while (!transfers_.empty()) {
            int running = 0;
            check(curl_multi_perform(multi_.get(), &running));
            if (!finish_what_is_done() && !transfers_.empty())
                check(curl_multi_poll(multi_.get(), nullptr, 0, longest_wait, nullptr));
        }
    }

private:
    /// True if a request has ended.
    bool finish_what_is_done()
    {
        bool has_ended = false;
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            const CURLcode code = message->data.result; // NOLINT(*-union-access)
            auto ended = transfers_.extract(message->easy_handle);
            curl_multi_remove_handle(multi_.get(), ended.key());
            ended.mapped()->finish(code); // may add others
            has_ended = true;
        }
        return has_ended;
    }

    Limits limits_;
    MultiHandle multi_{curl_multi_init()};
    std::unordered_map<CURL *, std::unique_ptr<Transfer>> transfers_;
};

Transfers::Transfers(const Limits &limits)
{
    start_curl();
    connections_ = std::make_unique<Connections>(limits);
}

Transfers::~Transfers() = default;

void Transfers::start(Request request, Done done)
{
    connections_->add(std::move(request), std::move(done));
}

void Transfers::run()
{
    connections_->run();
}

Reply send(Request request, const Limits &limits)
{
    Reply reply;
    Transfers transfers(limits);
    transfers.start(std::move(request), [&reply](Reply answer) { reply = std::move(answer); });
    transfers.run();
    return reply;
}

} // namespace cppsecret::registry
