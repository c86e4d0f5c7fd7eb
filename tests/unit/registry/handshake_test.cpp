// SPDX-License-Identifier: MIT
#include "credential/registry_name.hpp"
#include "registry/handshake.hpp"
#include "unit/registry/escapes.hpp"

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::registry;

namespace {

constexpr const char *bearer =
    R"(Bearer realm="https://auth.example/token",service="the registry",scope="a:b:c d:e:f")";

Response answer(int status, std::vector<std::string> challenges = {}, std::string body = {})
{
    Response response;
    response.status = status;
    response.challenges = std::move(challenges);
    response.body = std::move(body);
    return response;
}

Response redirection(int status, const std::string &location)
{
    Response response;
    response.status = status;
    response.location = location;
    return response;
}

/// What was asked, as "GET address [authorization]" or "POST address form".
std::string described(const Request &request)
{
    std::string text = request.form.empty() ? "GET " : "POST ";
    text += request.url.text();
    if (!request.authorization.empty())
        text.append(" ").append(request.authorization.reveal());
    if (!request.form.empty())
        text.append(" ").append(request.form.reveal());
    return with_capital_escapes(text);
}

/// A handshake with a made-up registry.
class Play {
public:
    explicit Play(bool is_insecure = false, const std::string &user = "ann",
                  const std::string &secret = "pa55", const std::string &registry = "r.example")
        : target_{registry, address_of(registry), is_insecure, tls(is_insecure)},
          credential_{registry, user, SecretString(std::string_view(secret))},
          handshake_(target_, credential_)
    {
        take(handshake_.begin());
    }

    Play &reply(Reply reply)
    {
        REQUIRE_FALSE(verdict_);
        take(handshake_.go_on(std::move(reply)));
        return *this;
    }
    Play &fails(Failure::Kind kind) { return reply(Failure{kind, "words"}); }

    [[nodiscard]] const std::string &asked() const { return asked_; }
    [[nodiscard]] const Verdict &verdict() const
    {
        REQUIRE(verdict_);
        return *verdict_;
    }
    [[nodiscard]] bool is(Outcome outcome, const std::string &reason) const
    {
        CHECK(verdict().reason == reason);
        return verdict().outcome == outcome;
    }

private:
    static std::shared_ptr<const TlsSettings> tls(bool is_insecure)
    {
        TlsSettings settings;
        settings.is_verified = !is_insecure;
        return std::make_shared<const TlsSettings>(settings);
    }

    void take(Handshake::Step step)
    {
        asked_.clear();
        if (auto *verdict = std::get_if<Verdict>(&step))
            verdict_ = std::move(*verdict);
        else
            asked_ = described(std::get<Request>(step));
    }

    Target target_;
    Credential credential_;
    Handshake handshake_;
    std::string asked_;
    std::optional<Verdict> verdict_;
};

} // namespace

TEST_CASE("Basic: the login is shown once it is asked for, to HTTPS")
{
    Play play;
    CHECK(play.asked() == "GET https://r.example/v2/");
    play.reply(answer(401, {R"(Basic realm="x")"}));
    CHECK(play.asked() == "GET https://r.example/v2/ Basic YW5uOnBhNTU=");
    SUBCASE("accepted")
    {
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK_FALSE(play.verdict().was_exposed);
        CHECK_FALSE(play.verdict().asks_no_login);
    }
    SUBCASE("refused")
    {
        CHECK(play.reply(answer(401, {"Basic"}))
                  .is(Outcome::Refused, "the registry refuses this user or password"));
    }
    SUBCASE("forbidden")
    {
        CHECK(play.reply(answer(403))
                  .is(Outcome::Refused, "the registry refuses this user or password"));
    }
    SUBCASE("out of order")
    {
        CHECK(play.reply(answer(502)).is(Outcome::Failed, "the registry is out of order (502)"));
    }
}

TEST_CASE("Bearer: a token is fetched with the password and shown to the registry")
{
    Play play;
    play.reply(answer(401, {bearer}));
    CHECK(play.asked() == "GET https://auth.example/token?account=ann&client_id=cppsecret"
                          "&service=the%20registry&scope=a%3Ab%3Ac&scope=d%3Ae%3Af "
                          "Basic YW5uOnBhNTU=");
    SUBCASE("token")
    {
        play.reply(answer(200, {}, R"({"token":"T1"})"));
        CHECK(play.asked() == "GET https://r.example/v2/ Bearer T1");
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
    }
    SUBCASE("access_token comes first")
    {
        play.reply(answer(200, {}, R"({"token":"T1","access_token":"T2"})"));
        CHECK(play.asked() == "GET https://r.example/v2/ Bearer T2");
        CHECK(play.reply(answer(401))
                  .is(Outcome::Refused, "the registry refuses the token of its token server"));
    }
    SUBCASE("refused")
    {
        CHECK(play.reply(answer(401))
                  .is(Outcome::Refused,
                      "the token server 'auth.example:443' refuses this user or password"));
    }
    for (const char *body : {"", "[]", "{}", R"({"token":7})", R"({"token":""})",
                             R"({"token":"a\r\nX-Evil: b"})", "<html>"})
        SUBCASE(body)
        {
            CHECK(play.reply(answer(200, {}, body))
                      .is(Outcome::Failed, "the token server 'auth.example:443' gives no token"));
        }
}

TEST_CASE("an identity token is posted")
{
    Play play(false, "<token>", "id+tok/en");
    play.reply(answer(401, {"Basic realm=x", bearer}));
    CHECK(play.asked() == "POST https://auth.example/token grant_type=refresh_token"
                          "&client_id=cppsecret&service=the%20registry"
                          "&scope=a%3Ab%3Ac%20d%3Ae%3Af&refresh_token=id%2Btok%2Fen");
    SUBCASE("the same")
    {
        play.reply(answer(200, {}, R"({"access_token":"T","refresh_token":"id+tok/en"})"));
        CHECK(play.asked() == "GET https://r.example/v2/ Bearer T");
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK_FALSE(play.verdict().renewed_token);
    }
    SUBCASE("refused as OAuth2 does")
    {
        CHECK(play.reply(answer(400, {}, R"({"error":"invalid_grant"})"))
                  .is(Outcome::Refused,
                      "the token server 'auth.example:443' refuses the identity token"));
    }
    SUBCASE("moved on the same server")
    {
        play.reply(redirection(308, "/t2"));
        CHECK(play.asked().substr(0, 57) ==
              "POST https://auth.example/t2 grant_type=refresh_token&cli");
    }
    SUBCASE("moved so that it would become a GET")
    {
        CHECK(play.reply(redirection(302, "/t2"))
                  .is(Outcome::Failed,
                      "the token server 'auth.example:443' redirects what it was sent"));
    }
    SUBCASE("moved to another server")
    {
        CHECK(play.reply(redirection(307, "https://evil.example/t"))
                  .is(Outcome::Failed, "the token server 'auth.example:443' redirects to "
                                       "'https://evil.example:443'; the login is sent to "
                                       "'https://auth.example:443' only"));
    }
}

TEST_CASE("a new identity token is handed on if a keyring can hold it, and once it works")
{
    constexpr const char *renewing = R"({"access_token":"T","refresh_token":"new"})";
    constexpr const char *unproven = "the token server 'auth.example:443' gives a new identity "
                                     "token that was not shown to work: the old one stays";
    Play play(false, "<token>", "old");
    play.reply(answer(401, {bearer}));
    SUBCASE("it works")
    {
        play.reply(answer(200, {}, renewing));
        CHECK(play.asked() == "POST https://auth.example/token grant_type=refresh_token"
                              "&client_id=cppsecret&service=the%20registry"
                              "&scope=a%3Ab%3Ac%20d%3Ae%3Af&refresh_token=new");
        play.reply(answer(200, {}, R"({"access_token":"U"})"));
        CHECK(play.asked() == "GET https://r.example/v2/ Bearer T");
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK(play.verdict().renewed_token.value().reveal() == "new");
    }
    SUBCASE("and is used up by that: the newest")
    {
        play.reply(answer(200, {}, renewing));
        play.reply(answer(200, {}, R"({"access_token":"U","refresh_token":"newest"})"));
        CHECK(play.asked() == "GET https://r.example/v2/ Bearer T");
        play.reply(answer(200));
        CHECK(play.verdict().renewed_token.value().reveal() == "newest");
    }
    SUBCASE("the newest cannot be held")
    {
        play.reply(answer(200, {}, renewing));
        play.reply(answer(200, {}, R"({"access_token":"U","refresh_token":"a\u0000b"})"));
        play.reply(answer(200));
        CHECK(play.verdict().renewed_token.value().reveal() == "new");
    }
    SUBCASE("it holds NUL")
    {
        play.reply(answer(200, {}, R"({"access_token":"T","refresh_token":"a\u0000b"})"));
        CHECK(play.asked() == "GET https://r.example/v2/ Bearer T");
        CHECK(play.reply(answer(200))
                  .is(Outcome::Accepted, "the token server 'auth.example:443' gives a new identity "
                                         "token that no keyring can hold: the old one stays"));
        CHECK_FALSE(play.verdict().renewed_token);
    }
    const Reply useless[] = {answer(400, {}, R"({"error":"invalid_grant"})"), answer(200, {}, "{}"),
                             redirection(308, "/t2"), answer(500),
                             Failure{Failure::Kind::TimedOut, "words"}};
    for (std::size_t i = 0; i < std::size(useless); ++i)
        SUBCASE(("it does not work " + std::to_string(i)).c_str())
        {
            play.reply(answer(200, {}, renewing)).reply(useless[i]);
            CHECK(play.asked() == "GET https://r.example/v2/ Bearer T");
            CHECK(play.reply(answer(200)).is(Outcome::Accepted, unproven));
            CHECK_FALSE(play.verdict().renewed_token);
        }
    SUBCASE("the registry refuses the login all the same")
    {
        play.reply(answer(200, {}, renewing)).reply(answer(400));
        CHECK(play.reply(answer(403))
                  .is(Outcome::Refused, "the registry refuses the token of its token server"));
    }
}

TEST_CASE("the origins that see a login")
{
    using Objection = LoginOrigins::Objection;
    struct Row {
        const char *name;
        const char *url;
        Party party;
        bool allows_plain_http;
        Objection objection;
    };
    for (const Row &row : {
             Row{"the registry", "https://r.example/other", Party::Registry, false,
                 Objection::None},
             Row{"its port said", "https://R.example:443/", Party::Registry, false,
                 Objection::None},
             Row{"another port", "https://r.example:444/", Party::Registry, true,
                 Objection::OtherOrigin},
             Row{"another host", "https://r.example.evil/", Party::Registry, true,
                 Objection::OtherOrigin},
             Row{"another scheme", "http://r.example:443/", Party::Registry, true,
                 Objection::OtherOrigin},
             Row{"the token server for the registry", "https://auth.example/", Party::Registry,
                 true, Objection::OtherOrigin},
             Row{"the registry for the token server", "https://r.example/", Party::TokenServer,
                 true, Objection::OtherOrigin},
             Row{"a token server on plain HTTP", "http://auth.example/", Party::TokenServer, false,
                 Objection::PlainHttp},
             Row{"where that is allowed", "http://auth.example/", Party::TokenServer, true,
                 Objection::None},
         }) {
        CAPTURE(row.name);
        LoginOrigins origins(row.allows_plain_http);
        const auto url = Url::parse(row.url);
        REQUIRE(url);
        CHECK(origins.objection_to(*url, row.party) ==
              Objection::OtherOrigin); // nobody has said so
        origins.set(Party::Registry, *Url::parse("https://r.example/v2/"));
        origins.set(Party::TokenServer, *Url::parse("http://auth.example/token"));
        CHECK(origins.objection_to(*url, row.party) == row.objection);
    }
}

TEST_CASE("an identity token is not shown as a password")
{
    Play play(false, "<token>");
    CHECK(play.reply(answer(401, {"Basic realm=x"}))
              .is(Outcome::Refused, "the registry takes no identity tokens"));
}

TEST_CASE("of several challenges the first that is known is answered")
{
    Play play;
    SUBCASE("in one header")
    {
        play.reply(answer(401, {std::string("Negotiate, ") + bearer + ", Basic realm=\"x\""}));
        CHECK(play.asked().starts_with("GET https://auth.example/token?"));
    }
    SUBCASE("in several")
    {
        play.reply(answer(401, {"Negotiate", "Bearer service=\"no realm\"", "Basic realm=x"}));
        CHECK(play.asked() == "GET https://r.example/v2/ Basic YW5uOnBhNTU=");
    }
    SUBCASE("none")
    {
        CHECK(play.reply(answer(401, {"Negotiate", "Digest realm=x"}))
                  .is(Outcome::Failed,
                      "the registry asks for a login by 'negotiate, digest'; Basic and Bearer with "
                      "a realm are what is known"));
    }
    SUBCASE("no challenge at all")
    {
        CHECK(play.reply(answer(401))
                  .is(Outcome::Failed, "the registry asks for a login, but does not say how"));
    }
}

TEST_CASE("the realm has to be on HTTPS, unless the registry is insecure")
{
    const std::string plain = "Bearer realm=\"http://auth.example:81/token\"";
    SUBCASE("plain HTTP is refused")
    {
        Play play;
        CHECK(play.reply(answer(401, {plain}))
                  .is(Outcome::Failed,
                      "the realm that the registry names is on plain HTTP: 'auth.example:81'; the "
                      "login is not sent there"));
    }
    SUBCASE("insecure")
    {
        Play play(true);
        play.reply(answer(401, {plain}));
        CHECK(play.asked().starts_with("GET http://auth.example:81/token?"));
        play.reply(answer(401));
        CHECK(play.verdict().was_exposed);
    }
    for (const char *realm : {"", "auth.example", "ftp://auth.example/", "https://u:p@a.example/"})
        SUBCASE(realm)
        {
            Play play;
            CHECK(play.reply(answer(401, {"Bearer realm=\"" + std::string(realm) + "\""}))
                      .is(Outcome::Failed, "the realm that the registry names is no address"));
        }
}

TEST_CASE("redirections are followed without the login")
{
    Play play;
    SUBCASE("to another path")
    {
        play.reply(redirection(301, "/registry/v2/"));
        CHECK(play.asked() == "GET https://r.example/registry/v2/");
        play.reply(answer(401, {"Basic"}));
        CHECK(play.asked() == "GET https://r.example/registry/v2/ Basic YW5uOnBhNTU=");
        SUBCASE("with the login within one server")
        {
            play.reply(redirection(307, "/other/"));
            CHECK(play.asked() == "GET https://r.example/other/ Basic YW5uOnBhNTU=");
        }
        SUBCASE("but not to another")
        {
            CHECK(play.reply(redirection(307, "https://r.example:444/"))
                      .is(Outcome::Failed, "the registry redirects to 'https://r.example:444'; the "
                                           "login is sent to 'https://r.example:443' only"));
            CHECK(play.verdict().hint ==
                  "if that is the registry you mean: cppsecret login r.example:444");
        }
    }
    SUBCASE("to another host, which gets no login")
    {
        play.reply(redirection(302, "https://evil.example/v2/"));
        CHECK(play.asked() == "GET https://evil.example/v2/");
        CHECK(play.reply(answer(401, {"Basic"}))
                  .is(Outcome::Failed,
                      "the registry redirects to 'https://evil.example:443', which asks for a "
                      "login; the login is sent to 'https://r.example:443' only"));
        CHECK(play.verdict().hint ==
              "if that is the registry you mean: cppsecret login evil.example");
    }
    SUBCASE("to another port of the host, which gets none either")
    {
        play.reply(redirection(302, "https://R.example:444/v2/"));
        CHECK(play.asked() == "GET https://R.example:444/v2/");
        CHECK(play.reply(answer(401, {bearer}))
                  .is(Outcome::Failed,
                      "the registry redirects to 'https://r.example:444', which asks for a login; "
                      "the login is sent to 'https://r.example:443' only"));
        CHECK(play.verdict().hint ==
              "if that is the registry you mean: cppsecret login r.example:444");
    }
    SUBCASE("to another port of the host that lets everybody in")
    {
        play.reply(redirection(302, "https://r.example:444/v2/"));
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK(play.verdict().asks_no_login);
    }
    SUBCASE("to its own port, said")
    {
        play.reply(redirection(302, "https://R.example:443/v2/"));
        play.reply(answer(401, {"Basic"}));
        CHECK(play.asked() == "GET https://R.example:443/v2/ Basic YW5uOnBhNTU=");
    }
    SUBCASE("away and back")
    {
        play.reply(redirection(302, "https://other.example/"));
        play.reply(redirection(302, "https://r.example/v2/"));
        play.reply(answer(401, {"Basic"}));
        CHECK(play.asked() == "GET https://r.example/v2/ Basic YW5uOnBhNTU=");
    }
    SUBCASE("to another host that lets everybody in")
    {
        play.reply(redirection(302, "https://other.example/v2/"));
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK(play.verdict().asks_no_login);
    }
    SUBCASE("to plain HTTP")
    {
        CHECK(play.reply(redirection(302, "http://r.example/v2/"))
                  .is(Outcome::Failed, "the registry redirects to plain HTTP: 'r.example:80'"));
    }
    SUBCASE("without end")
    {
        for (int i = 0; i < 5; ++i)
            play.reply(redirection(302, "/v2/"));
        CHECK(play.reply(redirection(302, "/v2/"))
                  .is(Outcome::Failed, "the registry redirects to nowhere"));
    }
    SUBCASE("without an address")
    {
        CHECK(play.reply(redirection(302, ""))
                  .is(Outcome::Failed, "the registry redirects to nowhere"));
    }
}

TEST_CASE("the login for an insecure registry goes to the origin of its first connection only")
{
    Play play(true);
    SUBCASE("not from HTTPS to plain HTTP")
    {
        play.reply(redirection(302, "http://r.example/v2/"));
        CHECK(play.asked() == "GET http://r.example/v2/");
        CHECK(play.reply(answer(401, {"Basic"}))
                  .is(Outcome::Failed,
                      "the registry redirects to 'http://r.example:80', which asks for a login; "
                      "the login is sent to 'https://r.example:443' only"));
        CHECK(play.verdict().hint ==
              "if that is the registry you mean: cppsecret login --tls-verify=false r.example:80");
        CHECK_FALSE(play.verdict().was_exposed);
    }
    SUBCASE("not from HTTPS to plain HTTP that lets everybody in")
    {
        play.reply(redirection(302, "http://r.example/v2/"));
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK_FALSE(play.verdict().was_exposed);
    }
    SUBCASE("not with the login")
    {
        play.reply(answer(401, {"Basic"}));
        CHECK(play.reply(redirection(307, "http://r.example/v2/"))
                  .is(Outcome::Failed, "the registry redirects to 'http://r.example:80'; the login "
                                       "is sent to 'https://r.example:443' only"));
    }
    SUBCASE("after the first answer plain HTTP is not tried any more")
    {
        play.reply(redirection(302, "/elsewhere/"));
        CHECK(play.asked() == "GET https://r.example/elsewhere/");
        CHECK(play.fails(Failure::Kind::Unreachable).is(Outcome::Unreachable, "words"));
    }
    SUBCASE("that is plain HTTP where HTTPS is not there")
    {
        play.fails(Failure::Kind::NotTls);
        SUBCASE("to another path")
        {
            play.reply(redirection(302, "/registry/v2/"));
            play.reply(answer(401, {"Basic"}));
            CHECK(play.asked() == "GET http://r.example/registry/v2/ Basic YW5uOnBhNTU=");
        }
        SUBCASE("not to HTTPS")
        {
            play.reply(redirection(301, "https://r.example/v2/"));
            CHECK(play.reply(answer(401, {"Basic"}))
                      .is(Outcome::Failed,
                          "the registry redirects to 'https://r.example:443', which asks for a "
                          "login; the login is sent to 'http://r.example:80' only"));
            CHECK(play.verdict().hint ==
                  "if that is the registry you mean: cppsecret login r.example");
        }
        SUBCASE("not to another port")
        {
            play.reply(redirection(301, "http://r.example:8080/v2/"));
            play.reply(answer(401, {"Basic"}));
            CHECK(play.verdict().hint == "if that is the registry you mean: cppsecret login "
                                         "--tls-verify=false r.example:8080");
        }
    }
}

TEST_CASE("the login that a redirection would need is told as words of a shell")
{
    Play play;
    SUBCASE("an option")
    {
        play.reply(redirection(302, "https://--no-verify:444/"));
        play.reply(answer(401, {"Basic"}));
        CHECK(play.verdict().hint ==
              "if that is the registry you mean: cppsecret login -- --no-verify:444");
    }
    SUBCASE("an address")
    {
        play.reply(redirection(302, "https://[::1]:444/"));
        play.reply(answer(401, {"Basic"}));
        CHECK(play.verdict().hint ==
              "if that is the registry you mean: cppsecret login '[::1]:444'");
    }
}

TEST_CASE("a registry that asks for no login is asked with one all the same")
{
    Play play;
    play.reply(answer(200));
    CHECK(play.asked() == "GET https://r.example/v2/ Basic YW5uOnBhNTU=");
    SUBCASE("it takes it")
    {
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK(play.verdict().asks_no_login);
    }
    SUBCASE("it refuses it")
    {
        CHECK(play.reply(answer(401, {"Basic"}))
                  .is(Outcome::Refused, "the registry refuses this user or password"));
    }
    SUBCASE("it wants a token")
    {
        play.reply(answer(401, {bearer}));
        CHECK(play.asked().starts_with("GET https://auth.example/token?"));
        play.reply(answer(200, {}, R"({"token":"T"})"));
        CHECK(play.reply(answer(200)).is(Outcome::Accepted, ""));
        CHECK_FALSE(play.verdict().asks_no_login);
    }
}

TEST_CASE("plain HTTP is tried for an insecure registry only, and after HTTPS")
{
    SUBCASE("not for others")
    {
        Play play;
        play.fails(Failure::Kind::NotTls);
        CHECK(play.is(Outcome::NotTrusted, "words"));
        CHECK(play.verdict().hint.find("--tls-verify=false") != std::string::npos);
    }
    SUBCASE("after HTTPS")
    {
        Play play(true);
        CHECK(play.asked() == "GET https://r.example/v2/");
        play.fails(Failure::Kind::NotTls);
        CHECK(play.asked() == "GET http://r.example/v2/");
        play.reply(answer(401, {"Basic"}));
        CHECK(play.asked() == "GET http://r.example/v2/ Basic YW5uOnBhNTU=");
        play.reply(answer(200));
        CHECK(play.is(Outcome::Accepted, ""));
        CHECK(play.verdict().was_exposed);
    }
    SUBCASE("neither")
    {
        Play play(true);
        play.fails(Failure::Kind::Unreachable).fails(Failure::Kind::TimedOut);
        CHECK(play.is(Outcome::Unreachable, "words"));
        CHECK_FALSE(play.verdict().was_exposed);
    }
}

TEST_CASE("answers that say nothing of the login")
{
    struct Row {
        int status;
        std::string reason;
    };
    for (const Row &row : {Row{404, "what answers is no registry: there is no /v2/ (404)"},
                           Row{403, "the registry answers with the status 403"},
                           Row{500, "the registry is out of order (500)"},
                           Row{429, "the registry is asked too often (429)"},
                           Row{204, "the registry answers with the status 204"}}) {
        Play play;
        CHECK(play.reply(answer(row.status)).is(Outcome::Failed, row.reason));
    }
    Play play;
    Response response = answer(429);
    response.retry_after = std::chrono::seconds(17);
    play.reply(response);
    CHECK(play.verdict().hint == "repeat it in 17 seconds");
}

TEST_CASE("failures keep their kind")
{
    const std::pair<Failure::Kind, Outcome> rows[] = {
        {Failure::Kind::Unreachable, Outcome::Unreachable},
        {Failure::Kind::TimedOut, Outcome::Unreachable},
        {Failure::Kind::Nonsense, Outcome::Failed},
        {Failure::Kind::NotTrusted, Outcome::NotTrusted}};
    for (const auto &[kind, outcome] : rows) {
        Play play;
        CHECK(play.fails(kind).is(outcome, "words"));
    }
    Play play;
    play.reply(answer(401, {bearer})).fails(Failure::Kind::Unreachable);
    CHECK(play.is(Outcome::Unreachable, "the token server 'auth.example:443': words"));
}

TEST_CASE("a user with a colon is never sent")
{
    const Play play(false, "a:b");
    CHECK(play.is(Outcome::Refused, "a user name with ':' cannot be shown to a registry"));
}

TEST_CASE("Docker Hub's registry has another name")
{
    const Play play(false, "ann", "pa55", "docker.io");
    CHECK(play.asked() == "GET https://registry-1.docker.io/v2/");
}
