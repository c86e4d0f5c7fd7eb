// SPDX-License-Identifier: MIT
// Any answer of a token server: what is taken for a token can stand in a header.
#include "invariant.hpp"
#include "registry/token.hpp"

#include <algorithm>
#include <string>

using namespace cppsecret;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const auto tokens = registry::parse_tokens(std::string(test::text_of(bytes, size)));
    if (!tokens)
        return 0;
    const std::string_view access = tokens->access.reveal();
    require(!access.empty() && access.size() <= size, "a token is part of the answer");
    require(std::none_of(access.begin(), access.end(),
                         [](unsigned char c) { return c <= ' ' || c == 0x7f; }),
            "a token breaks out of no header");
    require(registry::bearer_authorization(tokens->access).reveal() ==
                "Bearer " + std::string(access),
            "the header is the token");
    return 0;
}
