// SPDX-License-Identifier: MIT
#include "json/tree.hpp"

#include "json/problem.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <string.h>

#include <nlohmann/json.hpp>

namespace cppsecret::json {

namespace {

/// Numbers are kept as bytes, but the parser refuses one that its type cannot hold, where Go's
/// tools pass over the field: long double goes to 1e4932 where it is longer than double.
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t,
                                  std::uint64_t, long double>;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view white_space = " \t\n\r";
constexpr std::size_t no_node = static_cast<std::size_t>(-1);
/// root → section → entry → field
constexpr std::size_t listed_depth = 3;

/// Walks over the text for nlohmann/json and tells how far it came: the parser reports no places.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    CountingIterator(std::string_view text, std::size_t &offset) : text_(text), offset_(&offset) {}

    [[nodiscard]] reference operator*() const { return text_[*offset_]; }
    CountingIterator &operator++()
    {
        ++*offset_;
        return *this;
    }
    void operator++(int) { ++*this; }
    /// Compares with the end, which is the only other iterator there is.
    friend bool operator==(const CountingIterator &a, const CountingIterator &)
    {
        return *a.offset_ >= a.text_.size();
    }

private:
    std::string_view text_;
    std::size_t *offset_;
};

/// The end of the number that starts at `offset`.
std::size_t end_of_number(std::string_view text, std::size_t offset) noexcept
{
    const auto is_at = [&](std::string_view letters) {
        return offset < text.size() && letters.find(text[offset]) != std::string_view::npos;
    };
    const auto skip_digits = [&] {
        while (is_at("0123456789"))
            ++offset;
    };
    if (is_at("-"))
        ++offset;
    if (is_at("0"))
        ++offset; // no digit may follow
    else
        skip_digits();
    if (is_at(".")) {
        ++offset;
        skip_digits();
    }
    if (is_at("eE")) {
        ++offset;
        if (is_at("+-"))
            ++offset;
        skip_digits();
    }
    return offset;
}

/// Builds the tree while nlohmann/json checks the text.
class TreeBuilder : public nlohmann::json_sax<Json> {
public:
    explicit TreeBuilder(std::string_view text) : text_(text) {}

    std::size_t offset = 0; ///< how far the parser has read
    Tree tree;
    Problem problem;

    /// Where the outermost value ends.
    [[nodiscard]] std::size_t value_end() const { return read_end_; }

    /// The first byte behind the value that is not white space; the text's end if there is none.
    [[nodiscard]] std::size_t rest() const
    {
        return std::min(text_.find_first_not_of(white_space, read_end_), text_.size());
    }

    bool null() override { return scalar(Kind::Null); }
    bool boolean(bool) override { return scalar(Kind::Other); }
    bool number_integer(number_integer_t) override { return number(); }
    bool number_unsigned(number_unsigned_t) override { return number(); }
    bool number_float(number_float_t, const string_t &) override { return number(); }
    bool binary(binary_t &) override { return false; } // JSON texts have none

    bool string(string_t &value) override
    {
        ::explicit_bzero(value.data(), value.size()); // it may be a secret
        return scalar(Kind::String);
    }

    bool key(string_t &key) override
    {
        key_span_ = {token_start(), offset};
        read_end_ = offset;
        if (!frames_.back().keys.insert(key).second && !tree.duplicate)
            tree.duplicate = {key_span_.begin, "a key that occurs twice in its object"};
        key_ = key;
        return true;
    }

    bool start_object(std::size_t) override { return enter(Kind::Object); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(Kind::Array); }
    bool end_array() override { return leave(); }

    bool parse_error(std::size_t position, const std::string &, const Json::exception &) override
    {
        // the position counts the bytes that were read, the wrong one included; the texts of the
        // exception and of the last token quote the input
        problem =
            explain_problem(text_, read_end_, std::min(position, text_.size() + 1), is_done());
        return false;
    }

private:
    struct Frame {
        std::size_t node; // no_node if it is not listed
        std::unordered_set<std::string> keys;
    };

    [[nodiscard]] bool is_done() const { return frames_.empty() && !tree.nodes.empty(); }

    /// The start of the token that was read last: behind the one before it, white space and one
    /// separator.
    [[nodiscard]] std::size_t token_start() const
    {
        auto start = text_.find_first_not_of(white_space, read_end_);
        if (start != std::string_view::npos && (text_[start] == ',' || text_[start] == ':'))
            start = text_.find_first_not_of(white_space, start + 1);
        return std::min(start, text_.size());
    }

    /// Lists a value that starts with the token that was read last; no_node if it is not listed.
    std::size_t add(Kind kind)
    {
        const std::size_t parent = frames_.empty() ? no_node : frames_.back().node;
        if (!frames_.empty() && (parent == no_node || tree.nodes[parent].kind != Kind::Object ||
                                 frames_.size() > listed_depth))
            return no_node;
        Node node;
        node.kind = kind;
        node.span = {token_start(), offset};
        node.depth = frames_.size();
        if (parent != no_node) {
            node.key_span = key_span_;
            node.key = std::move(key_);
            tree.nodes[parent].children.push_back(tree.nodes.size());
        }
        tree.nodes.push_back(std::move(node));
        return tree.nodes.size() - 1;
    }

    bool scalar(Kind kind)
    {
        add(kind);
        read_end_ = offset;
        return true;
    }

    /// The parser has to read one byte more to see that a number has ended.
    bool number()
    {
        const auto node = add(Kind::Other);
        read_end_ = end_of_number(text_, token_start());
        if (node != no_node)
            tree.nodes[node].span.end = read_end_;
        return true;
    }

    bool enter(Kind kind)
    {
        if (frames_.size() == depth_limit) {
            problem = {token_start(), "nested too deeply"};
            return false;
        }
        frames_.push_back({add(kind), {}});
        read_end_ = offset;
        return true;
    }

    bool leave()
    {
        if (frames_.back().node != no_node)
            tree.nodes[frames_.back().node].span.end = offset;
        frames_.pop_back();
        read_end_ = offset;
        return true;
    }

    std::string_view text_;
    std::size_t read_end_ = 0; // behind the last token that was taken in
    std::vector<Frame> frames_;
    Span key_span_;
    std::string key_;
};

} // namespace

std::optional<Tree> parse(std::string_view text, Problem &problem)
{
    if (text.starts_with(byte_order_mark)) { // nlohmann/json would skip it
        problem = {0, "a byte order mark; JSON files have none"};
        return std::nullopt;
    }
    TreeBuilder builder(text);
    const CountingIterator begin(text, builder.offset);
    if (!Json::sax_parse(begin, begin, &builder)) {
        problem = std::move(builder.problem);
        return std::nullopt;
    }
    // nlohmann/json takes a NUL byte for the end of the text
    if (const auto rest = builder.rest(); rest < text.size()) {
        problem = explain_problem(text, rest, rest + 1, true);
        return std::nullopt;
    }
    return std::move(builder.tree);
}

std::string_view first_value(std::string_view text)
{
    if (text.starts_with(byte_order_mark))
        return {};
    TreeBuilder builder(text);
    const CountingIterator begin(text, builder.offset);
    const bool is_strict = false;
    if (!Json::sax_parse(begin, begin, &builder, nlohmann::detail::input_format_t::json, is_strict))
        return {};
    return text.substr(0, builder.value_end());
}

} // namespace cppsecret::json
