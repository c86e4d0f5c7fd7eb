// SPDX-License-Identifier: MIT
// The auth files and settings that decide which login a tool uses.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "authfile/lookup/lookup.hpp"
#include "authfile/registries/image_places.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "machine/model/tool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::machine {

/// All of them as they are now, each read once. What is wrong with a file is kept with it.
class ToolSettings {
public:
    /// `auth_file` as --authfile gives it. With DOCKER_AUTH_CONFIG set, docker is asked for its
    /// version, for 10 s at most.
    explicit ToolSettings(const std::optional<std::string> &auth_file = std::nullopt);

    [[nodiscard]] const authfile::Environment &environment() const noexcept { return environment_; }
    /// In the order in which podman, buildah and skopeo read them; docker's is among them. Of these
    /// they search the first alone where --authfile or a variable names it, but for old versions.
    [[nodiscard]] const std::vector<authfile::LoadedFile> &files() const noexcept { return files_; }
    [[nodiscard]] const authfile::LoadedFile &docker_file() const noexcept { return docker_file_; }
    /// Every auth file that some tool reads, once.
    [[nodiscard]] std::vector<const authfile::LoadedFile *> all_files() const;
    [[nodiscard]] const authfile::RegistriesConf &registries_conf() const noexcept { return conf_; }
    /// Why registries.conf cannot be read, if so: the containers tools find no login then.
    [[nodiscard]] const std::optional<Error> &conf_problem() const noexcept
    {
        return conf_problem_;
    }
    /// The helper that docker uses by itself; empty if none.
    [[nodiscard]] const std::string &detected_store() const noexcept
    {
        return docker_.detected_store;
    }

    /// Where a tool looks for an image that is pulled. What a person has chosen for short names is
    /// read now.
    [[nodiscard]] std::vector<authfile::ImagePlace> places(Tool tool,
                                                           const ImageReference &image) const;

    /// Which login a tool uses. `key` is registry[/namespace…], docker.io for Docker Hub.
    [[nodiscard]] authfile::Trace look_up(Tool tool, const std::string &key,
                                          const authfile::AskHelper &ask) const;

private:
    authfile::Environment environment_;
    std::vector<authfile::LoadedFile> files_;
    std::size_t read_by_containers_ = 0; ///< how many of them, from the first, are searched
    authfile::LoadedFile docker_file_;
    authfile::RegistriesConf conf_;
    std::optional<Error> conf_problem_;
    authfile::DockerSettings docker_;
};

/// Runs the helpers as the tools do; throws as client::HelperClient::get().
[[nodiscard]] authfile::AskHelper ask_real_helpers();

} // namespace cppsecret::machine
