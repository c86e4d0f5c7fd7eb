// SPDX-License-Identifier: MIT
// Wipes the key of the session when its time is over.
#pragma once

#include "base/unique_fd.hpp"

namespace cppsecret::keyring {

/// A process of its own that waits for the end of the key and wipes it then, instead of whoever
/// happens to look next. It is gone as soon as that key is: locked, replaced by one with another
/// end, or removed with its folder.
class KeyWatch {
public:
    /// Starts it. It holds what this process holds in memory, so there must be no secret yet, and
    /// no thread. Where no process can be started there is none, and KeyCache::find() has to do.
    KeyWatch();
    KeyWatch(const KeyWatch &) = delete;
    KeyWatch &operator=(const KeyWatch &) = delete;
    ~KeyWatch() = default;

    /// Gives it the key that is kept now. Without this it ends with its owner.
    void begin() noexcept;

private:
    UniqueFd start_;
};

} // namespace cppsecret::keyring
