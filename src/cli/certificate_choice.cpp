// SPDX-License-Identifier: MIT
#include "cli/certificate_choice.hpp"

#include "base/error.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/table.hpp"
#include "cli/time_text.hpp"
#include "registry/text_file.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <utility>
#include <variant>

namespace cppsecret::cli {

namespace {

using registry::Certificate;
using registry::Failure;
using registry::TlsProblem;

std::string described(const Certificate &certificate)
{
    std::string names;
    for (const std::string &name : certificate.names)
        names += (names.empty() ? "" : ", ") + name;
    const auto time = [](std::int64_t seconds) {
        return local_time(static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)));
    };
    return format_table({{"  subject", certificate.subject},
                         {"  issuer", certificate.is_self_signed ? "itself" : certificate.issuer},
                         {"  names", names.empty() ? "-" : names},
                         {"  valid", time(certificate.begins) + " to " + time(certificate.ends)},
                         {"  SHA-256", certificate.fingerprint}});
}

std::string only_digits_of(const std::string &fingerprint)
{
    std::string digits = to_lower(fingerprint);
    if (digits.starts_with("sha256"))
        digits.erase(0, 6);
    std::erase_if(digits, [](char c) { return c == ':' || c == ' ' || c == '='; });
    return digits;
}

constexpr const char *asks_for_file =
    "ask the registry's owner for the certificate of its authority, and name it: --from FILE";

} // namespace

CertificateChoice::CertificateChoice(const Terminal &terminal, const TrustProbe &probe, Rules rules)
    : terminal_(terminal), probe_(probe), rules_(std::move(rules))
{
}

Chain CertificateChoice::choose(const registry::Trust &now) const
{
    return rules_.from ? read_file(*rules_.from) : fetch(now);
}

Chain CertificateChoice::read_file(const std::string &file) const
{
    const std::optional<std::string> text = registry::read_text_file(file);
    if (!text)
        throw Error(Errc::System, "'" + file + "' does not exist",
                    "name the file with the certificate, in PEM");
    Chain chain;
    try {
        chain = registry::parse_certificates(*text);
    } catch (const Error &error) {
        throw Error(Errc::Input, "'" + file + "' cannot be used: " + error.what(),
                    "ask the registry's owner for the certificate of its authority, in PEM");
    }
    if (chain.empty())
        throw Error(Errc::Input, "'" + file + "' holds no certificate in PEM",
                    "if it is one in DER: openssl x509 -inform DER -in " + shell_word(file) +
                        " -out ca.pem");
    for (const Certificate &certificate : chain)
        terminal_.print("'" + one_line(file) + "' holds\n" + described(certificate));
    check_fingerprint(chain);
    return chain;
}

/// What the server shows, after a person has agreed; nothing if it is trusted already.
Chain CertificateChoice::fetch(const registry::Trust &now) const
{
    const registry::Reply reply = probe_.ask(now);
    if (!is_about_authority(reply, now)) {
        terminal_.print("'" + probe_.host() + "' is trusted already\n");
        return {};
    }
    auto shown = probe_.fetch_chain(now);
    if (const auto *failure = std::get_if<Failure>(&shown))
        throw Error(Errc::System,
                    "'" + probe_.host() + "' shows no certificate: " + failure->message,
                    asks_for_file);
    const auto &chain = std::get<Chain>(shown);
    const Certificate *const chosen = registry::certificate_to_trust(chain);
    if (chosen == nullptr)
        throw Error(Errc::Input, "'" + probe_.host() + "' shows no certificate that can be read",
                    asks_for_file);
    show(chain, *chosen);
    refuse_invalid(chain, now);
    check_fingerprint({*chosen});
    if (!rules_.fingerprint)
        confirm(*chosen);
    return {*chosen};
}

/// False if the connection is trusted. Throws Error where no certificate would help.
bool CertificateChoice::is_about_authority(const registry::Reply &reply,
                                           const registry::Trust &trust) const
{
    const auto *failure = std::get_if<Failure>(&reply);
    if (failure == nullptr || failure->kind == Failure::Kind::Nonsense)
        return false;
    if (failure->kind != Failure::Kind::NotTrusted)
        throw Error(
            Errc::System, "'" + probe_.host() + "' shows no certificate: " + failure->message,
            "see that the registry is running and HOST is right, or name a file: --from FILE");
    if (failure->tls_problem == TlsProblem::SelfSigned ||
        failure->tls_problem == TlsProblem::UnknownAuthority)
        return true;
    const auto advice = probe_.advice_on(failure->tls_problem, trust);
    throw Error(Errc::Input, advice.reason, advice.hint);
}

/// Throws Error for a chain that no trust makes valid.
void CertificateChoice::refuse_invalid(const Chain &chain, const registry::Trust &trust) const
{
    const std::int64_t now = std::time(nullptr);
    for (const Certificate &certificate : chain) {
        if (certificate.ends >= now && certificate.begins <= now)
            continue;
        const auto problem = certificate.ends < now ? TlsProblem::Expired : TlsProblem::NotYetValid;
        const auto advice =
            registry::advice_for(problem, probe_.host(), probe_.host(), chain, trust);
        throw Error(Errc::Input, advice.reason, advice.hint);
    }
}

void CertificateChoice::show(const Chain &chain, const Certificate &chosen) const
{
    std::string text = "'" + probe_.host() + "' shows\n";
    for (const Certificate &certificate : chain)
        text += described(certificate) + (&certificate == &chain.back() ? "" : "\n");
    terminal_.print(text);
    if (!chosen.is_self_signed)
        terminal_.warn("the server does not send the certificate of its authority: what can be "
                       "trusted is '" +
                           registry::common_name_of(chosen.subject) +
                           "', and only until that is replaced",
                       "get the authority's certificate and say --from FILE");
}

void CertificateChoice::check_fingerprint(const Chain &chosen) const
{
    if (!rules_.fingerprint)
        return;
    const bool is_known =
        std::any_of(chosen.begin(), chosen.end(), [this](const Certificate &certificate) {
            return only_digits_of(certificate.fingerprint) == only_digits_of(*rules_.fingerprint);
        });
    if (!is_known)
        throw Error(Errc::Input,
                    "the certificate is not the one with this fingerprint, and "
                    "nothing was changed",
                    "it has " + chosen.front().fingerprint);
}

void CertificateChoice::confirm(const Certificate &chosen) const
{
    if (!terminal_.can_ask())
        throw Error(Errc::Usage, "nobody can be asked whether this certificate is the right one",
                    "say --fingerprint with what the registry's owner has told you, or --from "
                    "FILE");
    if (!terminal_.confirm("Is '" + one_line(registry::common_name_of(chosen.subject)) +
                           "' with this fingerprint what its owner has told you? Trust it for "
                           "'" +
                           probe_.host() + "'?"))
        throw Error(Errc::Dismissed, "nothing was changed");
}

} // namespace cppsecret::cli
