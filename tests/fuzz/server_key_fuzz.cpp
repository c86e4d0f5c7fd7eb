// SPDX-License-Identifier: MIT
// Any server URL: every spelling of a registry has one identity, which is a spelling of it too.
#include "credential/server_key.hpp"
#include "invariant.hpp"

using namespace cppsecret;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const ServerKey key(test::text_of(bytes, size));
    const ServerKey again(key.identity());
    require(again == key, "the identity is a spelling of the registry");
    require(again.identity() == key.identity(), "the identity of an identity is itself");
    require(key.identity().compare(0, key.host().size(), key.host()) == 0,
            "the identity begins with the host");
    if (key.host().empty())
        require(key.identity() == key.as_given(), "without a host only itself");
    else
        require(ServerKey("https://" + key.identity() + "/") == key,
                "a scheme and '/' do not matter");
    return 0;
}
