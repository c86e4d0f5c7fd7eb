// SPDX-License-Identifier: MIT
// Any image: the full form of a reference is a reference to the same image.
#include "credential/image_reference.hpp"
#include "invariant.hpp"

#include <string>

using namespace cppsecret;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    std::string problem;
    const auto image = ImageReference::parse(test::text_of(bytes, size), problem);
    require(image.has_value() == problem.empty() && problem.find('\n') == std::string::npos,
            "what is wrong is told in one line");
    if (!image)
        return 0;
    std::string full = image->name();
    if (!image->tag().empty())
        full += ":" + image->tag();
    if (!image->digest().empty())
        full += "@" + image->digest();
    const auto again = ImageReference::parse(full);
    require(again.has_value(), "the full form is a reference");
    require(again->name() == image->name() && again->tag() == image->tag() &&
                again->digest() == image->digest(),
            "the full form is the same image");

    const auto keys = lookup_keys(image->name());
    require(!keys.empty() && keys.front() == image->name() && keys.back() == image->registry(),
            "keys go from the image to its registry");
    for (std::size_t i = 1; i < keys.size(); ++i)
        require(keys[i - 1].compare(0, keys[i].size() + 1, keys[i] + "/") == 0,
                "each key is the folder of the one before");
    return 0;
}
