// SPDX-License-Identifier: MIT
#include "base/place_to_write.hpp"

#include "base/atomic_file.hpp"
#include "base/path_walk.hpp"
#include "base/text.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace cppsecret {

namespace {

PathWalk::Missing how_to_miss(MissingFolders missing)
{
    return missing == MissingFolders::Make ? PathWalk::Missing::Make : PathWalk::Missing::Refuse;
}

Error not_written(const std::string &path, const Error &reason)
{
    return Error(reason.code(), "cannot write " + in_ticks(path) + ": " + reason.what(),
                 reason.hint(), reason.subject());
}

} // namespace

PlaceToWrite::PlaceToWrite(const std::string &path, MissingFolders missing, LastLink last)
try {
    PathWalk walk(path, how_to_miss(missing));
    walk.to_file(last);
    folder_ = walk.take_folder();
    name_ = walk.name();
    path_ = walk.path();
    file_ = walk.file();
} catch (const Distrust &distrust) {
    throw not_written(path, distrust);
}

std::string PlaceToWrite::folder_path() const
{
    return folder_of(path_);
}

UniqueFd PlaceToWrite::open_folder() const noexcept
{
    return UniqueFd(::openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

void PlaceToWrite::synchronise() const
{
    const UniqueFd folder = open_folder();
    // EINVAL: a file system that cannot synchronise folders has nothing to wait for
    if (!folder || (::fsync(folder.get()) != 0 && errno != EINVAL))
        throw system_error("synchronise the folder " + in_ticks(folder_path()), errno);
}

std::optional<Error> find_distrust(const std::string &path)
{
    try {
        PathWalk(path, PathWalk::Missing::Stop).to_file(LastLink::Follow);
    } catch (const Distrust &distrust) {
        return not_written(path, distrust);
    } catch (const Error &) { // it fails when it is written, and says why
    }
    return std::nullopt;
}

UniqueFd open_folder_to_write(const std::string &path, MissingFolders missing)
{
    PathWalk walk(path, how_to_miss(missing));
    walk.to_folder();
    return walk.take_folder();
}

void remove_file(const std::string &path)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 && errno == ENOENT)
        return;
    const PlaceToWrite place(path, MissingFolders::Refuse, LastLink::Keep);
    if (::unlinkat(place.folder(), place.name().c_str(), 0) != 0 && errno != ENOENT)
        throw system_error("remove " + in_ticks(path), errno, path);
}

} // namespace cppsecret
