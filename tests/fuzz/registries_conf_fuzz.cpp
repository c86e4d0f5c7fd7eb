// SPDX-License-Identifier: MIT
// Any registries.conf: it is read or refused, and in either case the same way twice.
#include "authfile/registries_conf.hpp"
#include "invariant.hpp"

using namespace cppsecret;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view text = test::text_of(bytes, size);
    for (const bool is_drop_in : {false, true}) {
        const auto read = [&] {
            return authfile::parse_credential_helpers(text, "registries.conf", is_drop_in);
        };
        require(test::parsed(read) == test::parsed(read), "one text says one thing");
        const auto entries = test::parsed(
            [&] { return authfile::parse_registry_entries(text, "registries.conf", is_drop_in); });
        require(!entries || entries->size() <= size, "there are no more entries than bytes");
    }
    return 0;
}
