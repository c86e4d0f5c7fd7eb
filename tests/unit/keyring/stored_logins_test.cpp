// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/common/keyring.hpp"
#include "keyring/stored_logins.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

namespace {

/// A keyring of which only what list_unlocked() needs is there.
class Locked : public Keyring {
public:
    explicit Locked(std::optional<Errc> obstacle, bool stays = false)
        : obstacle_(obstacle), stays_(stays)
    {
    }

    void unlock() override
    {
        ++unlocked;
        if (!stays_)
            obstacle_.reset();
    }
    Listing list() override
    {
        if (obstacle_)
            return {{{"seen.example", "u"}}, Error(*obstacle_, "why")};
        return {{{"seen.example", "u"}, {"a.example", "newest"}, {"https://A.example/v2/", "old"}},
                {}};
    }

    std::optional<Credential> get(const ServerKey &) override { throw unexpected(); }
    void store(const Credential &) override { throw unexpected(); }
    void erase(const ServerKey &) override { throw unexpected(); }
    Listing list_with_times() override { throw unexpected(); }
    bool has_account(const ServerKey &, const std::string &) override { throw unexpected(); }
    std::optional<Credential> get_account(const ServerKey &, const std::string &) override
    {
        throw unexpected();
    }
    void store_account(const std::string &, const Credential &) override { throw unexpected(); }
    bool erase_account(const ServerKey &, const std::string &) override { throw unexpected(); }
    AccountListing accounts() override { throw unexpected(); }

    int unlocked = 0;

private:
    static Error unexpected() { return Error(Errc::System, "nobody needs this"); }

    std::optional<Errc> obstacle_;
    bool stays_;
};

} // namespace

TEST_CASE("a keyring is unlocked if that is what hides its logins, and no secret is read")
{
    struct Row {
        std::optional<Errc> obstacle;
        bool stays;
        int unlocked;
        std::size_t logins;
    };
    for (const Row &row :
         {Row{{}, false, 0, 2}, Row{Errc::Locked, false, 1, 2}, Row{Errc::Locked, true, 1, 1},
          Row{Errc::NoCollection, false, 0, 1}, Row{Errc::ProviderFailed, false, 0, 1}}) {
        Locked keyring(row.obstacle, row.stays);
        const Listing listing = list_unlocked(keyring);
        CHECK(keyring.unlocked == row.unlocked);
        CHECK(listing.logins.size() == row.logins);
        CHECK(listing.incomplete.has_value() == (row.logins == 1));
    }
}

TEST_CASE("of several logins of a registry the newest is left")
{
    Locked keyring(std::nullopt);
    const std::vector<Login> logins = list_unlocked(keyring).logins;
    REQUIRE(logins.size() == 2);
    CHECK(logins[1].username == "newest");
}
