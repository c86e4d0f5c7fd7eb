// SPDX-License-Identifier: MIT
// Keyring::store_all() on a real keyring, that of the session bus; run beside a private one.
#include "base/file_lock.hpp"
#include "base/lock_folder.hpp"
#include "keyring/open_keyring.hpp"

#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace std::chrono_literals;

namespace {

struct Text {
    std::string server;
    std::string username;
    std::string secret;

    friend bool operator==(const Text &, const Text &) = default;
};

std::vector<Credential> credentials_of(const std::vector<Text> &texts)
{
    std::vector<Credential> credentials;
    credentials.reserve(texts.size());
    for (const Text &text : texts)
        credentials.push_back(
            {text.server, text.username, SecretString(std::string_view(text.secret))});
    return credentials;
}

/// Stores them; returns what was reported as stored.
std::vector<std::size_t> store_all(const std::vector<Text> &texts)
{
    std::vector<std::size_t> reported;
    keyring::open_keyring()->store_all(credentials_of(texts),
                                       [&](std::size_t place) { reported.push_back(place); });
    return reported;
}

Text login(const std::string &server)
{
    const auto found = keyring::open_keyring()->get(ServerKey(server));
    return found ? Text{found->server, found->username, std::string(found->secret.reveal())}
                 : Text{};
}

std::size_t count_logins(const std::string &server)
{
    std::size_t count = 0;
    for (const keyring::Login &one : keyring::open_keyring()->list().logins)
        count += ServerKey(one.server) == ServerKey(server) ? 1U : 0U;
    return count;
}

} // namespace

TEST_CASE("many logins are stored, and told one by one")
{
    std::vector<Text> texts;
    std::vector<std::size_t> places;
    for (int i = 0; i < 30; ++i) {
        const std::string number = std::to_string(i);
        texts.push_back({"many-" + number + ".example", "user " + number, "secret " + number});
        places.push_back(places.size());
    }
    CHECK(store_all(texts) == places);
    for (const Text &text : texts)
        CHECK(login(text.server) == text);
    CHECK(store_all({}).empty());
}

TEST_CASE("each becomes the only login of its registry")
{
    store_all({{"https://REPLACED.example/v1/", "old", "1"}, {"kept.example", "same", "2"}});
    store_all({{"replaced.example", "new", "3"}, {"kept.example", "same", "4"}});
    CHECK(login("replaced.example") == Text{"replaced.example", "new", "3"});
    CHECK(login("kept.example") == Text{"kept.example", "same", "4"});
    CHECK(count_logins("replaced.example") == 1);
    CHECK(count_logins("kept.example") == 1);
}

TEST_CASE("of two for one registry the last is left")
{
    store_all({{"twice.example", "first", "1"},
               {"https://twice.example", "second", "2"},
               {"twice.example:443", "third", "3"},
               {"twice.example:443", "third", "4"}});
    CHECK(login("twice.example") == Text{"twice.example:443", "third", "4"});
    CHECK(count_logins("twice.example") == 1);
}

TEST_CASE("a login that is refused ends it; those before it are stored")
{
    std::vector<std::size_t> reported;
    bool is_refused = false; // KeePassXC takes this secret for a reference
    try {
        keyring::open_keyring()->store_all(credentials_of({{"before.example", "u", "1"},
                                                           {"refused.example", "u", "{REF:P@T:x}"},
                                                           {"after.example", "u", "3"}}),
                                           [&](std::size_t place) { reported.push_back(place); });
    } catch (const Error &) {
        is_refused = true;
    }
    CHECK(reported.size() == (is_refused ? 1 : 3));
    CHECK(login("before.example").secret == "1");
    CHECK(count_logins("refused.example") == (is_refused ? 0 : 1));
    CHECK(count_logins("after.example") == (is_refused ? 0 : 1));
}

TEST_CASE("others get their turn while many are stored")
{
    std::promise<void> has_turn;
    const std::future<void> turn = has_turn.get_future();
    std::future<void> other;
    keyring::open_keyring()->store_all(
        credentials_of({{"a.example", "u", "1"}, {"b.example", "u", "2"}, {"c.example", "u", "3"}}),
        [&](std::size_t place) {
            if (place == 0)
                other = std::async(std::launch::async, [&] {
                    const FileLock lock(lock_folder() + "/keyring.lock", Deadline::after(60s));
                    has_turn.set_value();
                });
            if (place < 2) { // longer than a turn
                const auto waited = turn.wait_for(2500ms);
                CHECK((place == 1 || waited == std::future_status::timeout));
            }
        });
    CHECK(turn.wait_for(0s) == std::future_status::ready);
}
