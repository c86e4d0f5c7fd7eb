// SPDX-License-Identifier: MIT
#include "credential/storable.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::string_view_literals;

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
        CHECK(is_storable(Credential{"quay.io", std::string(row.text), SecretString("secret")}) ==
              row.is_storable);
    }
}
