// SPDX-License-Identifier: MIT
// An auth file as it was found: there or not, in order or not.
#pragma once

#include "authfile/document.hpp"
#include "authfile/locations.hpp"
#include "authfile/read_file.hpp"

#include <optional>

namespace cppsecret::authfile {

struct LoadedFile {
    Location location;
    std::optional<FileStamp> stamp;   ///< nothing if the file is not there
    std::optional<Document> document; ///< nothing if it is not there or cannot be used
    std::optional<Error> problem;     ///< why it cannot be used

    [[nodiscard]] bool is_there() const noexcept { return stamp.has_value() || problem; }
};

/// Reads and parses one file. What is wrong with it is kept as its problem: the other files may
/// still be of use.
[[nodiscard]] LoadedFile load_file(const Location &location);

} // namespace cppsecret::authfile
