// SPDX-License-Identifier: MIT
#include "registry/trust_folder.hpp"

#include "authfile/registries/certs_places.hpp"
#include "base/error.hpp"
#include "base/path_error.hpp"
#include "base/read_file.hpp"
#include "base/text.hpp"
#include "registry/certificate.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>

namespace cppsecret::registry {

namespace {

std::string join(std::string folder, const std::string &name)
{
    return folder.append("/").append(name);
}

bool exists(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

/// The names in a folder, sorted; none if it cannot be read.
std::vector<std::string> names_in(const std::string &folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        names.push_back(entry->path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

/// host without the port; an IPv6 address keeps its brackets.
std::string_view host_of(std::string_view registry)
{
    const auto colon = registry.rfind(':');
    const bool is_port =
        colon != std::string_view::npos && registry.find(']', colon) == std::string_view::npos;
    return is_port ? registry.substr(0, colon) : registry;
}

std::vector<std::string> other_spellings(const std::string &registry, const TrustPlaces &places)
{
    const std::string host = to_lower(host_of(registry));
    std::vector<std::string> folders;
    for (const std::string &place : places)
        for (const std::string &name : names_in(place))
            if (name != registry && to_lower(host_of(name)) == host)
                folders.push_back(join(place, name));
    return folders;
}

void add_authorities(Trust &trust, const std::string &path)
{
    const std::optional<std::string> text = read_file(path, certificate_file);
    if (!text) // a link to nowhere: the tools pass over it
        return;
    trust.authority_files.push_back(path);
    try {
        const std::vector<Certificate> certificates = parse_certificates(*text);
        if (certificates.empty())
            trust.empty_files.push_back(path);
        for (const Certificate &certificate : certificates)
            trust.tls.authorities += certificate.pem;
    } catch (const Error &error) {
        throw Error(Errc::Input, "'" + path + "' cannot be used: " + error.what(),
                    "replace it with a certificate in PEM, or remove it");
    }
}

void set_client_pair(Trust &trust, const std::string &certificate, const std::string &key)
{
    if (!exists(key))
        throw Error(Errc::Input, "the key '" + key + "' of the client's certificate is missing",
                    "put it there; the certificate of an authority is called *.crt, not *.cert");
    if (trust.tls.certificate_file.empty()) {
        trust.tls.certificate_file = certificate;
        trust.tls.key_file = key;
    }
}

void read_folder(Trust &trust, const std::string &folder)
{
    for (const std::string &name : names_in(folder)) {
        const std::string path = join(folder, name);
        const auto with_ending = [&path](const char *ending) {
            return path.substr(0, path.rfind('.')) + ending;
        };
        if (name.ends_with(".crt"))
            add_authorities(trust, path);
        else if (name.ends_with(".cert"))
            set_client_pair(trust, path, with_ending(".key"));
        else if (name.ends_with(".key") && !exists(with_ending(".cert")))
            throw Error(Errc::Input,
                        "the certificate '" + with_ending(".cert") + "' of the client's key '" +
                            path + "' is missing",
                        "put it there, or remove the key");
    }
}

/// The tools fail at every connection then.
void refuse_file(const std::string &folder)
{
    struct stat status {};
    if (::stat(folder.c_str(), &status) == 0 && !S_ISDIR(status.st_mode))
        throw Error(Errc::Input, "'" + folder + "' is a file; it has to be a folder",
                    authfile::command_for_certs_folder(folder).as_hint(), folder);
}

} // namespace

Trust read_trust(const std::string &registry, const TrustPlaces &places,
                 const std::optional<std::string> &cert_dir)
{
    Trust trust;
    if (cert_dir) {
        trust.folder = trust.folder_to_write = *cert_dir;
    } else {
        for (const std::string &place : places)
            if (trust.folder.empty() && exists(join(place, registry)))
                trust.folder = join(place, registry);
        trust.folder_to_write =
            trust.folder.empty() ? join(places.front(), registry) : trust.folder;
        trust.other_folders = other_spellings(registry, places);
    }
    refuse_file(trust.folder);
    if (!trust.folder.empty())
        read_folder(trust, trust.folder);
    return trust;
}

} // namespace cppsecret::registry
