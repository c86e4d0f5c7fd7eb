// SPDX-License-Identifier: MIT
// The name of a container image, and the keys under which its login may be stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppsecret {

/// An image as a person names it, brought into its full form, by the grammar and the rules of
/// github.com/distribution/reference (docker, podman, buildah and skopeo all use it): a name
/// without a host is Docker Hub's, `index.docker.io` is `docker.io`, and a single name there is in
/// `library/`. What podman makes of a name without a host (containers-registries.conf(5)) is left
/// to short_name().
class ImageReference {
public:
    /// Takes [docker://][host[:port]/]path[:tag][@digest], with white space around it; name() has
    /// at most 255 bytes, the tag 128. For anything else nothing, and `problem` says what is wrong
    /// with it.
    [[nodiscard]] static std::optional<ImageReference> parse(std::string_view text,
                                                             std::string &problem);
    [[nodiscard]] static std::optional<ImageReference> parse(std::string_view text);

    /// host[:port], "docker.io" for Docker Hub; the letter case is as given.
    [[nodiscard]] const std::string &registry() const noexcept { return registry_; }
    /// The repository below the registry, "library/alpine".
    [[nodiscard]] const std::string &path() const noexcept { return path_; }
    /// Without ':'; empty if none was given.
    [[nodiscard]] const std::string &tag() const noexcept { return tag_; }
    /// algorithm:hex; empty if none was given.
    [[nodiscard]] const std::string &digest() const noexcept { return digest_; }

    /// The name as it was given, "alpine", if podman and buildah choose the registry: it has
    /// neither a host nor docker:// before it. Empty for any other.
    [[nodiscard]] const std::string &short_name() const noexcept { return short_name_; }

    /// registry/path: what containers-auth.json(5) looks up.
    [[nodiscard]] std::string name() const { return registry_ + "/" + path_; }

private:
    ImageReference() = default;
    /// What is wrong with the text; empty if nothing.
    [[nodiscard]] std::string read(std::string_view text);

    std::string registry_;
    std::string path_;
    std::string tag_;
    std::string digest_;
    std::string short_name_;
};

/// True for host[:port], as an image may name it; the host needs no dot.
[[nodiscard]] bool is_registry_name(std::string_view text);

/// True if the first part of an image's name is a host, and not a repository on Docker Hub: it has
/// a dot, a port or a capital, or is "localhost".
[[nodiscard]] bool names_a_host(std::string_view component);

/// True if images are called `name` (registry[/namespace…], "docker.io" for Docker Hub) and
/// something behind it: the tools search for such names alone.
[[nodiscard]] bool can_begin_image_name(std::string_view name);

/// `name` (registry[/namespace…]) and what is above it, from the most specific key to the host:
/// the order in which containers-auth.json(5) looks into `auths`.
[[nodiscard]] std::vector<std::string> lookup_keys(std::string_view name);

} // namespace cppsecret
