// SPDX-License-Identifier: MIT
#include "registry/tls_advice.hpp"

#include "base/command.hpp"
#include "base/text.hpp"

#include <array>
#include <cstdint>
#include <ctime>

namespace cppsecret::registry {

namespace {

std::string day_of(std::int64_t seconds)
{
    const auto time = static_cast<std::time_t>(seconds);
    std::tm fields{};
    std::array<char, 32> text{};
    ::gmtime_r(&time, &fields);
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &fields)};
}

std::string list_of(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        append_listed(text, in_ticks(name));
    return text;
}

/// Which file would make the registry trusted, and why one that is there does not.
std::string hint_for_authority(const std::string &registry, const std::vector<Certificate> &chain,
                               const Trust &trust)
{
    const std::string file = trust.folder_to_write + "/" + authority_file;
    if (!trust.other_folders.empty() && trust.folder.empty())
        return "rename " + in_ticks(trust.other_folders.front()) + " to " +
               in_ticks(trust.folder_to_write) + ": the name and the port must match exactly";
    if (!trust.empty_files.empty())
        return "there is no certificate in PEM in " + in_ticks(trust.empty_files.front());
    const Certificate *const top = certificate_to_trust(chain);
    const bool has_authority = top != nullptr && top->is_self_signed;
    const Command command(has_authority ? Command("cppsecret trust")
                                        : Command("cppsecret trust --from FILE"));
    return std::string("put the certificate") +
           (has_authority ? "" : " of the authority that has signed it") + " into " +
           in_ticks(file) + ", or run " + command.operand(registry).in_ticks();
}

std::string hint_for_client(const Trust &trust)
{
    return "put one into '" + trust.folder_to_write + "/client.cert' and its key into '" +
           trust.folder_to_write + "/client.key'";
}

/// The certificate that is not valid at this time; null if there is none.
const Certificate *invalid_one(const std::vector<Certificate> &chain)
{
    const std::int64_t now = std::time(nullptr);
    for (const Certificate &certificate : chain)
        if (certificate.ends < now || certificate.begins > now)
            return &certificate;
    return nullptr;
}

} // namespace

TlsAdvice advice_for(TlsProblem problem, const std::string &server, const std::string &registry,
                     const std::vector<Certificate> &chain, const Trust &trust)
{
    const std::string of_server = "the certificate of " + in_ticks(server);
    const Certificate *const invalid = invalid_one(chain);
    switch (problem) {
    case TlsProblem::SelfSigned:
        return {of_server + " is self-signed, and nobody has said to trust it",
                hint_for_authority(registry, chain, trust)};
    case TlsProblem::UnknownAuthority:
        return {of_server + " is signed by " +
                    (chain.empty() ? std::string("an authority")
                                   : in_ticks(common_name_of(chain.back().issuer))) +
                    ", which is not trusted",
                hint_for_authority(registry, chain, trust)};
    case TlsProblem::WrongName:
        return {of_server + " is for " +
                    (chain.empty() || chain.front().names.empty() ? std::string("another name")
                                                                  : list_of(chain.front().names)) +
                    " and not for it",
                "use one of these names, or have the registry get a certificate for this one"};
    case TlsProblem::NoName:
        return {of_server + " has no subjectAltName, only a common name, which podman and docker "
                            "refuse",
                "have the registry get a certificate with a subjectAltName"};
    case TlsProblem::Expired:
        return {invalid == nullptr
                    ? of_server + " has expired"
                    : of_server + " has expired: '" + common_name_of(one_line(invalid->subject)) +
                          "' was valid until " + day_of(invalid->ends),
                "have the registry renew it; no file of certs.d makes it valid"};
    case TlsProblem::NotYetValid:
        return {of_server + " is not valid yet" +
                    (invalid == nullptr ? std::string() : ", but from " + day_of(invalid->begins)),
                "is the clock of this machine right?"};
    case TlsProblem::CertificateRequired:
        return {in_ticks(server) + " asks for a certificate of the client", hint_for_client(trust)};
    case TlsProblem::CertificateRefused:
        return {in_ticks(server) + " refuses the certificate of the client, " +
                    in_ticks(trust.tls.certificate_file),
                "replace it and its key with a pair that the registry knows"};
    case TlsProblem::Other:
        break;
    }
    return {of_server + " cannot be verified", hint_for_authority(registry, chain, trust)};
}

const Certificate *certificate_to_trust(const std::vector<Certificate> &chain)
{
    for (const Certificate &certificate : chain)
        if (certificate.is_self_signed)
            return &certificate;
    return chain.empty() ? nullptr : &chain.back();
}

} // namespace cppsecret::registry
