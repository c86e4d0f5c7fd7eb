// SPDX-License-Identifier: MIT
// Reads files of certificates.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace cppsecret::registry {

/// The longest file of certificates that is read, in bytes: a hundred times the system's.
inline constexpr std::size_t text_file_limit = std::size_t{32} << 20;

/// The content of a file, any bytes; nothing if there is none. Throws Error(Errc::System) if it
/// cannot be read, Error(Errc::Input) if it is longer than `text_file_limit`; both name it.
[[nodiscard]] std::optional<std::string> read_text_file(const std::string &path);

} // namespace cppsecret::registry
