// SPDX-License-Identifier: MIT
#include "cli/edits.hpp"

#include "authfile/files/loaded_file.hpp"
#include "base/atomic_file.hpp"
#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "base/lock_folder.hpp"
#include "base/text.hpp"
#include "cli/terminal/diff.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include <unistd.h>

namespace cppsecret::cli {

namespace {

using authfile::Changes;
using authfile::Document;

constexpr std::chrono::seconds time_to_change(30);

std::string lock_path()
{
    return lock_folder() + "/auth-files.lock";
}

/// A line of a file as a terminal may have it: a tab is four blanks.
std::string displayed(std::string_view line)
{
    std::string text;
    for (const char c : line)
        text += c == '\t' ? std::string("    ") : std::string(1, c);
    return one_line(text);
}

/// A diff under the name of its file; empty if there is none.
std::string show_diff(const Terminal &terminal, const std::string &path, bool is_new,
                      std::string_view before, std::string_view after)
{
    const std::vector<DiffLine> lines = diff(before, after);
    if (lines.empty())
        return {};
    std::string text =
        terminal.paint(Colour::Bold, one_line(path) + (is_new ? " (new)" : "")) + "\n";
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

/// The text of a small file; nothing if it is not there.
std::optional<std::string> text_of(const std::string &path)
{
    const auto content = authfile::read_file(path);
    return content ? std::optional<std::string>(content->bytes.reveal()) : std::nullopt;
}

void write_file(const std::string &path, const std::string &content)
{
    make_private_folders(folder_of(resolve_links(path)));
    AtomicFile file(path);
    file.write(content);
    file.commit();
}

} // namespace

void require_consent(const Terminal &terminal, const Consent &consent, std::string_view question)
{
    if (consent.yes)
        return;
    if (!terminal.can_ask())
        throw Error(Errc::Usage, "nobody can be asked whether to change these files",
                    "say --yes, or --dry-run to see the changes only");
    if (!terminal.confirm(question))
        throw Error(Errc::Dismissed, "nothing was changed");
}

void clean_up_after_killed_runs(const authfile::Environment &environment,
                                const std::optional<std::string> &auth_file)
{
    std::vector<std::string> paths;
    if (auth_file) {
        paths.push_back(*auth_file);
    } else {
        for (const authfile::Location &location : containers_locations(environment))
            paths.push_back(location.path);
        paths.push_back(docker_location(environment).path);
    }
    // seldom is there anything to wait for
    if (std::none_of(paths.begin(), paths.end(), has_temporary_files))
        return;
    const FileLock lock(lock_path(), Deadline::after(time_to_change));
    for (const std::string &path : paths)
        remove_leftovers(path);
}

authfile::Changes Edits::FileEdit::plan(const Document &document) const
{
    Changes changes;
    for (const Amendment &amendment : amendments)
        amendment(document, changes);
    return changes;
}

void Edits::amend(const authfile::Location &location, Amendment amendment)
{
    const std::string path = authfile::canonical_path(location.path);
    const auto [edit, is_new] = files_.try_emplace(path, FileEdit{location, {}});
    if (is_new)
        order_.push_back(path);
    else if (location.format == authfile::Format::DockerConfig)
        edit->second.location = location; // whoever else reads it, it is docker's
    edit->second.amendments.push_back(std::move(amendment));
}

void Edits::replace(const std::string &path, std::optional<std::string> content)
{
    replacements_[path] = std::move(content);
}

std::string Edits::show(const Terminal &terminal) const
{
    std::string text;
    for (const std::string &path : order_) {
        const FileEdit &edit = files_.at(path);
        const authfile::LoadedFile file = load_file(edit.location);
        if (file.problem)
            throw Error(*file.problem);
        const Document before =
            Document::parse(SecretString(file.document ? file.document->bytes() : "{}\n"),
                            edit.location.path, edit.location.format);
        const Document after = before.with(edit.plan(before));
        text += show_diff(
            terminal, edit.location.path, !file.document, file.document ? before.masked() : "",
            after.bytes() == before.bytes() ? file.document ? before.masked() : std::string()
                                            : after.masked());
    }
    for (const auto &[path, content] : replacements_) {
        const auto before = text_of(path);
        text += show_diff(terminal, path, !before, before.value_or(""), content.value_or(""));
    }
    return text;
}

void Edits::make() const
{
    const Deadline deadline = Deadline::after(time_to_change);
    for (const std::string &path : order_) {
        const FileEdit &edit = files_.at(path);
        authfile::edit_file(
            edit.location, [&edit](const Document &document) { return edit.plan(document); },
            lock_path(), deadline);
    }
    if (replacements_.empty())
        return;
    const FileLock lock(lock_path(), deadline);
    for (const auto &[path, content] : replacements_) {
        if (text_of(path) == content)
            continue;
        remove_leftovers(path);
        if (content)
            write_file(path, *content);
        else if (::unlink(path.c_str()) != 0 && errno != ENOENT)
            throw system_error("remove '" + path + "'", errno);
    }
}

Edits::Agreement Edits::propose(const Terminal &terminal, const Consent &consent,
                                std::string_view question) const
{
    const std::string changes = show(terminal);
    if (changes.empty())
        return Agreement::NothingToDo;
    terminal.print(changes);
    if (consent.dry_run)
        return Agreement::ShownOnly;
    require_consent(terminal, consent, question);
    return Agreement::Given;
}

bool Edits::carry_out(const Terminal &terminal, const Consent &consent) const
{
    switch (propose(terminal, consent, "Change these files?")) {
    case Agreement::NothingToDo:
        terminal.print("nothing has to be changed\n");
        return true;
    case Agreement::ShownOnly:
        return false;
    case Agreement::Given:
        break;
    }
    make();
    return true;
}

} // namespace cppsecret::cli
