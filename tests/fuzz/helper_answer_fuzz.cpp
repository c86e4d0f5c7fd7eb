// SPDX-License-Identifier: MIT
// Any answer of another helper: nothing is made up, and nothing behind the first value counts.
#include "client/helper_answer.hpp"
#include "invariant.hpp"
#include "json/tree.hpp"

using namespace cppsecret;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view text = test::text_of(bytes, size);
    const SecretString answer(text);
    const SecretString first(json::first_value(text));
    const auto login = client::login_in(answer, "r.example");
    const auto again = client::login_in(first, "r.example");
    require(login.has_value() == again.has_value(), "the first value is the answer");
    if (login) {
        require(login->server == "r.example", "the server is the one that was asked for");
        require(login->username.size() <= size && login->secret.size() <= size,
                "a login is part of the answer");
        require(login->username == again->username &&
                    login->secret.reveal() == again->secret.reveal(),
                "the login is that of the first value");
    }
    const auto users = client::users_in(answer);
    require(users == client::users_in(first), "the first value is the list");
    require(!users || users->size() <= size, "there are no more logins than bytes");
    return 0;
}
