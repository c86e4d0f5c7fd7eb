// SPDX-License-Identifier: MIT
// containers-registries.conf(5), as github.com/containers/image follows it.
#include "authfile/registries/image_places.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace cppsecret::authfile {

namespace {

std::string joined(const std::string &first, const std::string &second)
{
    return first + (first.empty() || second.empty() ? "" : ", ") + second;
}

bool is_tried(const Mirror &mirror, bool has_digest) noexcept
{
    return mirror.use == MirrorUse::All || (mirror.use == MirrorUse::DigestOnly) == has_digest;
}

/// True for host/path in its full form: the tools refuse a location that makes anything else.
bool is_full_name(const std::string &text)
{
    const auto image = ImageReference::parse(text);
    return image && image->name() == text;
}

/// The tools look at `blocked` of where they go, not of where the image's name points to.
std::string block_of(const std::string &name, const std::vector<RegistryEntry> &entries)
{
    const RegistryEntry *const entry = find_entry(entries, name);
    return entry != nullptr && entry->is_blocked ? in_ticks(entry->prefix) + " is blocked" : "";
}

/// The places of an image with a host, which is looked for there for this reason.
std::vector<ImagePlace> places_of(const std::string &name, bool has_digest,
                                  const std::string &reason,
                                  const std::vector<RegistryEntry> &entries)
{
    const RegistryEntry *const entry = find_entry(entries, name);
    if (entry == nullptr)
        return {{name, reason, {}}};
    std::vector<ImagePlace> places;
    const auto add = [&](const std::string &location, const std::string &what) {
        const std::string moved = moved_name(name, *entry, location);
        places.push_back({moved,
                          joined(reason, moved == name ? "" : what + in_ticks(entry->prefix)),
                          block_of(moved, entries)});
    };
    for (const Mirror &mirror : entry->mirrors)
        if (is_tried(mirror, has_digest))
            add(mirror.location, "mirror of ");
    add(entry->location, "location of ");
    // one wrong name, and the tools try none of them
    for (const ImagePlace &place : places)
        if (!is_full_name(place.name))
            return {{name, reason,
                     "registries.conf makes " + in_ticks(place.name) +
                         " of it, which is not the full name of an image"}};
    return places;
}

struct Candidate {
    std::string name; ///< host/path
    std::string reason;
};

/// What podman and buildah take a short name for. They try none of them if one is no image, which
/// `problem` then says.
std::vector<Candidate> candidates_for(const std::string &short_name, const RegistriesConf &conf,
                                      std::string &problem)
{
    const ShortNameAlias *const alias = find_alias(conf.aliases, short_name);
    if (alias != nullptr && !alias->image.empty())
        return {{alias->image, "alias in " + in_ticks(alias->file)}};
    std::vector<Candidate> candidates;
    for (const std::string &registry : conf.search_registries) {
        const std::string text = std::string(registry).append("/").append(short_name);
        const auto image = ImageReference::parse(text, problem);
        if (!image) {
            problem.insert(0, in_ticks(text) + " is not an image: ");
            return {};
        }
        candidates.push_back({image->name(), "search registry " + in_ticks(registry)});
    }
    return candidates;
}

std::vector<ImagePlace> places_of_short_name(const ImageReference &image,
                                             const RegistriesConf &conf)
{
    const std::string name_for_skopeo = image.name();
    std::vector<ImagePlace> places;
    std::vector<Candidate> candidates;
    std::string problem = conf.short_name_problem;
    if (problem.empty())
        candidates = candidates_for(image.short_name(), conf, problem);
    if (!problem.empty())
        places.push_back({image.short_name(), "podman and buildah", problem});
    const auto for_skopeo =
        std::find_if(candidates.begin(), candidates.end(),
                     [&](const Candidate &candidate) { return candidate.name == name_for_skopeo; });
    if (for_skopeo == candidates.end())
        candidates.push_back(
            {name_for_skopeo, candidates.empty() && places.empty()
                                  ? "skopeo; podman and buildah know no registry for a short name"
                                  : "skopeo"});
    else if (candidates.size() == 1)
        candidates.front().reason.clear(); // all agree
    else
        for_skopeo->reason += ", skopeo's only one";
    for (const Candidate &candidate : candidates)
        for (ImagePlace &place :
             places_of(candidate.name, !image.digest().empty(), candidate.reason, conf.registries))
            places.push_back(std::move(place));
    return places;
}

} // namespace

std::vector<ImagePlace> image_places(const ImageReference &image, const RegistriesConf &conf)
{
    if (!image.short_name().empty())
        return places_of_short_name(image, conf);
    if (image.name().starts_with('[')) // whatever their `login` takes
        return {{image.name(),
                 {},
                 "podman, buildah and skopeo do not accept IPv6 addresses in images"}};
    return places_of(image.name(), !image.digest().empty(), {}, conf.registries);
}

} // namespace cppsecret::authfile
