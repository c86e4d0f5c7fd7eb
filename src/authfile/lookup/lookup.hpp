// SPDX-License-Identifier: MIT
// Which login podman, buildah and skopeo, docker, its buildx, or helm use for an image, step by
// step.
#pragma once

#include "authfile/files/buildx_files.hpp"
#include "authfile/files/loaded_file.hpp"
#include "authfile/registries/registries_conf.hpp"
#include "credential/image_reference.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::authfile {

/// What a helper answered to `get`. The user "<token>" marks the secret as an identity token.
struct HelperAnswer {
    std::string username;
    SecretString secret;
    bool has_secret = true; ///< false if the helper has none; `secret` may be left out otherwise
};

/// How a helper replies to `get`, as far as whoever asks it can tell.
struct HelperReply {
    enum class Kind {
        Login,
        None,    ///< it says that it has no such login
        Unknown, ///< it may have one: its keyring is locked, or it was not asked
        Failed,  ///< it cannot be run, or reports another failure
    };
    Kind kind = Kind::None;
    HelperAnswer login = {}; ///< of Kind::Login
    std::string reason = {}; ///< of Unknown and Failed, in a few words for a person

    [[nodiscard]] static HelperReply has(HelperAnswer answer)
    {
        return {Kind::Login, std::move(answer), {}};
    }
    [[nodiscard]] static HelperReply none() { return {}; }
    [[nodiscard]] static HelperReply unknown(std::string why)
    {
        return {Kind::Unknown, {}, std::move(why)};
    }
    [[nodiscard]] static HelperReply failed(std::string why)
    {
        return {Kind::Failed, {}, std::move(why)};
    }
};

/// Asks the helper `docker-credential-<helper>` for a key. Throws nothing that a search is to go
/// on after.
using AskHelper = std::function<HelperReply(const std::string &helper, const std::string &key)>;

enum class StepResult {
    Found,    ///< this is the login
    NotFound, ///< nothing there, the search went on
    Ignored,  ///< there is something that the tool does not look at
    Unknown,  ///< a helper that may have a login: nobody can say how the search ends
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
    std::string file = {};   ///< that was looked into; empty for a default and for Source::Variable
    std::string key = {};    ///< that was looked for, or the key that was found by another spelling
    std::string helper = {}; ///< that was asked; empty if none
    StepResult result = StepResult::NotFound;
    std::string detail = {}; ///< why, in a few words; may be empty; never holds a secret

    friend bool operator==(const Step &, const Step &) = default;
};

enum class Outcome {
    None,    ///< no login: the image is pulled anonymously
    Helper,  ///< a helper's answer
    Entry,   ///< an entry of `auths` (or of DOCKER_AUTH_CONFIG)
    Failed,  ///< an error ended the search: podman, buildah and skopeo do not even try to pull
    Unknown, ///< a helper may have a login: what it would reply cannot be known
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

    /// True if they are the same login, wherever their secrets come from.
    friend bool operator==(const Answer &a, const Answer &b)
    {
        return a.outcome == b.outcome && a.file == b.file && a.key == b.key &&
               a.helper == b.helper && a.username == b.username &&
               a.is_identity_token == b.is_identity_token;
    }
};

/// A search: all that was looked at, in its order, and the end.
struct Trace {
    std::vector<Step> steps;
    Answer answer;

    friend bool operator==(const Trace &, const Trace &) = default;
};

/// As github.com/containers/image does it (podman 4.3.1 and 5.4.2, skopeo 1.9.3 and 1.18): the
/// helpers of registries.conf in their order; where they name the auth files, `files` in their
/// order; within a file `credHelpers` for the host before all `auths`, from `name` as a whole up to
/// the host, then URLs and Docker Hub's names. Nothing found goes on to the next file, an error to
/// the next helper. `name` is an image's ImageReference::name(), or registry[/namespace…] as
/// `login` takes it.
[[nodiscard]] Trace look_up_for_containers(const std::string &name, const RegistriesConf &conf,
                                           const std::vector<const LoadedFile *> &files,
                                           const AskHelper &ask);

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
    bool fails_with_helper = false; ///< `pull` fails when the helper does, as from docker 29 on
};

/// The helper that docker asks for what `credHelpers` does not name.
struct DockerStore {
    std::string helper = {};  ///< empty for none
    bool is_detected = false; ///< the file does not name it: docker finds it by itself
};

/// That of docker's file, where `detected_store` is what DockerSettings says.
[[nodiscard]] DockerStore docker_store_of(const Document &document,
                                          const std::string &detected_store);

/// As docker's command line client does it: DOCKER_AUTH_CONFIG; `credHelpers` under exactly `key`,
/// else `credsStore`, else what it detects; without a helper, or when it fails before docker
/// 29, `auths` under exactly `key`, then under its host whatever scheme and path. A login without a
/// user or without a password ends the search, but docker shows it to no registry. `key` is
/// docker_key_of() the image; of a token of docker's the token's own, from the helper that is named
/// for Docker Hub.
[[nodiscard]] Trace look_up_for_docker(const std::string &key, const LoadedFile &file,
                                       const DockerSettings &settings, const AskHelper &ask);

/// As helm does it since 3.18 (oras.land/oras-go v2.6), in its own file and then in docker's:
/// `credHelpers` under exactly `key`, else `credsStore`, else what it detects where the file says
/// nothing of logins; without a helper `auths` under exactly `key`, then under its host. Nothing
/// found goes on to docker's file; a helper that fails, an entry that cannot be decoded and a
/// file of its own that cannot be used end the search. `key` is docker_key_of() the chart.
[[nodiscard]] Trace look_up_for_helm(const std::string &key, const LoadedFile &own,
                                     const LoadedFile &dockers, const std::string &detected_store,
                                     const AskHelper &ask);

/// As docker buildx does it since 0.31, where it asks for one repository alone: of its `own` files
/// the one that is for this transfer of the image, with docker's keys, and nothing after it;
/// without such a file, or where that cannot be used, as docker does it. For two registries of
/// Docker's that find nothing the login of Docker Hub. `name` is registry[/repository]: without a
/// repository some image that no file names.
[[nodiscard]] Trace look_up_for_buildx(const std::string &name, Transfer transfer,
                                       const std::vector<const LoadedFile *> &own,
                                       const LoadedFile &dockers, const DockerSettings &settings,
                                       const AskHelper &ask);

/// Why docker buildx passes over a file of its own that is there; empty if it does not.
[[nodiscard]] std::string problem_for_buildx(const LoadedFile &file);

} // namespace cppsecret::authfile
