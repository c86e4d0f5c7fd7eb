// SPDX-License-Identifier: MIT
#include "registry/handshake.hpp"

#include "base/text.hpp"
#include "credential/server_key.hpp"
#include "credential/storable.hpp"
#include "registry/token.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::registry {

namespace {

using Objection = LoginOrigins::Objection;

constexpr int redirections_to_follow = 5;

bool is_redirection(int status) noexcept
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// True for what `credential` can answer.
bool is_usable(const Challenge &challenge, bool is_token)
{
    return challenge.scheme == "bearer" ? challenge.find("realm").has_value()
                                        : challenge.scheme == "basic" && !is_token;
}

} // namespace

Handshake::Handshake(const Target &target, const Credential &credential)
    : target_(target), credential_(credential), origins_(target.is_insecure)
{
}

Handshake::Step Handshake::begin()
{
    if (!is_identity_token(credential_) && credential_.username.find(':') != std::string::npos)
        return verdict(Outcome::Refused, "a user name with ':' cannot be shown to a registry");
    const auto first = Url::parse("https://" + target_.address + "/v2/");
    if (!first)
        return verdict(Outcome::Unreachable,
                       in_ticks(target_.name) + " is no address of a registry");
    origins_.set(Party::Registry, *first);
    return ping(*first);
}

Handshake::Step Handshake::ask(Stage stage, Request request)
{
    const bool has_secret = !request.authorization.empty() || !request.form.empty();
    if (has_secret && origins_.objection_to(request.url, party_of(stage)) != Objection::None)
        return verdict_on_move(request.url, {});
    stage_ = stage;
    current_ = request.url;
    request.tls = target_.tls;
    if (has_secret && (!request.url.is_https() || !target_.tls->is_verified))
        was_exposed_ = true;
    return request;
}

Handshake::Step Handshake::ping(const Url &url)
{
    registry_ = url;
    return ask(Stage::Ping, {url, {}, {}, {}});
}

Request Handshake::request_of(Stage stage, const Url &url) const
{
    switch (stage) {
    case Stage::Basic:
        return {url, basic_authorization(credential_), {}, {}};
    case Stage::Final:
        return {url, bearer_authorization(token_), {}, {}};
    case Stage::Token: {
        Request request = token_request(url, challenge_, credential_);
        request.url = url; // a redirection names the whole of it
        return request;
    }
    case Stage::Proof:
        return token_request(url, challenge_, *renewed_);
    case Stage::Ping:
        break;
    }
    return {url, {}, {}, {}};
}

Handshake::Step Handshake::go_on(Reply reply)
{
    if (stage_ == Stage::Proof)
        return after_proof(reply);
    if (const auto *failure = std::get_if<Failure>(&reply))
        return after_failure(*failure);
    const auto &response = std::get<Response>(reply);
    if (is_redirection(response.status))
        return redirected(response);
    switch (stage_) {
    case Stage::Ping:
        return after_ping(response);
    case Stage::Token:
        return after_token(response);
    case Stage::Basic:
    case Stage::Proof:
    case Stage::Final:
        break;
    }
    return after_login(response);
}

Handshake::Step Handshake::redirected(const Response &response)
{
    const std::optional<Url> next = current_->resolve(response.location);
    if (!next || ++redirections_ > redirections_to_follow)
        return verdict(Outcome::Failed, speaker() + " redirects to nowhere");
    if (!next->is_https() && !target_.is_insecure)
        return verdict(Outcome::Failed,
                       speaker() + " redirects to plain HTTP: " + in_ticks(next->authority()));
    if (stage_ == Stage::Ping)
        return ping(*next);
    if (origins_.objection_to(*next, party_of(stage_)) != Objection::None)
        return verdict_on_move(*next, {});
    const bool keeps_method = response.status == 307 || response.status == 308;
    Request again = request_of(stage_, *next);
    if (!again.form.empty() && !keeps_method)
        return verdict(Outcome::Failed, speaker() + " redirects what it was sent");
    return ask(stage_, std::move(again));
}

Handshake::Step Handshake::after_failure(const Failure &failure)
{
    // only where nothing has answered: what answers must not lead the login to plain HTTP
    if (stage_ == Stage::Ping && target_.is_insecure && !failure_of_https_ && redirections_ == 0) {
        failure_of_https_ = failure;
        const auto first = Url::parse("http://" + target_.address + "/v2/");
        origins_.set(Party::Registry, *first);
        return ping(*first);
    }
    // of the two ways that failed the one that has more to say
    if (stage_ == Stage::Ping && failure_of_https_ && failure.kind == Failure::Kind::Unreachable &&
        failure_of_https_->kind != Failure::Kind::NotTls)
        return verdict_on(*failure_of_https_);
    return verdict_on(failure);
}

Party Handshake::party_of(Stage stage) noexcept
{
    return stage == Stage::Token || stage == Stage::Proof ? Party::TokenServer : Party::Registry;
}

bool Handshake::is_at_home() const
{
    return origins_.objection_to(*registry_, Party::Registry) == Objection::None;
}

Handshake::Step Handshake::after_ping(const Response &response)
{
    if (response.status == 200)
        return after_open_door();
    if (response.status != 401)
        return verdict_on(response);
    if (!is_at_home())
        return verdict_on_move(*registry_, ", which asks for a login");
    return after_challenges(response.challenges);
}

Handshake::Step Handshake::after_open_door()
{
    asks_no_login_ = true;
    // one that lets everybody in may still refuse who comes with a wrong password
    if (is_at_home() && !is_identity_token(credential_))
        return ask(Stage::Basic, request_of(Stage::Basic, *registry_));
    return verdict(Outcome::Accepted, {});
}

Handshake::Step Handshake::after_challenges(const std::vector<std::string> &headers)
{
    const bool is_token = is_identity_token(credential_);
    std::string unknown;
    for (const std::string &header : headers)
        for (Challenge &challenge : parse_challenges(header)) {
            if (!is_usable(challenge, is_token)) {
                append_listed(unknown, challenge.scheme);
                continue;
            }
            if (challenge.scheme == "basic")
                return ask(Stage::Basic, request_of(Stage::Basic, *registry_));
            return fetch_token(std::move(challenge));
        }
    if (unknown.empty())
        return verdict(Outcome::Failed, "the registry asks for a login, but does not say how");
    if (is_token && unknown.find("basic") != std::string::npos)
        return verdict(Outcome::Refused, "the registry takes no identity tokens",
                       "log in with a user and a password");
    return verdict(Outcome::Failed, "the registry asks for a login by " + in_ticks(unknown) +
                                        "; Basic and Bearer with a realm are what is known");
}

Handshake::Step Handshake::fetch_token(Challenge challenge)
{
    const std::optional<Url> realm = Url::parse(challenge.find("realm").value_or(""));
    if (!realm)
        return verdict(Outcome::Failed, "the realm that the registry names is no address");
    origins_.set(Party::TokenServer, *realm);
    if (origins_.objection_to(*realm, Party::TokenServer) == Objection::PlainHttp)
        return verdict(Outcome::Failed,
                       "the realm that the registry names is on plain HTTP: " +
                           in_ticks(realm->authority()) + "; the login is not sent there",
                       "use --tls-verify=false to send it all the same");
    challenge_ = std::move(challenge);
    return ask(Stage::Token, token_request(*realm, challenge_, credential_));
}

Handshake::Step Handshake::after_token(const Response &response)
{
    if (response.status == 200) {
        std::optional<Tokens> tokens = parse_tokens(response.body);
        if (!tokens)
            return verdict(Outcome::Failed, speaker() + " gives no token");
        token_ = std::move(tokens->access);
        const bool is_renewed = is_identity_token(credential_) && !tokens->refresh.empty() &&
                                tokens->refresh.reveal() != credential_.secret.reveal();
        return is_renewed ? prove(std::move(tokens->refresh)) : show_token();
    }
    // 400: how OAuth2 refuses a token
    const bool is_refusal = response.status == 401 || response.status == 403 ||
                            (response.status == 400 && is_identity_token(credential_));
    if (!is_refusal)
        return verdict_on(response);
    return verdict(Outcome::Refused, speaker() + " refuses " + what_was_shown());
}

Handshake::Step Handshake::show_token()
{
    return ask(Stage::Final, request_of(Stage::Final, *registry_));
}

Handshake::Step Handshake::prove(SecretString token)
{
    if (!is_storable(token.reveal())) {
        note_ =
            speaker() + " gives a new identity token that no keyring can hold: the old one stays";
        return show_token();
    }
    renewed_ = Credential{credential_.server, credential_.username, std::move(token)};
    return ask(Stage::Proof, request_of(Stage::Proof, *current_));
}

Handshake::Step Handshake::after_proof(const Reply &reply)
{
    const auto *const response = std::get_if<Response>(&reply);
    std::optional<Tokens> tokens;
    if (response != nullptr && response->status == 200)
        tokens = parse_tokens(response->body);
    if (!tokens) {
        note_ =
            speaker() + " gives a new identity token that was not shown to work: the old one stays";
        return show_token();
    }
    renewed_token_ = std::move(renewed_->secret);
    if (is_storable(tokens->refresh.reveal())) // of a server that takes each of them once
        renewed_token_ = std::move(tokens->refresh);
    return show_token();
}

Handshake::Step Handshake::after_login(const Response &response)
{
    if (response.status == 200)
        return verdict(Outcome::Accepted, {});
    if (response.status != 401 && response.status != 403)
        return verdict_on(response);
    if (asks_no_login_)
        for (const std::string &header : response.challenges)
            for (Challenge &challenge : parse_challenges(header))
                if (challenge.scheme == "bearer" && is_usable(challenge, false)) {
                    asks_no_login_ = false; // whoever comes with a login is to fetch a token
                    return fetch_token(std::move(challenge));
                }
    return verdict(Outcome::Refused, stage_ == Stage::Final
                                         ? "the registry refuses the token of its token server"
                                         : "the registry refuses " + what_was_shown());
}

} // namespace cppsecret::registry
