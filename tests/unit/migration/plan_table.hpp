// SPDX-License-Identifier: MIT
// Tables of what a migration moves and holds back, by the files of a home and the keyring.
#pragma once

#include "keyring/open_keyring.hpp"
#include "machine/read_settings.hpp"
#include "migration/migration_plan.hpp"
#include "support/keyring_file.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace cppsecret::test {

inline constexpr const char *podmans = "'a.io' in '~/run/containers/auth.json'";
inline constexpr const char *dockers = "'a.io' in '~/.docker/config.json'";

/// A login that the keyring has: identity, user and secret.
struct Stored {
    const char *registry, *user, *secret;
};

struct Situation {
    const char *name;
    AuthFiles files;
    std::string plan; ///< a line for each login and note, as told() writes them
    migration::MigrationPlan::Rules rules = {};
    std::vector<Stored> keyring = {};
};

inline std::string told(const migration::MigrationPlan &plan)
{
    std::string text;
    for (const migration::LoginMove &move : plan.moves()) {
        text += move.is_stored ? "is there: " : "moves: ";
        for (const migration::PlainLogin &entry : move.entries)
            text += entry.place() + (&entry == &move.entries.back() ? "\n" : ", ");
    }
    for (const migration::PlainLogin &entry : plan.staying())
        text += "stays: " + entry.place() + "\n";
    for (const migration::HeldLogin &held : plan.held())
        text += "held: " + held.place + ": " + held.hold.reason + "; " + held.hold.hint + "\n";
    for (const std::string &note : plan.notes())
        text += "note: " + note + "\n";
    return text;
}

inline migration::LoginsByIdentity in_keyring(const std::vector<Stored> &stored)
{
    migration::LoginsByIdentity logins;
    for (const auto &[registry, user, secret] : stored)
        logins.emplace(registry, migration::KeyringLogin{
                                     {registry, user, SecretString(std::string_view(secret))}});
    return logins;
}

inline void judge(std::initializer_list<Situation> situations, void (*prepare)(Home &) = nullptr)
{
    for (const Situation &situation : situations)
        SUBCASE(situation.name)
        {
            Home home;
            if (prepare != nullptr)
                prepare(home);
            situation.files.write_to(home);
            const machine::ToolSettings settings = machine::read_settings(std::nullopt, {});
            machine::HelperOracle helpers(machine::Others::AskForEach);
            migration::MigrationPlan plan(settings, helpers, situation.rules,
                                          migration::collect_plain_logins(settings, {}));
            plan.decide(in_keyring(situation.keyring));
            CHECK(home.shortened(told(plan)) == situation.plan);
        }
}

} // namespace cppsecret::test
