// SPDX-License-Identifier: MIT
// Properties that hold for every file of the corpus: files of the shapes that tools write.
#include "authfile/files/document.hpp"
#include "corpus.hpp"
#include "json/tree.hpp"

#include <functional>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace cppsecret;
using namespace cppsecret::authfile;
using test::corpus;
using test::kept_section;
using test::parse_sample;

namespace {

using Json = nlohmann::ordered_json;

/// Calls `test` with every file of the corpus.
void for_each_sample(const std::function<void(const std::string &text, const Document &)> &test)
{
    for (const test::Sample &sample : corpus()) {
        CAPTURE(sample.name);
        test(sample.text, parse_sample(sample.text));
    }
}

/// The text after `change`, and after `undo` of that.
std::string after_both(const Document &document, const Changes &change, const Changes &undo)
{
    const Document changed = document.with(change);
    CHECK(changed.bytes() != document.bytes());
    return std::string(changed.with(undo).bytes());
}

bool has_line_break_in_empty_root(const std::string &text)
{
    return text.find_first_not_of("{} \r\n\t") == std::string::npos && text.find("{}") != 0;
}

} // namespace

TEST_CASE("the corpus has at least forty files, and all can be edited")
{
    CHECK(corpus().size() >= 40);
    for_each_sample([](const std::string &, const Document &document) {
        CHECK_FALSE(document.edit_problem());
    });
}

TEST_CASE("without a change every byte stays")
{
    for_each_sample([](const std::string &text, const Document &document) {
        CHECK(document.bytes() == text);
        CHECK(document.with(Changes()).bytes() == text);
        Changes absent;
        absent.remove_helper("not-there.example");
        absent.remove_auth("not-there.example", WhenEmpty::Remove);
        CHECK(document.with(absent).bytes() == text);
        Changes same;
        for (const HelperEntry &entry : document.helpers())
            if (!entry.helper.empty())
                same.set_helper(entry.registry, entry.helper);
        if (!document.creds_store().empty())
            same.set_creds_store(document.creds_store());
        CHECK(document.with(same).bytes() == text);
    });
}

TEST_CASE("a helper that is added and removed leaves the same bytes")
{
    for_each_sample([](const std::string &text, const Document &document) {
        REQUIRE_FALSE(has_line_break_in_empty_root(text));
        Changes change;
        change.set_helper("added.example:5000", "cppsecret");
        Changes undo;
        undo.remove_helper("added.example:5000");
        undo.when_helpers_empty(kept_section(text));
        CHECK(after_both(document, change, undo) == text);
    });
}

TEST_CASE("fifty helpers that are added and removed one by one leave the same bytes")
{
    for_each_sample([](const std::string &text, const Document &document) {
        std::string edited = text;
        for (int i = 0; i < 50; ++i) {
            Changes change;
            change.set_helper("h" + std::to_string(i) + ".example", "cppsecret");
            edited = parse_sample(edited).with(change).bytes();
        }
        CHECK(parse_sample(edited).helpers().size() == document.helpers().size() + 50);
        for (int i = 0; i < 50; ++i) {
            Changes undo;
            undo.remove_helper("h" + std::to_string((i * 7) % 50) + ".example");
            undo.when_helpers_empty(kept_section(text));
            edited = parse_sample(edited).with(undo).bytes();
        }
        CHECK(edited == text);
    });
}

TEST_CASE("a store that is added and removed leaves the same bytes")
{
    for_each_sample([](const std::string &text, const Document &document) {
        if (!document.creds_store().empty() || text.find("credsStore") != std::string::npos)
            return;
        Changes change;
        change.set_creds_store("cppsecret");
        Changes undo;
        undo.remove_creds_store();
        CHECK(after_both(document, change, undo) == text);
    });
}

TEST_CASE("a helper and a store that are replaced and put back leave the same bytes")
{
    for_each_sample([](const std::string &text, const Document &document) {
        Changes change;
        Changes undo;
        for (const HelperEntry &entry : document.helpers()) {
            if (entry.helper.empty() || text.find('"' + entry.helper + '"') == std::string::npos)
                continue; // null, or spelled with escapes
            change.set_helper(entry.registry, "cppsecret-containers");
            undo.set_helper(entry.registry, entry.helper);
        }
        if (!document.creds_store().empty()) {
            change.set_creds_store("cppsecret-containers");
            undo.set_creds_store(document.creds_store());
        }
        if (!change.are_none())
            CHECK(after_both(document, change, undo) == text);
    });
}

TEST_CASE("a change concerns what it names and nothing else")
{
    for_each_sample([](const std::string &text, const Document &document) {
        for (const AuthEntry &entry : document.auths()) {
            Changes change;
            change.remove_auth(entry.key, WhenEmpty::Remove);
            Json wanted = Json::parse(text);
            for (auto &[key, section] : wanted.items())
                if (key == "auths" || key == "Auths")
                    section.erase(entry.key);
            const std::string after(document.with(change).bytes());
            CHECK(Json::parse(after) == wanted);
            CHECK(parse_sample(after).find_auth(entry.key) == nullptr);
        }
        for (const HelperEntry &entry : document.helpers()) {
            Changes change;
            change.remove_helper(entry.registry);
            change.when_helpers_empty(WhenEmpty::Keep);
            Json wanted = Json::parse(text);
            for (auto &[key, section] : wanted.items())
                if (key == "credHelpers" || key == "CredHelpers")
                    section.erase(entry.registry);
            CHECK(Json::parse(document.with(change).bytes()) == wanted);
        }
    });
}

TEST_CASE("numbers, escapes and foreign keys survive every change to the letter")
{
    for_each_sample([](const std::string &text, const Document &document) {
        Changes change;
        change.set_helper("added.example", "cppsecret");
        for (const AuthEntry &entry : document.auths())
            change.remove_auth(entry.key, WhenEmpty::Keep);
        const Document changed = document.with(change);
        const std::string after(changed.bytes());
        for (const char *piece :
             {"123456789012345678901234567890", "1.000000000000000000001e-7",
              "20260101000000000000", "\\u00e9 \\ud83d\\ude00",
              "\"unknownField\": {\"deep\": [{}]}", "HttpHeaders",
              "[1, 2, {\"a\": [true, false, null]}]", "\"reg\\u002eexample\": \"cpp\\u0073ecret\"",
              "\"registrytoken\": \"bearer-of-something\"", "\"email\": \"alice@example.com\""})
            CHECK((text.find(piece) == std::string::npos) ==
                  (after.find(piece) == std::string::npos));
        for (const AuthEntry &entry : changed.auths())
            CHECK_FALSE(entry.has_auth);
    });
}

TEST_CASE("a file that is cut off anywhere is refused, never misread")
{
    for_each_sample([](const std::string &text, const Document &) {
        const auto end = text.find_last_of('}');
        for (std::size_t size = 1; size < end; ++size) {
            const std::string part = text.substr(0, size);
            if (part.find_first_not_of(" \n\r\t") != std::string::npos)
                CHECK_THROWS_AS(static_cast<void>(parse_sample(part)), Error);
        }
    });
}

TEST_CASE("a file with wrong bytes is accepted or refused as JSON says, and edited soundly")
{
    std::mt19937 random(20261122); // the same bytes on every run
    const std::string_view letters = "{}[]\",:\\/ \n\tu0e-+.a\xff\xc3#'";
    for_each_sample([&](const std::string &text, const Document &) {
        for (int round = 0; round < 200; ++round) {
            std::string broken = text;
            for (auto count = 1 + random() % 3; count != 0; --count) {
                const auto at = random() % broken.size();
                const auto letter = letters[random() % letters.size()];
                if (random() % 2 == 0)
                    broken[at] = letter;
                else
                    broken.insert(at, 1, letter);
            }
            CAPTURE(broken);
            json::Problem problem;
            const bool is_json = json::parse(broken, problem).has_value();
            CHECK(is_json == Json::accept(broken));
            CHECK(problem.offset <= broken.size());
            CHECK(is_json == problem.what.empty());
            if (!is_json)
                continue;
            try {
                const Document document = parse_sample(broken);
                Changes change;
                change.set_helper("added.example", "cppsecret");
                const Document changed = document.with(change);
                CHECK(changed.helpers().size() == document.helpers().size() + 1);
                CHECK(changed.auths().size() == document.auths().size());
            } catch (const Error &error) {
                CHECK(error.code() == Errc::Input);
            }
        }
    });
}
