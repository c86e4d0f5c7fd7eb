// SPDX-License-Identifier: MIT
// Changes an auth file on disk, with regard for whoever else writes to it.
#pragma once

#include "authfile/locations.hpp"
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
    Created, ///< the file was not there before (mode 0600, missing folders 0700)
};

/// Reads the file, asks `plan`, and writes the file as a whole: AtomicFile. Our own runs take turns
/// by a lock on `lock_path`, a file of ours that is shared by all auth files. Other programs take
/// no lock: a file that changed between reading and writing is read again and the plan asked anew.
/// A file that is not there counts as `{}`.
/// Throws Error(Errc::Input) and does not touch the file if it is not plain JSON
/// (Document::edit_problem()); Error(Errc::TimedOut) if the lock or a moment without other writers
/// does not come before `deadline`; Error(Errc::System) if the file cannot be replaced.
EditOutcome edit_file(const Location &location, const Plan &plan, const std::string &lock_path,
                      const Deadline &deadline);

} // namespace cppsecret::authfile
