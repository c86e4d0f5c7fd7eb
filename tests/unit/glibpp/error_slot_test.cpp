// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "glibpp/error_slot.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::glibpp;

namespace {

std::string message_of(const std::string &text)
{
    ErrorSlot error;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, text.c_str());
    return error.message();
}

} // namespace

TEST_CASE("the text of an error is one line")
{
    CHECK(message_of("a\nb\x1b[1m") == "a b [1m");
}

TEST_CASE("a text of which nobody would read the end is cut, between two characters")
{
    const std::string longest(500, 'x');
    CHECK(message_of(longest) == longest);
    CHECK(message_of(longest + "y") == longest + "…");
    for (std::size_t offset = 0; offset < 3; ++offset) {
        std::string text(offset, 'x');
        for (int i = 0; i < 1000; ++i)
            text += "€";
        const std::string message = message_of(text);
        CHECK(message.size() <= 504);
        CHECK(message.size() > 495);
        CHECK(is_utf8(message));
    }
}
