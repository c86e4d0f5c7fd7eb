// SPDX-License-Identifier: MIT
// Changes to the files of the tools: planned, previewed, made.
#pragma once

#include "authfile/files/editor.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::setup {

/// Takes away what runs that were killed have left beside the auth files, beside `auth_file` alone
/// where that is given: it may hold logins. Throws, if there is something, as FileLock and
/// lock_folder(): Error(Errc::TimedOut) if another run holds the lock for 30 s.
void clean_up_after_killed_runs(const authfile::Environment &environment,
                                const std::optional<std::string> &auth_file);

/// A file before and after a change, as a person may see it: values that may be secret are masked.
struct FileChange {
    std::string path;
    bool is_new = false;
    std::string before;
    std::string after;
};

/// Changes to auth files and whole other files of ours.
class FileEdits {
public:
    /// Adds to the changes of one document what it decides by looking at it, and does nothing else:
    /// it is called to preview the change, and again to make it, for each state that the file is
    /// found in.
    using Amendment = std::function<void(const authfile::Document &, authfile::Changes &)>;

    /// Files that are one by links or by spelling become one edit, in docker's format if any of
    /// them has that. Throws as authfile::canonical_path().
    void amend(const authfile::Location &location, Amendment amendment);

    /// Gives a file this content; nothing removes it. Once for each file.
    void replace(const std::string &path, std::optional<std::string> content);

    /// What the changes are, in the order in which they are made; files that stay as they are are
    /// left out. Throws what the amendments throw, and Error for a file that cannot be read or
    /// edited (authfile::load_file(), authfile::Document::with()), or is in a place that is not
    /// trusted to be written (PlaceToWrite).
    [[nodiscard]] std::vector<FileChange> preview() const;

    /// Finds out whether make() can write all of them, and changes none but makes missing folders:
    /// for whoever does something before that must not be for nothing. Throws as preview() and
    /// make().
    void rehearse() const;

    /// Makes the changes: file by file, those before one that fails are changed. Gives what the
    /// amendments left (Changes::leave()) in the files as they are now. Throws as
    /// authfile::edit_file() and AtomicFile; Error(Errc::TimedOut) after 30 s.
    std::vector<std::string> make() const; // NOLINT(modernize-use-nodiscard): few ask

private:
    struct FileEdit {
        authfile::Location location;
        std::vector<Amendment> amendments;

        [[nodiscard]] authfile::Changes plan(const authfile::Document &document) const;
    };

    std::vector<std::string> order_;        // of the canonical paths below
    std::map<std::string, FileEdit> files_; // by canonical path
    std::vector<std::pair<std::string, std::optional<std::string>>> replacements_; // in their order
};

} // namespace cppsecret::setup
