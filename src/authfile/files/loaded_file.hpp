// SPDX-License-Identifier: MIT
// An auth file as it was found: there or not, in order or not.
#pragma once

#include "authfile/files/document.hpp"
#include "authfile/files/locations.hpp"
#include "authfile/files/read_file.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cppsecret::authfile {

/// Entries of `auths` by another form of their keys.
class KeyIndex {
public:
    struct Match {
        std::size_t first = 0;   ///< the entry's place in Document::auths()
        bool has_others = false; ///< later entries have the same form
    };

    void add(std::string form, std::size_t entry)
    {
        const auto [match, is_new] = matches_.try_emplace(std::move(form), Match{entry, false});
        match->second.has_others = !is_new;
    }

    /// Null if there is none.
    [[nodiscard]] const Match *find(const std::string &form) const
    {
        const auto match = matches_.find(form);
        return match == matches_.end() ? nullptr : &match->second;
    }

private:
    std::unordered_map<std::string, Match> matches_;
};

/// What look-ups work out about a file once, so that many of them take no longer each.
struct LookupCache {
    std::optional<KeyIndex> containers_keys;
    std::optional<KeyIndex> docker_hosts;
    std::optional<KeyIndex> helm_hosts;
    std::optional<std::string> docker_problem;
};

/// A file, what it says, and what is wrong with it.
struct LoadedFile {
    Location location;
    std::optional<FileStamp> stamp;   ///< nothing if the file is not there
    std::optional<Document> document; ///< nothing if it is not there or cannot be used
    /// Why it cannot be used. docker's file may have a document all the same: docker reads no
    /// further than to the end of the first JSON value.
    std::optional<Error> problem;
    mutable LookupCache cache = {}; ///< of look-ups; not for several threads

    [[nodiscard]] bool is_there() const noexcept { return stamp.has_value() || problem; }
};

/// To each of them, for as long as they stay where they are.
[[nodiscard]] inline std::vector<const LoadedFile *>
pointers_to(const std::vector<LoadedFile> &files)
{
    std::vector<const LoadedFile *> pointers;
    pointers.reserve(files.size());
    for (const LoadedFile &file : files)
        pointers.push_back(&file);
    return pointers;
}

/// Reads and parses one file. What read_file() and Document::parse() throw is kept as its problem:
/// the other files may still be of use.
[[nodiscard]] LoadedFile load_file(const Location &location);

} // namespace cppsecret::authfile
