// SPDX-License-Identifier: MIT
// Changes to files: shown, asked about, made.
#pragma once

#include "authfile/files/editor.hpp"
#include "cli/terminal/terminal.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::cli {

/// What a person has said on the command line about making changes.
struct Consent {
    bool yes = false;     ///< --yes: do not ask
    bool dry_run = false; ///< --dry-run: show the changes only
};

/// Asks `question` unless consent was given. Throws Error(Errc::Usage) if nobody can be asked, and
/// Error(Errc::Dismissed) after a no.
void require_consent(const Terminal &terminal, const Consent &consent, std::string_view question);

/// Takes away what runs that were killed have left beside the auth files, beside `auth_file` alone
/// where that is given: it may hold logins. Throws, if there is something, as FileLock and
/// lock_folder(): Error(Errc::TimedOut) if another run holds the lock for 30 s.
void clean_up_after_killed_runs(const authfile::Environment &environment,
                                const std::optional<std::string> &auth_file);

/// Changes to auth files and whole other files of ours.
class Edits {
public:
    /// Adds to the changes of one document what it decides by looking at it. It is called once to
    /// show the change and again to make it.
    using Amendment = std::function<void(const authfile::Document &, authfile::Changes &)>;

    /// Files that are one by links or by spelling become one edit, in docker's format if any of
    /// them has that. Throws as authfile::canonical_path().
    void amend(const authfile::Location &location, Amendment amendment);

    /// Gives a file this content; nothing removes it.
    void replace(const std::string &path, std::optional<std::string> content);

    /// Shows the changes, asks for consent where it was not given, and makes them. Returns whether
    /// the files are as they should be: false only after a dry run that has something to do.
    /// Throws as propose() and make(); no file is changed if what hinders shows beforehand.
    [[nodiscard]] bool carry_out(const Terminal &terminal, const Consent &consent) const;

    enum class Agreement {
        NothingToDo,
        ShownOnly, ///< a dry run
        Given,
    };
    /// The first half of carry_out(): shows the changes and asks `question`, but makes none. Throws
    /// as require_consent(), what the amendments throw, and Error for a file that cannot be read or
    /// edited (authfile::load_file(), authfile::Document::with()).
    [[nodiscard]] Agreement propose(const Terminal &terminal, const Consent &consent,
                                    std::string_view question) const;
    /// The second half: file by file, those before one that fails are changed. Throws as
    /// authfile::edit_file() and AtomicFile; Error(Errc::TimedOut) after 30 s.
    void make() const;

private:
    struct FileEdit {
        authfile::Location location;
        std::vector<Amendment> amendments;

        [[nodiscard]] authfile::Changes plan(const authfile::Document &document) const;
    };

    [[nodiscard]] std::string show(const Terminal &terminal) const;

    std::vector<std::string> order_;        // of the canonical paths below
    std::map<std::string, FileEdit> files_; // by canonical path
    std::map<std::string, std::optional<std::string>> replacements_;
};

} // namespace cppsecret::cli
