// SPDX-License-Identifier: MIT
#include "authfile/lookup/docker_variable.hpp"

#include "base/text.hpp"
#include "json/key_folding.hpp"
#include "json/tree.hpp"

namespace cppsecret::authfile {

namespace {

constexpr const char *variable = "DOCKER_AUTH_CONFIG";

Error refused(const std::string &why)
{
    return Error(Errc::Input, "docker refuses all of it: " + why, {}, variable);
}

void allow_only(const json::Tree &tree, const json::Node &object, std::string_view name)
{
    for (const std::size_t node : object.children)
        if (!json::is_same_key(tree.nodes[node].key, name))
            throw refused("'" + one_line(tree.nodes[node].key) + "' is not allowed in it");
}

/// Of the members, too, that a later one of the same name replaces: docker looks at each.
void allow_no_other_members(std::string_view text)
{
    json::Problem problem;
    const auto tree = json::parse(text, problem);
    if (!tree) // a text without content
        return;
    allow_only(*tree, tree->root(), "auths");
    for (const std::size_t section : tree->root().children)
        for (const std::size_t entry : tree->nodes[section].children)
            allow_only(*tree, tree->nodes[entry], "auth");
}

} // namespace

Document parse_docker_variable(const SecretString &text)
{
    // a path, or base64; of the rest the parser tells what is wrong
    if (const auto word = trim(text.reveal());
        !word.empty() && word != "null" && word.find_first_of("{[ ") == std::string_view::npos)
        throw refused(std::string("it has to be the JSON itself, not ") +
                      (word.starts_with("ey") ? "base64" : "the path of a file"));
    const std::string_view value = json::first_value(text.reveal());
    const std::string_view rest = trim(text.reveal().substr(value.size()));
    // Go's Decoder.More() takes a closing bracket for the end of what it is in
    if (!value.empty() && !rest.empty() && rest.front() != '}' && rest.front() != ']')
        throw refused("there is something behind its JSON object");
    Document document = Document::parse(SecretString(value.empty() ? text.reveal() : value),
                                        variable, Format::DockerConfig);
    allow_no_other_members(document.bytes());
    for (const AuthEntry &entry : document.auths()) {
        if (!entry.has_auth)
            throw refused("the entry '" + one_line(entry.key) + "' has no 'auth'");
        const AuthDefect defect = document.auth_of(entry).defect;
        if (defect != AuthDefect::None)
            throw refused("the 'auth' of '" + one_line(entry.key) + "' " +
                          std::string(describe(defect)));
    }
    return document;
}

std::string problem_of_docker_variable(const SecretString &text)
{
    try {
        static_cast<void>(parse_docker_variable(text));
        return {};
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace cppsecret::authfile
