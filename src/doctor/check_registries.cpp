// SPDX-License-Identifier: MIT
// The helpers that registries.conf names for all registries, and who overrides whom.
#include "authfile/registries/certs_places.hpp"
#include "base/command.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "machine/model/our_helper.hpp"
#include "setup/drop_in.hpp"
#include "setup/podman_machine.hpp"

#include <algorithm>

namespace cppsecret::doctor {

namespace {

using authfile::RegistriesConf;

bool contains(const std::vector<std::string> &helpers, std::string_view helper)
{
    return std::find(helpers.begin(), helpers.end(), helper) != helpers.end();
}

bool has_ours(const std::vector<std::string> &helpers)
{
    return std::any_of(helpers.begin(), helpers.end(), machine::is_our_helper);
}

std::string in_words(const std::vector<std::string> &helpers)
{
    std::string text;
    for (const std::string &helper : helpers)
        append_listed(text, in_ticks(helper));
    return text;
}

std::string who(const Registries &registries)
{
    return registries.is_for_all ? "podman, buildah and skopeo" : in_words(registries.tools);
}

/// Those of the tools that are meant do not come to our helper by any file.
void check_drop_in(const Registries &registries, machine::Findings &findings)
{
    const auto &settings = registries.conf.settings;
    const bool is_named =
        std::any_of(settings.begin(), settings.end(), [](const authfile::HelpersSetting &setting) {
            return has_ours(setting.helpers);
        });
    if (is_named || !registries.problem || !registries.problem->is_of_files)
        return;
    findings.push_back({.severity = machine::Severity::Error,
                        .check = machine::Check::Registries,
                        .what = registries.problem->cause,
                        .why = who(registries) + ": the keyring is not asked, and new logins are "
                                                 "written in plain text",
                        .advice = registries.problem->advice,
                        .command = registries.problem->command});
}

/// Who sets the helpers that count, if that is not our drop-in.
void check_override(const Snapshot &snapshot, const Registries &registries,
                    machine::Findings &findings)
{
    const RegistriesConf &conf = registries.conf;
    const std::vector<std::string> helpers = conf.credential_helpers();
    const bool is_ours_somewhere = std::any_of(
        conf.settings.begin(), conf.settings.end(),
        [](const authfile::HelpersSetting &setting) { return has_ours(setting.helpers); });
    if (!is_ours_somewhere || machine::is_our_helper(helpers.front()))
        return;
    const bool is_overridden = !has_ours(helpers);
    machine::Finding finding{
        .severity = is_overridden ? machine::Severity::Error : machine::Severity::Warning,
        .check = machine::Check::Registries,
        .what = is_overridden
                    ? "'" + conf.source() + "' overrides '" +
                          setup::drop_in_paths(snapshot.environment).front() + "'"
                    : "'" + conf.source() + "' names " + in_words(helpers) + ", and ours not first",
        .why = is_overridden ? who(registries) + ": our helper is not asked at all"
                             : who(registries) + ": a login goes to the first of them",
        .advice = "take 'credential-helpers' out of the file",
        .command = machine::edit_command(conf.source())};
    if (is_overridden && registries.problem) {
        finding.what = registries.problem->cause;
        finding.advice = registries.problem->advice;
        finding.command = registries.problem->command;
    }
    findings.push_back(std::move(finding));
}

/// Settings that no tool looks for where they stand.
void check_misplaced(const RegistriesConf &conf, machine::Findings &findings)
{
    for (const authfile::MisplacedSetting &setting : conf.misplaced)
        findings.push_back({.severity = machine::Severity::Warning,
                            .check = machine::Check::Registries,
                            .what = "'" + setting.file + "', line " + std::to_string(setting.line) +
                                    ": '" + setting.key +
                                    "' has no effect below the header of a table",
                            .why = "settings after a header belong to that table",
                            .advice = "move it above the first line that starts with '['",
                            .command = machine::edit_command(setting.file)});
}

/// A drop-in of ours is harmful to podman's machine.
void check_machine(const Snapshot &snapshot, machine::Findings &findings)
{
    const bool is_named =
        std::any_of(snapshot.registries.begin(), snapshot.registries.end(),
                    [](const Registries &one) { return has_ours(one.conf.credential_helpers()); });
    if (is_named && !snapshot.podman_machine.empty())
        findings.push_back(
            {.severity = machine::Severity::Error,
             .check = machine::Check::Registries,
             .what = setup::problem_of_machine(snapshot.podman_machine),
             .why = "a helper that is not there ends every pull, also of public images",
             .advice = std::string("take the drop-in away, and ") + setup::how_to_configure_hosts,
             .command = Command("cppsecret unconfigure --tool containers --all")});
}

void check_earlier_drop_in(const Snapshot &snapshot, machine::Findings &findings)
{
    if (!snapshot.earlier_drop_in.empty())
        findings.push_back(
            {.severity = machine::Severity::Warning,
             .check = machine::Check::Registries,
             .what = "'" + snapshot.earlier_drop_in + "' was written by an earlier version",
             .why =
                 "with podman 6, buildah 1.44 and skopeo 1.23 an administrator's files override it",
             .command = Command("cppsecret configure --tool containers --all-registries")});
}

/// Without the auth files in the list nothing in them counts.
void check_strict(const Snapshot &snapshot, const RegistriesConf &conf, machine::Findings &findings)
{
    if (contains(conf.credential_helpers(), authfile::auth_files_helper))
        return;
    for (const AuthFile &auth_file : snapshot.files.all) {
        const authfile::LoadedFile &file = *auth_file.loaded;
        if (!file.document || !auth_file.is_for_containers)
            continue;
        for (const authfile::HelperEntry &entry : file.document->helpers()) {
            if (machine::is_our_helper(entry.helper))
                continue;
            findings.push_back(
                {.severity = machine::Severity::Warning,
                 .check = machine::Check::Registries,
                 .what = "podman, buildah and skopeo do not ask '" + entry.helper + "' for '" +
                         entry.registry + "', as '" + file.location.path + "' wants",
                 .why = "'" + conf.source() + "' leaves out the auth files",
                 .command = Command("cppsecret configure --tool containers --all-registries")});
            break; // one of a file is enough
        }
    }
}

/// A file where a registry's folder has to be; others in certs.d harm nobody.
void check_certs(const Snapshot &snapshot, machine::Findings &findings)
{
    for (const std::string &file : snapshot.certs_files) {
        const std::string name = file.substr(file.rfind('/') + 1);
        const bool is_registry =
            std::any_of(snapshot.logins.begin(), snapshot.logins.end(),
                        [&name](const machine::Login &login) { return login.registry == name; });
        if (!is_registry)
            continue;
        const Command command = authfile::command_for_certs_folder(file);
        const bool is_ours = file.starts_with(snapshot.environment.home + "/");
        findings.push_back(
            {.severity = machine::Severity::Error,
             .check = machine::Check::Registries,
             .what = "'" + file + "' is a file; it has to be a folder",
             .why = "podman, buildah and skopeo fail at every connection to '" + name + "'",
             .command = is_ours ? command : snapshot.as_root(command)});
    }
}

} // namespace

void check_registries(const Snapshot &snapshot, machine::Findings &findings)
{
    check_certs(snapshot, findings);
    check_earlier_drop_in(snapshot, findings);
    check_machine(snapshot, findings);
    for (const Registries &registries : snapshot.registries) {
        if (!registries.is_readable)
            continue; // it is told with the logins
        const RegistriesConf &conf = registries.conf;
        findings.push_back(
            {.check = machine::Check::Registries,
             .what = who(registries) + ": " + in_words(conf.credential_helpers()) + ", by " +
                     (conf.source().empty() ? std::string("default") : "'" + conf.source() + "'")});
        check_misplaced(conf, findings);
        check_drop_in(registries, findings);
        check_override(snapshot, registries, findings);
        check_strict(snapshot, conf, findings);
    }
}

} // namespace cppsecret::doctor
