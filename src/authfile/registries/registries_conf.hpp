// SPDX-License-Identifier: MIT
// What registries.conf says to podman, buildah and skopeo: credential helpers, and registries.
#pragma once

#include "authfile/registries/registries_places.hpp"
#include "authfile/registries/registry_entries.hpp"
#include "authfile/registries/short_names.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::authfile {

/// The name in `credential-helpers` that stands for the auth files.
inline constexpr std::string_view auth_files_helper = "containers-auth.json";

/// One file that sets `credential-helpers`.
struct HelpersSetting {
    std::string file;
    std::vector<std::string> helpers; ///< empty stands for the default

    friend bool operator==(const HelpersSetting &, const HelpersSetting &) = default;
};

/// A setting that stands below the header of a table, where the tools do not look for it.
struct MisplacedSetting {
    std::string file;
    std::size_t line = 0;
    std::string key;

    friend bool operator==(const MisplacedSetting &, const MisplacedSetting &) = default;
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
    std::vector<MisplacedSetting> misplaced;
    /// Why podman and buildah can look up no short name, if so. Never set by reading.
    std::string short_name_problem;

    /// What counts: the last setting, or the auth files alone.
    [[nodiscard]] std::vector<std::string> credential_helpers() const;
    /// The file that set it; empty for the default.
    [[nodiscard]] std::string source() const;
};

/// Reads them all. Files of the old format (version 1), which podman 6 refuses, set no helpers.
/// Throws Error(Errc::Input) with file, line and column where the tools refuse it too,
/// Error(Errc::System) for a file or folder that cannot be read or a file that must be there and is
/// not, and as read_file(): podman, buildah and skopeo then find no login at all.
[[nodiscard]] RegistriesConf read_registries_conf(const RegistriesPaths &paths,
                                                  const RegistriesDialect &dialect = {},
                                                  const PlannedFiles &planned = {});

/// What the text (TOML) of one file sets `credential-helpers` to; nothing if it does not. `name` is
/// the file's, for messages; a drop-in cannot be of version 1. Throws Error(Errc::Input) where the
/// tools refuse it too.
[[nodiscard]] std::optional<std::vector<std::string>>
parse_credential_helpers(std::string_view text, const std::string &name, bool is_drop_in,
                         const RegistriesDialect &dialect = {});

/// The entries [[registry]] in the text of one file. Takes and throws as
/// parse_credential_helpers().
[[nodiscard]] std::vector<RegistryEntry>
parse_registry_entries(std::string_view text, const std::string &name, bool is_drop_in,
                       const RegistriesDialect &dialect = {});

} // namespace cppsecret::authfile
