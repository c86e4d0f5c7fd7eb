// SPDX-License-Identifier: MIT
// cppsecret trust: has the container tools trust the certificate of a registry.
#include "base/atomic_file.hpp"
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/read_file.hpp"
#include "base/text.hpp"
#include "cli/certificate_choice.hpp"
#include "cli/command.hpp"
#include "cli/trust_probe.hpp"
#include "client/program_path.hpp"
#include "machine/finding.hpp"
#include "machine/read_settings.hpp"
#include "machine/sudo.hpp"
#include "registry/certificate.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace cppsecret::cli {

namespace {

struct Wanted {
    std::string host;
    std::optional<std::string> from;
    bool fetch = false;
    std::optional<std::string> fingerprint;
};

constexpr const char *try_help = "try: cppsecret trust --help";

bool contains(const Chain &certificates, const registry::Certificate &certificate)
{
    return std::any_of(certificates.begin(), certificates.end(),
                       [&](const registry::Certificate &other) {
                           return other.fingerprint == certificate.fingerprint;
                       });
}

/// The command, for the tools that look into these folders.
class Trusting {
public:
    Trusting(const Terminal &terminal, const Wanted &wanted, registry::TrustPlaces places)
        : terminal_(terminal), wanted_(wanted), probe_(wanted.host, std::move(places))
    {
    }

    /// `chosen` is asked for while it is empty.
    void run(Chain &chosen)
    {
        const registry::Trust before = probe_.read_trust();
        const bool is_first = chosen.empty();
        if (is_first) {
            const CertificateChoice choice(terminal_, probe_, {wanted_.from, wanted_.fingerprint});
            chosen = choice.choose(before);
        }
        if (chosen.empty())
            return;
        const std::string path = probe_.authority_path();
        write(path, chosen);
        tell_of_other_folders(before, path);
        if (is_first)
            tell_of_docker(path);
        prove(path, chosen);
    }

private:
    /// Adds the certificates to those that the file has.
    void write(const std::string &path, const Chain &chosen) const
    {
        std::string content = read_file(path, registry::certificate_file).value_or("");
        const Chain known = registry::parse_certificates(content);
        if (!content.empty() && !content.ends_with('\n'))
            content += '\n';
        bool is_new = false;
        for (const registry::Certificate &certificate : chosen)
            if (!contains(known, certificate)) {
                content += certificate.pem;
                is_new = true;
            }
        if (!is_new) {
            terminal_.print("'" + path + "' holds it already\n");
            return;
        }
        AtomicFile file(path, MissingFolders::Make);
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
    }

    void tell_of_docker(const std::string &path) const
    {
        if (client::find_program("docker"))
            terminal_.hint("docker's daemon reads /etc/docker/certs.d only: " +
                           machine::as_root(Command("install -D")
                                                .operand(path)
                                                .operand("/etc/docker/certs.d/" + probe_.host() +
                                                         "/" + registry::authority_file))
                               .text());
    }

    void prove(const std::string &path, const Chain &chosen) const
    {
        const registry::Trust now = probe_.read_trust();
        const registry::Reply reply = probe_.ask(now);
        const auto *failure = std::get_if<registry::Failure>(&reply);
        if (failure == nullptr || failure->kind == registry::Failure::Kind::Nonsense) {
            if (wanted_.fingerprint)
                require_vouched_for(chosen.front(), now);
            terminal_.print("'" + probe_.host() + "' is trusted now\n");
            return;
        }
        if (failure->kind != registry::Failure::Kind::NotTrusted) {
            terminal_.warn("'" + probe_.host() + "' could not be asked: " + failure->message);
            return;
        }
        const auto advice = probe_.advice_on(failure->tls_problem, now);
        throw Error(Errc::Failed,
                    "'" + path + "' did not make the connection trusted: " + advice.reason,
                    advice.hint);
    }

    /// Throws Error if the connection is trusted, but not by this certificate.
    void require_vouched_for(const registry::Certificate &certificate,
                             const registry::Trust &now) const
    {
        const auto shown = probe_.fetch_chain(now);
        const auto *chain = std::get_if<Chain>(&shown);
        if (chain == nullptr ||
            !registry::is_vouched_for(*chain, certificate,
                                      registry::parse_certificates(now.tls.authorities)))
            throw Error(Errc::Failed,
                        in_ticks(registry::common_name_of(certificate.subject)) +
                            " is trusted now, but did not sign the certificate of " +
                            in_ticks(probe_.host()),
                        "ask the registry's owner who signed it: somebody may be in between");
    }

    const Terminal &terminal_;
    const Wanted &wanted_;
    TrustProbe probe_;
};

ExitStatus trust(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
    if (wanted.host.empty())
        throw Error(Errc::Usage, "name a HOST", try_help);
    if (wanted.from && wanted.fetch)
        throw Error(Errc::Usage, "--from and --fetch exclude each other", try_help);
    Chain chosen; // once for all
    for (registry::TrustPlaces &places :
         machine::certs_places_of_tools(authfile::environment_of_process()))
        Trusting(terminal, wanted, std::move(places)).run(chosen);
    return ExitStatus::Done;
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
                 "Do not ask, but trust the certificate with this fingerprint alone");
    options.more_help("Adds to ca.crt in ~/.config/containers/certs.d/HOST, which podman, buildah, "
                      "skopeo and this program\nread. Compare the fingerprint with what the "
                      "registry's owner tells you: whoever is in between can\nshow a certificate.");
    return [wanted](const Terminal &terminal) { return trust(terminal, *wanted); };
}

} // namespace cppsecret::cli
