// SPDX-License-Identifier: MIT
// Sends requests, many at once, over connections that are used again.
#pragma once

#include "registry/http.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace cppsecret::registry {

/// How long to wait, and for how much.
struct Limits {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds request{30'000};        ///< for all of a request and its answer
    std::size_t response_size = std::size_t{1} << 20; ///< headers and body, in bytes
};

/// HTTP as this program speaks it: GET and POST; http and https; nothing is followed, kept or sent
/// that was not asked for. Proxies are those of curl's environment variables. Nothing of a request
/// is ever printed, and memory that held headers is wiped.
class Transfers {
public:
    /// Throws Error(Errc::System).
    explicit Transfers(const Limits &limits);
    ~Transfers();
    Transfers(const Transfers &) = delete;
    Transfers &operator=(const Transfers &) = delete;

    using Done = std::function<void(Reply)>;

    /// Starts a request, which has its TLS settings; `done` is called by run(), once, and may start
    /// others. What it throws ends run(). Throws Error(Errc::System), and as read_file() for
    /// the system's certificates.
    void start(Request request, Done done);

    /// Waits until no request is left. Throws Error(Errc::System), and what a `done` throws.
    void run();

private:
    class Connections;

    std::unique_ptr<Connections> connections_;
};

/// One request, which has its TLS settings, waited for. Throws as Transfers.
[[nodiscard]] Reply send(Request request, const Limits &limits);

} // namespace cppsecret::registry
