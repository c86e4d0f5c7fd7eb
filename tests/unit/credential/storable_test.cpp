// SPDX-License-Identifier: MIT
#include "credential/storable.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::string_view_literals;

TEST_CASE("what is wrong with a text is told apart")
{
    CHECK(storage_fault_of("") == StorageFault::Empty);
    CHECK(storage_fault_of("a\0b"sv) == StorageFault::HasNul);
    CHECK(storage_fault_of("\xff\0"sv) == StorageFault::HasNul);
    CHECK(storage_fault_of("\xff") == StorageFault::NotUtf8);
    CHECK(storage_fault_of("a") == std::nullopt);
}

TEST_CASE("a keyring holds text")
{
    struct Row {
        std::string_view text;
        bool is_storable;
    };
    for (const Row &row : {Row{"secret", true}, Row{"pä\"ss 🔑\n", true}, Row{" ", true},
                           Row{"", false}, Row{"a\0b"sv, false}, Row{"\xff\xfe", false}}) {
        CAPTURE(row.text);
        CHECK(is_storable(row.text) == row.is_storable);
        CHECK(is_storable(Credential{"quay.io", "ann", SecretString(row.text)}) == row.is_storable);
        CHECK(is_storable(Credential{std::string(row.text), "ann", SecretString("secret")}) ==
              row.is_storable);
        CHECK(is_storable(Credential{"quay.io", std::string(row.text), SecretString("secret")}) ==
              row.is_storable);
    }
}

TEST_CASE("the line break of 'echo' behind a secret is recognised")
{
    for (const std::string_view secret : {"s\n"sv, "s\r\n"sv, "\n"sv, "s\r"sv})
        CHECK(ends_in_line_break(secret));
    for (const std::string_view secret : {""sv, "s"sv, "\ns"sv, "s "sv})
        CHECK_FALSE(ends_in_line_break(secret));
}
