// SPDX-License-Identifier: MIT
#include "credential/secret_string.hpp"

#include <string_view>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

using cppsecret::SecretString;

static_assert(!std::is_copy_constructible_v<SecretString>);
static_assert(!std::is_copy_assignable_v<SecretString>);
static_assert(!std::is_convertible_v<SecretString, std::string_view>);

TEST_CASE("a secret keeps its bytes, NUL included")
{
    const SecretString secret(std::string_view("a\0b", 3));
    CHECK(secret.reveal() == std::string_view("a\0b", 3));
    CHECK(secret.size() == 3);
    CHECK_FALSE(secret.empty());
}

TEST_CASE("a moved secret leaves nothing behind")
{
    SecretString from("hunter2");
    const char *bytes = from.reveal().data();
    const SecretString to(std::move(from));
    CHECK(to.reveal().data() == bytes); // moved, not copied
    CHECK(from.empty());                // NOLINT(bugprone-use-after-move): that is the test
    SecretString assigned("old");
    assigned = SecretString("new");
    CHECK(assigned.reveal() == "new");
}

TEST_CASE("an empty secret has no bytes")
{
    CHECK(SecretString().empty());
    CHECK(SecretString("").empty());
    CHECK(SecretString(std::size_t{0}).reveal().empty());
}
