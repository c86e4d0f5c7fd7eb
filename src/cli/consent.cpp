// SPDX-License-Identifier: MIT
#include "cli/consent.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/terminal/diff.hpp"

#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

/// A line of a file as a terminal may have it: a tab is four blanks.
std::string displayed(std::string_view line)
{
    std::string text;
    for (const char c : line)
        text += c == '\t' ? std::string("    ") : std::string(1, c);
    return one_line(text);
}

/// A diff under the name of its file; empty if no line differs.
std::string show(const Terminal &terminal, const setup::FileChange &change)
{
    const std::vector<DiffLine> lines = diff(change.before, change.after);
    if (lines.empty())
        return {};
    std::string text =
        terminal.paint(Colour::Bold, one_line(change.path) + (change.is_new          ? " (new)"
                                                              : change.after.empty() ? " (removed)"
                                                                                     : "")) +
        "\n";
    for (const DiffLine &line : lines) {
        const std::string content = displayed(line.text);
        switch (line.kind) {
        case DiffLine::Kind::Same:
            text += "    " + content;
            break;
        case DiffLine::Kind::Removed:
            text += terminal.paint(Colour::Red, "  - " + content);
            break;
        case DiffLine::Kind::Added:
            text += terminal.paint(Colour::Green, "  + " + content);
            break;
        case DiffLine::Kind::Gap:
            text += "    …";
            break;
        }
        text += "\n";
    }
    return text;
}

} // namespace

void require_consent(const Terminal &terminal, const Consent &consent, std::string_view question)
{
    if (consent.yes)
        return;
    if (!terminal.can_ask())
        throw Error(Errc::Usage, "nobody can be asked whether to change these files",
                    "use --yes, or --dry-run to preview");
    if (!terminal.confirm(question))
        throw Error(Errc::Dismissed, "nothing was changed");
}

Agreement propose(const Terminal &terminal, const setup::FileEdits &edits, const Consent &consent,
                  std::string_view question)
{
    std::string changes;
    for (const setup::FileChange &change : edits.preview())
        changes += show(terminal, change);
    if (changes.empty())
        return Agreement::NothingToDo;
    terminal.print(changes);
    if (consent.dry_run)
        return Agreement::ShownOnly;
    require_consent(terminal, consent, question);
    return Agreement::Given;
}

bool carry_out(const Terminal &terminal, const setup::FileEdits &edits, const Consent &consent)
{
    switch (propose(terminal, edits, consent, "Change these files?")) {
    case Agreement::NothingToDo:
        terminal.print("nothing has to be changed\n");
        return true;
    case Agreement::ShownOnly:
        return false;
    case Agreement::Given:
        break;
    }
    edits.make();
    return true;
}

} // namespace cppsecret::cli
