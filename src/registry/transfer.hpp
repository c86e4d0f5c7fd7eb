// SPDX-License-Identifier: MIT
// One request on its way. For the .cpp files of this room only.
#pragma once

#include "registry/curl.hpp"
#include "registry/http.hpp"
#include "registry/transfers.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cppsecret::registry {

/// Sets curl up for a request and collects what comes of it. Does not move: curl knows where it is.
class Transfer {
public:
    /// `request` has its TLS settings. Throws as new_easy_handle() and trust_beside_system().
    Transfer(Request request, const Limits &limits, Transfers::Done done);
    ~Transfer() = default;
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    [[nodiscard]] CURL *handle() const noexcept { return easy_.get(); }

    /// What came of it, once `code` is known to be the end.
    [[nodiscard]] Reply reply_to(CURLcode code);
    /// Why the connection broke before the answer was there, if there may be more to say of it than
    /// this: a RefusalSearch finds it.
    [[nodiscard]] const Failure *unexplained(const Reply &reply) const noexcept;
    [[nodiscard]] const Request &request() const noexcept { return request_; }
    /// Gives the reply away. Throws what `done` throws.
    void finish(Reply reply) { done_(std::move(reply)); }

private:
    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy_.get(), option, value);
    }

    void set_limits(const Limits &limits);
    void set_request();
    void set_tls(const TlsSettings &tls);
    void add_header(const char *line);
    void add_authorization();

    static std::size_t take_body(const char *bytes, std::size_t, std::size_t size,
                                 void *transfer) noexcept;
    static int judge_server(void *transfer, char *, char *, int, int) noexcept;
    static std::size_t take_header(const char *bytes, std::size_t, std::size_t size,
                                   void *transfer) noexcept;
    /// False if this is more than the limit.
    [[nodiscard]] bool make_room_for(std::size_t size) noexcept;
    void read_header(std::string_view line);

    [[nodiscard]] Reply answer();
    [[nodiscard]] Failure failure(CURLcode code) const;
    [[nodiscard]] long number(CURLINFO info) const;

    Request request_;
    std::size_t left_; // bytes that the answer may still have
    Transfers::Done done_;
    Response response_;
    bool is_nameless_ = false; // the server, by its certificate
    bool has_broken_ = false;  // the connection
    std::string authorities_;
    HeaderLines headers_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    EasyHandle easy_; // goes first: it uses what is above
};

} // namespace cppsecret::registry
