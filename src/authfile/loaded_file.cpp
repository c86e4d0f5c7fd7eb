// SPDX-License-Identifier: MIT
#include "authfile/loaded_file.hpp"

#include <utility>

namespace cppsecret::authfile {

LoadedFile load_file(const Location &location)
{
    LoadedFile file{location, std::nullopt, std::nullopt, std::nullopt};
    try {
        auto content = read_file(location.path);
        if (!content)
            return file;
        file.stamp = content->stamp;
        file.document = Document::parse(std::move(content->bytes), location.path, location.format);
    } catch (const Error &error) {
        file.problem = error;
    }
    return file;
}

} // namespace cppsecret::authfile
