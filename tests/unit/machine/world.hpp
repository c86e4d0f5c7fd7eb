// SPDX-License-Identifier: MIT
// Small machines that are made by hand: files, variables, tools, and what their helpers would say.
#pragma once

#include "authfile/lookup/trace_text.hpp"
#include "credential/server_key.hpp"
#include "machine/model/find_login.hpp"
#include "machine/model/next_login.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/model/reach.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppsecret::test {

using authfile::Format;
using authfile::HelperReply;
using authfile::Role;
using machine::Family;
using machine::Login;
using machine::NextLogin;
using machine::Place;
using machine::Tool;
using machine::Version;

inline const Tool old_podman{Family::Containers, "podman", Version{4, 3}};
inline const Tool podman{Family::Containers, "podman", Version{5, 4}};
inline const Tool buildah{Family::Containers, "buildah", Version{1, 39}};
inline const Tool skopeo{Family::Containers, "skopeo", Version{1, 18}};
inline const Tool new_podman{Family::Containers, "podman", Version{6, 0}};
inline const Tool new_skopeo{Family::Containers, "skopeo", Version{1, 23}};
inline const Tool docker{Family::Docker, "docker", Version{28, 3}};

inline const Tool docker_of_snap{Family::Docker, "docker", Version{28, 3}, true};

inline const Tool helm{Family::Helm, "helm", std::nullopt};
inline const Tool crio{Family::Crio, "crio", std::nullopt};
inline const Tool ostree{Family::Ostree, "ostree", std::nullopt};
inline const Tool buildx{Family::Buildx, "buildx", Version{0, 31}};
inline const Tool old_buildx{Family::Buildx, "buildx", Version{0, 29}};

inline constexpr const char *auth_json = "/run/user/1000/containers/auth.json";
inline constexpr const char *config_json = "/home/ann/.docker/config.json";
inline constexpr const char *helm_json = "/home/ann/.config/helm/registry/config.json";

/// That of buildx's for a scope.
inline std::string buildx_json(const std::string &scope)
{
    return "/home/ann/.docker/buildx/config/" + scope + "/config.json";
}

/// As load_file() does it; "absent" is a file that is not there.
inline authfile::LoadedFile file_with(const authfile::Location &location, std::string_view text)
{
    authfile::LoadedFile file;
    file.location = location;
    if (text == "absent")
        return file;
    file.stamp = FileStamp();
    try {
        file.document =
            authfile::Document::parse(SecretString(text), location.path, location.format);
    } catch (const Error &error) {
        file.problem = error;
    }
    return file;
}

/// One of each way to read registries.conf; that of `podman` first.
inline std::vector<Tool> tools_of_every_age()
{
    std::vector<Tool> tools{podman};
    for (const Version version : {Version{4, 3}, {4, 4}, {4, 6}, {6, 0}})
        tools.push_back({Family::Containers, "podman", version});
    for (const Version version : {Version{1, 28}, {1, 29}, {1, 31}, {1, 39}, {1, 44}})
        tools.push_back({Family::Containers, "buildah", version});
    for (const Version version : {Version{1, 9}, {1, 11}, {1, 13}, {1, 18}, {1, 23}})
        tools.push_back({Family::Containers, "skopeo", version});
    return tools;
}

/// The machine of ann, on which podman, buildah, skopeo and docker are.
struct World {
    std::string auth = "absent";                    ///< the text of auth.json
    std::string config = "absent";                  ///< of docker's file
    std::string helms = "absent";                   ///< of helm's
    std::map<std::string, std::string> buildx = {}; ///< of buildx's, by scope
    std::vector<std::string> conf = {};             ///< credential-helpers of registries.conf
    std::vector<Tool> tools = {podman, buildah, skopeo, docker};
    std::string auth_config = {};  ///< DOCKER_AUTH_CONFIG
    std::string detected = {};     ///< the helper that docker finds by itself
    std::string conf_problem = {}; ///< why registries.conf cannot be read
    std::map<std::string, HelperReply::Kind> helpers = {}; ///< what each replies to everything
    std::map<std::string, std::string> keyring = {};       ///< users of our helper by identity
    void (*change)(machine::ToolFacts &) = nullptr;

    [[nodiscard]] machine::ToolSettings settings() const
    {
        machine::ToolFacts facts;
        facts.installed = tools;
        facts.environment.home = "/home/ann";
        facts.environment.runtime_dir = "/run/user/1000";
        facts.environment.uid = 1000;
        facts.files.push_back(file_with({auth_json, Format::AuthJson, Role::Primary}, auth));
        facts.files.push_back(file_with({config_json, Format::DockerConfig, Role::Docker}, config));
        facts.docker_file = file_with({config_json, Format::DockerConfig, Role::Docker}, config);
        facts.other_files.push_back(file_with({helm_json, Format::HelmConfig, Role::Helm}, helms));
        for (const auto &[scope, text] : buildx)
            facts.other_files.push_back(
                file_with({buildx_json(scope), Format::BuildxConfig, Role::Buildx, scope}, text));
        for (const Tool &tool : tools_of_every_age()) {
            add_reading(facts, dialect_of(tool).registries());
            add_reading(facts, dialect_of(tool).registries_at_login());
        }
        facts.auth_config = SecretString(std::string_view(auth_config));
        facts.detected_store = detected;
        facts.helpers = {machine::our_helper, machine::our_helper_for_containers};
        for (const auto &[name, kind] : helpers)
            facts.helpers.insert(name);
        if (change != nullptr)
            change(facts);
        return machine::ToolSettings(std::move(facts));
    }

    void add_reading(machine::ToolFacts &facts, const authfile::RegistriesDialect &dialect) const
    {
        machine::RegistriesReading reading{dialect, {}, std::nullopt};
        if (!conf.empty())
            reading.conf.settings.push_back({"/etc/registries.conf", conf});
        if (!conf_problem.empty())
            reading.problem = Error(Errc::Input, conf_problem);
        facts.registries.push_back(std::move(reading));
    }

    /// Our helper has the keyring's logins, unless `helpers` says something of it.
    [[nodiscard]] authfile::AskHelper ask() const
    {
        return [this](const std::string &helper, const std::string &key) {
            using Kind = HelperReply::Kind;
            if (const auto other = helpers.find(helper); other != helpers.end())
                return other->second == Kind::Login
                           ? HelperReply::has({"of-" + helper, SecretString(), true})
                       : other->second == Kind::Unknown ? HelperReply::unknown("it is locked")
                       : other->second == Kind::Failed  ? HelperReply::failed("it is broken")
                                                        : HelperReply::none();
            const auto user = keyring.find(ServerKey(key).identity());
            return user != keyring.end() && machine::is_our_helper(helper)
                       ? HelperReply::has({user->second, SecretString(), true})
                       : HelperReply::none();
        };
    }

    [[nodiscard]] authfile::Trace find(const Tool &tool, const std::string &name) const
    {
        return find_login(tool, name, settings(), ask());
    }
};

/// The end of a search as one text: "none", "failed", "unknown", "ann from FILE KEY",
/// "ann by HELPER KEY".
inline std::string end_of(const authfile::Trace &trace)
{
    const authfile::Answer &answer = trace.answer;
    switch (answer.outcome) {
    case authfile::Outcome::Helper:
        return answer.username + " by " + answer.helper + " " + answer.key;
    case authfile::Outcome::Entry:
        return answer.username + " from " + answer.file + " " + answer.key;
    case authfile::Outcome::None:
    case authfile::Outcome::Failed:
    case authfile::Outcome::Unknown:
        break;
    }
    return word_for(answer.outcome);
}

/// {"auths": {KEY: ann's login}}
inline std::string auths(const std::string &key)
{
    return R"({"auths":{")" + key + R"(":{"auth":"YW5uOnB3"}}})"; // ann:pw
}

inline std::string cred_helpers(const std::string &key, const std::string &helper = "cppsecret")
{
    return R"({"credHelpers":{")" + key + R"(":")" + helper + R"("}})";
}

} // namespace cppsecret::test
