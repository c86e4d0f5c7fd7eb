// SPDX-License-Identifier: MIT
#include "machine/helper_oracle.hpp"

#include "base/environment.hpp"
#include "client/helper_client.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"
#include "json/protocol_texts.hpp"
#include "keyring/common/account_view.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/model/our_helper.hpp"

#include <utility>

namespace cppsecret::machine {

namespace {

using authfile::HelperReply;

std::string cannot_say(const std::string &why)
{
    return why + ", so the helper cannot say";
}

/// The users of the account that the environment names, by the identities of their registries;
/// none where the keyring cannot be used, which its listing tells.
HelperOracle::Users users_of_account(const std::string &name)
{
    HelperOracle::Users users;
    try {
        for (const keyring::Account &account : keyring::open_keyring()->accounts().accounts)
            if (account.name == name)
                users.try_emplace(ServerKey(account.login.server).identity(),
                                  account.login.username);
    } catch (const Error &error) {
        if (!is_keyring_unavailable(error.code()))
            throw;
    }
    return users;
}

/// What a tool gets that runs the helper.
HelperReply run_helper(const std::string &helper, const std::string &key,
                       client::WhenUnavailable when_unavailable)
{
    try {
        auto login = client::HelperClient(helper, when_unavailable).get(key);
        if (!login)
            return HelperReply::none();
        const bool has_secret = !login->secret.empty();
        return HelperReply::has({std::move(login->username), std::move(login->secret), has_secret});
    } catch (const Error &error) {
        return HelperReply::failed(error.what());
    }
}

/// What a tool gets of our helper, but Unknown where it has none only since it cannot use the
/// keyring.
HelperReply run_our_helper(const std::string &helper, const std::string &key)
{
    HelperReply strict = run_helper(helper, key, client::WhenUnavailable::Fail);
    if (strict.kind != HelperReply::Kind::Failed)
        return strict;
    HelperReply reply = run_helper(helper, key, client::WhenUnavailable::AsConfigured);
    if (reply.kind == HelperReply::Kind::None)
        return HelperReply::unknown(cannot_say(strict.reason));
    return reply;
}

} // namespace

bool shares_our_keyring(std::string_view helper)
{
    return is_our_helper(helper) || (helper == "secretservice" && keyring::choose_keyring().kind ==
                                                                      keyring::secret_service_kind);
}

bool HelperOracle::shares_keyring(std::string_view helper)
{
    const auto known = sharing_.find(helper);
    if (known != sharing_.end())
        return known->second;
    bool is_shared = false;
    try {
        is_shared = shares_our_keyring(helper);
    } catch (const Error &) { // why is told with the keyring
    }
    return sharing_.emplace(helper, is_shared).first->second;
}

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
    if (const auto name = keyring::account_from_environment(); name)
        answer.users = users_of_account(*name);
    const Users of_account = answer.users;
    for (const keyring::Login &login : keyring().logins)
        if (!of_account.contains(ServerKey(login.server).identity()))
            answer.users.try_emplace(login.server, login.username);
    for (const keyring::Login &login : keyring().logins)
        answer.users.try_emplace(ServerKey(login.server).identity(), login.username);
    if (const auto &why = keyring().incomplete)
        answer.unknown = cannot_say(why->what());
    return answer;
}

HelperOracle::Answer HelperOracle::ask_for_list(const std::string &helper)
{
    Answer answer;
    const std::string program = json::helper_prefix + helper;
    if (!client::find_program(program)) {
        answer.problem = not_in_path(helper);
        return answer;
    }
    if (is_our_helper(helper))
        return list_keyring();
    if (others_ == Others::LeaveAlone) {
        answer.unknown = "'" + program + "' is not asked here";
        return answer;
    }
    try {
        answer.users = client::HelperClient(helper).list();
        answer.unknown = "its list does not show one, but it may create logins on demand";
    } catch (const Error &) { // many know `get` alone
        answer.unknown = "it has no list, but may create logins on demand";
    }
    return answer;
}

const HelperOracle::Answer &HelperOracle::answer_of(const std::string &helper)
{
    const auto known = answers_.find(helper);
    if (known != answers_.end())
        return known->second;
    Answer answer;
    try {
        answer = ask_for_list(helper);
    } catch (const Error &error) {
        answer.problem = error.what();
    }
    return answers_.emplace(helper, std::move(answer)).first->second;
}

HelperReply HelperOracle::reply_of(const std::string &helper, const std::string &key)
{
    const Answer &answer = answer_of(helper);
    if (!answer.problem.empty())
        return HelperReply::failed(answer.problem);
    auto user = answer.users.find(key);
    if (user == answer.users.end() && is_our_helper(helper))
        user = answer.users.find(ServerKey(key).identity());
    if (user != answer.users.end())
        return HelperReply::has({user->second, SecretString(), true});
    if (answer.unknown.empty())
        return HelperReply::none();
    if (is_our_helper(helper))
        return environment("CPPSECRET_UNAVAILABLE") == "error"
                   ? HelperReply::failed(answer.unknown)
                   : HelperReply::unknown(answer.unknown);
    if (others_ != Others::AskForEach)
        return HelperReply::unknown(answer.unknown);
    HelperReply reply = asked_.ask()(helper, key);
    reply.login.secret = SecretString();
    return reply;
}

authfile::AskHelper HelperOracle::ask()
{
    return
        [this](const std::string &helper, const std::string &key) { return reply_of(helper, key); };
}

const HelperReply &AskedHelpers::reply_of(const std::string &helper, const std::string &key)
{
    const std::pair question(helper, key);
    const auto known = replies_.find(question);
    if (known != replies_.end())
        return known->second;
    HelperReply reply = is_our_helper(helper)
                            ? run_our_helper(helper, key)
                            : run_helper(helper, key, client::WhenUnavailable::AsConfigured);
    return replies_.emplace(question, std::move(reply)).first->second;
}

authfile::AskHelper AskedHelpers::ask()
{
    return [this](const std::string &helper, const std::string &key) {
        const HelperReply &reply = reply_of(helper, key);
        const authfile::HelperAnswer &login = reply.login;
        return HelperReply{reply.kind,
                           {login.username, SecretString(login.secret.reveal()), login.has_secret},
                           reply.reason};
    };
}

} // namespace cppsecret::machine
