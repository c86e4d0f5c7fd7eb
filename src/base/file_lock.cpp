// SPDX-License-Identifier: MIT
#include "base/file_lock.hpp"

#include "base/command.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/place_to_write.hpp"
#include "base/trusted_place.hpp"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret {

namespace {

/// False if somebody else has it.
bool lock_at_once(const UniqueFd &file, const std::string &path)
{
    if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno != EWOULDBLOCK)
        throw system_error("lock '" + path + "'", errno);
    return false;
}

UniqueFd open_lock_file(const std::string &path)
{
    const PlaceToWrite place(path, MissingFolders::Refuse, LastLink::Keep);
    UniqueFd file(::openat(place.folder(), place.name().c_str(),
                           O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    if (!file)
        throw system_error("open the lock file '" + path + "'", errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        throw system_error("look at the lock file '" + path + "'", errno);
    if (!S_ISREG(status.st_mode) || !is_ours(status))
        throw Error(Errc::System, "'" + path + "' is not a plain file of yours",
                    "remove it; it is a lock file and is made again when it is needed");
    return file;
}

/// Shared between who waits for the lock and the thread that blocks in flock(2). The thread may
/// outlive the wait, so both own it.
struct Waiting {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<int> error_number; // set when flock has returned
    UniqueFd file;
};

} // namespace

FileLock::FileLock(const std::string &path, const Deadline &deadline) : file_(open_lock_file(path))
{
    if (lock_at_once(file_, path))
        return;
    had_to_wait_ = true;

    // flock has no time limit, and asking again and again would let late comers overtake: a thread
    // waits in the kernel's queue. On a time-out it is left behind; the process is about to end.
    const auto waiting = std::make_shared<Waiting>();
    waiting->file = std::move(file_);
    std::thread([waiting] {
        int error_number = 0;
        while (::flock(waiting->file.get(), LOCK_EX) != 0) {
            error_number = errno;
            if (error_number != EINTR)
                break;
            error_number = 0;
        }
        const std::lock_guard guard(waiting->mutex);
        waiting->error_number = error_number;
        waiting->changed.notify_one();
    }).detach();

    std::unique_lock guard(waiting->mutex);
    if (!waiting->changed.wait_until(guard, deadline.end(),
                                     [&] { return waiting->error_number.has_value(); }))
        throw Error(Errc::TimedOut, "another process kept '" + path + "' locked for too long",
                    "see who has it with: " + Command("fuser -v").operand(path).text());
    if (*waiting->error_number != 0)
        throw system_error("lock '" + path + "'", *waiting->error_number);
    file_ = std::move(waiting->file);
}

std::optional<FileLock> FileLock::if_free(const std::string &path)
{
    UniqueFd file = open_lock_file(path);
    if (!lock_at_once(file, path))
        return std::nullopt;
    return FileLock(std::move(file));
}

std::string FileLock::read_note() const
{
    if (::lseek(file_.get(), 0, SEEK_SET) != 0)
        throw system_error("read the lock file", errno);
    std::array<char, 4096> text{};
    return {text.data(), read_fully(file_.get(), text, "the lock file")};
}

void FileLock::write_note(std::string_view note) const
{
    if (::ftruncate(file_.get(), 0) != 0 || ::lseek(file_.get(), 0, SEEK_SET) != 0)
        throw system_error("write the lock file", errno);
    write_fully(file_.get(), note, "the lock file");
}

} // namespace cppsecret
