// SPDX-License-Identifier: MIT
// The way along a path to a place that is written, each step judged: for place_to_write.cpp.
#pragma once

#include "base/error.hpp"
#include "base/place_to_write.hpp"
#include "base/unique_fd.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <sys/stat.h>

namespace cppsecret {

/// That a place is not trusted, apart from whatever else fails.
class Distrust : public Error {
public:
    Distrust(const std::string &reason, std::string hint, std::string subject)
        : Error(Errc::System, reason, std::move(hint), std::move(subject))
    {
    }
};

/// Goes component by component, by descriptors, so that nothing lies between a look and a step.
/// Every member throws Distrust, and Error(Errc::System) for a path that cannot be followed.
class PathWalk {
public:
    /// What is done about folders that are not there; Stop ends the walk where they would be made.
    enum class Missing { Refuse, Make, Stop };

    PathWalk(std::string path, Missing missing);

    /// Enters the folder that is all of the path, whoever may write to it.
    void to_folder();

    /// Up to the name of the file in its folder, and judges both.
    void to_file(LastLink last);

    [[nodiscard]] UniqueFd take_folder() { return std::move(folder_); }
    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    [[nodiscard]] const std::optional<struct stat> &file() const noexcept { return file_; }
    /// Of the file, as it was given or as links have led to it.
    [[nodiscard]] std::string path() const { return links_ == 0 ? path_ : below(name_); }

private:
    [[nodiscard]] std::string below(const std::string &name) const;
    [[nodiscard]] bool is_at_end() const;
    /// Whether what was taken last is of what a link of the path to a folder leads to.
    [[nodiscard]] bool is_in_link() const noexcept;

    void start_at(const char *folder);
    /// Takes the next name off the front of what is left; empty if nothing is.
    std::string take_name();
    void step(const std::string &name, bool is_last, LastLink last);
    void enter(UniqueFd folder, const struct stat &status, const std::string &name);
    void follow(const UniqueFd &link, const struct stat &status, const std::string &name,
                bool is_last);
    /// At a folder that is not there.
    void miss(const std::string &name);
    void arrive(const std::string &name, const std::optional<struct stat> &file, LastLink last);

    [[nodiscard]] Error unseen(const std::string &name, int error_number) const;
    [[nodiscard]] Distrust of_others(const std::string &path) const;

    std::string path_;
    Missing missing_;
    UniqueFd folder_;
    struct stat status_ {}; ///< of folder_
    std::string where_;     ///< the path of folder_, without links
    std::string rest_;
    std::string link_;                            ///< the last that was followed; empty if none was
    std::size_t behind_link_ = std::string::npos; ///< what is left behind one to a folder
    int links_ = 0;
    bool is_over_ = false;
    std::string name_;
    std::optional<struct stat> file_;
};

} // namespace cppsecret
