// SPDX-License-Identifier: MIT
// The helpers that auth files name.
#include "credential/registry_name.hpp"
#include "doctor/checks.hpp"
#include "machine/helper_findings.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace cppsecret::doctor {

namespace {

using authfile::Document;
using authfile::HelperEntry;

/// podman cannot stand a URL as a key of credHelpers once it has a connection.
void check_url(const Document &document, const HelperEntry &entry, const std::string &connection,
               machine::Findings &findings)
{
    if (connection.empty() || entry.registry.find("://") == std::string::npos)
        return;
    findings.push_back({.severity = machine::Severity::Error,
                        .check = machine::Check::Url,
                        .what = "'" + document.name() + "' names a helper for '" + entry.registry +
                                "', and podman has a connection ('" + connection + "')",
                        .why = "such a podman fails at every pull while a key of credHelpers is a "
                               "URL",
                        .advice = "name the helper in another way",
                        .command = machine::renaming_command(document, entry)});
}

/// True if another helper is there, and a search of some tool comes to it by the entry.
bool is_used(const Snapshot &snapshot, const Document &document, const HelperEntry &entry)
{
    return std::any_of(snapshot.logins.begin(), snapshot.logins.end(),
                       [&](const machine::Login &login) {
                           return login.place == machine::Place::Helper &&
                                  login.file == document.name() && login.key == entry.registry &&
                                  login.helper == entry.helper && !login.used_by.empty();
                       });
}

/// Entries of other helpers are left to whoever made them, and told.
void check_others(const Snapshot &snapshot, const Document &document, machine::Findings &findings)
{
    std::map<std::string, std::size_t> others; // registries by helper
    for (const HelperEntry &entry : document.helpers()) {
        if (!is_used(snapshot, document, entry))
            continue; // ours, or told with the logins
        if (snapshot.has_in_keyring(entry.registry) && is_host(entry.registry))
            findings.push_back({.severity = machine::Severity::Warning,
                                .check = machine::Check::Foreign,
                                .what = "'" + document.name() + "' names the helper '" +
                                        entry.helper + "' for '" + entry.registry + "'",
                                .why = "its login is used, not the one in the keyring",
                                .advice = "let our helper answer, if that is the one you want",
                                .command = machine::replacing_command(document, entry)});
        else
            ++others[entry.helper];
    }
    for (const auto &[helper, count] : others)
        findings.push_back(
            {.check = machine::Check::Foreign,
             .what = "the helper '" + helper + "' answers for " + std::to_string(count) +
                     (count == 1 ? " registry" : " registries") + " in '" + document.name() + "'"});
}

} // namespace

void check_entries(const Snapshot &snapshot, machine::Findings &findings)
{
    for (const AuthFile &file : snapshot.files.all) {
        if (!file.loaded->document)
            continue;
        const Document &document = *file.loaded->document;
        for (const HelperEntry &entry : document.helpers())
            check_url(document, entry, snapshot.podman_connection, findings);
        check_others(snapshot, document, findings);
    }
}

} // namespace cppsecret::doctor
