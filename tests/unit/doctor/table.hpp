// SPDX-License-Identifier: MIT
// Tables of what the checks of doctor find on machines that are made by hand.
#pragma once

#include "base/version.hpp"
#include "doctor/checks.hpp"
#include "doctor/snapshot.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include <doctest/doctest.h>

namespace cppsecret::test {

using authfile::Format;
using authfile::Role;
using doctor::Snapshot;
using machine::Family;
using machine::NextLogin;
using machine::Severity;
using machine::Tool;

inline const authfile::Location primary{"/run/user/1000/containers/auth.json", Format::AuthJson,
                                        Role::Primary};
inline const authfile::Location docker_config{"/home/ann/.docker/config.json", Format::DockerConfig,
                                              Role::Docker};
inline const Tool podman{Family::Containers, "podman", machine::Version{4, 3}};
inline const Tool docker{Family::Docker, "docker", machine::Version{28, 2}};
inline const NextLogin into_keyring{.goes = NextLogin::Goes::Keyring, .helper = "cppsecret"};
inline constexpr const char *drop_in =
    "/home/ann/.config/containers/registries.conf.d/zz-cppsecret.conf";

using FilePtr = std::shared_ptr<const authfile::LoadedFile>;

/// As load_file() does it. Without a text the file is not there.
inline FilePtr loaded(const authfile::Location &location, const char *text)
{
    auto file = std::make_shared<authfile::LoadedFile>();
    file->location = location;
    if (text == nullptr)
        return file;
    file->stamp = FileStamp{};
    try {
        file->document = authfile::Document::parse(SecretString(std::string_view(text)),
                                                   location.path, location.format);
    } catch (const Error &error) {
        file->problem = error;
    }
    return file;
}

/// One of this user, in a folder of this user.
inline doctor::AuthFile auth_file(const authfile::Location &location, const char *text)
{
    return {.loaded = loaded(location, text),
            .is_for_containers = true,
            .target = {location.path, 1000},
            .folder = {location.path.substr(0, location.path.rfind('/')), 1000},
            .is_folder_writable = true,
            .distrust = std::nullopt};
}

/// The text of the file that podman, buildah and skopeo read first.
inline void set_primary(Snapshot &snapshot, const char *text)
{
    snapshot.files.all.at(0) = auth_file(primary, text);
}

/// The text of docker's file.
inline void set_docker(Snapshot &snapshot, const char *text)
{
    snapshot.files.all.at(1) = auth_file(docker_config, text);
    snapshot.files.docker = snapshot.files.all.at(1).loaded;
}

/// A file that is read after our drop-in, and sets `credential-helpers`.
inline void set_helpers(Snapshot &snapshot, std::vector<std::string> helpers)
{
    snapshot.registries.front().conf.settings.push_back({"/home/ann/60.conf", std::move(helpers)});
}

inline doctor::OurHelper our_helper(const std::string &name)
{
    const std::string program = "docker-credential-" + name;
    return {.program = program,
            .path = "/usr/bin/" + program,
            .sibling = "/opt/" + program,
            .version = {.output = program + " (cppsecret) " + program_version + "\n"},
            .is_folder_writable = false,
            .is_found_by_units = true};
}

/// The machine of ann, who is no root: all tools, and all in order.
inline Snapshot sound_machine()
{
    Snapshot snapshot;
    snapshot.environment.home = "/home/ann";
    snapshot.environment.runtime_dir = "/run/user/1000";
    snapshot.environment.uid = 1000;
    snapshot.account = {.user = 1000, .own_home = "/home/ann", .home_owner = 1000};
    snapshot.keyring.provider_command = {Command("apt-get install gnome-keyring"), true};
    keyring::Diagnosis &keyring = snapshot.keyring.diagnosis;
    keyring.kind = "secret-service";
    keyring.reason = "a Secret Service answers";
    keyring.place = "unix:path=/run/user/1000/bus";
    keyring.place_source = "DBUS_SESSION_BUS_ADDRESS";
    keyring.collection = "Login";
    keyring.is_locked = false;
    snapshot.programs.tools = {podman, docker};
    snapshot.programs.search_path = {"/home/ann/bin:/usr/bin",
                                     {{"/home/ann/bin", true}, {"/usr/bin", false}}};
    snapshot.programs.our_helpers = {our_helper("cppsecret"), our_helper("cppsecret-containers")};
    snapshot.programs.units = {{"/usr/bin", {{"/usr/bin", false}}}, "systemctl --user"};
    snapshot.registries.resize(1);
    snapshot.registries.front().tools = {podman};
    snapshot.registries.front().conf.settings = {
        {drop_in, {"cppsecret-containers", "containers-auth.json"}}};
    snapshot.files.all.resize(2);
    set_primary(snapshot, nullptr);
    set_docker(snapshot, R"({"credsStore": "cppsecret"})");
    snapshot.logins = {{"quay.io", "ann", machine::Place::Keyring, {}, "quay.io", "cppsecret"}};
    snapshot.next_logins = {{{podman}, true, into_keyring}, {{docker}, true, into_keyring}};
    return snapshot;
}

inline machine::Findings run(doctor::CheckFunction check, void (*change)(Snapshot &))
{
    Snapshot snapshot = sound_machine();
    change(snapshot);
    machine::Findings findings;
    check(snapshot, findings);
    return findings;
}

/// A line for each, for a test that fails.
inline std::string text_of(const machine::Findings &findings)
{
    std::string text;
    for (const machine::Finding &finding : findings)
        text += std::string(word_for(finding.severity)) + " " + word_for(finding.check) + ": " +
                finding.what + "\n  $ " + finding.command.text() + "\n";
    return text;
}

struct Row {
    const char *name;
    void (*change)(Snapshot &); ///< what is different from sound_machine()
    Severity severity;
    std::string_view check;   ///< its word
    std::string_view what;    ///< a part of it
    std::string_view command; ///< as a whole
};

/// Each row is found; what is not in order is found with its reason and with what to do.
inline void judge(doctor::CheckFunction check, std::initializer_list<Row> rows)
{
    for (const Row &row : rows) {
        const machine::Findings findings = run(check, row.change);
        const bool is_found =
            std::any_of(findings.begin(), findings.end(), [&row](const machine::Finding &finding) {
                return finding.severity == row.severity && word_for(finding.check) == row.check &&
                       finding.what.find(row.what) != std::string::npos &&
                       finding.command.text() == row.command;
            });
        const std::string told = std::string(row.name) + "\n" + text_of(findings);
        INFO(told);
        CHECK(is_found);
        for (const machine::Finding &finding : findings)
            CHECK((finding.severity == Severity::Ok ||
                   (!finding.why.empty() && !finding.hint().empty())));
    }
}

struct SilentRow {
    const char *name;
    void (*change)(Snapshot &);
    std::string_view what; ///< part of nothing that is found
};

/// No row has such a finding, however severe.
inline void judge_silence(doctor::CheckFunction check, std::initializer_list<SilentRow> rows)
{
    for (const SilentRow &row : rows) {
        const machine::Findings findings = run(check, row.change);
        const std::string told = std::string(row.name) + "\n" + text_of(findings);
        INFO(told);
        CHECK(
            std::none_of(findings.begin(), findings.end(), [&row](const machine::Finding &finding) {
                return finding.what.find(row.what) != std::string::npos;
            }));
    }
}

} // namespace cppsecret::test
