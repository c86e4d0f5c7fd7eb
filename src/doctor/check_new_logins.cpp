// SPDX-License-Identifier: MIT
// Where the next login goes that no entry of a file names a helper for.
#include "doctor/checks.hpp"
#include "machine/model/our_helper.hpp"

namespace cppsecret::doctor {

namespace {

void check_containers(const Snapshot &snapshot, machine::Findings &findings)
{
    if (snapshot.asks_us_for_all()) {
        findings.push_back({.check = machine::Check::NextLogin,
                            .what = "a login by podman, buildah or skopeo goes into the keyring"});
        return;
    }
    const auto &conf = snapshot.registries.conf;
    const std::string first = conf.credential_helpers().front();
    if (first != authfile::auth_files_helper) {
        findings.push_back(
            {.check = machine::Check::NextLogin,
             .what = "a login by podman, buildah or skopeo goes to '" + first + "'"});
        return;
    }
    if (const auto file = primary_location(snapshot.environment, snapshot.auth_file))
        findings.push_back({.severity = machine::Severity::Warning,
                            .check = machine::Check::NextLogin,
                            .what = "a login by podman, buildah or skopeo goes into '" +
                                    file->path + "' in plain text, unless that file names a helper",
                            .why = "whoever can read the file has the password",
                            .command = "cppsecret configure --tool containers --all-registries"});
}

/// The store that docker finds by itself, when its file says nothing of logins.
machine::Finding detected(const std::string &store)
{
    if (store != "pass") // secretservice
        return {.check = machine::Check::NextLogin,
                .what = "docker finds the helper '" + store +
                        "' by itself, which uses the same keyring"};
    return {.severity = machine::Severity::Warning,
            .check = machine::Check::NextLogin,
            .what = "docker finds the helper 'pass' by itself, since pass is installed",
            .why = "its logins are not in the keyring, and a login fails where pass was never set "
                   "up",
            .command = "cppsecret configure --tool docker --all-registries"};
}

void check_docker(const Snapshot &snapshot, machine::Findings &findings)
{
    const authfile::LoadedFile &file = *snapshot.files.docker;
    if (file.problem)
        return; // docker cannot write to it
    const std::string store = file.document ? file.document->creds_store() : std::string();
    if (!store.empty()) {
        findings.push_back({.check = machine::Check::NextLogin,
                            .what = machine::is_our_helper(store)
                                        ? std::string("a login by docker goes into the keyring")
                                        : "a login by docker goes to '" + store + "'"});
        return;
    }
    const bool says_nothing =
        !file.document || (file.document->auths().empty() && file.document->helpers().empty());
    const std::string &found = snapshot.programs.docker_detects;
    if (says_nothing && !found.empty()) {
        findings.push_back(detected(found));
        return;
    }
    findings.push_back({.severity = machine::Severity::Warning,
                        .check = machine::Check::NextLogin,
                        .what = "a login by docker goes into '" + file.location.path +
                                "' in plain text, unless that file names a helper",
                        .why = found.empty()
                                   ? std::string("whoever can read the file has the password")
                                   : "docker does not look for '" + found +
                                         "' by itself any more, since the file names logins or "
                                         "helpers and no credsStore",
                        .command = "cppsecret configure --tool docker --all-registries"});
}

} // namespace

void check_new_logins(const Snapshot &snapshot, machine::Findings &findings)
{
    if (snapshot.has(machine::Tool::Containers) && snapshot.registries.is_readable)
        check_containers(snapshot, findings);
    if (snapshot.has(machine::Tool::Docker))
        check_docker(snapshot, findings);
}

} // namespace cppsecret::doctor
