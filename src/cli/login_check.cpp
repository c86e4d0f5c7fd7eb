// SPDX-License-Identifier: MIT
#include "cli/login_check.hpp"

#include "base/command.hpp"
#include "base/error.hpp"
#include "cli/terminal/progress_bar.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "keyring/open_keyring.hpp"
#include "keyring/stored_logins.hpp"
#include "registry/check.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace cppsecret::cli {

namespace {

LoginCheck check_of(const ServerKey &key)
{
    const std::string registry = key.registry();
    return {.name = key.identity(), .host = registry.empty() ? key.host() : registry};
}

void read_secrets(std::vector<LoginCheck> &checks)
{
    if (checks.empty())
        return;
    const auto keyring = keyring::open_keyring_of_tools();
    const keyring::Keyring::ManyCalls many(*keyring);
    for (LoginCheck &check : checks) {
        try {
            check.login = keyring->get(ServerKey(check.name));
        } catch (const Error &error) {
            if (error.code() != Errc::ProviderFailed)
                throw;
            check.verdict.reason = error.what(); // of this one alone
            check.verdict.hint = error.hint();
        }
    }
}

registry::Verdict skipped(const LoginCheck &check)
{
    return {.outcome = registry::Outcome::Skipped,
            .reason = "registries.conf calls it insecure: whoever is in between could read the "
                      "login",
            .hint = "to send it all the same: " +
                    Command("cppsecret verify").operand(check.name).text()};
}

void ask_registries(const Terminal &terminal, const RegistryAccess &access,
                    std::vector<LoginCheck> &checks)
{
    std::vector<registry::Question> questions;
    std::vector<LoginCheck *> asked;
    std::set<std::string> warned;
    for (LoginCheck &check : checks) {
        if (!check.login)
            continue;
        check.is_insecure = access.is_insecure(check.name);
        if (check.is_insecure && !check.is_named && !access.is_said_on_command_line()) {
            check.verdict = skipped(check);
            continue;
        }
        if (check.is_insecure && warned.insert(check.host).second)
            terminal.warn(insecurity_warning(check.host));
        questions.push_back({check.host, &*check.login, check.is_insecure});
        asked.push_back(&check);
    }
    ProgressBar bar(terminal, questions.size());
    std::vector<registry::Verdict> verdicts = registry::check_logins(
        questions, access.settings(), [&bar](std::size_t done) { bar.show(done); });
    for (std::size_t i = 0; i < asked.size(); ++i)
        asked[i]->verdict = std::move(verdicts[i]);
}

/// Stores the new token in the place of the login that it was given for, and says what happened.
std::string keep_token(keyring::Keyring &keyring, Credential &login, SecretString token)
{
    const std::optional<Credential> now = keyring.get(ServerKey(login.server));
    if (!now || !is_same_login(*now, login))
        return "its token was renewed, but another login was stored meanwhile, and stays";
    login.secret = std::move(token);
    keyring.store(login);
    return "its token was renewed and stored";
}

/// A token that a registry has renewed is stored: the old one may be worth nothing any more. One
/// that cannot be stored does not keep the others from it.
void keep_renewed_tokens(std::vector<LoginCheck> &checks)
{
    std::unique_ptr<keyring::Keyring> keyring; // opened for the first
    for (LoginCheck &check : checks) {
        if (!check.verdict.renewed_token)
            continue;
        registry::Verdict &verdict = check.verdict;
        verdict.reason += verdict.reason.empty() ? "" : "; ";
        try {
            if (!keyring)
                keyring = keyring::open_keyring_of_tools();
            verdict.reason += keep_token(*keyring, *check.login, std::move(*verdict.renewed_token));
        } catch (const Error &error) {
            verdict.outcome = registry::Outcome::Failed;
            verdict.reason += std::string("its token was renewed, but not stored: ") + error.what();
            verdict.hint = "log in once more if the old token is refused: " +
                           Command("podman login").operand(check.host).text();
        }
    }
}

} // namespace

std::vector<LoginCheck> checks_of_all(const Terminal &terminal, std::optional<Error> &incomplete)
{
    keyring::Listing listing = keyring::list_unlocked(*keyring::open_keyring());
    incomplete = listing.incomplete;
    std::vector<LoginCheck> checks;
    for (const keyring::Login &login : listing.logins) {
        const ServerKey key(login.server);
        if (key.host().empty() || key.kind() == KeyKind::DockerHubToken)
            terminal.hint("'" + login.server + "' is no login for a registry and is left out");
        else
            checks.push_back(check_of(key));
    }
    std::sort(checks.begin(), checks.end(),
              [](const LoginCheck &a, const LoginCheck &b) { return a.name < b.name; });
    return checks;
}

std::vector<LoginCheck> checks_of(const std::vector<std::string> &names)
{
    std::vector<LoginCheck> checks;
    std::set<std::string> known;
    for (const std::string &name : names) {
        const ServerKey key(require_registry_name(name).text());
        if (!known.insert(key.identity()).second)
            continue;
        checks.push_back(check_of(key));
        checks.back().is_named = true;
    }
    return checks;
}

void run_checks(const Terminal &terminal, const RegistryAccess &access,
                std::vector<LoginCheck> &checks)
{
    read_secrets(checks);
    ask_registries(terminal, access, checks);
    keep_renewed_tokens(checks);
}

} // namespace cppsecret::cli
