// SPDX-License-Identifier: MIT
#include "authfile/files/document.hpp"

#include "authfile/files/encoding.hpp"
#include "base/command.hpp"
#include "base/text.hpp"
#include "json/key_folding.hpp"
#include "json/problem.hpp"
#include "json/string.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::authfile {

namespace {

constexpr std::string_view empty_text = "{}\n";
constexpr const char *fix_it = "fix the file with an editor; cppsecret left it unchanged";

/// Puts `entry` into the list, in the place of one with the same key.
template <typename Entry>
void put(std::vector<Entry> &list, std::unordered_map<std::string, std::size_t> &index,
         const std::string &key, Entry entry)
{
    const auto [found, is_new] = index.try_emplace(key, list.size());
    if (is_new)
        list.push_back(std::move(entry));
    else
        list[found->second] = std::move(entry);
}

template <typename Entry>
const Entry *find(const std::vector<Entry> &list,
                  const std::unordered_map<std::string, std::size_t> &index, const std::string &key)
{
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &list[found->second];
}

} // namespace

namespace {

constexpr std::string_view json_blanks = " \t\r\n";

/// Where the string ends that begins at `begin`; the text is valid JSON.
std::size_t end_of_string(std::string_view text, std::size_t begin) noexcept
{
    std::size_t at = begin + 1;
    while (text[at] != '"')
        at += text[at] == '\\' ? 2 : 1;
    return at + 1;
}

} // namespace

std::string Document::masked() const
{
    const std::string_view text = bytes();
    if (is_blank_)
        return std::string(text);
    const auto is_in = [this](std::size_t node, std::size_t offset) {
        return node != no_node && tree_.nodes[node].span.begin <= offset &&
               offset < tree_.nodes[node].span.end;
    };
    std::string result;
    std::size_t at = 0;
    for (auto begin = text.find('"'); begin != std::string_view::npos; begin = text.find('"', at)) {
        const std::size_t end = end_of_string(text, begin);
        const std::size_t next = text.find_first_not_of(json_blanks, end);
        const bool is_key = next != std::string_view::npos && text[next] == ':';
        const bool is_harmless =
            is_key || is_in(helpers_node_, begin) || is_in(creds_store_node_, begin);
        result += text.substr(at, begin - at);
        result += is_harmless ? text.substr(begin, end - begin) : std::string_view("\"…\"");
        at = end;
    }
    return result.append(text.substr(at));
}

Document Document::parse(SecretString bytes, std::string name, Format format)
{
    Document document(std::move(name), format);
    if (bytes.size() > file_size_limit)
        throw Error(Errc::Input,
                    "'" + document.name_ + "' is longer than " +
                        std::to_string(file_size_limit >> 20) + " MiB, too long for an auth file",
                    {}, document.name_);
    document.bytes_ = std::move(bytes);
    // trim() knows two blanks more than JSON; Go and podman fail on those as on an empty file
    document.is_blank_ = trim(document.bytes()).empty();
    json::Problem problem;
    auto tree = json::parse(document.is_blank_ ? empty_text : document.bytes(), problem);
    if (!tree)
        throw document.syntax_problem(problem);
    document.tree_ = std::move(*tree);
    document.read_root();
    return document;
}

Document Document::empty(std::string name, Format format)
{
    return parse(SecretString(empty_text), std::move(name), format);
}

Error Document::problem_at(std::size_t offset, const std::string &what) const
{
    return Error(Errc::Input, "'" + name_ + "', " + to_string(position_of(offset)) + ": " + what,
                 fix_it, name_);
}

std::string Document::key_at(std::size_t offset) const
{
    const auto size = end_of_string(bytes(), offset) - offset;
    return in_ticks(json::decode_string(bytes().substr(offset, size)).reveal());
}

Error Document::syntax_problem(const json::Problem &problem) const
{
    if (auto encoding = find_foreign_encoding(bytes(), name_))
        return *encoding;
    // in a line that no editor shows whole the column alone says little
    constexpr std::size_t long_line = 100;
    const std::string key = json::object_before(bytes(), problem.offset);
    const bool is_far = position_of(problem.offset).column > long_line && !key.empty();
    return problem_at(problem.offset,
                      problem.what + (is_far ? ", in or after " + in_ticks(key) : ""));
}

void Document::note_for_docker(std::size_t offset, const std::string &what)
{
    if (has_dockers_form(format_) && docker_problem_.empty())
        docker_problem_ = problem_at(offset, what).what();
}

void Document::note_duplicate(std::size_t offset)
{
    if (duplicate_problem_.empty())
        duplicate_problem_ =
            problem_at(offset, key_at(offset) +
                                   " is a second key of the same name, whatever its letter case")
                .what();
}

void Document::read_root()
{
    const json::Node &root = tree_.root();
    if (root.kind == json::Kind::Null)
        return;
    if (root.kind != json::Kind::Object)
        throw problem_at(root.span.begin, "the document is not an object");
    if (tree_.duplicate)
        duplicate_problem_ = problem_at(tree_.duplicate->offset, key_at(tree_.duplicate->offset) +
                                                                     " occurs twice in its object")
                                 .what();
    if (format_ == Format::LegacyDocker) {
        auths_node_ = 0;
        read_auths(root);
        return;
    }
    for (const std::size_t node : root.children) {
        const json::Node &member = tree_.nodes[node];
        const auto take_section = [&](std::size_t &section) {
            if (section != no_node)
                note_duplicate(member.key_span.begin);
            section = node;
        };
        if (json::is_same_key(member.key, "auths")) {
            take_section(auths_node_);
            read_auths(member);
        } else if (json::is_same_key(member.key, "credhelpers")) {
            take_section(helpers_node_);
            read_helpers(member);
        } else if (json::is_same_key(member.key, "credsstore")) {
            take_section(creds_store_node_);
            read_creds_store(member);
        }
    }
}

void Document::read_auths(const json::Node &section)
{
    if (section.kind == json::Kind::Null) { // in Go it also takes back an earlier section
        auths_.clear();
        auth_index_.clear();
        return;
    }
    if (section.kind != json::Kind::Object)
        throw problem_at(section.span.begin, "'auths' is not an object");
    for (const std::size_t node : section.children)
        read_auth(tree_.nodes[node]);
}

void Document::read_auth(const json::Node &member)
{
    if (member.kind != json::Kind::Object && member.kind != json::Kind::Null)
        throw problem_at(member.span.begin, in_ticks(member.key) + " of 'auths' is not an object");
    struct Field {
        std::string_view name;
        bool AuthEntry::*is_there;
        bool is_read_by_podman;
    };
    static constexpr Field fields[] = {
        {"auth", &AuthEntry::has_auth, true},
        {"username", &AuthEntry::has_username, false},
        {"password", &AuthEntry::has_password, false},
        {"identitytoken", &AuthEntry::has_identity_token, true},
        {"registrytoken", &AuthEntry::has_registry_token, false},
    };
    AuthEntry entry;
    entry.key = member.key;
    entry.offset = member.key_span.begin;
    entry.node = static_cast<std::size_t>(&member - tree_.nodes.data());
    std::size_t seen = 0; // a bit a field
    for (const std::size_t node : member.children) {
        const json::Node &value = tree_.nodes[node];
        const auto *const field =
            std::find_if(std::begin(fields), std::end(fields), [&](const Field &candidate) {
                return json::is_same_key(value.key, candidate.name);
            });
        if (field == std::end(fields))
            continue;
        const std::size_t bit = std::size_t{1} << (field - std::begin(fields));
        if ((seen & bit) != 0)
            note_duplicate(value.key_span.begin);
        seen |= bit;
        if (value.kind == json::Kind::String)
            entry.*(field->is_there) = text_of(value).size() > 2; // more than its quotes
        else if (value.kind != json::Kind::Null) {
            const std::string what =
                "'" + std::string(field->name) + "' of " + in_ticks(entry.key) + " is not a text";
            if (field->is_read_by_podman)
                throw problem_at(value.span.begin, what);
            note_for_docker(value.span.begin, what);
        }
    }
    put(auths_, auth_index_, member.key, std::move(entry));
}

void Document::read_helpers(const json::Node &section)
{
    if (section.kind == json::Kind::Null) {
        helpers_.clear();
        helper_index_.clear();
        return;
    }
    if (section.kind != json::Kind::Object)
        throw problem_at(section.span.begin, "'credHelpers' is not an object");
    for (const std::size_t node : section.children) {
        const json::Node &member = tree_.nodes[node];
        HelperEntry entry{member.key, {}, member.key_span.begin};
        if (member.kind == json::Kind::String)
            entry.helper = json::decode_string(text_of(member)).reveal();
        else if (member.kind != json::Kind::Null)
            throw problem_at(member.span.begin,
                             in_ticks(member.key) + " of 'credHelpers' is not a text");
        put(helpers_, helper_index_, member.key, std::move(entry));
    }
}

void Document::read_creds_store(const json::Node &member)
{
    if (member.kind == json::Kind::String)
        creds_store_ = json::decode_string(text_of(member)).reveal();
    else if (member.kind != json::Kind::Null) // podman does not read it
        note_for_docker(member.span.begin, "'credsStore' is not a text");
}

const AuthEntry *Document::find_auth(const std::string &key) const
{
    return find(auths_, auth_index_, key);
}

const HelperEntry *Document::find_helper(const std::string &registry) const
{
    return find(helpers_, helper_index_, registry);
}

std::optional<Error> Document::edit_problem() const
{
    if (is_blank_ && !has_dockers_form(format_))
        return Error(Errc::Input,
                     "'" + name_ + "' is empty, and podman, buildah and skopeo fail on it",
                     Command("echo '{}'").into_file(name_).as_hint(), name_);
    for (const std::string *problem : {&duplicate_problem_, &docker_problem_})
        if (!problem->empty())
            return Error(Errc::Input, *problem, fix_it, name_);
    return std::nullopt;
}

} // namespace cppsecret::authfile
