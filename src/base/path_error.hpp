// SPDX-License-Identifier: MIT
// Why a path cannot be used, and what mends it.
#pragma once

#include "base/error.hpp"

#include <string>

#include <sys/types.h>

namespace cppsecret {

/// That `path`, `name` in the message, cannot be read or followed: `doing` says which. Where a file
/// stands in the place of a folder of the path, that is the subject; it, a loop of links or missing
/// rights are told with what mends them. Looks at the folders of the path.
[[nodiscard]] Error path_error(const std::string &doing, const std::string &path,
                               const std::string &name, int error_number);

/// That `path`, `name` in the message, of this mode (stat(2)), is no plain file.
[[nodiscard]] Error not_plain_error(Errc code, const std::string &path, const std::string &name,
                                    mode_t mode);

} // namespace cppsecret
