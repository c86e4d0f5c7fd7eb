// SPDX-License-Identifier: MIT
#include "registry/system_trust.hpp"

#include "base/environment.hpp"
#include "base/read_file.hpp"
#include "registry/certificate.hpp"

#include <optional>

namespace cppsecret::registry {

namespace {

/// The system's certificates as one text, read once.
const std::string &system_certificates(CURL *easy, const std::optional<std::string> &chosen)
{
    static const std::string text = [&] {
        const char *file = chosen ? chosen->c_str() : nullptr;
        if (file == nullptr)
            curl_easy_getinfo(easy, CURLINFO_CAINFO, &file);
        return file == nullptr ? std::string()
                               : read_file(file, certificate_file).value_or("") + "\n";
    }();
    return text;
}

} // namespace

std::string trust_beside_system(CURL *easy, const std::string &authorities)
{
    const auto file = environment("SSL_CERT_FILE");
    const auto folder = environment("SSL_CERT_DIR");
    if (folder)
        curl_easy_setopt(easy, CURLOPT_CAPATH, folder->c_str());
    if (file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, file->c_str());
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
