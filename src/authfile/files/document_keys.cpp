// SPDX-License-Identifier: MIT
// What a document holds besides logins and helpers.
#include "authfile/files/document.hpp"
#include "json/key_folding.hpp"

#include <algorithm>
#include <array>

namespace cppsecret::authfile {

namespace {

constexpr std::array<std::string_view, 3> sections{"auths", "credhelpers", "credsstore"};
constexpr std::array<std::string_view, 7> fields{
    "auth", "username", "password", "email", "serveraddress", "identitytoken", "registrytoken"};

/// The members of an object whose names, in lower case, are not among `known`.
template <std::size_t Count>
std::vector<std::string> others_of(const json::Tree &tree, const json::Node &object,
                                   const std::array<std::string_view, Count> &known)
{
    std::vector<std::string> others;
    for (const std::size_t node : object.children) {
        const std::string &key = tree.nodes[node].key;
        if (std::none_of(known.begin(), known.end(),
                         [&](std::string_view name) { return json::is_same_key(key, name); }))
            others.push_back(key);
    }
    return others;
}

/// True for what an entry of `auths` has, and nothing else that a tool keeps in its file.
bool is_login_field(const json::Node &node)
{
    return node.kind == json::Kind::String &&
           (json::is_same_key(node.key, "auth") || json::is_same_key(node.key, "identitytoken"));
}

} // namespace

std::vector<std::string> Document::other_members() const
{
    if (format_ == Format::LegacyDocker)
        return {};
    return others_of(tree_, tree_.root(), sections);
}

std::vector<std::string> Document::misplaced_logins() const
{
    std::vector<std::string> keys = other_members();
    std::erase_if(keys, [this](const std::string &key) {
        const auto &members = tree_.root().children;
        return std::none_of(members.begin(), members.end(), [&](std::size_t member) {
            const json::Node &node = tree_.nodes[member];
            return node.key == key && std::any_of(node.children.begin(), node.children.end(),
                                                  [this](std::size_t field) {
                                                      return is_login_field(tree_.nodes[field]);
                                                  });
        });
    });
    return keys;
}

std::vector<std::string> Document::unknown_fields(const AuthEntry &entry) const
{
    return others_of(tree_, tree_.nodes[entry.node], fields);
}

} // namespace cppsecret::authfile
