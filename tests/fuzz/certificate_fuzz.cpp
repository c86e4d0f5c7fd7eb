// SPDX-License-Identifier: MIT
// Any certificates, as PEM or as the DER in it: what is shown of them is what is written where they
// are trusted, and none vouches for a server by itself.
#include "invariant.hpp"
#include "registry/certificate.hpp"
#include "registry/tls_advice.hpp"

#include <string>
#include <vector>

#include <glib.h>

using namespace cppsecret;
using namespace cppsecret::registry;
using test::require;

namespace {

constexpr std::size_t fingerprint_size = 32 * 3 - 1;

/// The text that a server's certificate comes in.
std::string pem_of(const std::uint8_t *bytes, std::size_t size)
{
    gchar *const base64 = g_base64_encode(bytes, size);
    const std::string text(base64);
    g_free(base64);
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < text.size(); at += 64)
        pem += text.substr(at, 64) + "\n";
    return pem + "-----END CERTIFICATE-----\n";
}

bool is_same(const Certificate &one, const Certificate &other)
{
    return one.subject == other.subject && one.issuer == other.issuer &&
           one.begins == other.begins && one.ends == other.ends &&
           one.fingerprint == other.fingerprint && one.names == other.names &&
           one.is_self_signed == other.is_self_signed && one.is_authority == other.is_authority;
}

void check(const Certificate &certificate)
{
    require(certificate.fingerprint.size() == fingerprint_size, "it has a fingerprint");
    const std::vector<Certificate> again = parse_certificates(certificate.pem);
    require(again.size() == 1 && is_same(again.front(), certificate),
            "what is written is what was judged");
    require(certificate.subject.find('\n') == std::string::npos &&
                certificate.issuer.find('\n') == std::string::npos,
            "names are one line");
    require(common_name_of(certificate.subject).size() <= certificate.subject.size(),
            "a common name is part of the name");
}

void try_text(std::string_view pem)
{
    constexpr std::size_t enough = 4; // verifying takes its time
    const auto certificates = test::parsed([&] { return parse_certificates(pem); });
    if (!certificates)
        return;
    for (const Certificate &certificate : *certificates)
        check(certificate);
    if (certificates->empty() || certificates->size() > enough)
        return;
    for (const Certificate &anchor : *certificates)
        static_cast<void>(is_vouched_for(*certificates, anchor, {}));
    const Certificate *const top = certificate_to_trust(*certificates);
    require(top == nullptr ||
                (top >= certificates->data() && top < certificates->data() + certificates->size()),
            "what is to be trusted is one that was shown");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    try_text(test::text_of(bytes, size));
    try_text(pem_of(bytes, size));
    return 0;
}
