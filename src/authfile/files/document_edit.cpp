// SPDX-License-Identifier: MIT
// Document::with(): an auth file after a set of changes.
#include "authfile/files/document.hpp"
#include "json/edit.hpp"
#include "json/key_folding.hpp"
#include "json/string.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace cppsecret::authfile {

namespace {

bool is_login_field(const std::string &key)
{
    constexpr std::array<std::string_view, 4> names{"auth", "username", "password",
                                                    "identitytoken"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return json::is_same_key(key, name); });
}

/// Collects the splices of one document, section by section. The outermost object is edited last,
/// with the members that the sections want to add to it or to take out.
class Edit {
public:
    Edit(std::string_view text, const json::Tree &tree)
        : text_(text), tree_(tree), style_(json::style_of(text, tree))
    {
    }

    void edit_helpers(const json::Node *section, const Changes &changes)
    {
        std::set<std::size_t> removed;
        auto wanted = changes.helpers();
        if (section != nullptr)
            for (const std::size_t node : section->children) {
                const auto change = wanted.find(tree_.nodes[node].key);
                if (change == wanted.end())
                    continue;
                if (!change->second)
                    removed.insert(node);
                else
                    set_text(tree_.nodes[node], *change->second);
                wanted.erase(change);
            }
        json::Members added;
        for (const auto &[registry, helper] : wanted)
            if (helper)
                added.emplace_back(registry, json::encode_string(*helper));
        if (added.empty() && removed.empty())
            return;
        if (section == nullptr)
            added_sections_.emplace_back("credHelpers", json::render_object(added, style_, 1));
        else if (section->kind == json::Kind::Null)
            splices_.push_back({section->span, json::render_object(added, style_, 1)});
        else if (added.empty() && removed.size() == section->children.size() &&
                 changes.helpers_when_empty() == WhenEmpty::Remove)
            removed_sections_.insert(index_of(*section));
        else
            edit(*section, removed, added);
    }

    void edit_auths(const json::Node *section, const std::map<std::string, WhenEmpty> &changes)
    {
        if (section == nullptr || changes.empty())
            return;
        std::set<std::size_t> removed;
        for (const std::size_t node : section->children) {
            const json::Node &entry = tree_.nodes[node];
            const auto change = changes.find(entry.key);
            if (change == changes.end())
                continue;
            if (change->second == WhenEmpty::Remove)
                removed.insert(node);
            else
                remove_login(entry);
        }
        if (!removed.empty())
            edit(*section, removed, {});
    }

    void edit_creds_store(const json::Node *member, const std::string &helper)
    {
        if (member == nullptr) {
            if (!helper.empty())
                added_sections_.emplace_back("credsStore", json::encode_string(helper));
        } else if (helper.empty()) {
            removed_sections_.insert(index_of(*member));
        } else {
            set_text(*member, helper);
        }
    }

    [[nodiscard]] SecretString finish()
    {
        if (!added_sections_.empty() || !removed_sections_.empty())
            edit(tree_.root(), removed_sections_, added_sections_);
        return json::apply_splices(text_, std::move(splices_));
    }

private:
    [[nodiscard]] std::size_t index_of(const json::Node &node) const
    {
        return static_cast<std::size_t>(&node - tree_.nodes.data());
    }

    void edit(const json::Node &object, const std::set<std::size_t> &removed,
              const json::Members &added)
    {
        auto splices = json::edit_object(text_, tree_, object, removed, added, style_);
        std::move(splices.begin(), splices.end(), std::back_inserter(splices_));
    }

    /// Another spelling of the same text is left alone.
    void set_text(const json::Node &value, const std::string &wanted)
    {
        if (value.kind == json::Kind::String &&
            json::decode_string(value.span.of(text_)).reveal() == wanted)
            return;
        splices_.push_back({value.span, json::encode_string(wanted)});
    }

    void remove_login(const json::Node &entry)
    {
        std::set<std::size_t> removed;
        for (const std::size_t field : entry.children)
            if (is_login_field(tree_.nodes[field].key))
                removed.insert(field);
        if (!removed.empty())
            edit(entry, removed, {});
    }

    std::string_view text_;
    const json::Tree &tree_;
    json::Style style_;
    std::vector<json::Splice> splices_;
    std::set<std::size_t> removed_sections_;
    json::Members added_sections_;
};

} // namespace

Document Document::with(const Changes &changes) const
{
    if (auto problem = edit_problem())
        throw std::move(*problem);
    if (format_ == Format::LegacyDocker && (!changes.helpers().empty() || changes.creds_store()))
        throw Error(Errc::Input, "'" + name_ + "' has the old format, which knows no helpers",
                    "log in again, so that the login moves to another file", name_);
    if (changes.are_none())
        return parse(SecretString(bytes()), name_, format_);
    if (is_blank_ || tree_.root().kind == json::Kind::Null) {
        Document changed = empty(name_, format_).with(changes);
        const bool is_untouched = changed.bytes() == empty(name_, format_).bytes();
        return is_untouched ? parse(SecretString(bytes()), name_, format_) : std::move(changed);
    }
    const auto section = [&](std::size_t node) {
        return node == no_node ? nullptr : &tree_.nodes[node];
    };
    Edit edit(bytes(), tree_);
    edit.edit_auths(section(auths_node_), changes.removed_auths());
    edit.edit_helpers(section(helpers_node_), changes);
    if (changes.creds_store())
        edit.edit_creds_store(section(creds_store_node_), *changes.creds_store());
    return parse(edit.finish(), name_, format_);
}

} // namespace cppsecret::authfile
