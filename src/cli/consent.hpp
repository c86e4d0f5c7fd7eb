// SPDX-License-Identifier: MIT
// A person's consent to changes that were shown.
#pragma once

#include "cli/terminal/terminal.hpp"
#include "setup/file_edits.hpp"

#include <string_view>

namespace cppsecret::cli {

/// What a person has said on the command line about making changes.
struct Consent {
    bool yes = false;     ///< --yes: do not ask
    bool dry_run = false; ///< --dry-run: show the changes only
};

/// Asks `question` unless consent was given. Throws Error(Errc::Usage) if nobody can be asked, and
/// Error(Errc::Dismissed) after a no.
void require_consent(const Terminal &terminal, const Consent &consent, std::string_view question);

enum class Agreement {
    NothingToDo,
    ShownOnly, ///< a dry run
    Given,
};

/// Shows the changes and asks `question`, but makes none. Throws as require_consent() and
/// setup::FileEdits::preview().
[[nodiscard]] Agreement propose(const Terminal &terminal, const setup::FileEdits &edits,
                                const Consent &consent, std::string_view question);

/// Shows the changes, asks for consent where it was not given, and makes them. Returns whether the
/// files are as they should be: false only after a dry run that has something to do. Throws as
/// propose() and setup::FileEdits::make(); no file is changed if what hinders shows beforehand.
[[nodiscard]] bool carry_out(const Terminal &terminal, const setup::FileEdits &edits,
                             const Consent &consent);

} // namespace cppsecret::cli
