// SPDX-License-Identifier: MIT
// Any header WWW-Authenticate: nothing crashes, and what was read is what a challenge can be.
#include "registry/challenge.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cppsecret::registry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view header(reinterpret_cast<const char *>(bytes), size); // NOLINT
    for (const Challenge &challenge : parse_challenges(header)) {
        if (challenge.scheme.empty() || (!challenge.value.empty() && !challenge.parameters.empty()))
            std::abort();
        for (const auto &[name, value] : challenge.parameters)
            if (name.empty() || value.size() > size)
                std::abort();
    }
    return 0;
}
