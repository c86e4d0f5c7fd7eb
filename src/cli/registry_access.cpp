// SPDX-License-Identifier: MIT
#include "cli/registry_access.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "machine/read_settings.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace cppsecret::cli {

namespace {

constexpr int longest_timeout = 3600;

std::chrono::seconds parse_seconds(const std::string &text)
{
    int seconds = 0;
    const char *const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, seconds);
    if (error != std::errc() || last != end || seconds < 1 || seconds > longest_timeout)
        throw Error(Errc::Usage, "--timeout is a number of seconds from 1 to 3600, not '" +
                                     one_line(text) + "'");
    return std::chrono::seconds(seconds);
}

} // namespace

void declare_access(Options &options, AccessOptions &wanted)
{
    options.choice("--tls-verify", {"true", "false"}, wanted.tls_verify,
                   "false: take any certificate, and plain HTTP where there is no TLS (default: "
                   "what registries.conf says)");
    options.text("--cert-dir", "FOLDER", wanted.cert_dir,
                 "Certificates of the registry, in place of certs.d");
    options.text("--timeout", "SECONDS", wanted.timeout,
                 "How long one request may take (default: 30)");
}

RegistryAccess::RegistryAccess(const AccessOptions &wanted)
{
    const authfile::Environment environment = authfile::environment_of_process();
    conf_ = machine::read_registries_conf_as_tools(environment);
    if (wanted.tls_verify)
        tls_verify_ = *wanted.tls_verify == "true";
    if (wanted.timeout) {
        settings_.limits.request = parse_seconds(*wanted.timeout);
        settings_.limits.connect = std::min(settings_.limits.connect, settings_.limits.request);
    }
    settings_.places = machine::certs_places_as_tools(environment);
    settings_.cert_dir = wanted.cert_dir;
}

bool RegistryAccess::is_insecure(const std::string &name) const
{
    if (tls_verify_)
        return !*tls_verify_;
    const authfile::RegistryEntry *const entry = authfile::find_entry(conf_.registries, name);
    return entry != nullptr && entry->is_insecure;
}

std::string insecurity_warning(const std::string &registry)
{
    return "the certificate of '" + registry +
           "' is not verified, and plain HTTP is taken where it has none: who is in between can "
           "read the login";
}

} // namespace cppsecret::cli
