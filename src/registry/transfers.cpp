// SPDX-License-Identifier: MIT
#include "registry/transfers.hpp"

#include "base/error.hpp"
#include "registry/curl.hpp"
#include "registry/refusal_search.hpp"
#include "registry/transfer.hpp"

#include <algorithm>
#include <iterator>
#include <list>
#include <new>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

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
        for (const Search &search : searches_)
            curl_multi_remove_handle(multi_.get(), search.why.handle());
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
        while (!transfers_.empty() || !searches_.empty()) {
            int running = 0;
            check(curl_multi_perform(multi_.get(), &running));
            const bool has_ended = finish_what_is_done();
            if (!listen() && !has_ended && !(transfers_.empty() && searches_.empty()))
                wait();
        }
    }

private:
    /// Of a transfer that has ended.
    struct Search {
        std::unique_ptr<Transfer> broken;
        RefusalSearch why;
    };
    using Searches = std::list<Search>;

    /// True if a request or the connection of a probe has ended.
    bool finish_what_is_done()
    {
        bool has_ended = false;
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            const CURLcode code = message->data.result; // NOLINT(*-union-access)
            CURL *const easy = message->easy_handle;
            if (auto ended = transfers_.extract(easy); !ended.empty())
                finish(std::move(ended.mapped()), code); // may add others
            else
                connected(easy, code);
            has_ended = true;
        }
        return has_ended;
    }

    void finish(std::unique_ptr<Transfer> transfer, CURLcode code)
    {
        curl_multi_remove_handle(multi_.get(), transfer->handle());
        Reply reply = transfer->reply_to(code);
        const Failure *const failure = transfer->unexplained(reply);
        if (failure == nullptr) {
            transfer->finish(std::move(reply));
            return;
        }
        RefusalSearch why(transfer->request(), limits_, *failure);
        check(curl_multi_add_handle(multi_.get(), why.handle()));
        searches_.push_back({std::move(transfer), std::move(why)});
    }

    void connected(CURL *easy, CURLcode code)
    {
        const auto search =
            std::find_if(searches_.begin(), searches_.end(),
                         [easy](const Search &one) { return one.why.handle() == easy; });
        if (!search->why.goes_on_after(code))
            go_on(search);
    }

    /// Hears what servers say to the probes; true if one has ended.
    bool listen()
    {
        bool has_ended = false;
        for (auto search = searches_.begin(); search != searches_.end();) {
            const auto next = std::next(search);
            if (search->why.socket() && !search->why.goes_on_listening()) {
                go_on(search);
                has_ended = true;
            }
            search = next;
        }
        return has_ended;
    }

    /// With the next probe, or to the end.
    void go_on(Searches::iterator search)
    {
        curl_multi_remove_handle(multi_.get(), search->why.handle());
        if (search->why.start_next()) {
            check(curl_multi_add_handle(multi_.get(), search->why.handle()));
            return;
        }
        Search ended = std::move(*search);
        searches_.erase(search);
        ended.broken->finish(ended.why.take_failure()); // may add others
    }

    void wait()
    {
        std::vector<curl_waitfd> sockets;
        for (const Search &search : searches_)
            if (const auto socket = search.why.socket())
                sockets.push_back({*socket, CURL_WAIT_POLLIN, 0});
        check(curl_multi_poll(multi_.get(), sockets.data(), static_cast<unsigned>(sockets.size()),
                              longest_wait, nullptr));
    }

    Limits limits_;
    MultiHandle multi_{curl_multi_init()};
    std::unordered_map<CURL *, std::unique_ptr<Transfer>> transfers_;
    Searches searches_;
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
