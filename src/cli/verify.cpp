// SPDX-License-Identifier: MIT
// cppsecret verify: asks the registries whether the stored logins still work.
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/hosts.hpp"
#include "cli/json_text.hpp"
#include "cli/progress_bar.hpp"
#include "cli/registry_access.hpp"
#include "cli/stored_logins.hpp"
#include "cli/table.hpp"
#include "credential/server_key.hpp"
#include "keyring/open_keyring.hpp"
#include "registry/check.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;
using registry::Outcome;
using registry::Verdict;

struct Wanted {
    std::vector<std::string> names;
    bool json = false;
    AccessOptions access;
};

/// A registry that was asked, or has no login.
struct Row {
    std::string name; ///< ServerKey::identity()
    std::string host;
    std::optional<Credential> login = {};
    bool is_insecure = false;
    Verdict verdict = {};
};

/// So many secrets are read with one keyring: its time is limited.
constexpr std::size_t reads_of_keyring = 100;

/// True for the tokens that docker keeps beside its login for Docker Hub: they are for docker
/// alone.
bool is_token_of_docker(const ServerKey &key)
{
    return key.identity().ends_with("/access-token") || key.identity().ends_with("/refresh-token");
}

Row row_of(const ServerKey &key)
{
    const bool is_hub = ServerKey(key.host()).is_docker_hub();
    return {key.identity(), is_hub ? std::string(docker_hub_host) : key.host()};
}

/// The rows of what the keyring holds; why there may be more is left in `incomplete`.
std::vector<Row> stored_rows(const Terminal &terminal, std::optional<Error> &incomplete)
{
    keyring::Listing listing = list_unlocked();
    incomplete = listing.incomplete;
    std::vector<Row> rows;
    for (const keyring::Login &login : listing.logins) {
        const ServerKey key(login.server);
        if (key.host().empty() || is_token_of_docker(key))
            terminal.hint("'" + login.server + "' is no login for a registry and is left out");
        else
            rows.push_back(row_of(key));
    }
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.name < b.name; });
    return rows;
}

std::vector<Row> named_rows(const std::vector<std::string> &names)
{
    std::vector<Row> rows;
    std::set<std::string> known;
    for (const std::string &name : names) {
        const ServerKey key(parse_registry_name(name).text());
        if (known.insert(key.identity()).second)
            rows.push_back(row_of(key));
    }
    return rows;
}

void read_secrets(std::vector<Row> &rows)
{
    std::unique_ptr<keyring::Keyring> keyring;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % reads_of_keyring == 0)
            keyring = keyring::open_keyring();
        rows[i].login = keyring->get(ServerKey(rows[i].name));
    }
}

void ask_registries(const Terminal &terminal, const RegistryAccess &access, std::vector<Row> &rows)
{
    std::vector<registry::Question> questions;
    std::vector<Row *> asked;
    std::set<std::string> warned;
    for (Row &row : rows) {
        if (!row.login)
            continue;
        row.is_insecure = access.is_insecure(row.name);
        if (row.is_insecure && warned.insert(row.host).second)
            terminal.warn(insecurity_warning(row.host));
        questions.push_back({row.host, &*row.login, row.is_insecure});
        asked.push_back(&row);
    }
    ProgressBar bar(terminal, questions.size());
    std::vector<Verdict> verdicts = registry::check_logins(
        questions, access.settings(), [&bar](std::size_t done) { bar.show(done); });
    for (std::size_t i = 0; i < asked.size(); ++i)
        asked[i]->verdict = std::move(verdicts[i]);
}

/// A token that a registry has renewed is stored: the old one may be worth nothing any more.
void keep_renewed_tokens(std::vector<Row> &rows)
{
    for (Row &row : rows) {
        if (!row.verdict.renewed_token)
            continue;
        row.login->secret = std::move(*row.verdict.renewed_token);
        keyring::open_keyring()->store(*row.login);
        row.verdict.reason += row.verdict.reason.empty() ? "" : "; ";
        row.verdict.reason += "its token was renewed and stored";
    }
}

const char *word_for(const Row &row) noexcept
{
    if (!row.login)
        return "no-login";
    switch (row.verdict.outcome) {
    case Outcome::Accepted:
        return "accepted";
    case Outcome::Refused:
        return "refused";
    case Outcome::Unreachable:
        return "unreachable";
    case Outcome::NotTrusted:
        return "not-trusted";
    case Outcome::Failed:
        break;
    }
    return "failed";
}

bool is_accepted(const Row &row) noexcept
{
    return row.login && row.verdict.outcome == Outcome::Accepted;
}

std::string reason_of(const Row &row)
{
    if (!row.login)
        return "the keyring has no login for it";
    if (row.verdict.asks_no_login)
        return "it lets everybody in" +
               (row.verdict.reason.empty() ? "" : "; " + row.verdict.reason);
    return row.verdict.reason;
}

std::string as_table(const std::vector<Row> &rows)
{
    if (rows.empty())
        return {};
    std::vector<TableRow> table{{"REGISTRY", "USER", "RESULT", "WHY"}};
    for (const Row &row : rows)
        table.push_back(
            {row.name, row.login ? row.login->username : "-", word_for(row), reason_of(row)});
    return format_table(table);
}

Json text_or_null(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

std::string as_json(const std::vector<Row> &rows, bool is_complete)
{
    Json list = Json::array();
    for (const Row &row : rows)
        list.push_back({{"registry", row.name},
                        {"server", row.login ? Json(row.login->server) : Json(nullptr)},
                        {"username", row.login ? Json(row.login->username) : Json(nullptr)},
                        {"result", word_for(row)},
                        {"reason", text_or_null(reason_of(row))},
                        {"hint", text_or_null(row.verdict.hint)},
                        {"open", row.verdict.asks_no_login},
                        {"exposed", row.verdict.was_exposed}});
    return json_text(Json{{"logins", std::move(list)}, {"complete", is_complete}});
}

/// Throws Error for what keeps the exit status from being 0.
void judge(const std::vector<Row> &rows)
{
    const auto accepted = std::count_if(rows.begin(), rows.end(), is_accepted);
    const auto missing = std::find_if(rows.begin(), rows.end(),
                                      [](const Row &row) { return !row.login.has_value(); });
    if (missing != rows.end())
        throw Error(Errc::NotFound, "the keyring has no login for '" + missing->name + "'",
                    "run 'cppsecret login " + missing->name + "'");
    if (static_cast<std::size_t>(accepted) != rows.size())
        throw Error(Errc::Input, std::to_string(rows.size() - static_cast<std::size_t>(accepted)) +
                                     " of " + std::to_string(rows.size()) +
                                     (rows.size() == 1 ? " login" : " logins") +
                                     " could not be shown to work");
}

void verify(const Terminal &terminal, const Wanted &wanted)
{
    const RegistryAccess access(wanted.access);
    std::optional<Error> incomplete;
    std::vector<Row> rows =
        wanted.names.empty() ? stored_rows(terminal, incomplete) : named_rows(wanted.names);
    read_secrets(rows);
    ask_registries(terminal, access, rows);
    keep_renewed_tokens(rows);
    terminal.print(wanted.json ? as_json(rows, !incomplete) : as_table(rows));
    if (!wanted.json)
        for (const Row &row : rows)
            if (!row.verdict.hint.empty())
                terminal.hint("'" + row.name + "': " + row.verdict.hint);
    if (incomplete)
        throw Error(*incomplete);
    if (rows.empty() && !wanted.json)
        terminal.hint("the keyring holds no logins of registries");
    judge(rows);
}

} // namespace

Action declare_verify(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.arguments("HOST", wanted->names,
                      "Registries: host or host:port; or HOST/NAMESPACE (default: all)");
    options.flag("--json", wanted->json, "Print JSON");
    declare_access(options, wanted->access);
    options.more_help(
        "Asks all registries at once. Results: accepted; refused; unreachable; not-trusted, the "
        "connection is\nnot; failed, the answer says nothing of the login; no-login. Exit status 0 "
        "only if all are\naccepted.\n\n"
        "JSON: {\"logins\": [{\"registry\", \"server\", \"username\", \"result\", \"reason\", "
        "\"hint\",\n\"open\": true if it lets everybody in, \"exposed\": true if the login was "
        "sent without\nverified TLS}], \"complete\": false if logins are hidden}; what does not "
        "apply is null");
    return [wanted](const Terminal &terminal) { verify(terminal, *wanted); };
}

} // namespace cppsecret::cli
