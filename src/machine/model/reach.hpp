// SPDX-License-Identifier: MIT
// Which tools a login or an entry reaches, and what keeps the others from it.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "machine/model/login.hpp"
#include "machine/model/tool_settings.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace cppsecret::machine {

/// What a search met instead of a login; of several searches that of a later line counts, as it
/// came nearer to the login, or may yet end there.
enum class Obstacle {
    None,         ///< it ends at the login
    FileNotRead,  ///< the tool does not search the file
    NoImage,      ///< no image has a name that leads to its key
    Shadowed,     ///< another login comes first
    FieldNotRead, ///< the tool passes the entry over: what it reads of it holds no login
    FileFails,    ///< the file as a whole cannot be used
    SearchFails,  ///< an error elsewhere ends the search
    Unknown,      ///< a helper that may have a login comes first
};

/// How a tool's search for a name went.
struct Reach {
    Obstacle obstacle = Obstacle::NoImage;
    authfile::Answer met; ///< the end of the search
    authfile::Step step;  ///< at which it ended, or passed the login over

    [[nodiscard]] bool is_used() const noexcept { return obstacle == Obstacle::None; }
    /// True if a search may end at the login once what failed is mended, or a helper has replied.
    [[nodiscard]] bool is_undecided() const noexcept { return obstacle >= Obstacle::FileFails; }
};

/// Whether some search of the tool ends at this login; else why the one that counts does not.
/// `shares_keyring` is true for helpers that have the logins of our keyring.
[[nodiscard]] Reach reach_of(const Login &login, const Tool &tool, const ToolSettings &settings,
                             const authfile::AskHelper &ask,
                             const std::function<bool(std::string_view)> &shares_keyring);

/// True if the search of some tool ends at this login, or may end there once what failed is mended.
[[nodiscard]] bool may_be_used(const Login &login, const ToolSettings &settings,
                               const authfile::AskHelper &ask,
                               const std::function<bool(std::string_view)> &shares_keyring);

/// The same as reach_of() for an entry of `credHelpers` in a file: whether some search asks the
/// helper there.
[[nodiscard]] Reach reach_of_helper(const std::string &file, const std::string &key,
                                    const Tool &tool, const ToolSettings &settings,
                                    const authfile::AskHelper &ask);

} // namespace cppsecret::machine
