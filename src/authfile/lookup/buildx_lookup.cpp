// SPDX-License-Identifier: MIT
// The search of github.com/docker/buildx.
#include "authfile/lookup/search.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace cppsecret::authfile {

namespace {

/// One for the repository comes before one for the registry, more actions before fewer.
const LoadedFile *choose_file(const std::string &name, Transfer transfer,
                              const std::vector<const LoadedFile *> &files)
{
    const LoadedFile *chosen = nullptr;
    std::tuple<bool, std::size_t> rank;
    for (const LoadedFile *file : files) {
        const BuildxScope scope = parse_buildx_scope(file->location.scope);
        const std::tuple its_rank(!scope.repository.empty(), scope.actions.size());
        if (scope.is_for(name, transfer) && (chosen == nullptr || rank < its_rank)) {
            chosen = file;
            rank = its_rank;
        }
    }
    return chosen;
}

/// What docker finds beside a file; of one of buildx's own nothing is detected.
DockerSettings settings_for(const DockerSettings &dockers, bool is_own)
{
    return {SecretString(dockers.auth_config.reveal()), dockers.is_auth_config_read,
            is_own ? std::string() : dockers.detected_store, dockers.fails_with_helper};
}

void append(Trace &trace, Trace rest)
{
    std::move(rest.steps.begin(), rest.steps.end(), std::back_inserter(trace.steps));
    trace.answer = std::move(rest.answer);
}

Trace look_up_once(const std::string &name, Transfer transfer,
                   const std::vector<const LoadedFile *> &own, const LoadedFile &dockers,
                   const DockerSettings &settings, const AskHelper &ask)
{
    Trace trace;
    const std::string key = docker_key_of(name);
    const LoadedFile *file = choose_file(name, transfer, own);
    if (file != nullptr && file->is_there()) {
        const std::string problem = problem_for_buildx(*file);
        if (problem.empty())
            return look_up_for_docker(key, *file, settings_for(settings, true), ask);
        trace.steps.push_back({Source::File,
                               file->location.path,
                               {},
                               {},
                               StepResult::Failed,
                               problem + "; docker buildx passes the file over"});
    }
    append(trace, look_up_for_docker(key, dockers, settings_for(settings, false), ask));
    return trace;
}

/// True for registries of Docker's, where buildx shows the login of Docker Hub for want of another.
bool takes_login_of_hub(const std::string &name)
{
    const std::string host = name.substr(0, name.find('/'));
    return host == "dhi.io" || host == "registry.scout.docker.com";
}

} // namespace

Trace look_up_for_buildx(const std::string &name, Transfer transfer,
                         const std::vector<const LoadedFile *> &own, const LoadedFile &dockers,
                         const DockerSettings &settings, const AskHelper &ask)
{
    Trace trace = look_up_once(name, transfer, own, dockers, settings, ask);
    if (trace.answer.outcome != Outcome::None || !takes_login_of_hub(name))
        return trace;
    const std::string of_hub =
        std::string(docker_hub_host) + name.substr(std::min(name.find('/'), name.size()));
    append(trace, look_up_once(of_hub, transfer, own, dockers, settings, ask));
    return trace;
}

} // namespace cppsecret::authfile
