// SPDX-License-Identifier: MIT
// How a Handshake ends, in words.
#include "base/command.hpp"
#include "base/text.hpp"
#include "registry/handshake.hpp"
#include "registry/token.hpp"

#include <string_view>
#include <utility>

namespace cppsecret::registry {

namespace {

/// The command that logs in to a server, over plain HTTP too if it is there.
Command login_command(const Url &server)
{
    constexpr std::string_view default_port = ":443";
    std::string registry = server.authority();
    if (server.is_https() && registry.ends_with(default_port))
        registry.resize(registry.size() - default_port.size());
    const Command login("cppsecret login");
    return (server.is_https() ? login : login.with("--tls-verify=false")).operand(registry);
}

} // namespace

std::string Handshake::speaker() const
{
    return party_of(stage_) == Party::TokenServer
               ? "the token server '" + one_line(current_->authority()) + "'"
               : "the registry";
}

std::string Handshake::what_was_shown() const
{
    return is_identity_token(credential_) ? "the identity token" : "this user or password";
}

Verdict Handshake::verdict(Outcome outcome, std::string reason, std::string hint)
{
    Verdict verdict;
    verdict.outcome = outcome;
    verdict.reason = outcome == Outcome::Accepted ? std::move(note_) : std::move(reason);
    verdict.hint = std::move(hint);
    verdict.asks_no_login = outcome == Outcome::Accepted && asks_no_login_;
    verdict.was_exposed = was_exposed_;
    verdict.renewed_token = std::move(renewed_token_);
    return verdict;
}

Verdict Handshake::verdict_on(const Response &response)
{
    const std::string status = " (" + std::to_string(response.status) + ")";
    if (response.status == 429)
        return verdict(Outcome::Failed, speaker() + " is asked too often" + status,
                       response.retry_after
                           ? "repeat it in " + std::to_string(response.retry_after->count()) +
                                 " seconds"
                           : "repeat it later");
    if (response.status == 404 && stage_ == Stage::Ping)
        return verdict(Outcome::Failed, "what answers is no registry: there is no /v2/" + status);
    if (response.status >= 500)
        return verdict(Outcome::Failed, speaker() + " is out of order" + status, "repeat it later");
    return verdict(Outcome::Failed,
                   speaker() + " answers with the status " + std::to_string(response.status));
}

Verdict Handshake::verdict_on(const Failure &failure)
{
    const std::string start = party_of(stage_) == Party::TokenServer ? speaker() + ": " : "";
    switch (failure.kind) {
    case Failure::Kind::Unreachable:
    case Failure::Kind::TimedOut:
        return verdict(Outcome::Unreachable, start + failure.message);
    case Failure::Kind::Nonsense:
        return verdict(Outcome::Failed, start + failure.message);
    case Failure::Kind::NotTls:
        return verdict(Outcome::NotTrusted, start + failure.message,
                       "for plain HTTP use --tls-verify=false, or set 'insecure = true' for it in "
                       "registries.conf");
    case Failure::Kind::NotTrusted:
        break;
    }
    Verdict distrust = verdict(Outcome::NotTrusted, start + failure.message);
    distrust.tls_problem = failure.tls_problem;
    distrust.tls_server = current_;
    return distrust;
}

Verdict Handshake::verdict_on_move(const Url &there, const std::string &why)
{
    const Party party = party_of(stage_);
    return verdict(Outcome::Failed,
                   speaker() + " redirects to " + in_ticks(there.origin()) + why +
                       "; the login is sent to " + in_ticks(origins_.origin_of(party)) + " only",
                   party == Party::Registry
                       ? "if that is the registry you mean: " + login_command(there).text()
                       : std::string());
}

} // namespace cppsecret::registry
