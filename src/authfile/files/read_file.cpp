// SPDX-License-Identifier: MIT
#include "authfile/files/read_file.hpp"

#include "authfile/files/document.hpp"
#include "base/read_file.hpp"

#include <utility>

namespace cppsecret::authfile {

std::optional<FileContent> read_file(const std::string &path)
{
    FileRules rules;
    rules.limit = file_size_limit;
    rules.is_absent_below_file = false; // an error to the tools
    const auto file = FileReader::open(path, rules);
    if (!file)
        return std::nullopt;
    FileContent content;
    content.stamp = FileStamp::from(file->status());
    SecretString buffer(file->size());
    const std::size_t filled = file->read(buffer.writable());
    content.bytes = filled == buffer.size() ? std::move(buffer)
                                            : SecretString(buffer.reveal().substr(0, filled));
    return content;
}

} // namespace cppsecret::authfile
