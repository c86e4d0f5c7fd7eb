// SPDX-License-Identifier: MIT
// cppsecret verify: asks the registries whether the stored logins still work.
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/json_text.hpp"
#include "cli/login_check.hpp"
#include "cli/registry_access.hpp"
#include "cli/terminal/table.hpp"
#include "credential/storable.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;
using registry::Outcome;

struct Wanted {
    std::vector<std::string> names;
    bool json = false;
    AccessOptions access;
};

const char *word_for(const LoginCheck &check) noexcept
{
    if (check.is_missing())
        return "no-login";
    switch (check.verdict.outcome) {
    case Outcome::Accepted:
        return "accepted";
    case Outcome::Refused:
        return "refused";
    case Outcome::Unreachable:
        return "unreachable";
    case Outcome::NotTrusted:
        return "not-trusted";
    case Outcome::Skipped:
        return "skipped";
    case Outcome::Failed:
        break;
    }
    return "failed";
}

bool is_accepted_or_skipped(const LoginCheck &check) noexcept
{
    return check.login && (check.verdict.outcome == Outcome::Accepted ||
                           check.verdict.outcome == Outcome::Skipped);
}

std::string reason_of(const LoginCheck &check)
{
    if (check.is_missing())
        return "the keyring has no login for it";
    if (check.verdict.asks_no_login)
        return "it lets everybody in" +
               (check.verdict.reason.empty() ? "" : "; " + check.verdict.reason);
    if (check.verdict.outcome == Outcome::Refused &&
        ends_in_line_break(check.login->secret.reveal())) {
        std::string reason = check.verdict.reason;
        append_listed(reason, "its password ends in a line break");
        return reason;
    }
    return check.verdict.reason;
}

std::string as_table(const std::vector<LoginCheck> &checks)
{
    if (checks.empty())
        return {};
    std::vector<TableRow> table{{"REGISTRY", "USER", "RESULT", "WHY"}};
    for (const LoginCheck &check : checks)
        table.push_back({check.name, check.login ? check.login->username : "-", word_for(check),
                         reason_of(check)});
    return format_table(table);
}

std::string as_json(const std::vector<LoginCheck> &checks, bool is_complete)
{
    Json list = Json::array();
    for (const LoginCheck &check : checks)
        list.push_back({{"registry", check.name},
                        {"server", check.login ? Json(check.login->server) : Json(nullptr)},
                        {"username", check.login ? Json(check.login->username) : Json(nullptr)},
                        {"result", word_for(check)},
                        {"reason", text_or_null<Json>(reason_of(check))},
                        {"hint", text_or_null<Json>(check.verdict.hint)},
                        {"open", check.verdict.asks_no_login},
                        {"exposed", check.verdict.was_exposed}});
    return json_text(Json{{"logins", std::move(list)}, {"complete", is_complete}});
}

/// What keeps the exit status from being 0.
std::optional<Error> problem_of(const std::vector<LoginCheck> &checks)
{
    const auto accepted = std::count_if(checks.begin(), checks.end(), is_accepted_or_skipped);
    const auto missing = std::find_if(checks.begin(), checks.end(),
                                      [](const LoginCheck &check) { return check.is_missing(); });
    if (missing != checks.end())
        return Error(Errc::NotFound, "the keyring has no login for '" + missing->name + "'",
                     "run " + Command("cppsecret login").operand(missing->name).in_ticks());
    if (static_cast<std::size_t>(accepted) != checks.size())
        return Error(Errc::Failed,
                     std::to_string(checks.size() - static_cast<std::size_t>(accepted)) + " of " +
                         counted(checks.size(), "login") + " could not be shown to work");
    return std::nullopt;
}

ExitStatus verify(const Terminal &terminal, const Wanted &wanted)
{
    const RegistryAccess access(wanted.access);
    std::optional<Error> incomplete;
    std::vector<LoginCheck> checks =
        wanted.names.empty() ? checks_of_all(terminal, incomplete) : checks_of(wanted.names);
    run_checks(terminal, access, checks);
    terminal.print(wanted.json ? as_json(checks, !incomplete) : as_table(checks));
    if (!wanted.json)
        for (const LoginCheck &check : checks)
            if (!check.verdict.hint.empty())
                terminal.hint("'" + check.name + "': " + check.verdict.hint);
    if (incomplete)
        return fail(terminal, *incomplete);
    if (checks.empty() && !wanted.json)
        terminal.hint("the keyring holds no logins of registries");
    const auto problem = problem_of(checks);
    return problem ? fail(terminal, *problem) : ExitStatus::Done;
}

} // namespace

Action declare_verify(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.arguments("HOST", wanted->names,
                      "Registries: host or host:port; or HOST/NAMESPACE (default: all)");
    options.json(wanted->json);
    declare_access(options, wanted->access);
    options.more_help(
        "Asks all registries at once. Results: accepted; refused; unreachable; not-trusted, the "
        "connection is\nnot; failed, the answer says nothing of the login, or the keyring does not "
        "yield it; skipped, an\ninsecure registry that was not named; no-login. Exit status 0 only "
        "if all that are asked accept.\n\n"
        "JSON: {\"logins\": [{\"registry\", \"server\", \"username\", \"result\", \"reason\", "
        "\"hint\",\n\"open\": true if it lets everybody in, \"exposed\": true if the login was "
        "sent without\nverified TLS}], \"complete\": false if logins are hidden}; what does not "
        "apply is null");
    return [wanted](const Terminal &terminal) { return verify(terminal, *wanted); };
}

} // namespace cppsecret::cli
