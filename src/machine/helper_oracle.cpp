// SPDX-License-Identifier: MIT
#include "machine/helper_oracle.hpp"

#include "client/helper_client.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "keyring/common/account_view.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/model/tool.hpp"

#include <utility>

namespace cppsecret::machine {

const keyring::Listing &HelperOracle::keyring()
{
    if (!listing_) {
        try {
            listing_ = keyring::open_keyring()->list();
        } catch (const Error &error) {
            if (!is_keyring_unavailable(error.code()))
                throw;
            listing_.emplace().incomplete = error;
        }
    }
    return *listing_;
}

HelperOracle::Answer HelperOracle::list_keyring()
{
    // the helper answers under every spelling; of several the account that the environment names,
    // else the exact one, then the newest
    Answer answer;
    if (const auto name = keyring::account_from_environment())
        for (const keyring::Account &account : keyring::open_keyring()->accounts().accounts)
            if (account.name == *name)
                answer.users.try_emplace(ServerKey(account.login.server).identity(),
                                         account.login.username);
    const Users of_account = answer.users;
    for (const keyring::Login &login : keyring().logins)
        if (!of_account.contains(ServerKey(login.server).identity()))
            answer.users.try_emplace(login.server, login.username);
    for (const keyring::Login &login : keyring().logins)
        answer.users.try_emplace(ServerKey(login.server).identity(), login.username);
    return answer;
}

const HelperOracle::Answer &HelperOracle::answer_of(const std::string &helper)
{
    const auto known = answers_.find(helper);
    if (known != answers_.end())
        return known->second;
    Answer answer;
    const std::string program = json::helper_prefix + helper;
    try {
        if (!client::find_program(program))
            answer.problem = Error(Errc::System, "'" + program + "' is not in PATH");
        else if (is_our_helper(helper))
            answer = list_keyring();
        else if (others_ == Others::LeaveAlone)
            answer.is_unknown = true;
        else
            answer.users = client::HelperClient(helper).list();
    } catch (const Error &error) {
        answer.problem = error;
    }
    return answers_.emplace(helper, std::move(answer)).first->second;
}

std::optional<std::string> HelperOracle::user_of(const std::string &helper, const std::string &key)
{
    const Answer &answer = answer_of(helper);
    if (answer.problem)
        throw Error(*answer.problem);
    if (answer.is_unknown)
        return "?";
    auto user = answer.users.find(key);
    if (user == answer.users.end() && is_our_helper(helper))
        user = answer.users.find(ServerKey(key).identity());
    return user == answer.users.end() ? std::nullopt : std::optional(user->second);
}

authfile::AskHelper HelperOracle::ask()
{
    return [this](const std::string &helper,
                  const std::string &key) -> std::optional<authfile::HelperAnswer> {
        auto user = user_of(helper, key);
        if (!user)
            return std::nullopt;
        return authfile::HelperAnswer{std::move(*user), SecretString()};
    };
}

} // namespace cppsecret::machine
