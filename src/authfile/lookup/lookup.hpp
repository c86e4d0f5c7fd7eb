// SPDX-License-Identifier: MIT
// Which login podman, buildah and skopeo, or docker, use for an image, step by step.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "credential/image_reference.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppsecret::authfile {

/// What a helper answered to `get`. The user "<token>" marks the secret as an identity token.
struct HelperAnswer {
    std::string username;
    SecretString secret;
    bool has_secret = true; ///< false if the helper has none; `secret` may be left out otherwise
};

/// Asks the helper `docker-credential-<helper>` for a key: nothing if it has no such login. Throws
/// Error if it cannot be run or reports another failure, which a look-up writes down as a step that
/// has failed.
using AskHelper =
    std::function<std::optional<HelperAnswer>(const std::string &helper, const std::string &key)>;

enum class StepResult {
    Found,    ///< this is the login
    NotFound, ///< nothing there, the search went on
    Ignored,  ///< there is something that the tool does not look at
    Failed,   ///< an error
};

/// What a step looked into.
enum class Source {
    File,              ///< an auth file as a whole: not there, or not usable
    CredentialHelpers, ///< `credential-helpers` of registries.conf
    CredHelpers,       ///< `credHelpers` of a file
    CredsStore,        ///< `credsStore` of a file
    DetectedStore,     ///< the helper that docker finds on PATH by itself
    Auths,             ///< `auths` of a file
    Variable,          ///< DOCKER_AUTH_CONFIG
    RegistriesConf,    ///< what registries.conf says of the image
};

/// One thing that a tool looks at.
struct Step {
    Source source = Source::File;
    std::string file;   ///< that was looked into; empty for a default and for Source::Variable
    std::string key;    ///< that was looked for, or the key that was found by another spelling
    std::string helper; ///< that was asked; empty if none
    StepResult result = StepResult::NotFound;
    std::string detail; ///< why, in a few words; may be empty; never holds a secret
};

enum class Outcome {
    None,   ///< no login: the image is pulled anonymously
    Helper, ///< a helper's answer
    Entry,  ///< an entry of `auths` (or of DOCKER_AUTH_CONFIG)
    Failed, ///< an error ended the search: podman, buildah and skopeo do not even try to pull
};

/// The end of a search. `file`, `key` and `helper` are those of its last step.
struct Answer {
    Outcome outcome = Outcome::None;
    std::string file;
    std::string key;
    std::string helper;
    std::string username;           ///< "<token>" if there is only an identity token
    bool is_identity_token = false; ///< a token is used to get in
    SecretString secret;            ///< the password, or else the identity token
};

/// A search: all that was looked at, in its order, and the end.
struct Trace {
    std::vector<Step> steps;
    Answer answer;
};

/// As github.com/containers/image does it (podman 4.3.1 and 5.4.2, skopeo 1.9.3 and 1.18): the
/// helpers of registries.conf in their order; where they name the auth files, `files` in their
/// order; within a file `credHelpers` for the host before all `auths`, from `name` as a whole up to
/// the host, then URLs and Docker Hub's names. Nothing found goes on to the next file, an error to
/// the next helper. `name` is an image's ImageReference::name(), or registry[/namespace…] as
/// `login` takes it.
[[nodiscard]] Trace look_up_for_containers(const std::string &name, const RegistriesConf &conf,
                                           std::span<const LoadedFile> files, const AskHelper &ask);

/// The detail of a step that found an entry by another spelling, when others match as well: the
/// tools walk over them in random order (Go's maps) and take any; the first is reported.
inline constexpr const char *one_of_several = "one of several that match; the tool takes any";

/// What docker finds outside of its file.
struct DockerSettings {
    /// DOCKER_AUTH_CONFIG, which docker knows since 28.3; empty if unset.
    SecretString auth_config;
    bool is_auth_config_read = true; ///< false for an older docker
    /// The helper that docker uses by itself when its file says nothing of logins: `pass` or
    /// `secretservice`, whichever is installed; empty if none is.
    std::string detected_store;
};

/// As docker's command line client does it: DOCKER_AUTH_CONFIG; `credHelpers` under exactly `key`,
/// else `credsStore`, else what it detects; without a helper, or when it fails, `auths` under
/// exactly `key`, then under its host whatever scheme and path. A login without a user or without a
/// password ends the search, but docker shows it to no registry. `key` is
/// docker_key_of() the image; of a token of docker's the token's own, from the helper that is named
/// for Docker Hub.
[[nodiscard]] Trace look_up_for_docker(const std::string &key, const LoadedFile &file,
                                       const DockerSettings &settings, const AskHelper &ask);

} // namespace cppsecret::authfile
