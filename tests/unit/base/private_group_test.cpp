// SPDX-License-Identifier: MIT
#include "base/private_group.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("a group is private to the account of its name, if that is its only member")
{
    struct Row {
        const char *name;
        std::string group;
        std::vector<std::string> members;
        bool is_private;
    };
    for (Row row :
         {Row{"as distributions make it", "ann", {}, true},
          Row{"with its account as a member", "ann", {"ann"}, true},
          Row{"with another one", "ann", {"bob"}, false},
          Row{"with another one, too", "ann", {"ann", "bob"}, false},
          Row{"of all users", "users", {}, false}, Row{"of a team", "team", {"ann"}, false}}) {
        CAPTURE(row.name);
        std::vector<char *> members;
        for (std::string &member : row.members)
            members.push_back(member.data());
        members.push_back(nullptr);
        const struct group group {
            row.group.data(), nullptr, 1000, members.data()
        };
        CHECK(is_private_to("ann", group) == row.is_private);
    }
}

TEST_CASE("a group that the system does not know is not private")
{
    CHECK_FALSE(is_private_group(static_cast<gid_t>(-2)));
}
