// SPDX-License-Identifier: MIT
#include "json/key_folding.hpp"

#include <doctest/doctest.h>

using namespace cppsecret::json;

TEST_CASE("keys are compared as Go's encoding/json does")
{
    struct Row {
        const char *name;
        std::string_view key, lower;
        bool is_same;
    };
    for (const Row &row :
         {Row{"the same", "secret", "secret", true},
          Row{"other letter case", "credHELPERS", "credhelpers", true},
          Row{"long s", "cred\u017f\u017ftore", "credsstore", true},
          Row{"the Kelvin sign", "identityto\u212aen", "identitytoken", true},
          Row{"another letter", "secret\u00e9", "secret", false},
          Row{"a letter that Unicode folds to no ASCII", "\u0130d", "id", false},
          Row{"a part", "secre", "secret", false}, Row{"nothing", "", "secret", false}})
        SUBCASE(row.name)
        {
            CHECK(is_same_key(row.key, row.lower) == row.is_same);
        }
}
