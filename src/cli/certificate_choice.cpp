// SPDX-License-Identifier: MIT
#include "cli/certificate_choice.hpp"

#include "base/command.hpp"
#include "base/error.hpp"
#include "base/read_file.hpp"
#include "base/text.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/time_text.hpp"
#include "registry/certificate.hpp"

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
        append_listed(names, name);
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

std::string name_of(const Certificate &certificate)
{
    return in_ticks(registry::common_name_of(certificate.subject)) + " (SHA-256 " +
           certificate.fingerprint + ")";
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
    return rules_.from ? take_from(*rules_.from) : fetch(now);
}

Chain CertificateChoice::take_from(const std::string &file) const
{
    const std::optional<std::string> text = read_file(file, registry::certificate_file);
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
                    "if it is one in DER: " +
                        Command("openssl x509 -inform DER -out ca.pem").option("-in", file).text());
    for (const Certificate &certificate : chain)
        terminal_.print("'" + one_line(file) + "' holds\n" + described(certificate));
    if (!rules_.fingerprint)
        return chain;
    const Certificate *const match = find_match(chain);
    if (match == nullptr)
        throw no_match(in_ticks(file) + " holds", chain);
    leave_out_all_but(*match, chain);
    return {*match};
}

/// What the server shows, after a person or the fingerprint has agreed; nothing if it is trusted
/// already.
Chain CertificateChoice::fetch(const registry::Trust &now) const
{
    const registry::Reply reply = probe_.ask(now);
    const bool is_trusted = !is_about_authority(reply, now);
    if (is_trusted && !rules_.fingerprint) {
        say_trusted_already();
        return {};
    }
    const Chain chain = fetch_chain(now);
    if (rules_.fingerprint)
        return match_shown(chain, now, is_trusted);
    const Certificate &chosen = *registry::certificate_to_trust(chain);
    show(chain);
    if (!chosen.is_self_signed)
        terminal_.warn("the server does not send the certificate of its authority: what can be "
                       "trusted is '" +
                           registry::common_name_of(chosen.subject) +
                           "', and only until that is replaced",
                       "get the authority's certificate and use --from FILE");
    refuse_invalid(chain, now);
    confirm(chosen);
    return {chosen};
}

/// What the server shows, which is not empty.
Chain CertificateChoice::fetch_chain(const registry::Trust &now) const
{
    auto shown = probe_.fetch_chain(now);
    if (const auto *failure = std::get_if<Failure>(&shown))
        throw Error(Errc::System,
                    "'" + probe_.host() + "' shows no certificate: " + failure->message,
                    asks_for_file);
    if (std::get<Chain>(shown).empty())
        throw Error(Errc::Input, "'" + probe_.host() + "' shows no certificate that can be read",
                    asks_for_file);
    return std::get<Chain>(std::move(shown));
}

/// The certificate with the fingerprint, if the server is trusted by it alone; nothing if it is
/// trusted already.
Chain CertificateChoice::match_shown(const Chain &chain, const registry::Trust &now,
                                     bool is_trusted) const
{
    const Chain known = registry::parse_certificates(now.tls.authorities);
    const Certificate *match = find_match(chain);
    if (match == nullptr && is_trusted) // servers need not send their authority
        match = find_match(known);
    const bool is_right = match != nullptr && registry::is_vouched_for(chain, *match, known);
    if (is_trusted && is_right) {
        say_trusted_already();
        return {};
    }
    show(chain);
    if (!is_trusted)
        refuse_invalid(chain, now);
    if (match == nullptr)
        throw no_match(in_ticks(probe_.host()) + " shows", chain);
    if (!is_right)
        throw Error(Errc::Failed,
                    in_ticks(registry::common_name_of(match->subject)) +
                        " did not sign the certificate of " + in_ticks(probe_.host()) +
                        "; nothing was changed",
                    "ask the registry's owner who signed it: somebody may be in between");
    if (!match->is_self_signed)
        terminal_.warn(in_ticks(registry::common_name_of(match->subject)) +
                           " is trusted only until the registry replaces it",
                       "to keep the trust, use the fingerprint of its authority");
    leave_out_all_but(*match, chain);
    return {*match};
}

void CertificateChoice::say_trusted_already() const
{
    terminal_.print("'" + probe_.host() + "' is trusted already\n");
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
    throw Error(Errc::Failed, advice.reason, advice.hint);
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
        throw Error(Errc::Failed, advice.reason, advice.hint);
    }
}

void CertificateChoice::show(const Chain &chain) const
{
    std::string text = "'" + probe_.host() + "' shows\n";
    for (const Certificate &certificate : chain)
        text += described(certificate) + (&certificate == &chain.back() ? "" : "\n");
    terminal_.print(text);
}

/// The certificate with the fingerprint; null if none has it.
const Certificate *CertificateChoice::find_match(const Chain &chain) const
{
    const std::string digits = only_digits_of(*rules_.fingerprint);
    const auto match =
        std::find_if(chain.begin(), chain.end(), [&digits](const Certificate &certificate) {
            return only_digits_of(certificate.fingerprint) == digits;
        });
    return match == chain.end() ? nullptr : &*match;
}

Error CertificateChoice::no_match(const std::string &holder, const Chain &chain)
{
    std::string names;
    for (const Certificate &certificate : chain)
        append_listed(names, name_of(certificate));
    return {Errc::Failed, holder + " no certificate with this fingerprint; nothing was changed",
            "ask the registry's owner whether one of these is right: " + names};
}

void CertificateChoice::leave_out_all_but(const Certificate &match, const Chain &chain) const
{
    for (const Certificate &certificate : chain)
        if (certificate.fingerprint != match.fingerprint)
            terminal_.print("left out: " + name_of(certificate) + "\n");
}

void CertificateChoice::confirm(const Certificate &chosen) const
{
    if (!terminal_.can_ask())
        throw Error(Errc::Usage, "nobody can be asked whether this certificate is the right one",
                    "use --fingerprint with what the registry's owner has told you, or --from "
                    "FILE");
    if (!terminal_.confirm("Is '" + one_line(registry::common_name_of(chosen.subject)) +
                           "' with this fingerprint what its owner has told you? Trust it for "
                           "'" +
                           probe_.host() + "'?"))
        throw Error(Errc::Dismissed, "nothing was changed");
}

} // namespace cppsecret::cli
