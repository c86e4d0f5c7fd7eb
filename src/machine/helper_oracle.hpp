// SPDX-License-Identifier: MIT
// What helpers hold, each asked once.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "base/error.hpp"
#include "keyring/common/keyring.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace cppsecret::machine {

/// Whether the helpers of others are run: `list` of some unlocks a keyring and asks a person.
enum class Others {
    Ask,
    AskForEach, ///< with `get` too, for what their lists do not show: as the tools would
    LeaveAlone, ///< nobody knows what one that is there would reply
};

/// True for the helpers that keep their logins where our keyring has its own. Throws as
/// keyring::choose_keyring().
[[nodiscard]] bool shares_our_keyring(std::string_view helper);

/// Answers the questions of searches by running the helpers as the tools do, each once for a key.
/// Our own is asked so that it tells a keyring that it cannot use from one without the login.
class AskedHelpers {
public:
    /// For searches, while this lives.
    [[nodiscard]] authfile::AskHelper ask();

private:
    [[nodiscard]] const authfile::HelperReply &reply_of(const std::string &helper,
                                                        const std::string &key);

    std::map<std::pair<std::string, std::string>, authfile::HelperReply> replies_;
};

/// Answers the questions of searches by the users that a helper lists, so that thousands of
/// registries cost one question a helper. Another helper's list is believed for what it shows; what
/// it does not show, and all of one that has no list, may be made when it is asked. For our own
/// helper the keyring is listed. The answers hold no secrets.
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

    /// For searches, while this lives.
    [[nodiscard]] authfile::AskHelper ask();

    /// shares_our_keyring(), asked once; false where it cannot be found out.
    [[nodiscard]] bool shares_keyring(std::string_view helper);
    /// The same for reach_of(), while this lives.
    [[nodiscard]] std::function<bool(std::string_view)> sharing()
    {
        return [this](std::string_view helper) { return shares_keyring(helper); };
    }

    /// What a helper replies for a key.
    [[nodiscard]] authfile::HelperReply reply_of(const std::string &helper, const std::string &key);

    /// The users that a helper shows, by the keys of their logins; none of one that has no list or
    /// is left alone. For our own also by their identities (ServerKey).
    using Users = std::map<std::string, std::string>;
    [[nodiscard]] const Users &users_of(const std::string &helper)
    {
        return answer_of(helper).users;
    }

private:
    struct Answer {
        Users users = {};
        std::string unknown = {}; ///< why it may have more; empty if it has not
        std::string problem = {}; ///< why it cannot be asked; empty if it can
    };

    [[nodiscard]] const Answer &answer_of(const std::string &helper);
    [[nodiscard]] Answer ask_for_list(const std::string &helper);
    [[nodiscard]] Answer list_keyring();

    std::optional<keyring::Listing> listing_;
    std::map<std::string, bool, std::less<>> sharing_; // helpers
    Others others_;
    std::unordered_map<std::string, Answer> answers_;
    AskedHelpers asked_; // for what no list shows
};

} // namespace cppsecret::machine
