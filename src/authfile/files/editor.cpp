// SPDX-License-Identifier: MIT
#include "authfile/files/editor.hpp"

#include "authfile/files/read_file.hpp"
#include "base/atomic_file.hpp"
#include "base/file_lock.hpp"
#include "base/place_to_write.hpp"
#include "base/text.hpp"

#include <utility>

namespace cppsecret::authfile {

namespace {

Document parse_content(std::optional<FileContent> content, const Location &location)
{
    if (!content)
        return Document::empty(location.path, location.format);
    return Document::parse(std::move(content->bytes), location.path, location.format);
}

std::optional<FileStamp> stamp_of(const std::optional<struct stat> &status)
{
    return status ? std::optional(FileStamp::from(*status)) : std::nullopt;
}

/// True if the file is still in the state that was read. The bytes are compared too: the clock of
/// a file system may stand still for some milliseconds.
bool is_unchanged(const std::string &path, const std::optional<FileStamp> &stamp,
                  const Document &document)
{
    const auto now = read_file(path);
    if (!now || !stamp)
        return now.has_value() == stamp.has_value();
    return now->stamp == *stamp && now->bytes.reveal() == document.bytes();
}

} // namespace

bool is_removed_by(const Changes &changes, const std::string &path, const Document &after)
{
    return changes.removes_empty_file() && trim(after.bytes()) == "{}" &&
           resolve_links(path) == path;
}

EditOutcome edit_file(const Location &location, const Plan &plan, const std::string &lock_path,
                      const Deadline &deadline)
{
    const FileLock lock(lock_path, deadline);
    remove_leftovers(location.path);
    while (!deadline.has_passed()) {
        auto content = read_file(location.path);
        std::optional<FileStamp> stamp;
        if (content)
            stamp = content->stamp;
        const Document before = parse_content(std::move(content), location);
        const Changes changes = plan(before);
        if (changes.are_none())
            return EditOutcome::Unchanged;
        const Document after = before.with(changes);
        if (after.bytes() == before.bytes())
            return EditOutcome::Unchanged;

        if (is_removed_by(changes, location.path, after)) {
            if (!is_unchanged(location.path, stamp, before))
                continue;
            remove_file(location.path);
            return EditOutcome::Removed;
        }
        AtomicFile file(location.path, MissingFolders::Make);
        // a path that leads elsewhere meanwhile leads to another file than the one that was read
        if (stamp_of(file.replaced()) != stamp)
            continue;
        file.write(after.bytes());
        if (!is_unchanged(location.path, stamp, before))
            continue;
        file.commit();
        return stamp ? EditOutcome::Changed : EditOutcome::Created;
    }
    throw Error(Errc::TimedOut, "'" + location.path + "' was changed by others again and again",
                "try again when no other login or logout is running");
}

} // namespace cppsecret::authfile
