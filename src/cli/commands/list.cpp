// SPDX-License-Identifier: MIT
// cppsecret list: the registries and users in the keyring.
#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/confinement.hpp"
#include "cli/json_text.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/time_text.hpp"
#include "credential/server_key.hpp"
#include "keyring/open_keyring.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;
using Logins = std::vector<keyring::Login>;

/// Of several logins under one spelling the newest, which comes first; sorted by registry.
Logins in_order(Logins logins)
{
    std::stable_sort(logins.begin(), logins.end(),
                     [](const keyring::Login &a, const keyring::Login &b) {
                         return std::pair(ServerKey(a.server).identity(), a.server) <
                                std::pair(ServerKey(b.server).identity(), b.server);
                     });
    const auto end = std::unique(
        logins.begin(), logins.end(),
        [](const keyring::Login &a, const keyring::Login &b) { return a.server == b.server; });
    logins.erase(end, logins.end());
    return logins;
}

std::string as_table(const Logins &logins)
{
    if (logins.empty())
        return {};
    std::vector<TableRow> rows{{"REGISTRY", "USER", "CHANGED"}};
    for (const keyring::Login &login : logins)
        rows.push_back({ServerKey(login.server).identity(), login.username,
                        login.changed ? local_time(*login.changed) : "-"});
    return format_table(rows);
}

std::string as_json(const Logins &logins, bool is_complete)
{
    Json list = Json::array();
    for (const keyring::Login &login : logins)
        list.push_back(
            {{"registry", ServerKey(login.server).identity()},
             {"server", login.server},
             {"username", login.username},
             {"changed", login.changed ? Json(utc_time(*login.changed)) : Json(nullptr)}});
    return json_text(Json{{"logins", list}, {"complete", is_complete}});
}

ExitStatus list(const Terminal &terminal, bool as_json_text)
{
    confine(keyring::Use::Reading);
    keyring::Listing listing = keyring::open_keyring()->list_with_times();
    const Logins logins = in_order(std::move(listing.logins));
    terminal.print(as_json_text ? as_json(logins, !listing.incomplete) : as_table(logins));
    if (listing.incomplete)
        return fail(terminal, *listing.incomplete);
    if (logins.empty() && !as_json_text)
        terminal.hint("the keyring holds no logins of registries");
    return ExitStatus::Done;
}

} // namespace

Action declare_list(Options &options)
{
    const auto json = std::make_shared<bool>(false);
    options.json(*json);
    options.more_help(
        "Shows what can be seen without unlocking anything; what stays hidden is a failure.\n\n"
        "JSON: {\"logins\": [{\"registry\", \"server\": as it is stored, \"username\",\n"
        "\"changed\": time in UTC or null}], \"complete\": false if logins are hidden}");
    return [json](const Terminal &terminal) { return list(terminal, *json); };
}

} // namespace cppsecret::cli
