// SPDX-License-Identifier: MIT
#include "setup/configuration.hpp"

#include "base/command.hpp"
#include "client/program_path.hpp"
#include "setup/drop_in.hpp"
#include "setup/podman_api.hpp"
#include "setup/podman_machine.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::setup {

namespace {

using machine::Family;

bool is_searched_for(KeyKind kind, Family family) noexcept
{
    if (kind == KeyKind::Registry)
        return true;
    return family == Family::Docker ? kind == KeyKind::DockerHubToken
                                    : kind == KeyKind::Namespace && !asks_as_docker(family);
}

/// The registry as images name it that use the login.
std::string asked_as(const ServerKey &key)
{
    return key.kind() == KeyKind::Registry ? key.spelled_host() : key.registry();
}

} // namespace

Configuration::Configuration(const machine::ToolSettings &settings, machine::HelperOracle &helpers,
                             Rules rules)
    : settings_(settings),
      helpers_(helpers),
      rules_(std::move(rules)),
      entries_(settings_, {rules_.force, rules_.all_registries, true, rules_.is_reader_known})
{
}

void Configuration::add_hosts_with_logins()
{
    const auto add = [this](const authfile::LoadedFile &file) {
        if (!file.document)
            return;
        for (const authfile::AuthEntry &entry : file.document->auths()) {
            const ServerKey key(entry.key);
            if (!entry.is_placeholder() && key.kind() == KeyKind::Registry)
                rules_.hosts.insert(key.spelled_host());
        }
    };
    if (contains(rules_.tools, Family::Containers))
        for (const authfile::LoadedFile *file : settings_.containers_files())
            add(*file);
    if (contains(rules_.tools, Family::Docker))
        add(settings_.docker_file());
    for (const Family family : rules_.tools)
        for (const authfile::LoadedFile *file : settings_.own_files(family))
            add(*file);
}

void Configuration::plan(FileEdits &edits) const
{
    if (contains(rules_.tools, Family::Containers)) {
        entries_.plan_for_containers(edits, rules_.hosts, rules_.auth_file);
        if (rules_.all_registries)
            plan_drop_in(edits);
    }
    if (contains(rules_.tools, Family::Docker))
        entries_.plan_for_docker(edits, rules_.hosts);
    for (const Family family : rules_.tools)
        if (has_own_files(family))
            entries_.plan_for_own_file(edits, family, rules_.hosts);
}

void Configuration::plan_drop_in(FileEdits &edits) const
{
    const authfile::Environment &environment = settings_.environment();
    for (auto &[path, text] : planned_drop_ins(environment, rules_.strict))
        edits.replace(path, text);
    if (const std::string earlier = earlier_drop_in_path(environment); is_drop_in_ours(earlier))
        edits.replace(earlier, std::nullopt);
    if (has_podman_api_files())
        for (auto &[path, text] : planned_podman_api_files(environment))
            edits.replace(path, text);
    else if (rules_.strict) // they let auth files in
        remove_podman_api_files(edits, environment);
}

bool Configuration::has_podman_api_files() const
{
    return has_drop_in() && !rules_.strict && can_have_podman_api_files(settings_.installed());
}

std::vector<Warning> Configuration::warnings()
{
    warnings_.clear();
    known_.clear();
    stored_.reset();
    if (!client::find_program("docker-credential-cppsecret"))
        add_warning("'docker-credential-cppsecret' is not in PATH: the tools fail for "
                    "registries that name it");
    if (contains(rules_.tools, Family::Containers)) {
        for (const authfile::LoadedFile *file : settings_.containers_files())
            warn_of_entries(*file, Family::Containers);
        if (!rules_.auth_file && !primary_location(settings_.environment()))
            add_warning("the folder of XDG_RUNTIME_DIR does not exist: 'podman login' fails");
        if (auto note = entries_.note_on_reader(rules_.hosts, rules_.auth_file))
            add_warning(std::move(note->message), std::move(note->hint));
        if (const auto note = entries_.note_on_hub_for_containers(rules_.hosts, rules_.auth_file))
            add_warning(*note, "unset DOCKER_CONFIG");
        if (rules_.all_registries)
            warn_of_drop_in();
        else
            warn_of_registries_conf();
    }
    if (contains(rules_.tools, Family::Docker)) {
        warn_of_entries(settings_.docker_file(), Family::Docker);
        warn_of_docker();
    }
    for (const Family family : rules_.tools)
        for (const authfile::LoadedFile *file : settings_.own_files(family))
            warn_of_entries(*file, family);
    return warnings_;
}

Hosts Configuration::hosts_to_prove(Family family) const
{
    return family == Family::Docker ? entries_.hosts_for_docker(rules_.hosts) : rules_.hosts;
}

bool Configuration::has_drop_in() const
{
    return rules_.all_registries && contains(rules_.tools, Family::Containers);
}

bool Configuration::is_undone_by_reboot() const
{
    return contains(rules_.tools, Family::Containers) && !rules_.all_registries &&
           !rules_.auth_file && !rules_.hosts.empty();
}

void Configuration::warn_of_entries(const authfile::LoadedFile &file, Family family)
{
    if (!file.document)
        return;
    for (const authfile::AuthEntry &entry : file.document->auths()) {
        const ServerKey key(entry.key);
        const bool is_ours =
            rules_.hosts.contains(asked_as(key)) ||
            (family == Family::Docker ? entries_.sets_store(rules_.hosts) : rules_.all_registries);
        if (entry.is_placeholder() || !is_ours || !is_searched_for(key.kind(), family))
            continue;
        const std::string place = "'" + entry.key + "' in '" + file.location.path + "'";
        if (key.kind() == KeyKind::Namespace)
            add_warning("the login for " + place +
                        " is not used where the helper has one for the host: helpers know no "
                        "namespaces");
        else if (is_lost(key, family))
            add_warning("the login for " + place + " may not be found any more",
                        "log in once more, or let " +
                            Command("cppsecret migrate").operand(key.registry()).in_ticks() +
                            " move it into the keyring");
    }
}

bool Configuration::is_lost(const ServerKey &key, Family family)
{
    if (rules_.all_registries && family == Family::Containers && !rules_.strict &&
        !rules_.hosts.contains(asked_as(key)))
        return false; // the auth files come after the helper
    if (!stored_) {
        stored_.emplace();
        for (const keyring::Login &login : helpers_.keyring().logins)
            stored_->insert(ServerKey(login.server).identity());
    }
    return !stored_->contains(key.identity());
}

void Configuration::warn_of_drop_in()
{
    if (const std::string machine = machine_with_our_settings(settings_); !machine.empty())
        add_warning(problem_of_machine(machine), how_to_configure_hosts);
    for (const ToolsProblem &one : find_drop_in_problems(
             settings_, planned_drop_ins(settings_.environment(), rules_.strict))) {
        const std::string command = one.problem.command.text();
        std::string hint = command.empty() ? one.problem.advice : one.problem.command.in_ticks();
        if (command.starts_with("unset "))
            hint += ", or name the helper for each registry: 'cppsecret configure HOST'";
        add_warning(one.text(settings_), std::move(hint));
    }
    if (rules_.strict && !rules_.podman_socket.empty())
        add_warning("with --strict, podman API requests that carry credentials fail; podman.socket "
                    "is in use ('" +
                        rules_.podman_socket + "')",
                    "leave out --strict");
}

void Configuration::warn_of_registries_conf()
{
    for (const machine::Tool &tool : settings_.tools_of(Family::Containers))
        if (const auto &problem = settings_.registries_of(tool).problem)
            add_warning(std::string("no helper is asked until this is fixed: ") + problem->what(),
                        problem->hint());
}

void Configuration::warn_of_docker()
{
    const authfile::DockerStore store = settings_.docker_store();
    if (store.is_detected && !entries_.sets_store(rules_.hosts) && !rules_.hosts.empty())
        add_warning("docker will no longer detect the helper '" + store.helper +
                        "' on its own, and writes other logins as base64",
                    "--all-registries names our helper for them");
    if (const auto note = entries_.note_on_hub(rules_.hosts))
        add_warning(*note);
}

void Configuration::add_warning(std::string message, std::string hint)
{
    if (known_.insert(message).second)
        warnings_.push_back({std::move(message), std::move(hint)});
}

} // namespace cppsecret::setup
