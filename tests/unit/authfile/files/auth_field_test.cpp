// SPDX-License-Identifier: MIT
#include "authfile/files/auth_field.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::authfile;

TEST_CASE("an auth is decoded as Go decodes it")
{
    struct Row {
        const char *name;
        std::string_view auth;
        AuthDefect defect;
        std::string_view username, password;
    };
    for (const Row &row : {
             Row{"user and password", "dTpw", AuthDefect::None, "u", "p"},
             Row{"padding", "dTp3cA==", AuthDefect::None, "u", "wp"},
             Row{"colons in the password", "Ym9iOnA6d2l0aDpjb2xvbnM=", AuthDefect::None, "bob",
                 "p:with:colons"},
             Row{"NULs behind the password", "dTpwAAA=", AuthDefect::None, "u", "p"},
             Row{"NULs on both sides", "dToAcAA=", AuthDefect::None, "u", "p"},
             Row{"only NULs", "dToAAAA=", AuthDefect::None, "u", ""},
             Row{"no password", "dTo=", AuthDefect::None, "u", ""},
             Row{"line breaks anywhere", "dTp3\ncA=\r\n=\n", AuthDefect::None, "u", "wp"},
             Row{"bits that padding leaves over", "dTp3cB==", AuthDefect::None, "u", "wp"},
             Row{"UTF-8", "em/DqzpwYXNz", AuthDefect::None, "zo\u00eb", "pass"},
             Row{"no user", "OnA=", AuthDefect::NoUser, "", "p"},
             Row{"no colon", "bm9jb2xvbg==", AuthDefect::NoColon, "", ""},
             Row{"other letters", "@@@@", AuthDefect::NotBase64, "", ""},
             Row{"the alphabet for URLs", "dTp_", AuthDefect::NotBase64, "", ""},
             Row{"no padding", "dTp3cA", AuthDefect::NotBase64, "", ""},
             Row{"too much padding", "dTp3cA==========", AuthDefect::NotBase64, "", ""},
             Row{"padding in the middle", "dT==cA==", AuthDefect::NotBase64, "", ""},
             Row{"a blank", " dTpw", AuthDefect::NotBase64, "", ""},
             Row{"a NUL", std::string_view("dTpw\0", 5), AuthDefect::NotBase64, "", ""},
             Row{"only padding", "====", AuthDefect::NotBase64, "", ""},
             Row{"only line breaks", "\n\n", AuthDefect::NotBase64, "", ""},
         })
        SUBCASE(row.name)
        {
            const DecodedAuth auth = decode_auth(row.auth);
            CHECK(auth.defect == row.defect);
            CHECK(auth.username == row.username);
            CHECK(auth.password.reveal() == row.password);
            CHECK(describe(auth.defect).empty() == (row.defect == AuthDefect::None));
        }
}

TEST_CASE("what is encoded is decoded to the same")
{
    for (const std::string_view password : {"", "p", "a:b", "\u00e4\u6f22", "with blank"}) {
        const auto auth = decode_auth(encode_auth("user", password).reveal());
        CHECK(auth.username == "user");
        CHECK(auth.password.reveal() == password);
    }
    CHECK(encode_auth("u", "p").reveal() == "dTpw");
}
