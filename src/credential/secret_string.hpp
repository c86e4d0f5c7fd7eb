// SPDX-License-Identifier: MIT
// Bytes that must not be left behind in memory.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include <string.h>

namespace cppsecret {

/// Owns a secret and wipes it when it goes. Moves only and prints nowhere; reveal() is the one word
/// to look for in a review. A plain buffer: std::string keeps short texts inside of itself and
/// leaves them there.
class SecretString {
public:
    SecretString() noexcept = default;

    /// A copy; the original is the caller's to wipe.
    explicit SecretString(std::string_view bytes) : SecretString(bytes.size())
    {
        bytes.copy(bytes_.get(), size_);
    }

    /// `size` zero bytes, to be filled through writable().
    explicit SecretString(std::size_t size)
        : size_(size), bytes_(size == 0 ? nullptr : std::make_unique<char[]>(size))
    {
    }

    SecretString(SecretString &&other) noexcept
        : size_(std::exchange(other.size_, 0)), bytes_(std::move(other.bytes_))
    {
    }

    SecretString &operator=(SecretString &&other) noexcept
    {
        std::swap(size_, other.size_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }

    SecretString(const SecretString &) = delete;
    SecretString &operator=(const SecretString &) = delete;

    ~SecretString()
    {
        if (bytes_)
            ::explicit_bzero(bytes_.get(), size_);
    }

    /// The bytes, for as long as this lives and is not assigned to; no NUL follows them.
    [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.get(), size_}; }
    [[nodiscard]] std::span<char> writable() noexcept { return {bytes_.get(), size_}; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    std::size_t size_ = 0;
    std::unique_ptr<char[]> bytes_;
};

} // namespace cppsecret
