// SPDX-License-Identifier: MIT
// cppsecret account list: the saved accounts.
#include "base/error.hpp"
#include "cli/commands/account.hpp"
#include "cli/json_text.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/open_keyring.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;

enum class Active {
    No,
    Yes,
    Perhaps, ///< the active login is its user's, who has several accounts: only secrets would tell
};

struct Row {
    std::string registry;
    std::string account;
    std::string username;
    Active active = Active::No;
};

std::vector<Row> rows_of(const keyring::AccountListing &listing, const keyring::Listing &logins,
                         const std::string &host)
{
    std::map<std::string, std::string> active_users;
    for (const keyring::Login &login : logins.logins)
        active_users.try_emplace(ServerKey(login.server).identity(), login.username);
    std::vector<Row> rows;
    std::map<std::pair<std::string, std::string>, int> count; // by registry and user
    for (const keyring::Account &account : listing.accounts) {
        const std::string registry = ServerKey(account.login.server).identity();
        if (!host.empty() && registry != host)
            continue;
        rows.push_back({registry, account.name, account.login.username});
        ++count[{registry, account.login.username}];
    }
    for (Row &row : rows) {
        const auto user = active_users.find(row.registry);
        if (user != active_users.end() && user->second == row.username)
            row.active = count[{row.registry, row.username}] == 1 ? Active::Yes : Active::Perhaps;
    }
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) {
        return std::tie(a.registry, a.account) < std::tie(b.registry, b.account);
    });
    return rows;
}

const char *word_of(Active active) noexcept
{
    switch (active) {
    case Active::Yes:
        return "yes";
    case Active::Perhaps:
        return "perhaps";
    case Active::No:
        break;
    }
    return "no";
}

std::string as_table(const std::vector<Row> &rows)
{
    if (rows.empty())
        return {};
    std::vector<TableRow> table{{"REGISTRY", "ACCOUNT", "USER", "ACTIVE"}};
    for (const Row &row : rows)
        table.push_back({row.registry, row.account, row.username, word_of(row.active)});
    return format_table(table);
}

std::string as_json(const std::vector<Row> &rows, bool is_complete)
{
    Json list = Json::array();
    for (const Row &row : rows)
        list.push_back({{"registry", row.registry},
                        {"account", row.account},
                        {"username", row.username},
                        {"active", word_of(row.active)}});
    return json_text(Json{{"accounts", list}, {"complete", is_complete}});
}

struct Wanted {
    std::string host;
    bool json = false;
};

ExitStatus list(const Terminal &terminal, const Wanted &wanted)
{
    const std::string host = wanted.host.empty() ? std::string() : parse_registry(wanted.host);
    const auto keyring = keyring::open_keyring();
    const keyring::AccountListing listing = keyring->accounts();
    const std::vector<Row> rows = rows_of(listing, keyring->list(), host);
    terminal.print(wanted.json ? as_json(rows, !listing.incomplete) : as_table(rows));
    if (listing.incomplete)
        return fail(terminal, *listing.incomplete);
    if (rows.empty() && !host.empty())
        return fail(terminal,
                    Error(Errc::NotFound, "no account is saved for '" + host + "'",
                          "run " + saving_command(host).in_ticks() + " while the login is active"));
    if (rows.empty() && !wanted.json)
        terminal.hint(
            "no account is saved; 'cppsecret account save HOST NAME' keeps a login as one");
    return ExitStatus::Done;
}

} // namespace

Action declare_account_list(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.argument("HOST", wanted->host, "Those of this registry alone");
    options.json(wanted->json);
    options.more_help(
        "Shows what can be seen without unlocking anything; what stays hidden is a failure.\n\n"
        "JSON: {\"accounts\": [{\"registry\", \"account\", \"username\",\n"
        "\"active\": \"yes\", \"no\" or \"perhaps\" if its user has several}],\n"
        "\"complete\": false if accounts are hidden}");
    return [wanted](const Terminal &terminal) { return list(terminal, *wanted); };
}

} // namespace cppsecret::cli
