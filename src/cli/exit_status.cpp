// SPDX-License-Identifier: MIT
#include "cli/exit_status.hpp"

#include "cli/terminal/terminal.hpp"

namespace cppsecret::cli {

ExitStatus fail(const Terminal &terminal, const Error &error) noexcept
{
    terminal.error(error.what(), error.hint());
    switch (error.code()) {
    case Errc::Usage:
        return ExitStatus::Usage;
    case Errc::NotFound:
        return ExitStatus::NotFound;
    default:
        return ExitStatus::Failed;
    }
}

} // namespace cppsecret::cli
