// SPDX-License-Identifier: MIT
// Which program provides the Secret Service.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cppsecret::keyring {

/// A program that provides it, as far as that is known.
struct ProviderProgram {
    std::string name;    ///< as people know it (quirks.hpp), else what the process calls itself
    std::string program; ///< that tells its version by --version; empty if it is not a known one
    std::uint32_t process_id = 0; ///< 0 if the bus does not tell
};

/// The provider whose process has this name, the first 15 bytes of its program's (proc(5), comm).
[[nodiscard]] ProviderProgram provider_named(std::string_view process_name);

/// The provider that runs as this process; without a name if the process cannot be seen from here.
[[nodiscard]] ProviderProgram provider_of_process(std::uint32_t process_id);

} // namespace cppsecret::keyring
