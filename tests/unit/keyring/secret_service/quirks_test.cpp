// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_program.hpp"
#include "keyring/secret_service/quirks.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>
#include <gio/gio.h>

using namespace cppsecret::keyring;

TEST_CASE("each quirk is told once for a provider, with what it does and where it is handled")
{
    std::set<std::pair<Quirk, std::string_view>> known;
    for (const ProviderQuirk &row : quirks) {
        CAPTURE(row.behaviour);
        CHECK(known.emplace(row.quirk, row.provider).second);
        CHECK(std::string_view(row.behaviour).size() > 10);
        CHECK(std::string_view(row.handled).find("pp") != std::string_view::npos);
    }
    CHECK(std::is_sorted(quirks.begin(), quirks.end(),
                         [](const auto &a, const auto &b) { return a.quirk < b.quirk; }));
}

TEST_CASE("a provider with quirks is one that doctor knows")
{
    for (const ProviderQuirk &row : quirks) {
        CAPTURE(row.provider);
        const std::array programs{"gnome-keyring-d", "keepassxc", "kwalletd6", "oo7-daemon"};
        CHECK(std::any_of(programs.begin(), programs.end(), [&row](const char *program) {
            return provider_named(program).name == row.provider;
        }));
    }
}

TEST_CASE("a quirk is recognised by one name on the bus, or by behaviour")
{
    for (const ProviderQuirk &row : quirks) {
        CAPTURE(row.behaviour);
        const char *name = bus_name_of(row.quirk);
        CHECK((name == nullptr) == (row.bus_name == nullptr));
        if (name != nullptr) {
            CHECK(std::string_view(name) == row.bus_name);
            CHECK(g_dbus_is_name(name) != FALSE);
            CHECK(g_dbus_is_unique_name(name) == FALSE);
        }
    }
    static_assert(bus_name_of(Quirk::HidesWhatIsLocked) == bus_name_of(Quirk::LocksSingleItems));
    static_assert(bus_name_of(Quirk::LosesSessions) == nullptr);
}

TEST_CASE("what the quirks ask for leaves room for those without")
{
    CHECK(quickest_person < slowest_failure_without_display);
    CHECK(sessions_to_try > 1);
    CHECK(most_repetitions > 1);
    CHECK(std::string_view(text_content) != bytes_content);
}
