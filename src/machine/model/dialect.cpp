// SPDX-License-Identifier: MIT
#include "machine/model/dialect.hpp"

#include <array>
#include <string_view>

namespace cppsecret::machine {

namespace {

/// A program, and the versions of it that behave so.
struct Row {
    bool Dialect::*behaviour;
    std::string_view program;
    Version first;
    Version end = {1000, 0}; ///< the first that does not any more
};

constexpr Version always{0, 0};

// podman, buildah and skopeo of one age share a library. Seen with podman 4.3.1, 5.4.2 and 5.8.6,
// buildah 1.28.2, 1.43 and 1.44, skopeo 1.9.3, 1.13.3 and 1.22, docker 28.2.2, 28.5.2 and 29.7.2,
// and what buildx of 2026-08 asks for a login with; the first versions are those of the library's
// changes, and what podman 6 does is read in its source.
constexpr std::array table{
    Row{&Dialect::searches_named_file_alone, "podman", {4, 4}},
    Row{&Dialect::searches_named_file_alone, "buildah", {1, 29}},
    Row{&Dialect::searches_named_file_alone, "skopeo", {1, 11}},
    Row{&Dialect::keeps_auth_file_with_docker_config, "skopeo", always}, // but in its login
    Row{&Dialect::needs_given_file, "podman", always},
    Row{&Dialect::needs_given_file, "buildah", always},
    Row{&Dialect::bears_missing_file, "podman", {4, 7}}, // its login and logout always do
    Row{&Dialect::bears_missing_file, "skopeo", always},
    Row{&Dialect::writes_docker_format, "podman", {4, 8}},
    Row{&Dialect::writes_docker_format, "buildah", {1, 33}},
    Row{&Dialect::writes_docker_format, "skopeo", {1, 14}},
    Row{&Dialect::counts_empty_settings, "podman", {4, 4}},
    Row{&Dialect::counts_empty_settings, "buildah", {1, 29}},
    Row{&Dialect::counts_empty_settings, "skopeo", {1, 11}},
    Row{&Dialect::takes_byte_order_mark, "podman", {4, 6}}, // by their go.mod: toml 1.3
    Row{&Dialect::takes_byte_order_mark, "buildah", {1, 31}},
    Row{&Dialect::takes_byte_order_mark, "skopeo", {1, 13}},
    Row{&Dialect::bears_dangling_link, "podman", {5, 4}},
    Row{&Dialect::bears_dangling_link, "buildah", {1, 39}},
    Row{&Dialect::bears_dangling_link, "skopeo", {1, 18}},
    Row{&Dialect::has_podman_6_layout, "podman", {6, 0}},
    Row{&Dialect::has_podman_6_layout, "buildah", {1, 44}},
    Row{&Dialect::has_podman_6_layout, "skopeo", {1, 23}},
    Row{&Dialect::reads_variable, "podman", always},
    Row{&Dialect::reads_variable, "buildah", always},
    Row{&Dialect::reads_variable, "skopeo", {1, 23}},
    Row{&Dialect::reads_old_variable, "podman", always, {6, 0}},
    Row{&Dialect::passes_over_variable_at_login, "buildah", always, {1, 44}},
    Row{&Dialect::reads_auth_config, "docker", {28, 3}},
    Row{&Dialect::fails_to_run, "docker", {28, 1}},
    Row{&Dialect::fails_to_push, "docker", {28, 5}},
    Row{&Dialect::fails_to_pull, "docker", {29, 0}},
    Row{&Dialect::reads_scoped_files, "buildx", {0, 31}},
    Row{&Dialect::reads_auth_config, "buildx", {0, 26}}, // by its go.mod: docker 28.3
    Row{&Dialect::fails_to_pull, "buildx", always},
};

/// A version that is not known is the newest.
bool is_of(const Row &row, const std::optional<Version> &version)
{
    return version ? *version >= row.first && *version < row.end : row.end == Row{}.end;
}

} // namespace

Dialect dialect_of(const Tool &tool)
{
    Dialect dialect;
    for (const Row &row : table)
        dialect.*row.behaviour = false;
    for (const Row &row : table)
        if (row.program == tool.name && is_of(row, tool.version))
            dialect.*row.behaviour = true;
    return dialect;
}

} // namespace cppsecret::machine
