// SPDX-License-Identifier: MIT
// cppsecret resolve: which login a tool would use for an image, and why.
#include "authfile/lookup/trace_text.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/json_text.hpp"
#include "credential/image_reference.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/model/docker_commands.hpp"
#include "machine/model/find_login.hpp"
#include "machine/read_settings.hpp"
#include "machine/target.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Wanted {
    std::string image;
    std::optional<std::string> tool;
    std::optional<std::string> auth_file;
    bool json = false;
};

/// One place where tools of a family ask for the image, and the search for its login.
struct Resolved {
    machine::Family family;
    authfile::ImagePlace place;
    machine::FamilyTrace search;
};

machine::DockerCommands commands_of(const Resolved &resolved)
{
    return commands_after(resolved.search.trace, resolved.search.tools.front());
}

Json as_json(const std::vector<machine::Tool> &tools)
{
    Json names = Json::array();
    for (const machine::Tool &tool : tools)
        names.push_back(tool.text());
    return names;
}

std::string as_json(const std::string &name, const std::vector<Resolved> &all)
{
    Json tools = Json::array();
    for (const Resolved &resolved : all) {
        const authfile::Answer &answer = resolved.search.trace.answer;
        const machine::DockerCommands commands = commands_of(resolved);
        Json steps = Json::array();
        for (const authfile::Step &step : resolved.search.trace.steps)
            steps.push_back({{"source", word_for(step.source)},
                             {"file", text_or_null<Json>(step.file)},
                             {"key", text_or_null<Json>(step.key)},
                             {"helper", text_or_null<Json>(step.helper)},
                             {"result", word_for(step.result)},
                             {"detail", text_or_null<Json>(step.detail)}});
        tools.push_back({{"tool", name_of(resolved.family)},
                         {"programs", as_json(resolved.search.tools)},
                         {"image", resolved.place.name},
                         {"reason", text_or_null<Json>(resolved.place.reason)},
                         {"outcome", word_for(answer.outcome)},
                         {"username", text_or_null<Json>(answer.username)},
                         {"identity_token", answer.is_identity_token},
                         {"file", text_or_null<Json>(answer.file)},
                         {"key", text_or_null<Json>(answer.key)},
                         {"helper", text_or_null<Json>(answer.helper)},
                         {"fail", commands.fail},
                         {"go_on", commands.go_on},
                         {"steps", std::move(steps)}});
    }
    return json_text(Json{{"image", name}, {"tools", std::move(tools)}});
}

/// Where the tool asks; empty if that is nowhere but under the image's own name.
std::string place_in_words(const authfile::ImagePlace &place, const std::string &name,
                           bool is_only_place)
{
    if (is_only_place && place.name == name && place.reason.empty())
        return {};
    return " at " + in_ticks(place.name) + (place.reason.empty() ? "" : " (" + place.reason + ")");
}

std::string as_text(const Terminal &terminal, const std::string &name,
                    const std::vector<Resolved> &all)
{
    std::string text;
    for (const Resolved &resolved : all) {
        const bool is_only_place =
            std::count_if(all.begin(), all.end(), [&resolved](const Resolved &other) {
                return other.search.title() == resolved.search.title();
            }) == 1;
        text += terminal.paint(Colour::Bold, resolved.search.title()) +
                place_in_words(resolved.place, name, is_only_place) + ": " +
                authfile::summary_of(resolved.search.trace, is_only_place) + "\n";
        std::size_t number = 0;
        for (const authfile::Step &step : resolved.search.trace.steps)
            text += "  " + std::to_string(++number) + ". " + place_of(step) + ": " +
                    result_of(step) + "\n";
        if (const std::string commands = in_words(commands_of(resolved)); !commands.empty())
            text += "  " + commands + "\n";
    }
    return text;
}

bool has_outcome(const std::vector<Resolved> &all, authfile::Outcome outcome)
{
    return std::any_of(all.begin(), all.end(), [outcome](const Resolved &resolved) {
        return resolved.search.trace.answer.outcome == outcome;
    });
}

/// Why a place is forbidden or wrong; empty if none is.
std::string problem_of_places(const std::vector<Resolved> &all)
{
    for (const Resolved &resolved : all)
        if (!resolved.place.problem.empty())
            return resolved.place.problem;
    return {};
}

/// Why a search has no known end; empty if each has one.
std::string why_unknown(const std::vector<Resolved> &all)
{
    for (const Resolved &resolved : all)
        if (resolved.search.trace.answer.outcome == authfile::Outcome::Unknown)
            return resolved.search.trace.steps.back().detail;
    return {};
}

/// The image's name with its host. Throws Error(Errc::Usage).
ImageReference parse_image(const std::string &text)
{
    std::string problem;
    if (auto image = ImageReference::parse(text, problem))
        return std::move(*image);
    throw Error(Errc::Usage, "'" + one_line(text) + "' is not an image: " + problem,
                "name an image as for 'podman pull': [HOST/]PATH[:TAG]");
}

ExitStatus resolve(const Terminal &terminal, const Wanted &wanted)
{
    if (wanted.image.empty())
        throw Error(Errc::Usage, "name an IMAGE", "try: cppsecret resolve --help");
    const ImageReference image = parse_image(wanted.image);
    machine::Target target = machine::choose_target(wanted.tool, wanted.auth_file, {});
    const machine::ToolSettings settings = machine::read_settings(target.auth_file);
    if (target.families.empty() || wanted.tool == "all")
        target.families = settings.families();
    machine::AskedHelpers helpers;
    std::vector<Resolved> all;
    for (const machine::Family family : target.families)
        for (machine::ImageSearch &found : find_logins(family, image, settings, helpers.ask()))
            all.push_back({family, std::move(found.place), std::move(found.search)});
    if (const std::string note = note_on_versions(settings.installed()); !note.empty())
        terminal.warn(note);
    terminal.print(wanted.json ? as_json(image.name(), all) : as_text(terminal, image.name(), all));
    if (has_outcome(all, authfile::Outcome::Helper) || has_outcome(all, authfile::Outcome::Entry))
        return ExitStatus::Done;
    if (const std::string why = why_unknown(all); !why.empty())
        return fail(terminal,
                    Error(Errc::Failed,
                          "cannot tell whether there is a login for '" + image.name() + "': " + why,
                          "see 'cppsecret doctor'"));
    if (const std::string problem = problem_of_places(all); !problem.empty())
        return fail(terminal, Error(Errc::Failed,
                                    "the tools cannot ask for '" + image.name() + "': " + problem,
                                    "see registries.conf, or name the image in full"));
    if (has_outcome(all, authfile::Outcome::Failed))
        return fail(terminal, Error(Errc::Failed,
                                    "the search for a login for '" + image.name() + "' failed"));
    const bool may_be_host = wanted.image.find('/') == std::string::npos &&
                             wanted.image.find_first_of(".:") != std::string::npos;
    return fail(terminal,
                Error(Errc::NotFound, "there is no login for '" + image.name() + "'",
                      may_be_host
                          ? "a name without '/' is an image of Docker Hub; name one of another "
                            "registry as HOST/PATH"
                          : ""));
}

std::vector<std::string> tool_words_to_search()
{
    std::vector<std::string> words = machine::tool_words();
    words.insert(words.end() - 1, name_of(machine::Family::Buildx)); // before "all"
    return words;
}

} // namespace

Action declare_resolve(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.argument("IMAGE", wanted->image, "The image, as for 'podman pull': [HOST/]PATH[:TAG]");
    options.choice("--tool", tool_words_to_search(), wanted->tool, "Whose search (default: all)");
    options.text("--authfile", "FILE", wanted->auth_file,
                 "The file that podman, buildah and skopeo are given");
    options.json(wanted->json);
    options.more_help(
        "Asks the helpers that the tools would ask. Where registries.conf sends podman, buildah\n"
        "and skopeo elsewhere (a location, mirrors, short names), each place is searched for, in\n"
        "their order. Exit status 3 if no tool finds a login.\n\n"
        "JSON: {\"image\", \"tools\": [{\"tool\", \"programs\": of that family, for which it is "
        "so,\n"
        "\"image\": that is asked for, \"reason\": why there, \"outcome\": "
        "none|helper|entry|failed|\n"
        "unknown, \"username\", \"identity_token\", \"file\", \"key\", \"helper\",\n"
        "\"fail\", \"go_on\": docker's commands, where its helper fails; \"steps\":\n"
        "[{\"source\", \"file\", \"key\", \"helper\", \"result\": "
        "found|not-found|ignored|unknown|\n"
        "failed, \"detail\"}]}]};\n"
        "one of \"tools\" for each place; what does not apply is null");
    return [wanted](const Terminal &terminal) { return resolve(terminal, *wanted); };
}

} // namespace cppsecret::cli
