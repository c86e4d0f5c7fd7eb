// SPDX-License-Identifier: MIT
#include "cli/trust_probe.hpp"

#include "base/error.hpp"
#include "credential/registry_name.hpp"
#include "registry/handshake.hpp"
#include "registry/server_chain.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace cppsecret::cli {

namespace {

registry::Url url_of(const std::string &host)
{
    auto url = registry::Url::parse("https://" + address_of(host) + "/v2/");
    if (!url)
        throw Error(Errc::Usage, "'" + host + "' is no address of a registry",
                    "try: cppsecret trust --help");
    return std::move(*url);
}

} // namespace

TrustProbe::TrustProbe(const std::string &host, registry::TrustPlaces places)
    : host_(require_host(host)),
      url_(url_of(host_)),
      places_(std::move(places)),
      access_(AccessOptions())
{
}

std::string TrustProbe::authority_path() const
{
    return places_.front() + "/" + host_ + "/" + registry::authority_file;
}

registry::Trust TrustProbe::read_trust() const
{
    return registry::read_trust(host_, places_, std::nullopt);
}

registry::Reply TrustProbe::ask(const registry::Trust &trust) const
{
    return registry::send({url_, {}, {}, std::make_shared<const registry::TlsSettings>(trust.tls)},
                          access_.settings().limits);
}

std::variant<Chain, registry::Failure> TrustProbe::fetch_chain(const registry::Trust &trust) const
{
    return registry::fetch_chain(url_, trust.tls, access_.settings().limits);
}

registry::TlsAdvice TrustProbe::advice_on(registry::TlsProblem problem,
                                          const registry::Trust &trust) const
{
    auto shown = fetch_chain(trust);
    const auto *chain = std::get_if<Chain>(&shown);
    return registry::advice_for(problem, host_, host_, chain == nullptr ? Chain() : *chain, trust);
}

} // namespace cppsecret::cli
