// SPDX-License-Identifier: MIT
// cppsecret trust: has the container tools trust the certificate of a registry.
#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/finding.hpp"
#include "cli/hosts.hpp"
#include "cli/our_entries.hpp"
#include "cli/registry_access.hpp"
#include "cli/table.hpp"
#include "cli/time_text.hpp"
#include "client/program_path.hpp"
#include "registry/certificate.hpp"
#include "registry/handshake.hpp"
#include "registry/server_chain.hpp"
#include "registry/text_file.hpp"
#include "registry/tls_advice.hpp"
#include "registry/transfers.hpp"
#include "registry/trust_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cppsecret::cli {

namespace {

using registry::Certificate;
using registry::Failure;
using registry::TlsProblem;

using Chain = std::vector<Certificate>;

struct Wanted {
    std::string host;
    std::optional<std::string> from;
    bool fetch = false;
    std::optional<std::string> fingerprint;
};

constexpr const char *try_help = "try: cppsecret trust --help";

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

bool contains(const Chain &certificates, const Certificate &certificate)
{
    return std::any_of(certificates.begin(), certificates.end(), [&](const Certificate &other) {
        return other.fingerprint == certificate.fingerprint;
    });
}

/// One run of the command.
class Trusting {
public:
    Trusting(const Terminal &terminal, const Wanted &wanted)
        : terminal_(terminal),
          wanted_(wanted),
          host_(parse_host(wanted.host)),
          address_(registry::address_of(host_)),
          access_(AccessOptions()),
          url_(registry::Url::parse("https://" + address_ + "/v2/"))
    {
        if (!url_)
            throw Error(Errc::Usage, "'" + host_ + "' is no address of a registry", try_help);
    }

    void run()
    {
        const registry::Trust before = read_trust();
        const Chain chosen = wanted_.from ? read_file() : fetch(before);
        if (chosen.empty())
            return;
        const std::string path =
            access_.settings().places.front() + "/" + host_ + "/" + registry::authority_file;
        write(path, chosen);
        tell_of_other_folders(before, path);
        prove(path);
    }

private:
    [[nodiscard]] registry::Trust read_trust() const
    {
        return registry::read_trust(host_, access_.settings().places, std::nullopt);
    }

    [[nodiscard]] Chain read_file() const
    {
        const std::string &file = *wanted_.from;
        const std::optional<std::string> text = registry::read_text_file(file);
        if (!text)
            throw Error(Errc::System, "'" + file + "' does not exist");
        Chain chain;
        try {
            chain = registry::parse_certificates(*text);
        } catch (const Error &error) {
            throw Error(Errc::Input, "'" + file + "' cannot be used: " + error.what());
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
    [[nodiscard]] Chain fetch(const registry::Trust &before) const
    {
        const registry::Reply reply = ask(before);
        if (!is_about_authority(reply, before)) {
            terminal_.print("'" + host_ + "' is trusted already\n");
            return {};
        }
        auto shown = registry::fetch_chain(*url_, before.tls, access_.settings().limits);
        if (const auto *failure = std::get_if<Failure>(&shown))
            throw Error(Errc::System, "'" + host_ + "' shows no certificate: " + failure->message);
        const auto &chain = std::get<Chain>(shown);
        const Certificate *const chosen = registry::certificate_to_trust(chain);
        if (chosen == nullptr)
            throw Error(Errc::Input, "'" + host_ + "' shows no certificate that can be read");
        show(chain, *chosen);
        refuse_invalid(chain, before);
        check_fingerprint({*chosen});
        if (!wanted_.fingerprint)
            confirm(*chosen);
        return {*chosen};
    }

    [[nodiscard]] registry::Reply ask(const registry::Trust &trust) const
    {
        return registry::send(
            {*url_, {}, {}, std::make_shared<const registry::TlsSettings>(trust.tls)},
            access_.settings().limits);
    }

    /// False if the connection is trusted. Throws Error where no certificate would help.
    [[nodiscard]] bool is_about_authority(const registry::Reply &reply,
                                          const registry::Trust &trust) const
    {
        const auto *failure = std::get_if<Failure>(&reply);
        if (failure == nullptr || failure->kind == Failure::Kind::Nonsense)
            return false;
        if (failure->kind != Failure::Kind::NotTrusted)
            throw Error(Errc::System, "'" + host_ + "' shows no certificate: " + failure->message);
        if (failure->tls_problem == TlsProblem::SelfSigned ||
            failure->tls_problem == TlsProblem::UnknownAuthority)
            return true;
        const auto advice = advice_on(failure->tls_problem, trust);
        throw Error(Errc::Input, advice.reason, advice.hint);
    }

    [[nodiscard]] registry::TlsAdvice advice_on(TlsProblem problem,
                                                const registry::Trust &trust) const
    {
        auto shown = registry::fetch_chain(*url_, trust.tls, access_.settings().limits);
        const auto *chain = std::get_if<Chain>(&shown);
        return registry::advice_for(problem, host_, host_, chain == nullptr ? Chain() : *chain,
                                    trust);
    }

    /// Throws Error for a chain that no trust makes valid.
    void refuse_invalid(const Chain &chain, const registry::Trust &trust) const
    {
        const std::int64_t now = std::time(nullptr);
        for (const Certificate &certificate : chain) {
            if (certificate.ends >= now && certificate.begins <= now)
                continue;
            const auto problem =
                certificate.ends < now ? TlsProblem::Expired : TlsProblem::NotYetValid;
            const auto advice = registry::advice_for(problem, host_, host_, chain, trust);
            throw Error(Errc::Input, advice.reason, advice.hint);
        }
    }

    void show(const Chain &chain, const Certificate &chosen) const
    {
        std::string text = "'" + host_ + "' shows\n";
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

    void check_fingerprint(const Chain &chosen) const
    {
        if (!wanted_.fingerprint)
            return;
        const bool is_known =
            std::any_of(chosen.begin(), chosen.end(), [this](const Certificate &certificate) {
                return only_digits_of(certificate.fingerprint) ==
                       only_digits_of(*wanted_.fingerprint);
            });
        if (!is_known)
            throw Error(Errc::Input,
                        "the certificate is not the one with this fingerprint, and "
                        "nothing was changed",
                        "it has " + chosen.front().fingerprint);
    }

    void confirm(const Certificate &chosen) const
    {
        if (!terminal_.can_ask())
            throw Error(Errc::Usage,
                        "nobody can be asked whether this certificate is the right one",
                        "say --fingerprint with what the registry's owner has told you, or --from "
                        "FILE");
        if (!terminal_.confirm("Is '" + one_line(registry::common_name_of(chosen.subject)) +
                               "' with this fingerprint what its owner has told you? Trust it for "
                               "'" +
                               host_ + "'?"))
            throw Error(Errc::Dismissed, "nothing was changed");
    }

    /// Adds the certificates to those that the file has.
    void write(const std::string &path, const Chain &chosen) const
    {
        std::string content = registry::read_text_file(path).value_or("");
        const Chain known = registry::parse_certificates(content);
        if (!content.empty() && !content.ends_with('\n'))
            content += '\n';
        bool is_new = false;
        for (const Certificate &certificate : chosen)
            if (!contains(known, certificate)) {
                content += certificate.pem;
                is_new = true;
            }
        if (!is_new) {
            terminal_.print("'" + path + "' holds it already\n");
            return;
        }
        make_private_folders(folder_of(resolve_links(path)));
        AtomicFile file(path);
        file.write(content);
        file.commit();
        terminal_.print("written: " + path + "\n");
    }

    void tell_of_other_folders(const registry::Trust &before, const std::string &path) const
    {
        if (!before.folder.empty() && before.folder != folder_of(path))
            terminal_.warn("'" + before.folder +
                               "' is not read any more: the first folder that is "
                               "there counts alone",
                           "copy what you need of it to '" + folder_of(path) + "'");
        if (client::find_program("docker"))
            terminal_.hint("docker's daemon reads /etc/docker/certs.d only: " +
                           as_root("install -D " + shell_word(path) + " " +
                                   shell_word("/etc/docker/certs.d/" + host_ + "/" +
                                              registry::authority_file)));
    }

    void prove(const std::string &path) const
    {
        const registry::Trust now = read_trust();
        const registry::Reply reply = ask(now);
        const auto *failure = std::get_if<Failure>(&reply);
        if (failure == nullptr || failure->kind == Failure::Kind::Nonsense) {
            terminal_.print("'" + host_ + "' is trusted now\n");
            return;
        }
        if (failure->kind != Failure::Kind::NotTrusted) {
            terminal_.warn("'" + host_ + "' could not be asked: " + failure->message);
            return;
        }
        const auto advice = advice_on(failure->tls_problem, now);
        throw Error(Errc::Input, "'" + path + "' does not do it: " + advice.reason, advice.hint);
    }

    const Terminal &terminal_;
    const Wanted &wanted_;
    std::string host_;
    std::string address_;
    RegistryAccess access_;
    std::optional<registry::Url> url_;
};

void trust(const Terminal &terminal, const Wanted &wanted)
{
    refuse_sudo();
    if (wanted.host.empty())
        throw Error(Errc::Usage, "name a HOST", try_help);
    if (wanted.from && wanted.fetch)
        throw Error(Errc::Usage, "--from and --fetch exclude each other", try_help);
    Trusting(terminal, wanted).run();
}

} // namespace

Action declare_trust(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.argument("HOST", wanted->host, "Registry: host or host:port, as in the images' names");
    options.text("--from", "FILE", wanted->from, "The certificate in PEM of its authority");
    options.flag("--fetch", wanted->fetch,
                 "Take what the server shows, after a question (this is the default)");
    options.text("--fingerprint", "SHA256", wanted->fingerprint,
                 "Do not ask, but trust this one alone");
    options.more_help("Adds to ca.crt in ~/.config/containers/certs.d/HOST, which podman, buildah, "
                      "skopeo and this program\nread. Compare the fingerprint with what the "
                      "registry's owner tells you: whoever is in between can\nshow a certificate.");
    return [wanted](const Terminal &terminal) { trust(terminal, *wanted); };
}

} // namespace cppsecret::cli
