// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/common/account_view.hpp"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <stdlib.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

namespace {

/// What is in a keyring: "user:secret" by registry, or by account and registry.
struct Contents {
    std::map<std::string, std::string> logins;
    std::map<std::string, std::string> accounts;
    int calls = 0; ///< to the keyring, each with its time
};

Credential credential_of(const std::string &server, const std::string &text)
{
    const auto colon = text.find(':');
    return {server, text.substr(0, colon), SecretString(text.substr(colon + 1))};
}

std::string text_of(const Credential &credential)
{
    return credential.username + ":" + std::string(credential.secret.reveal());
}

/// A keyring in memory.
class PlainKeyring : public Keyring {
public:
    explicit PlainKeyring(Contents &contents) : contents_(contents) {}

    void unlock() override { const OneCall call(*this); }
    std::optional<Credential> get(const ServerKey &key) override
    {
        const OneCall call(*this);
        return find(contents_.logins, key.identity(), key.as_given());
    }
    void store(const Credential &credential) override
    {
        const OneCall call(*this);
        contents_.logins[ServerKey(credential.server).identity()] = text_of(credential);
    }
    void erase(const ServerKey &key) override
    {
        const OneCall call(*this);
        contents_.logins.erase(key.identity());
    }
    Listing list() override
    {
        Listing listing;
        for (const auto &[server, login] : contents_.logins)
            listing.logins.push_back({server, credential_of(server, login).username});
        return listing;
    }
    Listing list_with_times() override { return list(); }
    bool has_account(const ServerKey &key, const std::string &name) override
    {
        const OneCall call(*this);
        return contents_.accounts.contains(name + " " + key.identity());
    }
    std::optional<Credential> get_account(const ServerKey &key, const std::string &name) override
    {
        const OneCall call(*this);
        return find(contents_.accounts, name + " " + key.identity(), key.as_given());
    }
    void store_account(const std::string &name, const Credential &credential) override
    {
        const OneCall call(*this);
        contents_.accounts[name + " " + ServerKey(credential.server).identity()] =
            text_of(credential);
    }
    bool erase_account(const ServerKey &key, const std::string &name) override
    {
        const OneCall call(*this);
        return contents_.accounts.erase(name + " " + key.identity()) > 0;
    }
    AccountListing accounts() override { return {}; }

private:
    void begin_call() override { ++contents_.calls; }
    static std::optional<Credential> find(const std::map<std::string, std::string> &place,
                                          const std::string &key, const std::string &server)
    {
        const auto found = place.find(key);
        if (found == place.end())
            return std::nullopt;
        return credential_of(server, found->second);
    }

    Contents &contents_;
};

/// What the view of the account "work" gives for a registry.
std::string seen(Contents &contents, const std::string &server)
{
    AccountView view(std::make_unique<PlainKeyring>(contents), "work");
    const auto credential = view.get(ServerKey(server));
    return credential ? text_of(*credential) : "nothing";
}

Contents example()
{
    return {{{"a.example", "ann:active"}, {"b.example", "bob:active"}},
            {{"work a.example", "eve:account"}, {"home b.example", "ivy:account"}}};
}

} // namespace

TEST_CASE("a view gets the account where there is one, and the active login elsewhere")
{
    Contents contents = example();
    CHECK(seen(contents, "a.example") == "eve:account");
    CHECK(seen(contents, "https://A.example/v2/") == "eve:account");
    CHECK(seen(contents, "b.example") == "bob:active");
    CHECK(seen(contents, "c.example") == "nothing");
}

TEST_CASE("a view stores in the account where there is one, and else as ever")
{
    Contents contents = example();
    AccountView view(std::make_unique<PlainKeyring>(contents), "work");
    view.store(credential_of("https://a.example", "eve:new"));
    view.store(credential_of("b.example", "bob:new"));
    view.store(credential_of("c.example", "cid:new"));
    CHECK(contents.accounts["work a.example"] == "eve:new");
    CHECK(contents.logins["a.example"] == "ann:active");
    CHECK(contents.logins["b.example"] == "bob:new");
    CHECK(contents.logins["c.example"] == "cid:new");
    CHECK(contents.accounts.size() == 2);
}

TEST_CASE("a view erases the account first, and the active login once there is none")
{
    Contents contents = example();
    AccountView view(std::make_unique<PlainKeyring>(contents), "work");
    view.erase(ServerKey("a.example"));
    CHECK_FALSE(contents.accounts.contains("work a.example"));
    CHECK(contents.logins.contains("a.example"));
    view.erase(ServerKey("a.example"));
    CHECK_FALSE(contents.logins.contains("a.example"));
    view.erase(ServerKey("b.example"));
    CHECK_FALSE(contents.logins.contains("b.example"));
    CHECK(contents.accounts.contains("home b.example"));
}

TEST_CASE("what a view does for one call is one call of the keyring behind it")
{
    struct Row {
        const char *what;
        std::function<void(Keyring &)> member;
        int calls;
    };
    const ServerKey other("b.example");
    const std::array<Row, 6> rows{{
        {"get", [&](Keyring &view) { static_cast<void>(view.get(other)); }, 1},
        {"store", [](Keyring &view) { view.store(credential_of("b.example", "bob:new")); }, 1},
        {"store_all",
         [](Keyring &view) {
             std::vector<Credential> logins;
             logins.push_back(credential_of("a.example", "ann:new"));
             logins.push_back(credential_of("b.example", "bob:new"));
             view.store_all(logins, [](std::size_t) {});
         },
         2},
        {"erase", [&](Keyring &view) { view.erase(other); }, 1},
        {"unlock", [](Keyring &view) { view.unlock(); }, 1},
        {"two of them",
         [&](Keyring &view) {
             static_cast<void>(view.get(other));
             view.erase(other);
         },
         2},
    }};
    for (const Row &row : rows) {
        CAPTURE(row.what);
        Contents contents = example();
        AccountView of_account(std::make_unique<PlainKeyring>(contents), "work");
        ForwardingKeyring before_it(
            std::make_unique<AccountView>(std::make_unique<PlainKeyring>(contents), "work"));
        row.member(of_account);
        CHECK(contents.calls == row.calls);
        row.member(before_it);
        CHECK(contents.calls == 2 * row.calls);
    }
}

TEST_CASE("a call that fails ends too")
{
    class Failing : public PlainKeyring {
    public:
        using PlainKeyring::PlainKeyring;
        std::optional<Credential> get_account(const ServerKey &, const std::string &) override
        {
            const OneCall call(*this);
            throw Error(Errc::TimedOut, "too late");
        }
    };
    Contents contents = example();
    AccountView view(std::make_unique<Failing>(contents), "work");
    for (int calls = 1; calls <= 2; ++calls) {
        CHECK_THROWS_AS(static_cast<void>(view.get(ServerKey("a.example"))), Error);
        CHECK(contents.calls == calls);
    }
}

TEST_CASE("a view lists the active logins")
{
    Contents contents = example();
    AccountView view(std::make_unique<PlainKeyring>(contents), "work");
    CHECK(view.list().logins.size() == 2);
    CHECK(view.list().logins.front().username == "ann");
    CHECK(view.list_with_times().logins.size() == 2);
}

TEST_CASE("an account has a name that a person can read and type")
{
    for (const std::string name : {"work", "a", "two words", "é 🔑", "list"})
        CHECK(is_account_name(name));
    CHECK(is_account_name(std::string(100, 'x')));
    for (const std::string name : {"", " x", "x ", "-x", "a\nb", "\x1b[1m", "\xff"}) {
        CAPTURE(name);
        CHECK_FALSE(is_account_name(name));
    }
    CHECK_FALSE(is_account_name(std::string(101, 'x')));
}

TEST_CASE("CPPSECRET_ACCOUNT names an account, or is refused")
{
    CHECK_FALSE(account_from_environment());
    ::setenv("CPPSECRET_ACCOUNT", "", 1);
    CHECK_FALSE(account_from_environment());
    ::setenv("CPPSECRET_ACCOUNT", "work", 1);
    CHECK(account_from_environment() == "work");
    ::setenv("CPPSECRET_ACCOUNT", "-x", 1);
    CHECK_THROWS_WITH_AS(static_cast<void>(account_from_environment()),
                         "CPPSECRET_ACCOUNT is not the name of an account", Error);
    ::unsetenv("CPPSECRET_ACCOUNT");
}
