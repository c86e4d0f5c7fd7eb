// SPDX-License-Identifier: MIT
// A file that must not be there yet.
#pragma once

#include <string>
#include <string_view>

namespace cppsecret {

/// Makes the file `path` (mode 0600), which no link leads to, with this content, and makes it last:
/// fsync of the file and of its folder. One that cannot be written whole, or may not last, is
/// removed. Throws Error(Errc::System), also if something is at `path`, which stays as it is, and
/// as PlaceToWrite (base/place_to_write.hpp).
void write_new_file(const std::string &path, std::string_view content);

} // namespace cppsecret
