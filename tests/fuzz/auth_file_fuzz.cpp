// SPDX-License-Identifier: MIT
// Any auth file is parsed, edited and parsed again: what an edit does not concern keeps its bytes,
// the result is what was intended, and no error and no picture of the file shows an `auth`.
#include "authfile/files/document.hpp"
#include "edit_judge.hpp"
#include "invariant.hpp"

#include <string>
#include <vector>

using namespace cppsecret;
using authfile::Changes;
using authfile::Document;
using authfile::Format;
using authfile::WhenEmpty;
using test::Json;
using test::require;

namespace {

/// Base64 of this length stands in no message; of less, or of other characters, the fuzzer learns
/// to write what our messages say.
bool is_secret(std::string_view value)
{
    constexpr std::size_t shortest = 20;
    constexpr std::string_view base64 =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    return value.size() >= shortest && value.find_first_not_of(base64) == std::string_view::npos;
}

/// How often a text stands in another one.
std::size_t count(std::string_view text, std::string_view wanted)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(wanted); at != std::string_view::npos;
         at = text.find(wanted, at + 1))
        ++found;
    return found;
}

/// The strings in a text behind "auth":, as they are written.
std::vector<std::string> strings_behind_auth(std::string_view text)
{
    constexpr std::string_view key = "\"auth\":\"";
    std::vector<std::string> strings;
    for (std::size_t at = text.find(key); at != std::string_view::npos;
         at = text.find(key, at + 1)) {
        const std::size_t begin = at + key.size();
        strings.emplace_back(text.substr(begin, text.find('"', begin) - begin));
    }
    return strings;
}

/// The strings called "auth" of the members of an object.
void collect_auths(const Json &entries, std::vector<std::string> &auths)
{
    if (!entries.is_object())
        return;
    for (const Json &entry : entries)
        if (entry.is_object() && entry.contains("auth") && entry["auth"].is_string())
            auths.push_back(entry["auth"].get<std::string>());
}

/// The secrets of a file of this format, if it can be told what they are, else what looks like
/// them. A text that stands elsewhere in the file too is no secret: names are shown.
std::vector<std::string> auth_values(std::string_view text, Format format)
{
    std::vector<std::string> values;
    const Json file = Json::parse(text, nullptr, false);
    if (file.is_discarded())
        values = strings_behind_auth(text);
    else if (file.is_object())
        collect_auths(format == Format::LegacyDocker ? file : file.value("auths", Json()), values);
    std::erase_if(values, [text](const std::string &value) {
        return !is_secret(value) || count(text, value) != 1;
    });
    return values;
}

void require_hidden(std::string_view shown, const std::vector<std::string> &secrets)
{
    for (const std::string &secret : secrets)
        require(shown.find(secret) == std::string_view::npos, "no auth is shown");
}

/// Takes out the first login, names a helper for two registries, and takes the last helper out.
Changes changes_for(const Document &document)
{
    Changes changes;
    changes.set_helper("added.example:5000", "cppsecret");
    if (!document.helpers().empty())
        changes.remove_helper(document.helpers().back().registry);
    if (!document.auths().empty()) {
        const auto what = document.auths().size() % 2 == 0 ? WhenEmpty::Keep : WhenEmpty::Remove;
        changes.remove_auth(document.auths().front().key, what);
    }
    if (document.creds_store().empty())
        changes.set_creds_store("cppsecret");
    else
        changes.remove_creds_store();
    return changes;
}

void require_as_intended(const Document &before, const Changes &changes, const Document &after)
{
    const test::Untouched kept(before, changes);
    const test::Untouched kept_after(after, changes);
    require(kept.members() == kept_after.members(), "what is not concerned keeps its bytes");
    require(Json::parse(after.bytes()) == test::intended(before, changes),
            "the document is the intended one");
    require(after.with(changes).bytes() == after.bytes(), "a second time there is nothing to do");
}

void try_format(std::string_view text, Format format, const std::vector<std::string> &secrets)
{
    try {
        const Document document = Document::parse(
            SecretString(text), format == Format::AuthJson ? "auth.json" : "config.json", format);
        require_hidden(document.masked(), secrets);
        require_hidden(document.docker_problem(), secrets);
        for (const auto &entry : document.auths())
            (void)document.auth_of(entry);
        const auto problem = document.edit_problem();
        if (problem) {
            require_hidden(problem->what(), secrets);
            return;
        }
        if (format == Format::LegacyDocker || document.is_blank())
            return;
        const Changes changes = changes_for(document);
        require_as_intended(document, changes, document.with(changes));
    } catch (const Error &error) {
        require(error.code() == Errc::Input, "a wrong file is told as one");
        require_hidden(error.what(), secrets);
        require_hidden(error.hint(), secrets);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view text = test::text_of(bytes, size);
    for (const Format format : {Format::AuthJson, Format::DockerConfig, Format::LegacyDocker})
        try_format(text, format, auth_values(text, format));
    return 0;
}
