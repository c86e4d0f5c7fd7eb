// SPDX-License-Identifier: MIT
// Why a server breaks a connection. For the .cpp files of this room only.
#pragma once

#include "base/deadline.hpp"
#include "registry/http.hpp"
#include "registry/probe.hpp"
#include "registry/transfers.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace cppsecret::registry {

/// Finds out whether a server does not accept the certificate of the client, or wants to see one.
/// With TLS 1.3 it says that after the handshake, and who sends a request meanwhile may miss it:
/// here nothing is sent, and after the handshake 3 s are given to the complaint. Who owns it moves
/// its probes on, one after the other.
class RefusalSearch {
public:
    /// `request` came to this `failure`. Throws as new_easy_handle().
    RefusalSearch(const Request &request, const Limits &limits, Failure failure);

    /// Of the probe that is to connect, or listens.
    [[nodiscard]] CURL *handle() const noexcept { return probe_->handle(); }

    /// The connection of the probe is there, or not. False if that ends the probe.
    [[nodiscard]] bool goes_on_after(CURLcode connected);
    /// What it listens at; nothing while it connects.
    [[nodiscard]] std::optional<curl_socket_t> socket() const;
    /// Hears what there is. False if that ends the probe, or its time.
    [[nodiscard]] bool goes_on_listening();

    /// Makes the next probe; false if there is none, or none is needed.
    [[nodiscard]] bool start_next();
    /// What was found, or else the failure that it began with.
    [[nodiscard]] Failure take_failure() noexcept { return std::move(failure_); }

private:
    void judge(CURLcode code);

    Url url_;
    std::shared_ptr<const TlsSettings> tls_;
    Limits limits_;
    Failure failure_;
    bool is_found_ = false;
    std::size_t next_ = 0;
    std::optional<Deadline> deadline_; ///< of listening
    std::unique_ptr<Probe> probe_;
};

} // namespace cppsecret::registry
