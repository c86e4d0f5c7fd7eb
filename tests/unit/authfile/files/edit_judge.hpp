// SPDX-License-Identifier: MIT
// The judge of edits: what a set of changes has to do to a document, and what it must not touch.
#pragma once

#include "authfile/files/document.hpp"
#include "base/text.hpp"
#include "json/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace cppsecret::test {

/// With the numbers that json::parse() takes; dump() gets fractions of this type wrong.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool,
                                  std::int64_t, std::uint64_t, long double>;
using authfile::Changes;
using authfile::Document;
using authfile::WhenEmpty;

inline Json *find_member(Json &object, const std::string &name)
{
    for (auto &[key, value] : object.items())
        if (to_lower(key) == name)
            return &value;
    return nullptr;
}

inline void erase_member(Json &object, const std::string &name)
{
    for (auto &[key, value] : object.items())
        if (to_lower(key) == name) {
            object.erase(std::string(key));
            return;
        }
}

inline void intend_auths(Json &root, const Changes &changes)
{
    Json *auths = find_member(root, "auths");
    if (auths == nullptr)
        return;
    for (const auto &[key, when_empty] : changes.removed_auths())
        if (!auths->contains(key))
            continue;
        else if (when_empty == WhenEmpty::Remove)
            auths->erase(key);
        else
            for (const char *field : {"auth", "username", "password", "identitytoken"})
                if (Json &entry = (*auths)[key]; entry.is_object())
                    erase_member(entry, field);
}

inline void intend_helpers(Json &root, const Changes &changes)
{
    Json *section = find_member(root, "credhelpers");
    Json added = Json::object();
    bool has_removed = false;
    for (const auto &[registry, helper] : changes.helpers()) {
        const bool is_there = section != nullptr && section->contains(registry);
        if (helper && is_there)
            (*section)[registry] = *helper;
        else if (helper)
            added[registry] = *helper;
        else if (is_there)
            has_removed = section->erase(registry) != 0;
    }
    if (!added.empty()) {
        Json &home = section != nullptr ? *section : root["credHelpers"];
        for (auto &[registry, helper] : added.items())
            home[registry] = helper;
    } else if (has_removed && section->empty() &&
               changes.helpers_when_empty() == WhenEmpty::Remove) {
        erase_member(root, "credhelpers");
    }
}

/// The document after `changes` as another JSON library makes it, with the order of all members.
[[nodiscard]] inline Json intended(const Document &document, const Changes &changes)
{
    Json root = Json::parse(document.bytes());
    intend_auths(root, changes);
    intend_helpers(root, changes);
    if (const auto &store = changes.creds_store(); store && store->empty())
        erase_member(root, "credsstore");
    else if (Json *member = find_member(root, "credsstore"); store && member != nullptr)
        *member = *store;
    else if (store)
        root["credsStore"] = *store;
    return root;
}

inline bool is_login_field(const std::string &name)
{
    return name == "auth" || name == "username" || name == "password" || name == "identitytoken";
}

/// The members of a document that some changes do not concern, each with its bytes from the key to
/// the end of the value, in their order.
class Untouched {
public:
    Untouched(const Document &document, const Changes &changes)
        : text_(document.bytes()), changes_(changes)
    {
        json::Problem problem;
        tree_ = json::parse(text_, problem).value();
        for (const std::size_t node : tree_.root().children)
            look_at_section(tree_.nodes[node]);
    }

    [[nodiscard]] const std::vector<std::string> &members() const { return members_; }

private:
    void look_at_section(const json::Node &section)
    {
        const std::string key = to_lower(section.key);
        if (key == "auths" && !changes_.removed_auths().empty())
            look_at_auths(section);
        else if (key == "credhelpers" && !changes_.helpers().empty())
            look_at_helpers(section);
        else if (key != "credsstore" || !changes_.creds_store())
            add(section);
    }

    void look_at_auths(const json::Node &section)
    {
        for (const std::size_t node : section.children) {
            const json::Node &entry = tree_.nodes[node];
            const auto change = changes_.removed_auths().find(entry.key);
            if (change == changes_.removed_auths().end())
                add(entry);
            else if (change->second == WhenEmpty::Keep)
                for (const std::size_t field : entry.children)
                    if (!is_login_field(to_lower(tree_.nodes[field].key)))
                        add(tree_.nodes[field]);
        }
    }

    void look_at_helpers(const json::Node &section)
    {
        for (const std::size_t node : section.children)
            if (!changes_.helpers().contains(tree_.nodes[node].key))
                add(tree_.nodes[node]);
    }

    void add(const json::Node &node)
    {
        members_.emplace_back(json::Span{node.key_span.begin, node.span.end}.of(text_));
    }

    std::string_view text_;
    const Changes &changes_;
    json::Tree tree_;
    std::vector<std::string> members_;
};

} // namespace cppsecret::test
