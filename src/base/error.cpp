// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <system_error>
#include <utility>

namespace cppsecret {

bool is_keyring_unavailable(Errc code) noexcept
{
    switch (code) {
    case Errc::NoBus:
    case Errc::NoProvider:
    case Errc::NoCollection:
    case Errc::Locked:
    case Errc::Dismissed:
    case Errc::TimedOut:
    case Errc::ProviderFailed:
    case Errc::WrongPassphrase:
    case Errc::Damaged:
    case Errc::NewerFormat:
    case Errc::Untrusted:
        return true;
    case Errc::Usage:
    case Errc::NotFound:
    case Errc::Input:
    case Errc::Failed:
    case Errc::System:
        return false;
    }
    return false;
}

Error::Error(Errc code, const std::string &message, std::string hint, std::string subject)
    : std::runtime_error(message), code_(code), hint_(std::move(hint)), subject_(std::move(subject))
{
}

Error system_error(const std::string &doing, int error_number, std::string subject)
{
    return Error(Errc::System,
                 "cannot " + doing + ": " + std::generic_category().message(error_number), {},
                 std::move(subject));
}

} // namespace cppsecret
