// SPDX-License-Identifier: MIT
#include "registry/system_trust.hpp"

#include "registry/text_file.hpp"

#include <stdlib.h>

namespace cppsecret::registry {

namespace {

std::string variable(const char *name)
{
    const char *const value = ::secure_getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// The system's certificates as one text, read once.
const std::string &system_certificates(CURL *easy, const std::string &chosen)
{
    static const std::string text = [&] {
        const char *file = chosen.empty() ? nullptr : chosen.c_str();
        if (file == nullptr)
            curl_easy_getinfo(easy, CURLINFO_CAINFO, &file);
        return file == nullptr ? std::string() : read_text_file(file).value_or("") + "\n";
    }();
    return text;
}

} // namespace

std::string trust_beside_system(CURL *easy, const std::string &authorities)
{
    const std::string file = variable("SSL_CERT_FILE");
    const std::string folder = variable("SSL_CERT_DIR");
    if (!folder.empty())
        curl_easy_setopt(easy, CURLOPT_CAPATH, folder.c_str());
    if (!file.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, file.c_str());
    if (authorities.empty())
        return {};
    // what is given in memory takes the place of the file
    std::string all = system_certificates(easy, file) + authorities;
    curl_blob blob{};
    blob.data = all.data();
    blob.len = all.size();
    blob.flags = CURL_BLOB_NOCOPY;
    curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
    return all; // moved, not copied: the text is too long to be kept inside of the string
}

} // namespace cppsecret::registry
