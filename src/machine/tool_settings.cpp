// SPDX-License-Identifier: MIT
#include "machine/tool_settings.hpp"

#include "base/environment.hpp"
#include "client/helper_client.hpp"
#include "client/program_path.hpp"
#include "credential/registry_name.hpp"
#include "json/protocol_texts.hpp"
#include "machine/tool_versions.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace cppsecret::machine {

namespace {

/// As docker chooses it: `pass` where that is installed, else `secretservice`; the helper for it
/// must be there.
std::string detect_store()
{
    std::string store = client::find_program("pass") ? "pass" : "secretservice";
    return client::find_program(json::helper_prefix + store) ? store : std::string();
}

/// Whether --authfile or a variable names the file that is read first.
bool is_file_named(const authfile::Environment &environment,
                   const std::optional<std::string> &auth_file)
{
    return auth_file || environment.auth_file || environment.docker_config;
}

std::vector<authfile::LoadedFile> load_files(const authfile::Environment &environment,
                                             const std::optional<std::string> &auth_file)
{
    std::vector<authfile::LoadedFile> files;
    for (const authfile::Location &location :
         authfile::containers_locations(environment, auth_file))
        files.push_back(load_file(location));
    return files;
}

/// How many of the files podman, buildah and skopeo search. Runs one of them where it matters.
std::size_t count_searched(const std::vector<authfile::LoadedFile> &files, bool is_first_named)
{
    const auto is_there = [](const authfile::LoadedFile &file) {
        return file.document || file.problem;
    };
    const bool matters =
        is_first_named && std::any_of(std::next(files.begin()), files.end(), is_there);
    return matters && !are_containers_tools_old() ? 1 : files.size();
}

authfile::DockerSettings docker_settings()
{
    authfile::DockerSettings settings;
    if (const auto text = environment("DOCKER_AUTH_CONFIG")) // an empty one is none to docker too
        settings.auth_config = SecretString(std::string_view(*text));
    settings.is_auth_config_read = settings.auth_config.empty() || !is_docker_older_than_28_3();
    settings.detected_store = detect_store();
    return settings;
}

} // namespace

ToolSettings::ToolSettings(const std::optional<std::string> &auth_file)
    : environment_(authfile::environment_of_process()),
      files_(load_files(environment_, auth_file)),
      read_by_containers_(count_searched(files_, is_file_named(environment_, auth_file))),
      docker_file_(load_file(authfile::docker_location(environment_))),
      docker_(docker_settings())
{
    try {
        conf_ = read_registries_conf_as_tools(environment_);
    } catch (const Error &error) {
        conf_problem_ = error;
    }
}

std::vector<const authfile::LoadedFile *> ToolSettings::all_files() const
{
    std::vector<const authfile::LoadedFile *> files;
    bool has_docker = false;
    for (const authfile::LoadedFile &file : files_) {
        files.push_back(&file);
        has_docker = has_docker || file.location.path == docker_file_.location.path;
    }
    if (!has_docker)
        files.push_back(&docker_file_);
    return files;
}

std::vector<authfile::ImagePlace> ToolSettings::places(Tool tool, const ImageReference &image) const
{
    if (tool == Tool::Docker || conf_problem_)
        return {{image.name(), {}, {}}};
    if (image.short_name().empty())
        return image_places(image, conf_);
    authfile::RegistriesConf conf = conf_;
    try {
        merge_aliases(conf.aliases,
                      authfile::read_chosen_aliases(authfile::chosen_aliases_path(environment_)));
    } catch (const Error &error) {
        conf.short_name_problem = error.what();
    }
    return image_places(image, conf);
}

authfile::Trace ToolSettings::look_up(Tool tool, const std::string &key,
                                      const authfile::AskHelper &ask) const
{
    if (tool == Tool::Docker)
        return look_up_for_docker(docker_key_of(key), docker_file_, docker_, ask);
    if (!conf_problem_)
        return look_up_for_containers(key, conf_, std::span(files_).first(read_by_containers_),
                                      ask);
    authfile::Trace trace;
    trace.steps.push_back({authfile::Source::CredentialHelpers,
                           {},
                           {},
                           {},
                           authfile::StepResult::Failed,
                           conf_problem_->what()});
    trace.answer.outcome = authfile::Outcome::Failed;
    return trace;
}

authfile::AskHelper ask_real_helpers()
{
    return [](const std::string &helper,
              const std::string &key) -> std::optional<authfile::HelperAnswer> {
        auto login = client::HelperClient(helper).get(key);
        if (!login)
            return std::nullopt;
        const bool has_secret = !login->secret.empty();
        return authfile::HelperAnswer{std::move(login->username), std::move(login->secret),
                                      has_secret};
    };
}

} // namespace cppsecret::machine
