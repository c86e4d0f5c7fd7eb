// SPDX-License-Identifier: MIT
#include "machine/model/find_login.hpp"

#include "credential/registry_name.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::machine {

namespace {

using authfile::Trace;

Trace find_for_containers(const Tool &tool, const std::string &name, const ToolSettings &settings,
                          const authfile::AskHelper &ask)
{
    if (const authfile::LoadedFile *missing = settings.missing_file_of(tool))
        return failed_search({.source = authfile::Source::File, .file = missing->location.path},
                             tool.name + " fails: the auth file it was given does not exist");
    const RegistriesReading &registries = settings.registries_of(tool);
    if (registries.problem)
        return failed_search({.source = authfile::Source::CredentialHelpers},
                             registries.problem->what());
    return look_up_for_containers(name, registries.conf, settings.searched_by(tool), ask);
}

/// The service's helper runs as root: what it has nobody else can ask.
authfile::AskHelper ask_as_root(const authfile::AskHelper &ask, const ToolSettings &settings)
{
    if (settings.environment().uid == 0)
        return ask;
    return [](const std::string &, const std::string &) {
        return authfile::HelperReply::unknown("only root can ask it");
    };
}

/// docker's own, and its plugin's, which the snap keeps from every helper.
authfile::AskHelper ask_as_docker(const authfile::AskHelper &ask, const Tool &docker)
{
    if (!docker.is_from_snap)
        return ask;
    return [](const std::string &, const std::string &) {
        return authfile::HelperReply::failed(no_helper_in_snap);
    };
}

/// As the library of the containers tools does it that is given one file. CRI-O has one; ostree
/// takes the first of its files that is there, and without one asks nobody.
Trace find_for_service(Family family, const std::string &name, const ToolSettings &settings,
                       const authfile::AskHelper &ask)
{
    Trace none;
    for (const authfile::LoadedFile *file : settings.own_files(family)) {
        if (!file->is_there() && family == Family::Ostree) {
            none.steps.push_back({.source = authfile::Source::File,
                                  .file = file->location.path,
                                  .detail = "no such file"});
            continue;
        }
        const RegistriesReading &registries = settings.services_registries();
        if (registries.problem)
            return failed_search({.source = authfile::Source::CredentialHelpers},
                                 registries.problem->what());
        return look_up_for_containers(name, registries.conf, {file}, ask_as_root(ask, settings));
    }
    return none;
}

Trace find_for_buildx(const Tool &tool, const std::string &name, authfile::Transfer transfer,
                      const std::vector<const authfile::LoadedFile *> &own,
                      const ToolSettings &settings, const authfile::AskHelper &ask)
{
    return look_up_for_buildx(
        name, transfer,
        dialect_of(tool).reads_scoped_files ? own : std::vector<const authfile::LoadedFile *>(),
        settings.docker_file(), settings.docker_settings(tool), ask_as_docker(ask, tool));
}

/// Tools that have both the same find the same.
bool have_equal_rules(const Tool &a, const Tool &b)
{
    return dialect_of(a) == dialect_of(b);
}

/// The searches of these tools, equal ones as one.
std::vector<FamilyTrace> search_by(const std::vector<Tool> &tools, const std::string &name,
                                   const ToolSettings &settings, const authfile::AskHelper &ask)
{
    std::vector<FamilyTrace> all;
    for (const Tool &tool : tools) {
        auto same = std::find_if(all.begin(), all.end(), [&](const FamilyTrace &other) {
            return have_equal_rules(other.tools.front(), tool);
        });
        if (same == all.end()) {
            Trace trace = find_login(tool, name, settings, ask);
            same = std::find_if(all.begin(), all.end(),
                                [&](const FamilyTrace &other) { return other.trace == trace; });
            if (same == all.end()) {
                all.push_back({{tool}, true, std::move(trace)});
                continue;
            }
        }
        same->tools.push_back(tool);
    }
    for (FamilyTrace &one : all)
        one.is_for_all = all.size() == 1;
    return all;
}

std::vector<FamilyTrace> search_at(const authfile::ImagePlace &place,
                                   const std::vector<Tool> &tools, const ToolSettings &settings,
                                   const authfile::AskHelper &ask)
{
    if (place.problem.empty())
        return search_by(tools, place.name, settings, ask);
    std::vector<FamilyTrace> failed;
    failed.push_back(
        {tools, true, failed_search({.source = authfile::Source::RegistriesConf}, place.problem)});
    return failed;
}

std::vector<authfile::ImagePlace> places_of(const Tool &tool, const ImageReference &image,
                                            const ToolSettings &settings)
{
    if (tool.family != Family::Containers)
        return {{image.name(), {}, {}}};
    const RegistriesReading &registries = settings.registries_of(tool);
    if (registries.problem)
        return {{image.name(), {}, {}}};
    if (image.short_name().empty())
        return image_places(image, registries.conf);
    authfile::RegistriesConf conf = registries.conf;
    const ChosenAliases &chosen = settings.chosen_aliases();
    merge_aliases(conf.aliases, chosen.aliases);
    if (!chosen.problem.empty())
        conf.short_name_problem = chosen.problem;
    return image_places(image, conf);
}

} // namespace

Trace failed_search(authfile::Step step, const std::string &why)
{
    step.result = authfile::StepResult::Failed;
    step.detail = why;
    Trace trace;
    trace.steps.push_back(std::move(step));
    trace.answer.outcome = authfile::Outcome::Failed;
    return trace;
}

Trace find_login(const Tool &tool, const std::string &name, const ToolSettings &settings,
                 const authfile::AskHelper &ask, authfile::Transfer transfer)
{
    switch (tool.family) {
    case Family::Docker:
        return look_up_for_docker(docker_key_of(name), settings.docker_file(),
                                  settings.docker_settings(tool), ask_as_docker(ask, tool));
    case Family::Helm:
        return look_up_for_helm(docker_key_of(name), settings.helm_file(), settings.docker_file(),
                                settings.detected_store(), ask);
    case Family::Crio:
    case Family::Ostree:
        return find_for_service(tool.family, name, settings, ask);
    case Family::Buildx:
        return find_for_buildx(tool, name, transfer, settings.own_files(tool.family), settings,
                               ask);
    case Family::Containers:
        break;
    }
    return find_for_containers(tool, name, settings, ask);
}

Trace find_login_without(const authfile::Location &file, const Tool &buildx,
                         const std::string &name, const ToolSettings &settings,
                         const authfile::AskHelper &ask)
{
    auto own = settings.own_files(buildx.family);
    std::erase_if(
        own, [&file](const authfile::LoadedFile *one) { return one->location.path == file.path; });
    return find_for_buildx(buildx, name, authfile::parse_buildx_scope(file.scope).transfer(), own,
                           settings, ask);
}

std::string FamilyTrace::title() const
{
    return is_for_all && !tools.front().is_from_snap ? name_of(tools.front().family)
                                                     : in_words(tools);
}

std::vector<FamilyTrace> find_logins(Family family, const std::string &name,
                                     const ToolSettings &settings, const authfile::AskHelper &ask)
{
    return search_by(settings.tools_of(family), name, settings, ask);
}

std::vector<FamilyTrace> find_logins_in_given_file(Family family, const std::string &host,
                                                   const ToolSettings &settings,
                                                   const authfile::AskHelper &ask)
{
    const authfile::LoadedFile &file = settings.first_file();
    const std::string key = docker_key_of(host);
    const bool has_dockers_key_alone = settings.auth_file() && key != host && file.document &&
                                       file.document->find_helper(key) != nullptr &&
                                       file.document->find_helper(host) == nullptr;
    if (!has_dockers_key_alone)
        return find_logins(family, host, settings, ask);
    std::vector<FamilyTrace> searches;
    searches.push_back({{{family, "the reader of '" + file.location.path + "'", std::nullopt}},
                        false,
                        look_up_for_helm(key, file, file, {}, ask)});
    return searches;
}

std::vector<ImageSearch> find_logins(Family family, const ImageReference &image,
                                     const ToolSettings &settings, const authfile::AskHelper &ask)
{
    using Places = std::vector<authfile::ImagePlace>;
    std::vector<std::pair<Places, std::vector<Tool>>> ways;
    for (const Tool &tool : settings.tools_of(family)) {
        Places places = places_of(tool, image, settings);
        const auto same = std::find_if(ways.begin(), ways.end(),
                                       [&](const auto &way) { return way.first == places; });
        if (same != ways.end())
            same->second.push_back(tool);
        else
            ways.emplace_back(std::move(places), std::vector{tool});
    }
    std::vector<ImageSearch> all;
    for (const auto &[places, tools] : ways)
        for (const authfile::ImagePlace &place : places)
            for (FamilyTrace &search : search_at(place, tools, settings, ask)) {
                search.is_for_all = search.is_for_all && ways.size() == 1;
                all.push_back({place, std::move(search)});
            }
    return all;
}

} // namespace cppsecret::machine
