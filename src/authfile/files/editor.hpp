// SPDX-License-Identifier: MIT
// Changes an auth file on disk, with regard for whoever else writes to it.
#pragma once

#include "authfile/files/locations.hpp"
#include "base/deadline.hpp"

#include <functional>
#include <string>

namespace cppsecret::authfile {

/// Looks at a document and says what is to become different in it. It is called again for a file
/// that changed meanwhile, so it decides by what it is given alone. May throw.
using Plan = std::function<Changes(const Document &)>;

enum class EditOutcome {
    Unchanged, ///< there was nothing to do; the file was not written, nor made
    Changed,
    Removed, ///< nothing was left in it, and that was wanted
    Created, ///< the file was not there before (mode 0600, missing folders 0700)
};

/// True if the file is removed by the changes that lead to `after`. Throws as resolve_links().
[[nodiscard]] bool is_removed_by(const Changes &changes, const std::string &path,
                                 const Document &after);

/// Reads the file, asks `plan`, and writes the file as a whole: AtomicFile. Our own runs take turns
/// by a lock on `lock_path`, a file of ours that is shared by all auth files. Other programs take
/// no lock: a file that changed between reading and writing is read again and the plan asked anew.
/// A file that is not there counts as `{}`. What killed runs left beside it is removed.
/// Throws and does not touch the file: Error(Errc::Input) if it cannot be read as an auth file or
/// edited (Document::parse(), with()), and what `plan` throws; Error(Errc::TimedOut) if the lock or
/// a moment without other writers does not come before `deadline`; Error(Errc::System) if it cannot
/// be read, locked or replaced (see AtomicFile), or is in a place that is not trusted to be written
/// (PlaceToWrite).
EditOutcome edit_file(const Location &location, const Plan &plan, const std::string &lock_path,
                      const Deadline &deadline);

} // namespace cppsecret::authfile
