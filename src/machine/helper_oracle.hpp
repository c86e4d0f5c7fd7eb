// SPDX-License-Identifier: MIT
// What helpers hold, each asked once.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "base/error.hpp"
#include "keyring/common/keyring.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace cppsecret::machine {

/// Whether the helpers of others are run: `list` of some unlocks a keyring and asks a person.
enum class Others {
    Ask,
    LeaveAlone, ///< one that is there counts as having the login, of the user "?"
};

/// Answers the questions of a look-up by the users that a helper lists, so that thousands of
/// registries cost one question a helper. For our own helper the keyring is listed. The answers
/// hold no secrets.
class HelperOracle {
public:
    explicit HelperOracle(Others others = Others::Ask) : others_(others) {}
    /// For a keyring that was listed already.
    HelperOracle(keyring::Listing listing, Others others)
        : listing_(std::move(listing)), others_(others)
    {
    }

    /// What the keyring holds, and why it may hold more. Throws as keyring::open_keyring() and
    /// keyring::Keyring::list(), but never for one that cannot be used
    /// (is_keyring_unavailable()).
    [[nodiscard]] const keyring::Listing &keyring();

    /// For look-ups, while this lives.
    [[nodiscard]] authfile::AskHelper ask();

    /// The user of a registry in a helper; nothing if it has none. Throws what asking it threw,
    /// each time: as client::HelperClient::list(), Error(Errc::System) if the helper is not in
    /// PATH.
    [[nodiscard]] std::optional<std::string> user_of(const std::string &helper,
                                                     const std::string &key);

private:
    using Users = std::map<std::string, std::string>;
    struct Answer {
        Users users;
        bool is_unknown = false; ///< Others::LeaveAlone
        std::optional<Error> problem;
    };

    [[nodiscard]] const Answer &answer_of(const std::string &helper);
    [[nodiscard]] Answer list_keyring();

    std::optional<keyring::Listing> listing_;
    Others others_;
    std::unordered_map<std::string, Answer> answers_;
};

} // namespace cppsecret::machine
