// SPDX-License-Identifier: MIT
#include "authfile/files/loaded_file.hpp"

namespace cppsecret::authfile {

namespace {

/// The document of docker's file that has something behind it; nothing if that is not its problem.
std::optional<Document> without_rest(const SecretString &bytes, const Location &location)
{
    const std::string_view value = json::first_value(bytes.reveal());
    if (value.empty() || value.size() == bytes.size())
        return std::nullopt;
    try {
        return Document::parse(SecretString(value), location.path, location.format);
    } catch (const Error &) {
        return std::nullopt;
    }
}

} // namespace

LoadedFile load_file(const Location &location)
{
    LoadedFile file{location, std::nullopt, std::nullopt, std::nullopt};
    std::optional<FileContent> content;
    try {
        content = read_file(location.path);
        if (!content)
            return file;
        file.stamp = content->stamp;
        file.document =
            Document::parse(SecretString(content->bytes.reveal()), location.path, location.format);
    } catch (const Error &error) {
        file.problem = error;
        if (content && has_dockers_form(location.format))
            file.document = without_rest(content->bytes, location);
    }
    return file;
}

} // namespace cppsecret::authfile
