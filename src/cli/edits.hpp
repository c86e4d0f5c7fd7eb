// SPDX-License-Identifier: MIT
// Changes to files: shown, asked about, made.
#pragma once

#include "authfile/editor.hpp"
#include "cli/terminal.hpp"

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
/// where that is given: it may hold logins. Throws Error if it has to wait for another run too
/// long.
void clean_up_after_killed_runs(const authfile::Environment &environment,
                                const std::optional<std::string> &auth_file);

/// Changes to auth files and whole other files of ours.
class Edits {
public:
    /// Adds to the changes of one document what it decides by looking at it. It is called once to
    /// show the change and again to make it.
    using Amendment = std::function<void(const authfile::Document &, authfile::Changes &)>;

    /// Files that are one by symbolic links become one edit.
    void amend(const authfile::Location &location, Amendment amendment);

    /// Gives a file this content; nothing removes it.
    void replace(const std::string &path, std::optional<std::string> content);

    /// Shows the changes, asks for consent where it was not given, and makes them. Returns whether
    /// the files are as they should be: false only after a dry run that has something to do.
    /// Throws Error(Errc::Usage) if nobody can be asked, and Error for what cannot be changed; no
    /// file is changed if that shows beforehand.
    [[nodiscard]] bool carry_out(const Terminal &terminal, const Consent &consent) const;

    enum class Agreement {
        NothingToDo,
        ShownOnly, ///< a dry run
        Given,
    };
    /// The first half of carry_out(): shows the changes and asks `question`, but makes none.
    [[nodiscard]] Agreement propose(const Terminal &terminal, const Consent &consent,
                                    std::string_view question) const;
    /// The second half.
    void make() const;

private:
    struct FileEdit {
        authfile::Location location;
        std::vector<Amendment> amendments;

        [[nodiscard]] authfile::Changes plan(const authfile::Document &document) const;
    };

    [[nodiscard]] std::string show(const Terminal &terminal) const;

    std::vector<std::string> order_;        // of the resolved paths below
    std::map<std::string, FileEdit> files_; // by resolved path
    std::map<std::string, std::optional<std::string>> replacements_;
};

} // namespace cppsecret::cli
