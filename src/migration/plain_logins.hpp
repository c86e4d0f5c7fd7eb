// SPDX-License-Identifier: MIT
// The logins that auth files hold in plain text, decoded.
#pragma once

#include "authfile/files/document.hpp"
#include "authfile/files/locations.hpp"
#include "credential/credential.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/tool_settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::migration {

/// An entry of `auths` that holds a login, or something else that is secret.
struct PlainLogin {
    authfile::Location location;
    machine::Family owner = machine::Family::Containers; ///< of the file
    std::string key;                                     ///< as it is written
    ServerKey registry;
    /// The registry that it is used for: a namespace's too, and docker.io for docker's tokens of
    /// Docker Hub, which are keys of their own. Empty for a key that is no registry.
    std::string host;
    /// The same as the key has it, with its letter case and the port of https: what images name.
    std::string spelling;
    bool has_registry_token = false;
    authfile::StoredLogin stored;
    Credential login;        ///< as the keyring is to have it
    std::string obstacle;    ///< why it cannot go into the keyring; empty if it can
    bool is_of_snap = false; ///< no helper answers to whoever reads it

    /// True if it is in docker's own file.
    [[nodiscard]] bool is_dockers() const noexcept { return owner == machine::Family::Docker; }

    /// True if a helper that answers for the host hides it.
    [[nodiscard]] bool is_hidden_by_helper() const noexcept
    {
        return !host.empty() && !is_of_snap && (!obstacle.empty() || has_registry_token);
    }

    /// "'quay.io' in '/home/ann/.docker/config.json'"
    [[nodiscard]] std::string place() const;
};

/// The logins of all files that the tools of a person read, or of `file` alone, in the order in
/// which podman, buildah and skopeo look: a host itself before its other spellings. Decodes those
/// of `registries` first, or all if there are none. Throws Error(Errc::Input) with its place for
/// one of these that cannot be decoded; another such has an obstacle. Throws the problem of a file
/// that cannot be used (authfile::LoadedFile), and as resolve_links().
[[nodiscard]] std::vector<PlainLogin>
collect_plain_logins(const machine::ToolSettings &settings,
                     const std::optional<std::string> &auth_file, const Hosts &registries = {});

/// What looks like a login and stands outside of `auths`, where no tool reads it.
struct MisplacedLogin {
    std::string host;  ///< of its key; empty if that is no registry
    std::string place; ///< as PlainLogin::place() gives it
};

[[nodiscard]] std::vector<MisplacedLogin>
misplaced_logins(const machine::ToolSettings &settings,
                 const std::optional<std::string> &auth_file);

/// True if the entry under `login.key` still holds this login. Throws as
/// authfile::Document::login_of().
[[nodiscard]] bool is_still_there(const authfile::Document &document, const PlainLogin &login);

} // namespace cppsecret::migration
