// SPDX-License-Identifier: MIT
// Where auth files are, and who reads which.
#pragma once

#include "authfile/files/document.hpp"
#include "base/error.hpp"
#include "base/folders.hpp"

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cppsecret::authfile {

/// What decides where the tools look. A variable that is empty counts as unset, as for them.
struct Environment {
    std::string home;                           ///< HOME, or else the home folder of the account
    std::optional<std::string> runtime_dir;     ///< XDG_RUNTIME_DIR
    std::optional<std::string> config_home;     ///< XDG_CONFIG_HOME
    std::optional<std::string> cache_home;      ///< XDG_CACHE_HOME
    std::optional<std::string> docker_config;   ///< DOCKER_CONFIG: a folder
    std::optional<std::string> docker_home;     ///< HOME of docker itself, where that is another
    std::optional<std::string> auth_file;       ///< REGISTRY_AUTH_FILE
    std::optional<std::string> registries_conf; ///< CONTAINERS_REGISTRIES_CONF: a file
    std::optional<std::string> registries_conf_override; ///< CONTAINERS_REGISTRIES_CONF_OVERRIDE
    std::optional<std::string> old_registries_conf;      ///< REGISTRIES_CONFIG_PATH: a file
    std::optional<std::string> helm_file;                ///< HELM_REGISTRY_CONFIG
    std::optional<std::string> helm_home;                ///< HELM_CONFIG_HOME: a folder
    std::optional<std::string> buildx_config;            ///< BUILDX_CONFIG: a folder
    bool is_config_home_empty = false; ///< XDG_CONFIG_HOME is set to nothing, which counts to some
    uid_t uid = 0;                     ///< getuid(), as the tools use it
    bool is_runtime_dir_missing = false; ///< it is set, but there is no such folder
};

/// The one path of a file, whichever spelling or symbolic link leads to it: absolute, without "."
/// and ".."; of what is not there, as far as its folders are. Throws as resolve_links().
[[nodiscard]] std::string canonical_path(const std::string &path);

using cppsecret::home_of_account; // of base/folders.hpp

/// The environment of the process. Of one that runs with other rights than its caller no variable
/// counts (secure_getenv(3)).
[[nodiscard]] Environment environment_of_process();

/// What podman, buildah and skopeo do with an auth file, or which other program has it for itself.
enum class Role {
    Primary,    ///< they read it first and write to it
    Persistent, ///< containers/auth.json in the configuration folder: survives a reboot
    Docker,     ///< docker's own file
    Legacy,     ///< .dockercfg
    Helm,       ///< helm's own
    Crio,       ///< the `global_auth_file` of CRI-O
    Ostree,     ///< one of those of ostree, rpm-ostree and bootc
    Buildx,     ///< one of those of docker buildx
};

/// Where an auth file is, or would be.
struct Location {
    std::string path;
    Format format = Format::AuthJson;
    Role role = Role::Primary;
    std::string scope = {}; ///< of buildx's: HOST[/REPOSITORY][@ACTION,…], its folder
};

/// The file that `login` and `logout` of podman, buildah and skopeo change: `explicit_file`
/// (--authfile), else REGISTRY_AUTH_FILE, else DOCKER_CONFIG's, else the one in XDG_RUNTIME_DIR or
/// /run/containers/<uid>. (inspect and copy of skopeo 1.9 pass over DOCKER_CONFIG.) Nothing if
/// XDG_RUNTIME_DIR names a folder that is not there: they refuse to log in then, and read the other
/// files.
[[nodiscard]] std::optional<Location>
primary_location(const Environment &environment,
                 const std::optional<std::string> &explicit_file = std::nullopt);

/// All files that podman, buildah and skopeo read, in their order (containers-auth.json(5)); each
/// file once. Where the first is named, by `explicit_file` or a variable, only podman before 4.4,
/// buildah before 1.29 and skopeo before 1.11 read the others.
[[nodiscard]] std::vector<Location>
containers_locations(const Environment &environment,
                     const std::optional<std::string> &explicit_file = std::nullopt);

/// The variable, or `explicit_file`, whose path nobody can mean: it begins with '~' or '$', which a
/// shell would have replaced, or with a quote, which it would have taken away; the tools take it as
/// it is. The hint is the command that names what was meant. Nothing if there is none.
[[nodiscard]] std::optional<Error>
find_quoted_path(const Environment &environment,
                 const std::optional<std::string> &explicit_file = std::nullopt);

/// Throws that, before anything is written there.
void refuse_quoted_path(const Environment &environment,
                        const std::optional<std::string> &explicit_file = std::nullopt);

/// ${XDG_CONFIG_HOME:-~/.config}/containers/auth.json
[[nodiscard]] Location persistent_location(const Environment &environment);

/// The one file that docker reads and writes: ${DOCKER_CONFIG:-~/.docker}/config.json, where ~ is
/// docker's own home. The other tools that read docker's file know no other home than theirs.
[[nodiscard]] Location docker_location(const Environment &environment);

/// The file that helm writes to, and reads before docker's: HELM_REGISTRY_CONFIG, else
/// registry/config.json in HELM_CONFIG_HOME, $XDG_CONFIG_HOME/helm or ~/.config/helm.
[[nodiscard]] Location helm_location(const Environment &environment);

/// The files of the system's ostree, rpm-ostree and bootc: the first that is there is the one that
/// they read.
[[nodiscard]] std::vector<Location> ostree_locations();

} // namespace cppsecret::authfile
