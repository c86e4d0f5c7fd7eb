// SPDX-License-Identifier: MIT
// What registries.conf says to podman, buildah and skopeo: credential helpers, and registries.
#pragma once

#include "authfile/files/locations.hpp"
#include "authfile/registries/registry_entries.hpp"
#include "authfile/registries/short_names.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::authfile {

/// The name in `credential-helpers` that stands for the auth files.
inline constexpr std::string_view auth_files_helper = "containers-auth.json";

/// Where registries.conf and its drop-in folders are, in the order in which they are read.
struct RegistriesPaths {
    std::string file;                 ///< may be missing, unless `must_exist`
    bool must_exist = false;          ///< it was named by a variable
    std::vector<std::string> folders; ///< of drop-ins; may be missing
};

/// By containers-registries.conf(5) and containers-registries.conf.d(5). The user's file replaces
/// the system's file and its drop-ins; CONTAINERS_REGISTRIES_CONF replaces either file and leaves
/// both folders. The user's are below HOME, XDG_CONFIG_HOME is not looked at.
/// podman and buildah know the variable; skopeo 1.9 does not.
[[nodiscard]] RegistriesPaths registries_paths(const Environment &environment);

/// One file that sets `credential-helpers`.
struct HelpersSetting {
    std::string file;
    std::vector<std::string> helpers; ///< empty stands for the default
};

/// What all of them say together.
struct RegistriesConf {
    /// All files that set them, in the order in which they were read: each replaces the one before.
    std::vector<HelpersSetting> settings;
    /// Its entries [[registry]], those of later files in the place of earlier ones.
    std::vector<RegistryEntry> registries;
    /// Its unqualified-search-registries: those of the last file that sets them.
    std::vector<std::string> search_registries;
    /// Its [aliases]; those of chosen_aliases_path() are not among them.
    std::vector<ShortNameAlias> aliases;
    /// Why podman and buildah can look up no short name, if so. Never set by reading.
    std::string short_name_problem;

    /// What counts: the last setting, or the auth files alone.
    [[nodiscard]] std::vector<std::string> credential_helpers() const;
    /// The file that set it; empty for the default.
    [[nodiscard]] std::string source() const;
};

/// What some versions of the tools take in registries.conf and others refuse.
struct RegistriesDialect {
    /// An empty list or table is a setting of version 1 or 2 of the format, which no file may mix.
    /// It is none for podman 4.3.1 and skopeo 1.9.3, but for skopeo 1.13.3 and podman 5.4.2.
    bool counts_empty_settings = true;
    /// A byte order mark before the text is passed over.
    bool takes_byte_order_mark = true;

    friend bool operator==(const RegistriesDialect &, const RegistriesDialect &) = default;
};

/// Reads them all. Files of the old format (version 1) set no helpers.
/// Throws Error(Errc::Input) with file, line and column where the tools refuse it too,
/// Error(Errc::System) for a file or folder that cannot be read or a file that must be there and is
/// not, and as read_file(): podman, buildah and skopeo then find no login at all.
[[nodiscard]] RegistriesConf read_registries_conf(const RegistriesPaths &paths,
                                                  const RegistriesDialect &dialect = {});

/// What the text (TOML) of one file sets `credential-helpers` to; nothing if it does not. `name` is
/// the file's, for messages; a drop-in cannot be of version 1. Throws Error(Errc::Input) where the
/// tools refuse it too.
[[nodiscard]] std::optional<std::vector<std::string>>
parse_credential_helpers(std::string_view text, const std::string &name, bool is_drop_in,
                         const RegistriesDialect &dialect = {});

/// The entries [[registry]] in the text of one file. Takes and throws as
/// parse_credential_helpers().
[[nodiscard]] std::vector<RegistryEntry>
parse_registry_entries(std::string_view text, const std::string &name, bool is_drop_in);

} // namespace cppsecret::authfile
