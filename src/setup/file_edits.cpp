// SPDX-License-Identifier: MIT
#include "setup/file_edits.hpp"

#include "authfile/files/loaded_file.hpp"
#include "base/atomic_file.hpp"
#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "base/lock_folder.hpp"
#include "base/place_to_write.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cppsecret::setup {

namespace {

using authfile::Changes;
using authfile::Document;

constexpr std::chrono::seconds time_to_change(30);

std::string lock_path()
{
    return lock_folder() + "/auth-files.lock";
}

/// The text of a small file; nothing if it is not there.
std::optional<std::string> text_of(const std::string &path)
{
    const auto content = authfile::read_file(path);
    return content ? std::optional<std::string>(content->bytes.reveal()) : std::nullopt;
}

void write_file(const std::string &path, const std::string &content)
{
    AtomicFile file(path, MissingFolders::Make);
    file.write(content);
    file.commit();
}

} // namespace

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
        paths.push_back(helm_location(environment).path);
    }
    // seldom is there anything to wait for
    if (std::none_of(paths.begin(), paths.end(), has_temporary_files))
        return;
    const FileLock lock(lock_path(), Deadline::after(time_to_change));
    for (const std::string &path : paths)
        remove_leftovers(path);
}

authfile::Changes FileEdits::FileEdit::plan(const Document &document) const
{
    Changes changes;
    for (const Amendment &amendment : amendments)
        amendment(document, changes);
    return changes;
}

void FileEdits::amend(const authfile::Location &location, Amendment amendment)
{
    const std::string path = authfile::canonical_path(location.path);
    const auto [edit, is_new] = files_.try_emplace(path, FileEdit{location, {}});
    if (is_new)
        order_.push_back(path);
    else if (location.format == authfile::Format::DockerConfig)
        edit->second.location = location; // whoever else reads it, it is docker's
    edit->second.amendments.push_back(std::move(amendment));
}

void FileEdits::replace(const std::string &path, std::optional<std::string> content)
{
    replacements_.emplace_back(path, std::move(content));
}

std::vector<FileChange> FileEdits::preview() const
{
    std::vector<FileChange> changes;
    const auto add = [&changes](FileChange change) {
        if (change.before == change.after)
            return;
        if (const auto distrust = find_distrust(change.path))
            throw Error(*distrust);
        changes.push_back(std::move(change));
    };
    for (const std::string &path : order_) {
        const FileEdit &edit = files_.at(path);
        const authfile::LoadedFile file = load_file(edit.location);
        if (file.problem)
            throw Error(*file.problem);
        const Document before =
            Document::parse(SecretString(file.document ? file.document->bytes() : "{}\n"),
                            edit.location.path, edit.location.format);
        const Changes planned = edit.plan(before);
        const Document after = before.with(planned);
        const std::string shown = file.document ? before.masked() : std::string();
        const bool is_same = after.bytes() == before.bytes();
        const bool is_removed = is_removed_by(planned, edit.location.path, after);
        add({edit.location.path, !file.document, shown,
             is_same      ? shown
             : is_removed ? std::string()
                          : after.masked()});
    }
    for (const auto &[path, content] : replacements_) {
        const auto before = text_of(path);
        add({path, !before, before.value_or(""), content.value_or("")});
    }
    return changes;
}

void FileEdits::rehearse() const
{
    const std::vector<FileChange> changes = preview();
    const FileLock lock(lock_path(), Deadline::after(time_to_change));
    for (const FileChange &change : changes)
        static_cast<void>(AtomicFile(change.path, MissingFolders::Make));
}

std::vector<std::string> FileEdits::make() const
{
    std::vector<std::string> left;
    const Deadline deadline = Deadline::after(time_to_change);
    for (const std::string &path : order_) {
        const FileEdit &edit = files_.at(path);
        std::vector<std::string> left_here;
        const auto plan = [&](const Document &document) {
            Changes changes = edit.plan(document);
            left_here = changes.left();
            return changes;
        };
        authfile::edit_file(edit.location, plan, lock_path(), deadline);
        left.insert(left.end(), left_here.begin(), left_here.end());
    }
    if (replacements_.empty())
        return left;
    const FileLock lock(lock_path(), deadline);
    for (const auto &[path, content] : replacements_) {
        if (text_of(path) == content)
            continue;
        remove_leftovers(path);
        if (content)
            write_file(path, *content);
        else
            remove_file(path);
    }
    return left;
}

} // namespace cppsecret::setup
