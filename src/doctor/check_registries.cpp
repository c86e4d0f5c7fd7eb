// SPDX-License-Identifier: MIT
// The helpers that registries.conf names for all registries, and who overrides whom.
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "machine/model/our_helper.hpp"
#include "setup/drop_in.hpp"

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

/// A drop-in of ours that is there, and that the tools do not look at.
void check_drop_in_is_read(const Snapshot &snapshot, const RegistriesConf &conf,
                           machine::Findings &findings)
{
    const std::string path = setup::drop_in_path(snapshot.environment);
    const bool is_read =
        std::any_of(conf.settings.begin(), conf.settings.end(),
                    [&](const authfile::HelpersSetting &setting) { return setting.file == path; });
    if (is_read || !snapshot.registries.is_drop_in_there)
        return;
    const std::string folder = path.substr(0, path.rfind('/'));
    machine::Finding finding{
        .severity = machine::Severity::Error,
        .check = machine::Check::Registries,
        .what = "'" + path + "' names no helper",
        .why = "podman, buildah and skopeo do not ask the keyring, and write logins in "
               "plain text",
        .command = "cppsecret configure --tool containers --all-registries"};
    if (snapshot.registries.is_drop_in_folder_link) {
        const std::string name = shell_word(folder);
        const std::string copy = shell_word(folder + ".new");
        finding.what = "'" + folder + "' is a symbolic link, so that '" + path + "' is not read";
        finding.advice = "have a folder in its place";
        finding.command =
            "cp -rL " + name + " " + copy + " && rm " + name + " && mv " + copy + " " + name;
    }
    findings.push_back(std::move(finding));
}

/// Who sets the helpers that count, if that is not our drop-in.
void check_override(const Snapshot &snapshot, const RegistriesConf &conf,
                    machine::Findings &findings)
{
    const std::vector<std::string> helpers = conf.credential_helpers();
    const bool is_ours_somewhere = std::any_of(
        conf.settings.begin(), conf.settings.end(),
        [](const authfile::HelpersSetting &setting) { return has_ours(setting.helpers); });
    if (!is_ours_somewhere || machine::is_our_helper(helpers.front()))
        return;
    const bool is_overridden = !has_ours(helpers);
    findings.push_back(
        {.severity = is_overridden ? machine::Severity::Error : machine::Severity::Warning,
         .check = machine::Check::Registries,
         .what = is_overridden ? "'" + conf.source() + "' overrides '" +
                                     setup::drop_in_path(snapshot.environment) + "'"
                               : "'" + conf.source() + "' names " + in_words(helpers) +
                                     ", and ours not first",
         .why = is_overridden ? "podman, buildah and skopeo do not ask our helper at all"
                              : "a login goes to the first of them",
         .advice = "take 'credential-helpers' out of the file",
         .command = machine::edit_command(conf.source())});
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
                 .command = "cppsecret configure --tool containers --all-registries"});
            break; // one of a file is enough
        }
    }
}

} // namespace

void check_registries(const Snapshot &snapshot, machine::Findings &findings)
{
    if (!snapshot.registries.is_readable)
        return; // it is told with the logins
    const RegistriesConf &conf = snapshot.registries.conf;
    const std::vector<std::string> helpers = conf.credential_helpers();
    findings.push_back(
        {.check = machine::Check::Registries,
         .what = "podman, buildah and skopeo ask " + in_words(helpers) + ", by " +
                 (conf.source().empty() ? std::string("default") : "'" + conf.source() + "'")});
    check_drop_in_is_read(snapshot, conf, findings);
    check_override(snapshot, conf, findings);
    check_strict(snapshot, conf, findings);
}

} // namespace cppsecret::doctor
