// SPDX-License-Identifier: MIT
#include "authfile/files/encoding.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::string_view_literals;

namespace {

constexpr const char *without_mark = R"(run: sed -i '1s/^\xEF\xBB\xBF//' '/a b')";

std::string recoded_from(const std::string &encoding)
{
    return "run: (umask 077 && iconv -t UTF-8 -f " + encoding +
           " '/a b' > '/a b.new') && mv '/a b.new' '/a b'";
}

} // namespace

TEST_CASE("text in an encoding of Windows comes with a command that converts it")
{
    struct Row {
        std::string_view text;
        std::string hint;
    };
    for (const Row &row : {
             Row{"\xef\xbb\xbf{}", without_mark},
             Row{"\xff\xfe{\0}\0"sv, recoded_from("UTF-16")},
             Row{"\xfe\xff\0{\0}"sv, recoded_from("UTF-16")},
             Row{"{\0}\0"sv, recoded_from("UTF-16LE")},
             Row{"\0{\0}"sv, recoded_from("UTF-16BE")},
             Row{"{}", ""},
             Row{"{", ""},
             Row{"", ""},
             Row{"\0\0"sv, ""},
             Row{"\xff{}", ""},
         }) {
        CAPTURE(row.text);
        const auto problem = authfile::find_foreign_encoding(row.text, "/a b");
        CHECK((problem ? problem->hint() : "") == row.hint);
    }
}
