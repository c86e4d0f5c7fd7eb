// SPDX-License-Identifier: MIT
// The files that a process works on, as one room knows them and another leaves them to it.
#pragma once

#include <string>
#include <vector>

namespace cppsecret {

/// Beside those of the system that libraries read. A path need not be there; what is made at one
/// later is not meant.
struct FilesInUse {
    /// Files to read, and folders of which everything below can be read.
    std::vector<std::string> readable = {};
    /// Folders in which files can be read, made, replaced and removed.
    std::vector<std::string> writable = {};
    /// Terminals: read, written and steered.
    std::vector<std::string> terminals = {};
};

} // namespace cppsecret
