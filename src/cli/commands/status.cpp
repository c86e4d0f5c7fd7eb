// SPDX-License-Identifier: MIT
// cppsecret status: every login there is, where it is, and which tools use it.
#include "authfile/files/buildx_files.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/json_text.hpp"
#include "cli/terminal/table.hpp"
#include "json/protocol_texts.hpp"
#include "machine/inventory.hpp"
#include "machine/read_settings.hpp"
#include "machine/target.hpp"

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

std::string where(const machine::Login &login, const machine::ToolSettings &settings)
{
    const std::string scope = settings.scope_of(login.file);
    const std::string images = authfile::parse_buildx_scope(scope).in_words();
    switch (login.place) {
    case machine::Place::Keyring:
        return "keyring";
    case machine::Place::File:
        return "plain text in " + login.file + (images.empty() ? "" : ", for " + images);
    case machine::Place::Helper:
        return json::helper_prefix + login.helper +
               (login.username.empty() ? " (creates logins on demand)" : "");
    }
    return {};
}

/// The tools that use a login: a family's name where all of it do.
std::vector<std::string> users_of(const machine::Login &login,
                                  const std::vector<machine::Tool> &installed)
{
    std::vector<std::string> users;
    for (const machine::Family family : machine::all_families) {
        std::vector<machine::Tool> of_family = login.used_by;
        std::erase_if(of_family,
                      [family](const machine::Tool &tool) { return tool.family != family; });
        const bool is_snap = !of_family.empty() && of_family.front().is_from_snap;
        if (of_family == tools_of(family, installed) && !is_snap)
            users.push_back(name_of(family));
        else
            for (const machine::Tool &tool : of_family)
                users.push_back(tool.text());
    }
    return users;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        append_listed(text, word);
    return text.empty() ? "-" : text;
}

std::string as_table(const std::vector<machine::Login> &logins,
                     const machine::ToolSettings &settings)
{
    if (logins.empty())
        return {};
    std::vector<TableRow> rows{{"REGISTRY", "USER", "USED BY", "WHERE"}};
    for (const machine::Login &login : logins)
        rows.push_back({login.registry, login.username.empty() ? "-" : login.username,
                        joined(users_of(login, settings.installed())), where(login, settings)});
    return format_table(rows);
}

std::string as_json(const machine::Inventory &inventory, const machine::ToolSettings &settings)
{
    Json logins = Json::array();
    for (const machine::Login &login : inventory.logins()) {
        logins.push_back({{"registry", login.registry},
                          {"username", text_or_null<Json>(login.username)},
                          {"place", login.place == machine::Place::Keyring ? "keyring"
                                    : login.place == machine::Place::File  ? "file"
                                                                           : "helper"},
                          {"file", text_or_null<Json>(login.file)},
                          {"key", login.key},
                          {"helper", text_or_null<Json>(login.helper)},
                          {"plain_text", login.place == machine::Place::File},
                          {"scope", text_or_null<Json>(settings.scope_of(login.file))},
                          {"used_by", users_of(login, settings.installed())}});
    }
    Json warnings = Json::array();
    for (const machine::Finding &finding : inventory.findings())
        warnings.push_back({{"kind", word_for(finding.check)},
                            {"message", finding.what},
                            {"hint", text_or_null<Json>(finding.hint())}});
    return json_text(Json{{"logins", std::move(logins)}, {"warnings", std::move(warnings)}});
}

/// True where a login may stand outside of `auths`.
bool holds_plain_text(const machine::Findings &findings)
{
    return std::any_of(findings.begin(), findings.end(), [](const machine::Finding &finding) {
        return finding.check == machine::Check::Plain;
    });
}

ExitStatus status(const Terminal &terminal, const std::optional<std::string> &auth_file, bool json)
{
    const machine::ToolSettings settings =
        machine::read_settings(machine::choose_target({}, auth_file, {}).auth_file);
    machine::HelperOracle helpers;
    const machine::Inventory inventory(settings, helpers);
    if (json) {
        terminal.print(as_json(inventory, settings));
        return ExitStatus::Done;
    }
    terminal.print(as_table(inventory.logins(), settings));
    for (const machine::Finding &finding : inventory.findings())
        terminal.warn(finding.what, finding.hint());
    if (inventory.logins().empty() && !holds_plain_text(inventory.findings()))
        terminal.hint("there are no logins of registries");
    return ExitStatus::Done;
}

} // namespace

Action declare_status(Options &options)
{
    const auto auth_file = std::make_shared<std::optional<std::string>>();
    const auto json = std::make_shared<bool>(false);
    options.text("--authfile", "FILE", *auth_file,
                 "The file that podman, buildah and skopeo are given");
    options.json(*json);
    options.more_help(
        "Looks into the keyring, every auth file and the helpers that they name, and warns of "
        "what\n"
        "is in plain text, never used, or named without being there. Warnings are no failure.\n\n"
        "JSON: {\"logins\": [{\"registry\", \"username\", \"place\": keyring|file|helper, "
        "\"file\",\n"
        "\"key\": as it is written there, \"helper\", \"plain_text\",\n"
        "\"scope\": of a file of buildx's, HOST[/REPOSITORY][@ACTION,...],\n"
        "\"used_by\": [containers, docker, helm, cri-o, ostree, buildx, or single tools]}],\n"
        "\"warnings\": [{\"kind\": "
        "file|keyring|plain|mode|shadowed|dangling|credsStore|url|version,\n"
        "\"message\", \"hint\"}]}; what does not apply is null");
    return
        [auth_file, json](const Terminal &terminal) { return status(terminal, *auth_file, *json); };
}

} // namespace cppsecret::cli
