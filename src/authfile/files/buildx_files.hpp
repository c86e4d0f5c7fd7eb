// SPDX-License-Identifier: MIT
// The auth files of docker buildx, each for the images of one registry or repository.
#pragma once

#include "authfile/files/locations.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret::authfile {

/// What an image is asked for with: buildx names these to a registry.
enum class Transfer {
    Pull, ///< "pull"
    Push, ///< "pull" and "push"
};

/// What the folder of such a file says of the images that it is for.
struct BuildxScope {
    std::string host;              ///< as buildx connects to it: Docker Hub is registry-1.docker.io
    std::string repository;        ///< this alone, none below it; empty for all of the host
    std::set<std::string> actions; ///< only if all of these are asked for: pull, push

    /// "quay.io/team/app" or "quay.io"; of Docker Hub "docker.io/library/app". Empty for a folder
    /// that no image leads to.
    [[nodiscard]] std::string image_name() const;

    /// True where the folder is meant for Docker Hub, and buildx does not look for that there.
    [[nodiscard]] bool is_hub_by_another_name() const;

    /// "'quay.io/team/app'", or "pushes to 'quay.io/team/app'"; empty without an image_name().
    [[nodiscard]] std::string in_words() const;

    /// True if the file counts for the image, which is named as by image_name().
    [[nodiscard]] bool is_for(std::string_view image, Transfer transfer) const;

    /// The least that the file counts for, of what is ever asked for.
    [[nodiscard]] Transfer transfer() const
    {
        return actions.contains("push") ? Transfer::Push : Transfer::Pull;
    }
};

/// That of the folder HOST[/REPOSITORY][@ACTION,…].
[[nodiscard]] BuildxScope parse_buildx_scope(std::string_view folder);

/// The files that are there, config/HOST[/REPOSITORY][@ACTION,…]/config.json in BUILDX_CONFIG or in
/// buildx/ beside docker's file, by their paths. Like buildx, this follows no link to a folder;
/// what cannot be looked into is left out. Location::scope is the folder below config/.
[[nodiscard]] std::vector<Location> buildx_locations(const Environment &environment);

} // namespace cppsecret::authfile
