// SPDX-License-Identifier: MIT
#include "json/text_position.hpp"
#include "json/tree.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret::json;

namespace {

Tree parse(std::string_view text)
{
    Problem problem;
    auto tree = parse(text, problem);
    REQUIRE_MESSAGE(tree, problem.what);
    return std::move(*tree);
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    for (; times != 0; --times)
        result += text;
    return result;
}

} // namespace

TEST_CASE("every value and key is found in its place")
{
    const std::string_view text = "\n { \"a\" : {\"b\":-1.5e+3 , \"c\":\t[1,{}] "
                                  "},\"d\\n\":\"x\\\"y\", \"e\":null,\"f\":1 }\n";
    const Tree tree = parse(text);
    const Node &root = tree.root();
    CHECK(root.span.of(text).front() == '{');
    CHECK(root.span.of(text).back() == '}');
    REQUIRE(root.children.size() == 4);
    const auto value = [&](const Node &object, std::size_t index) -> const Node & {
        return tree.nodes[object.children.at(index)];
    };
    CHECK(value(root, 0).span.of(text) == "{\"b\":-1.5e+3 , \"c\":\t[1,{}] }");
    CHECK(value(root, 0).key_span.of(text) == "\"a\"");
    CHECK(value(value(root, 0), 0).span.of(text) == "-1.5e+3");
    CHECK(value(value(root, 0), 1).span.of(text) == "[1,{}]");
    CHECK(value(value(root, 0), 1).key_span.of(text) == "\"c\"");
    CHECK(value(root, 1).key == "d\n");
    CHECK(value(root, 1).key_span.of(text) == "\"d\\n\"");
    CHECK(value(root, 1).span.of(text) == "\"x\\\"y\"");
    CHECK(value(root, 2).span.of(text) == "null");
    CHECK(value(root, 2).kind == Kind::Null);
    CHECK(value(root, 3).span.of(text) == "1");
    CHECK(value(value(root, 0), 1).depth == 2);
}

TEST_CASE("a value that is alone is found too")
{
    for (const std::string_view text : {"7", " 7 ", "null", "\"x\"", "[]", "[1, 2]", "{}", "{ }"}) {
        CAPTURE(text);
        const Tree tree = parse(text);
        const auto first = text.find_first_not_of(' ');
        CHECK(tree.root().span.begin == first);
        CHECK(tree.root().span.end == text.find_last_not_of(' ') + 1);
    }
}

TEST_CASE("what is not JSON is named with its line and column")
{
    struct Row {
        std::string text;
        TextPosition position;
        std::string_view what;
    };
    const std::string_view comment = "a comment; JSON has none";
    const std::string_view comma = "a comma with nothing after it";
    const std::string_view early = "the file ends too early";
    const std::string_view unclosed = "the file ends within a text";
    const std::string_view control = "a line break or another control character within a text";
    const std::string_view escape = "an escape that JSON does not have";
    const std::string_view utf8 = "bytes that are not valid UTF-8";
    const std::string_view other = "something that is not JSON";
    const std::string_view behind = "something after the end of the document";
    const std::string_view missing =
        "a text where none is expected, or a comma or colon is missing before";
    const std::string_view bracket = "a closing bracket where none is expected";
    const std::vector<Row> rows = {
        {"\xef\xbb\xbf{}", {1, 1}, "a byte order mark; JSON files have none"},
        {"{\n  // the logins\n  \"auths\": {}\n}", {2, 3}, comment},
        {"{\n  \"auths\": {} // the logins\n}", {2, 15}, comment},
        {"{\n  \"auths\": /* x */ {}\n}", {2, 12}, comment},
        {"# x\n{}", {1, 1}, comment},
        {"{}\n// end", {2, 1}, comment},
        {"{\"a\": 1,}", {1, 8}, comma},
        {"{\n  \"a\": {},\n}", {2, 10}, comma},
        {"{\"a\": [1, 2 , ]}", {1, 13}, comma},
        {"", {1, 1}, early},
        {"{", {1, 2}, early},
        {"{\"a\"", {1, 5}, early},
        {"{\"a\":", {1, 6}, early},
        {"{\"a\": 1", {1, 8}, early},
        {"{\"a\": 1,", {1, 9}, early},
        {"[1", {1, 3}, early},
        {"{\"a", {1, 4}, unclosed},
        {"{\"a\": \"x", {1, 9}, unclosed},
        {"{\"a\": \"x\ny\"}", {1, 9}, control},
        {"{\"a\": \"x\ty\"}", {1, 9}, control},
        {"{\"a\": \"\\x\"}", {1, 9}, escape},
        {"{\"a\": \"\\u12g4\"}", {1, 12}, escape},
        {"{\"a\": \"\\ud800\"}", {1, 14}, escape},
        {"{\"a\": \"\xff\"}", {1, 8}, utf8},
        {"{\"a\": \"\xc3\"}", {1, 9}, utf8},
        {"{\"a\": \"\xc0\x80\"}", {1, 8}, utf8},
        {"{'a': 1}", {1, 2}, "single quotes; JSON has double ones"},
        {"{\"a\": 'x'}", {1, 7}, "single quotes; JSON has double ones"},
        {"{a: 1}", {1, 2}, other},
        {"{\"a\": True}", {1, 7}, other},
        {"{\"a\": nul}", {1, 7}, other},
        {"{\"a\": 01}", {1, 8}, other},
        {"{\"a\": .5}", {1, 7}, other},
        {"{\"a\": NaN}", {1, 7}, other},
        {"{\"a\": 1 \"b\": 2}", {1, 9}, missing},
        {"{\"a\" \"b\"}", {1, 6}, missing},
        {"{\"a\": {}\n \"b\": 2}", {2, 2}, missing},
        {"{]", {1, 2}, bracket},
        {"{\"a\": }", {1, 7}, bracket},
        {"[1}", {1, 3}, bracket},
        {"{}}", {1, 3}, behind},
        {"{} {}", {1, 4}, behind},
        {"null x", {1, 6}, behind},
        {std::string("{}\0", 3), {1, 3}, behind},
        {std::string("{}\0{}", 5), {1, 3}, behind},
        {std::string("{\"a\":\0}", 7), {1, 6}, other},
        {std::string("{\"a\": \"x\0\"}", 12), {1, 9}, control},
        {"[1-2]", {1, 3}, other},
        {"{,}", {1, 2}, other},
        {"\f{}", {1, 1}, other},
    };
    for (const Row &row : rows) {
        CAPTURE(row.text);
        Problem problem;
        const bool is_json = parse(row.text, problem).has_value();
        CHECK_FALSE(is_json);
        CHECK(problem.what == row.what);
        CHECK(to_string(position_at(row.text, problem.offset)) == to_string(row.position));
    }
}

TEST_CASE("a key that occurs twice is found at any depth")
{
    struct Row {
        std::string_view text;
        TextPosition position;
    };
    for (const Row &row :
         {Row{"{\"a\": 1, \"a\": 2}", {1, 10}}, Row{"{\"a\": {\"b\":1,\n\"b\":2}}", {2, 1}},
          Row{"{\"x\": [1, [{\"k\": {\"q\":1, \"q\":2}}]]}", {1, 26}},
          Row{"{\"a\": 1, \"\\u0061\": 2}", {1, 10}}}) {
        CAPTURE(row.text);
        const Tree tree = parse(row.text);
        REQUIRE(tree.duplicate);
        CHECK(position_at(row.text, tree.duplicate->offset) == row.position);
    }
    CHECK_FALSE(parse("{\"a\": {\"a\": {\"a\": 1}}, \"b\": [{\"a\": 1}, {\"a\": 1}]}").duplicate);
}

TEST_CASE("deep nesting is refused at the limit that Go has and never exhausts the stack")
{
    Problem problem;
    for (const std::string_view open : {"[", "{\"a\":"}) {
        const std::string_view close = open == "[" ? "]" : "}";
        const std::string_view inner = open == "[" ? "" : "1";
        const auto nested = [&](std::size_t depth) {
            return repeated(open, depth) + std::string(inner) + repeated(close, depth);
        };
        CHECK(parse(nested(depth_limit), problem));
        CHECK_FALSE(parse(nested(depth_limit + 1), problem));
        CHECK(problem.what == "nested too deeply");
        CHECK(problem.offset == depth_limit * open.size());
        CHECK_FALSE(parse(nested(100000), problem));
        CHECK_FALSE(parse(repeated(open, 100000), problem));
    }
}

TEST_CASE("numbers of any length are taken as they are")
{
    const std::string_view text =
        "{\"a\":123456789012345678901234567890,\"b\":1.0000000000000000000001}";
    const Tree tree = parse(text);
    CHECK(tree.nodes[1].span.of(text) == "123456789012345678901234567890");
    CHECK(tree.nodes[2].span.of(text) == "1.0000000000000000000001");
}

TEST_CASE("a number that no double holds is taken as it is, in an object and alone")
{
    const std::string_view text = R"({"a":1e999,"b":[-1E+999],"c":{"d":1e-999},"e":1})";
    const Tree tree = parse(text);
    CHECK(tree.nodes[1].span.of(text) == "1e999");
    CHECK(tree.nodes[2].span.of(text) == "[-1E+999]");
    CHECK(tree.nodes[4].span.of(text) == "1e-999");
    CHECK(tree.nodes[5].span.of(text) == "1");
    CHECK(parse("1e999").root().span.end == 5);
    const std::string digits = repeated("9", 400);
    CHECK(parse(digits).root().span.of(digits) == digits);
    CHECK(first_value(R"({"a":1e999} {})") == R"({"a":1e999})");
}
