// SPDX-License-Identifier: MIT
#include "json/edit.hpp"

#include "json/string.hpp"

#include <algorithm>

namespace cppsecret::json {

namespace {

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    for (; times != 0; --times)
        result += text;
    return result;
}

std::string between(std::string_view text, std::size_t begin, std::size_t end)
{
    return std::string(Span{begin, end}.of(text));
}

/// What stands between '{' and the first key.
std::string lead_of(std::string_view text, const Tree &tree, const Node &object)
{
    return between(text, object.span.begin + 1, tree.nodes[object.children.front()].key_span.begin);
}

/// What stands between the last two members, or would stand there if there were two.
std::string gap_of(std::string_view text, const Tree &tree, const Node &object)
{
    const auto &members = object.children;
    if (members.size() == 1)
        return "," + lead_of(text, tree, object);
    return between(text, tree.nodes[members[members.size() - 2]].span.end,
                   tree.nodes[members.back()].key_span.begin);
}

std::string colon_of(std::string_view text, const Node &member)
{
    return between(text, member.key_span.end, member.span.begin);
}

std::string render_members(const Members &members, const std::string &gap, const std::string &colon)
{
    std::string result;
    for (const auto &[key, value] : members)
        result.append(gap).append(encode_string(key)).append(colon).append(value);
    return result;
}

} // namespace

Style style_of(std::string_view text, const Tree &tree)
{
    Style style{"\n", "\t", ": ", ", "};
    const Node &root = tree.root();
    if (root.children.empty())
        return style;
    const std::string lead = lead_of(text, tree, root);
    const auto newline = lead.rfind('\n');
    style.colon = colon_of(text, tree.nodes[root.children.front()]);
    if (newline == std::string::npos) {
        style.newline = style.indent = "";
        style.separator = root.children.size() > 1     ? gap_of(text, tree, root)
                          : style.colon.ends_with(' ') ? ", "
                                                       : ",";
        return style;
    }
    style.newline = lead.find("\r\n") == std::string::npos ? "\n" : "\r\n";
    style.indent = lead.substr(newline + 1);
    return style;
}

std::string render_object(const Members &members, const Style &style, std::size_t depth)
{
    if (members.empty())
        return "{}";
    const std::string lead = style.newline + repeated(style.indent, depth + 1);
    const std::string gap = style.newline.empty() ? style.separator : "," + lead;
    return "{" + lead + render_members(members, gap, style.colon).substr(gap.size()) +
           style.newline + repeated(style.indent, depth) + "}";
}

std::vector<Splice> edit_object(std::string_view text, const Tree &tree, const Node &object,
                                const std::set<std::size_t> &removed, const Members &added,
                                const Style &style)
{
    const auto &members = object.children;
    const auto is_kept = [&](std::size_t node) { return !removed.contains(node); };
    const auto last_kept = std::find_if(members.rbegin(), members.rend(), is_kept).base();
    if (last_kept == members.begin()) { // nothing stays
        if (members.empty())
            return {{object.span, render_object(added, style, object.depth)}};
        if (added.empty())
            return {{object.span, "{}"}};
        const std::string gap = gap_of(text, tree, object);
        const auto &first = tree.nodes[members.front()];
        return {{{first.key_span.begin, tree.nodes[members.back()].span.end},
                 render_members(added, gap, colon_of(text, first)).substr(gap.size())}};
    }

    std::vector<Splice> splices;
    for (auto member = members.begin(); member != last_kept; ++member)
        if (!is_kept(*member)) // with the gap behind it
            splices.push_back(
                {{tree.nodes[*member].key_span.begin, tree.nodes[*(member + 1)].key_span.begin},
                 ""});
    const Node &last = tree.nodes[*(last_kept - 1)];
    if (!added.empty() || last_kept != members.end())
        splices.push_back(
            {{last.span.end, tree.nodes[members.back()].span.end},
             render_members(added, gap_of(text, tree, object), colon_of(text, last))});
    return splices;
}

SecretString apply_splices(std::string_view text, std::vector<Splice> splices)
{
    std::sort(splices.begin(), splices.end(),
              [](const Splice &a, const Splice &b) { return a.span.begin < b.span.begin; });
    std::size_t size = text.size();
    for (const Splice &splice : splices)
        size = size - (splice.span.end - splice.span.begin) + splice.text.size();
    SecretString result(size);
    auto out = result.writable().begin();
    std::size_t at = 0;
    for (const Splice &splice : splices) {
        const auto kept = text.substr(at, splice.span.begin - at);
        out = std::copy(kept.begin(), kept.end(), out);
        out = std::copy(splice.text.begin(), splice.text.end(), out);
        at = splice.span.end;
    }
    const auto rest = text.substr(at);
    std::copy(rest.begin(), rest.end(), out);
    return result;
}

} // namespace cppsecret::json
