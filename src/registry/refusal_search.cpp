// SPDX-License-Identifier: MIT
#include "registry/refusal_search.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace cppsecret::registry {

namespace {

/// An alert comes at once, or never.
constexpr std::chrono::seconds time_for_alert(3);

/// TLS 1.2 says it in the handshake, where it cannot be missed; some servers know 1.3 only.
constexpr std::array<long, 2> versions{CURL_SSLVERSION_MAX_TLSv1_2, CURL_SSLVERSION_MAX_DEFAULT};

} // namespace

RefusalSearch::RefusalSearch(const Request &request, const Limits &limits, Failure failure)
    : url_(request.url), tls_(request.tls), limits_(limits), failure_(std::move(failure))
{
    static_cast<void>(start_next());
}

bool RefusalSearch::start_next()
{
    if (is_found_ || next_ == versions.size())
        return false;
    deadline_.reset();
    probe_ = std::make_unique<Probe>(url_, *tls_, limits_);
    probe_->set_version(versions[next_++]);
    return true;
}

void RefusalSearch::judge(CURLcode code)
{
    if (code == CURLE_OK)
        return;
    Failure failure = probe_->failure(code);
    is_found_ = failure.kind == Failure::Kind::NotTrusted;
    if (is_found_)
        failure_ = std::move(failure);
}

bool RefusalSearch::goes_on_after(CURLcode connected)
{
    if (connected == CURLE_OK) {
        deadline_ = Deadline::after(time_for_alert);
        return goes_on_listening();
    }
    judge(connected);
    return false;
}

bool RefusalSearch::goes_on_listening()
{
    const CURLcode code = probe_->receive();
    if (code == CURLE_AGAIN)
        return !deadline_->has_passed();
    judge(code);
    return false;
}

std::optional<curl_socket_t> RefusalSearch::socket() const
{
    return deadline_ ? std::optional(probe_->socket()) : std::nullopt;
}

} // namespace cppsecret::registry
