// SPDX-License-Identifier: MIT
// cppsecret doctor: what is wrong with the logins of this machine, and what mends it.
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/json_text.hpp"
#include "doctor/checks.hpp"
#include "machine/target.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<Colour, 3> colours{Colour::Green, Colour::Yellow, Colour::Red};

std::size_t count(const machine::Findings &findings, machine::Severity severity)
{
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(),
        [severity](const machine::Finding &finding) { return finding.severity == severity; }));
}

std::string as_text(const Terminal &terminal, const machine::Findings &findings)
{
    constexpr std::size_t width = 9;
    const std::string indent(width, ' ');
    std::string text;
    for (const machine::Finding &finding : findings) {
        std::string word = word_for(finding.severity);
        word.resize(width, ' ');
        text += terminal.paint(colours.at(static_cast<std::size_t>(finding.severity)), word) +
                word_for(finding.check) + ": " + one_line(finding.what) + "\n";
        for (const std::string &line : {finding.why, finding.advice})
            if (!line.empty())
                text += indent + one_line(line) + "\n";
        if (const std::string command = finding.command.text(); !command.empty())
            text.append(indent).append(terminal.paint(Colour::Bold, "$ " + command)).append("\n");
    }
    return text;
}

Json as_json(const keyring::Diagnosis &keyring, const std::string &version)
{
    Json provider = nullptr;
    if (keyring.provider)
        provider = {{"name", text_or_null<Json>(keyring.provider->name)},
                    {"version", text_or_null<Json>(version)},
                    {"process", keyring.provider->process_id}};
    return {{"kind", text_or_null<Json>(keyring.kind)},
            {"reason", text_or_null<Json>(keyring.reason)},
            {"place", text_or_null<Json>(keyring.place)},
            {"provider", std::move(provider)},
            {"collection", text_or_null<Json>(keyring.collection)},
            {"locked", keyring.is_locked ? Json(*keyring.is_locked) : Json(nullptr)}};
}

std::string as_json(const doctor::Snapshot &snapshot, const machine::Findings &findings)
{
    Json list = Json::array();
    for (const machine::Finding &finding : findings)
        list.push_back({{"severity", word_for(finding.severity)},
                        {"check", word_for(finding.check)},
                        {"what", finding.what},
                        {"why", text_or_null<Json>(finding.why)},
                        {"advice", text_or_null<Json>(finding.advice)},
                        {"command", text_or_null<Json>(finding.command.text())}});
    return json_text(
        Json{{"keyring", as_json(snapshot.keyring.diagnosis, snapshot.keyring.provider_version)},
             {"findings", std::move(list)},
             {"errors", count(findings, machine::Severity::Error)},
             {"warnings", count(findings, machine::Severity::Warning)}});
}

ExitStatus run_doctor(const Terminal &terminal, const std::optional<std::string> &auth_file,
                      bool json)
{
    const doctor::Snapshot snapshot =
        doctor::take_snapshot(machine::choose_target({}, auth_file, {}).auth_file);
    const machine::Findings findings = doctor::examine(snapshot);
    terminal.print(json ? as_json(snapshot, findings) : as_text(terminal, findings));
    const std::size_t errors = count(findings, machine::Severity::Error);
    if (errors == 0)
        return ExitStatus::Done;
    terminal.error("there " + std::string(errors == 1 ? "is " : "are ") + counted(errors, "error") +
                   " and " + counted(count(findings, machine::Severity::Warning), "warning"));
    return ExitStatus::Failed;
}

} // namespace

Action declare_doctor(Options &options)
{
    const auto auth_file = std::make_shared<std::optional<std::string>>();
    const auto json = std::make_shared<bool>(false);
    options.text("--authfile", "FILE", *auth_file,
                 "The file that podman, buildah and skopeo are given");
    options.json(*json);
    options.more_help(
        "Looks at the account, the keyring, the helper, systemd's units, every auth file,\n"
        "registries.conf and what they lead to. Each finding is told with why it matters and the\n"
        "command that fixes it. Nobody is asked, nothing is unlocked or changed.\n"
        "Exit status 1 if there is an error; warnings are no failure.\n\n"
        "JSON: {\"keyring\": {\"kind\", \"reason\", \"place\",\n"
        "\"provider\": {\"name\", \"version\", \"process\"}, \"collection\", \"locked\"},\n"
        "\"findings\": [{\"severity\": ok|warning|error, \"check\": "
        "sudo|home|runtime|environment|\n"
        "choice|bus|provider|keyring|both|spelling|helper|units|owner|file|keys|logins|plain|\n"
        "mode|shadowed|dangling|credsStore|registries|url|foreign|version|next-login|\n"
        "podman-api,\n"
        "\"what\", \"why\", \"advice\", \"command\"}], \"errors\": number, \"warnings\": number};\n"
        "what is not known or does not apply is null");
    return [auth_file, json](const Terminal &terminal) {
        return run_doctor(terminal, *auth_file, *json);
    };
}

} // namespace cppsecret::cli
