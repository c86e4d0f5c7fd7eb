// SPDX-License-Identifier: MIT
// Random sequences of edits on every file of the corpus: three hundred for each, and others on
// every run. A failure shows the seed; with it in CPPSECRET_TEST_SEED the same are made again.
// CPPSECRET_TEST_SEQUENCES is how many each of the three tests makes for a file.
#include "base/error.hpp"
#include "corpus.hpp"
#include "edit_judge.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace cppsecret;
using namespace cppsecret::authfile;
using test::Json;
using test::kept_section;
using test::parse_sample;

namespace {

constexpr std::size_t longest_sequence = 8;

/// The number in a variable; nothing if it is not set.
std::optional<std::uint32_t> number_in(const char *variable)
{
    const char *value = std::getenv(variable);
    if (value == nullptr)
        return std::nullopt;
    return static_cast<std::uint32_t>(std::stoul(value));
}

std::uint32_t seed()
{
    static const std::uint32_t value =
        number_in("CPPSECRET_TEST_SEED").value_or(std::random_device()());
    return value;
}

std::uint32_t sequences_per_file()
{
    static const std::uint32_t value = number_in("CPPSECRET_TEST_SEQUENCES").value_or(100);
    return value;
}

class Dice {
public:
    explicit Dice(std::uint32_t from) : engine_(from) {}

    std::size_t below(std::size_t limit) { return engine_() % limit; }
    bool toss() { return below(2) == 0; }

    template <typename Container>
    const auto &one_of(const Container &container)
    {
        return *std::next(container.begin(), static_cast<std::ptrdiff_t>(below(container.size())));
    }

    template <typename T>
    void shuffle(std::vector<T> &items)
    {
        std::shuffle(items.begin(), items.end(), engine_);
    }

private:
    std::mt19937 engine_;
};

/// Calls `test` with every file of the corpus, many times, each with dice of its own.
void for_each_sequence(const std::function<void(const std::string &text, Dice &)> &test)
{
    INFO("CPPSECRET_TEST_SEED=", seed());
    std::uint32_t number = seed();
    for (const test::Sample &sample : test::corpus())
        for (std::uint32_t round = 0; round < sequences_per_file(); ++round) {
            INFO("sequence ", round, " of ", sample.name);
            Dice dice(number++);
            test(sample.text, dice);
        }
}

std::string random_helper(Dice &dice)
{
    static const std::array<const char *, 5> helpers{"cppsecret", "cppsecret-containers", "pass",
                                                     "osxkeychain", "ecr-login"};
    return dice.one_of(helpers);
}

std::string random_registry(Dice &dice)
{
    static const std::array<const char *, 8> registries{
        "a.example",      "b.example:5000", "docker.io", "https://index.docker.io/v1/",
        "localhost:5000", "quay.io",        "gcr.io",    "münchen.example"};
    return dice.one_of(registries);
}

/// True if set_helper() takes it.
bool can_be_named(const std::string &registry)
{
    try {
        Changes().set_helper(registry, "cppsecret");
        return true;
    } catch (const Error &) {
        return false;
    }
}

// --- edits that can be taken back ---

/// True if a helper is written as set_helper() writes it.
bool is_plainly_spelled(std::string_view text, const std::string &helper)
{
    return text.find('"' + helper + '"') != std::string_view::npos;
}

struct Step {
    Changes change;
    Changes undo;
};

void add_reversible_helper(Step &step, const Document &document, Dice &dice)
{
    const std::string registry = random_registry(dice);
    const HelperEntry *entry = document.find_helper(registry);
    if (entry == nullptr)
        step.undo.remove_helper(registry);
    else if (!entry->helper.empty() && is_plainly_spelled(document.bytes(), entry->helper))
        step.undo.set_helper(registry, entry->helper);
    else
        return; // null, or with escapes: it would come back in another spelling
    step.change.set_helper(registry, random_helper(dice));
}

void add_reversible_store(Step &step, const Document &document, Dice &dice)
{
    const std::string &store = document.creds_store();
    const auto json = Json::parse(document.bytes());
    if (store.empty() && json.contains("credsStore"))
        return; // null or empty
    if (store.empty())
        step.undo.remove_creds_store();
    else
        step.undo.set_creds_store(store);
    step.change.set_creds_store(random_helper(dice));
}

Step random_reversible_step(const Document &document, Dice &dice)
{
    Step step;
    for (auto count = 1 + dice.below(3); count != 0; --count)
        if (dice.below(4) != 0)
            add_reversible_helper(step, document, dice);
        else
            add_reversible_store(step, document, dice);
    step.undo.when_helpers_empty(kept_section(document.bytes()));
    return step;
}

/// Everything in which `now` differs from what it was, undone: one change each, in any order.
std::vector<Changes> undo_one_by_one(const Document &was, const Document &now, Dice &dice)
{
    std::vector<Changes> undo;
    for (const HelperEntry &entry : now.helpers()) {
        const HelperEntry *before = was.find_helper(entry.registry);
        Changes changes;
        changes.when_helpers_empty(kept_section(was.bytes()));
        if (before == nullptr)
            changes.remove_helper(entry.registry);
        else if (before->helper != entry.helper)
            changes.set_helper(entry.registry, before->helper);
        undo.push_back(changes);
    }
    if (was.creds_store() != now.creds_store()) {
        Changes changes;
        if (was.creds_store().empty())
            changes.remove_creds_store();
        else
            changes.set_creds_store(was.creds_store());
        undo.push_back(changes);
    }
    dice.shuffle(undo);
    return undo;
}

// --- any edits ---

void add_random_helper_change(Changes &changes, const Document &document, Dice &dice)
{
    const bool is_known = !document.helpers().empty() && dice.toss();
    const std::string registry =
        is_known ? dice.one_of(document.helpers()).registry : random_registry(dice);
    if (dice.toss() && can_be_named(registry))
        changes.set_helper(registry, random_helper(dice));
    else
        changes.remove_helper(registry);
}

void add_random_auth_change(Changes &changes, const Document &document, Dice &dice)
{
    const bool is_known = !document.auths().empty() && dice.below(8) != 0;
    changes.remove_auth(is_known ? dice.one_of(document.auths()).key : random_registry(dice),
                        dice.toss() ? WhenEmpty::Keep : WhenEmpty::Remove);
}

Changes random_changes(const Document &document, Dice &dice)
{
    Changes changes;
    changes.when_helpers_empty(dice.toss() ? WhenEmpty::Keep : WhenEmpty::Remove);
    for (auto count = 1 + dice.below(4); count != 0; --count)
        switch (dice.below(8)) {
        case 0:
            changes.set_creds_store(random_helper(dice));
            break;
        case 1:
            changes.remove_creds_store();
            break;
        case 2:
            add_random_auth_change(changes, document, dice);
            break;
        default:
            add_random_helper_change(changes, document, dice);
        }
    return changes;
}

} // namespace

TEST_CASE("any sequence of edits is taken back step by step through the same bytes")
{
    for_each_sequence([](const std::string &text, Dice &dice) {
        std::vector<std::pair<std::string, Changes>> undo;
        std::string now = text;
        for (auto length = 1 + dice.below(longest_sequence); length != 0; --length) {
            const Document document = parse_sample(now);
            const Step step = random_reversible_step(document, dice);
            undo.emplace_back(now, step.undo);
            now = document.with(step.change).bytes();
        }
        for (; !undo.empty(); undo.pop_back()) {
            CAPTURE(now);
            now = parse_sample(now).with(undo.back().second).bytes();
            CHECK(now == undo.back().first);
        }
        CHECK(now == text);
    });
}

TEST_CASE("whichever of many edits is taken back first, in the end the bytes are the same")
{
    for_each_sequence([](const std::string &text, Dice &dice) {
        const Document document = parse_sample(text);
        std::string now = text;
        for (auto length = 1 + dice.below(longest_sequence); length != 0; --length) {
            const Document edited = parse_sample(now);
            now = edited.with(random_reversible_step(edited, dice).change).bytes();
        }
        CAPTURE(now);
        std::string back = now;
        for (const Changes &undo : undo_one_by_one(document, parse_sample(now), dice))
            back = parse_sample(back).with(undo).bytes();
        CHECK(back == text);
    });
}

TEST_CASE("any sequence of edits leads to the document that is meant, and keeps all other bytes")
{
    for_each_sequence([](const std::string &text, Dice &dice) {
        std::string now = text;
        for (auto length = 1 + dice.below(longest_sequence); length != 0; --length) {
            CAPTURE(now);
            const Document document = parse_sample(now);
            const Changes changes = random_changes(document, dice);
            const Document changed = document.with(changes);
            CAPTURE(changed.bytes());
            const Json meant = test::intended(document, changes);
            CAPTURE(meant.dump());
            CHECK(Json::parse(changed.bytes()) == meant);
            CHECK(test::Untouched(changed, changes).members() ==
                  test::Untouched(document, changes).members());
            now = changed.bytes();
        }
    });
}
