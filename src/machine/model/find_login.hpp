// SPDX-License-Identifier: MIT
// The one search: which login a tool uses for an image.
#pragma once

#include "authfile/lookup/lookup.hpp"
#include "authfile/registries/image_places.hpp"
#include "credential/image_reference.hpp"
#include "machine/model/tool_settings.hpp"

#include <string>
#include <vector>

namespace cppsecret::machine {

/// Which login a tool uses, and all that it looks at before. `name` is registry[/namespace…],
/// docker.io for Docker Hub; for docker also one of its tokens. Helpers are asked through `ask`.
/// `transfer` matters to buildx alone.
[[nodiscard]] authfile::Trace find_login(const Tool &tool, const std::string &name,
                                         const ToolSettings &settings,
                                         const authfile::AskHelper &ask,
                                         authfile::Transfer transfer = authfile::Transfer::Pull);

/// The same of buildx, as if one of its files were not there.
[[nodiscard]] authfile::Trace find_login_without(const authfile::Location &file, const Tool &buildx,
                                                 const std::string &name,
                                                 const ToolSettings &settings,
                                                 const authfile::AskHelper &ask);

/// A search that comes to the same for several tools of a family.
struct FamilyTrace {
    std::vector<Tool> tools; ///< in the order of ToolSettings::tools_of()
    bool is_for_all = true;  ///< they are all of the family's
    authfile::Trace trace;

    /// The family's name where they are all of it, else theirs: "podman 4.3, buildah 1.28".
    [[nodiscard]] std::string title() const;
};

/// The searches of a family's tools, equal ones as one.
[[nodiscard]] std::vector<FamilyTrace> find_logins(Family family, const std::string &name,
                                                   const ToolSettings &settings,
                                                   const authfile::AskHelper &ask);

/// The same where a file is given with --authfile: if that names our helper for Docker Hub by
/// docker's key alone, of whoever reads it, and asks by that key.
[[nodiscard]] std::vector<FamilyTrace> find_logins_in_given_file(Family family,
                                                                 const std::string &host,
                                                                 const ToolSettings &settings,
                                                                 const authfile::AskHelper &ask);

/// One place where tools of a family ask for an image that is pulled, and the search there.
struct ImageSearch {
    authfile::ImagePlace place;
    FamilyTrace search; ///< that has failed where they do not get as far as to ask
};

/// All of them, in the order in which a tool tries them; tools that read registries.conf in another
/// way go to other places.
[[nodiscard]] std::vector<ImageSearch> find_logins(Family family, const ImageReference &image,
                                                   const ToolSettings &settings,
                                                   const authfile::AskHelper &ask);

/// A search that fails before it has looked at anything.
[[nodiscard]] authfile::Trace failed_search(authfile::Step step, const std::string &why);

} // namespace cppsecret::machine
