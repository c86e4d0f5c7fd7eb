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

} // namespace

std::vector<std::string> Document::other_members() const
{
    if (format_ == Format::LegacyDocker)
        return {};
    return others_of(tree_, tree_.root(), sections);
}

std::vector<std::string> Document::unknown_fields(const AuthEntry &entry) const
{
    return others_of(tree_, tree_.nodes[entry.node], fields);
}

} // namespace cppsecret::authfile
