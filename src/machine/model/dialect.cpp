// SPDX-License-Identifier: MIT
#include "machine/model/dialect.hpp"

#include <array>
#include <string_view>

namespace cppsecret::machine {

namespace {

/// A program, and the first version of it that behaves so.
struct Row {
    bool Dialect::*behaviour;
    std::string_view program;
    Version first;
};

constexpr Version always{0, 0};

// podman, buildah and skopeo of one age share a library. Seen with podman 4.3.1 and 5.4.2, buildah
// 1.28.2, skopeo 1.9.3 and 1.13.3, docker 28.2.2; the first versions are those of the library's
// changes.
constexpr std::array table{
    Row{&Dialect::searches_named_file_alone, "podman", {4, 4}},
    Row{&Dialect::searches_named_file_alone, "buildah", {1, 29}},
    Row{&Dialect::searches_named_file_alone, "skopeo", {1, 11}},
    Row{&Dialect::needs_given_file, "podman", always},
    Row{&Dialect::needs_given_file, "buildah", always},
    Row{&Dialect::bears_missing_file, "podman", {4, 7}}, // its login and logout always do
    Row{&Dialect::bears_missing_file, "skopeo", always},
    Row{&Dialect::counts_empty_settings, "podman", {4, 4}},
    Row{&Dialect::counts_empty_settings, "buildah", {1, 29}},
    Row{&Dialect::counts_empty_settings, "skopeo", {1, 11}},
    Row{&Dialect::takes_byte_order_mark, "podman", {4, 6}}, // by their go.mod: toml 1.3
    Row{&Dialect::takes_byte_order_mark, "buildah", {1, 31}},
    Row{&Dialect::takes_byte_order_mark, "skopeo", {1, 13}},
    Row{&Dialect::reads_auth_config, "docker", {28, 3}},
};

} // namespace

Dialect dialect_of(const Tool &tool)
{
    Dialect dialect;
    for (const Row &row : table)
        if (row.program == tool.name && (!tool.version || *tool.version >= row.first))
            dialect.*row.behaviour = true;
    return dialect;
}

} // namespace cppsecret::machine
