// SPDX-License-Identifier: MIT
#include "base/path_walk.hpp"

#include "base/command.hpp"
#include "base/path_error.hpp"
#include "base/text.hpp"
#include "base/trusted_place.hpp"
#include "base/way_out.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace cppsecret {

namespace {

constexpr int link_limit = 40; // as path_resolution(7)

/// In a folder of ours only root can have put it: it is what a tool under sudo leaves behind.
Distrust left_by_others(const std::string &path)
{
    return {
        in_ticks(path) + " is not yours",
        "make it yours: " +
            Command("chown").operand(std::to_string(::geteuid())).operand(path).as_root().text(),
        path};
}

} // namespace

PathWalk::PathWalk(std::string path, Missing missing)
    : path_(std::move(path)), missing_(missing), rest_(path_)
{
    start_at(path_.starts_with('/') ? "/" : ".");
}

void PathWalk::to_folder()
{
    while (!is_over_) {
        const std::string name = take_name();
        if (name.empty())
            return;
        step(name, false, LastLink::Follow);
    }
}

void PathWalk::to_file(LastLink last)
{
    while (!is_over_) {
        const std::string name = take_name();
        step(name.empty() ? "." : name, is_at_end(), last);
    }
}

std::string PathWalk::below(const std::string &name) const
{
    if (where_ == ".")
        return name;
    return where_ == "/" ? where_ + name : where_ + "/" + name;
}

bool PathWalk::is_at_end() const
{
    return rest_.find_first_not_of('/') == std::string::npos;
}

std::string PathWalk::take_name()
{
    for (;;) {
        rest_.erase(0, rest_.find_first_not_of('/'));
        std::string name = rest_.substr(0, rest_.find('/'));
        rest_.erase(0, name.size());
        if (name != ".")
            return name;
    }
}

void PathWalk::start_at(const char *folder)
{
    where_ = folder;
    folder_ = UniqueFd(::open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder_ || ::fstat(folder_.get(), &status_) != 0)
        throw path_error("look at", where_, in_ticks(where_), errno);
}

void PathWalk::step(const std::string &name, bool is_last, LastLink last)
{
    UniqueFd next(::openat(folder_.get(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!next && errno == ENOENT) {
        if (is_last)
            arrive(name, std::nullopt, last);
        else
            miss(name);
        return;
    }
    struct stat status {};
    if (!next || ::fstat(next.get(), &status) != 0)
        throw unseen(name, errno);
    if (S_ISLNK(status.st_mode) && !(is_last && last == LastLink::Keep))
        follow(next, status, name, is_last);
    else if (is_last)
        arrive(name, status, last);
    else
        enter(std::move(next), status, name);
}

Error PathWalk::unseen(const std::string &name, int error_number) const
{
    Error error = path_error("look at", below(name), in_ticks(below(name)), error_number);
    if (error_number == EACCES && !is_ours(status_)) // the HOME of somebody else, most likely
        return {error.code(), error.what(), way_out(path_), error.subject()};
    return error;
}

bool PathWalk::is_in_link() const noexcept
{
    return behind_link_ != std::string::npos && rest_.size() > behind_link_;
}

void PathWalk::miss(const std::string &name)
{
    if (is_in_link())
        throw Error(Errc::System, "the link " + in_ticks(link_) + " leads to no folder",
                    "make the folder " + in_ticks(below(name)) + ", or remove the link", link_);
    if (missing_ == Missing::Refuse)
        throw path_error("look at", below(name), in_ticks(below(name)), ENOENT);
    if (owner_of(status_.st_uid) != Owner::Us && writers_of(status_) != Writers::Sticky)
        throw of_others(where_);
    if (missing_ == Missing::Stop) {
        is_over_ = true;
        return;
    }
    if (::mkdirat(folder_.get(), name.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        throw system_error("make the folder " + in_ticks(below(name)), errno);
    rest_.insert(0, name + "/"); // what is there now is looked at as anything else
}

void PathWalk::enter(UniqueFd folder, const struct stat &status, const std::string &name)
{
    if (!S_ISDIR(status.st_mode))
        throw path_error("look at", below(name), in_ticks(below(name)), ENOTDIR);
    where_ = below(name);
    if (!link_.empty() && owner_of(status.st_uid) == Owner::Other)
        throw Distrust("the link " + in_ticks(link_) + " leads through " + in_ticks(where_) +
                           ", which is not yours",
                       way_out(path_), link_);
    folder_ = std::move(folder);
    status_ = status;
}

void PathWalk::follow(const UniqueFd &link, const struct stat &status, const std::string &name,
                      bool is_last)
{
    std::string at = below(name);
    if (!is_followed(status, status_))
        throw Distrust("the link " + in_ticks(at) + " is not yours, and not followed",
                       way_out(path_), at);
    std::array<char, PATH_MAX> text{};
    const ssize_t length = ::readlinkat(link.get(), "", text.data(), text.size());
    if (length < 0)
        throw path_error("look at", at, in_ticks(at), errno);
    if (++links_ > link_limit)
        throw path_error("follow", path_, in_ticks(path_), ELOOP);
    link_ = std::move(at);
    const std::string_view target(text.data(), static_cast<std::size_t>(length));
    if (!is_in_link())
        behind_link_ = is_last ? std::string::npos : rest_.size();
    rest_.insert(0, std::string(target) + "/");
    if (target.starts_with('/'))
        start_at("/");
}

void PathWalk::arrive(const std::string &name, const std::optional<struct stat> &file,
                      LastLink last)
{
    is_over_ = true;
    name_ = name;
    file_ = file;
    if (file && last == LastLink::Follow && !S_ISREG(file->st_mode))
        throw not_plain_error(Errc::System, path(), in_ticks(path()), file->st_mode);
    const Writers writers = writers_of(status_);
    if (writers == Writers::Shared)
        throw Distrust("others can replace files in " + in_ticks(where_),
                       is_ours(status_) ? Command("chmod go-w").operand(where_).as_hint()
                                        : way_out(path_),
                       where_);
    if (!is_written_to(writers))
        throw of_others(where_);
    if (file && !is_ours(*file))
        throw writers == Writers::Us ? left_by_others(path()) : of_others(path());
}

Distrust PathWalk::of_others(const std::string &path) const
{
    return {in_ticks(path) + " is not yours", way_out(path_), path};
}

} // namespace cppsecret
