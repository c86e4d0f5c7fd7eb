// SPDX-License-Identifier: MIT
#include "keyring/secret_service/prompt_turn.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

TEST_CASE("what one process leaves about a prompt another one reads")
{
    const PromptNote note = PromptNote::parse(
        PromptNote{"0123456789abcdef", 42, static_cast<int>(Errc::Dismissed)}.text());
    CHECK(note.bus == "0123456789abcdef");
    CHECK(note.time == 42);
    CHECK(note.code == static_cast<int>(Errc::Dismissed));
}

TEST_CASE("a note that is empty or senseless belongs to no bus of ours")
{
    for (const char *text :
         {"", " ", "x", "12", "12 ", "12 3", "99999999999999999999999 1 b", "\xff"}) {
        CAPTURE(std::string(text));
        CHECK(PromptNote::parse(text).bus != "0123456789abcdef");
    }
}
