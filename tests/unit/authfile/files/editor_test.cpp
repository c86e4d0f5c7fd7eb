// SPDX-License-Identifier: MIT
#include "authfile/files/editor.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::authfile;
using namespace std::chrono_literals;

namespace {

struct Place {
    test::TemporaryFolder folder;
    Location location{folder / "containers/auth.json", Format::AuthJson, Role::Primary};
    std::string lock = folder / "lock";

    [[nodiscard]] EditOutcome edit(const Plan &plan, std::chrono::milliseconds limit = 10s) const
    {
        return edit_file(location, plan, lock, Deadline::after(limit));
    }
    void write(std::string_view text, mode_t mode = 0600) const
    {
        test::write_text(location.path, text, mode);
    }
    [[nodiscard]] std::string read() const { return test::read_text(location.path); }
    [[nodiscard]] std::size_t files() const { return test::count_files(folder / "containers"); }
};

Plan set(const std::string &registry)
{
    return [registry](const Document &) {
        Changes changes;
        changes.set_helper(registry, "cppsecret");
        return changes;
    };
}

} // namespace

TEST_CASE("a file that is not there is made, with its folders, for the owner alone")
{
    const Place place;
    CHECK(place.edit(set("q.io")) == EditOutcome::Created);
    CHECK(place.read() == "{\n\t\"credHelpers\": {\n\t\t\"q.io\": \"cppsecret\"\n\t}\n}\n");
    CHECK(test::mode_of(place.location.path) == 0600);
    CHECK(test::mode_of(place.folder / "containers") == 0700);
    CHECK(place.files() == 1);
}

TEST_CASE("nothing to change leaves the file as it is, or absent")
{
    const Place place;
    const Plan nothing = [](const Document &) { return Changes(); };
    CHECK(place.edit(nothing) == EditOutcome::Unchanged);
    CHECK_FALSE(std::filesystem::exists(place.location.path));
    place.write(R"({"credHelpers":{"q.io":"cppsecret"}})");
    const auto before = std::filesystem::last_write_time(place.location.path);
    CHECK(place.edit(set("q.io")) == EditOutcome::Unchanged);
    CHECK(std::filesystem::last_write_time(place.location.path) == before);
}

TEST_CASE("a second edit of the same kind changes nothing")
{
    const Place place;
    place.write("{}", 0644);
    CHECK(place.edit(set("q.io")) == EditOutcome::Changed);
    const std::string text = place.read();
    CHECK(place.edit(set("q.io")) == EditOutcome::Unchanged);
    CHECK(place.read() == text);
    CHECK(test::mode_of(place.location.path) == 0644);
}

TEST_CASE("a file that changes meanwhile is read again and the plan asked anew")
{
    const Place place;
    place.write(R"({"auths":{}})");
    int calls = 0;
    const Plan plan = [&](const Document &document) {
        ++calls;
        if (calls == 1) // podman logs in at this very moment
            place.write(R"({"auths":{"new.io":{"auth":"dTpw"}}})");
        Changes changes;
        changes.set_helper(document.find_auth("new.io") ? "new.io" : "q.io", "cppsecret");
        return changes;
    };
    CHECK(place.edit(plan) == EditOutcome::Changed);
    CHECK(calls == 2);
    CHECK(place.read() ==
          R"({"auths":{"new.io":{"auth":"dTpw"}},"credHelpers":{"new.io":"cppsecret"}})");
    CHECK(place.files() == 1);
}

TEST_CASE("a change that leaves size, inode and time as they were is noticed too")
{
    const Place place;
    place.write(R"({"auths":{}})");
    const auto time = std::filesystem::last_write_time(place.location.path);
    int calls = 0;
    const Plan plan = [&](const Document &) {
        if (++calls == 1) {
            place.write(R"({"zzzzz":{}})");
            std::filesystem::last_write_time(place.location.path, time);
        }
        return set("q.io")(Document::empty("x", Format::AuthJson));
    };
    CHECK(place.edit(plan) == EditOutcome::Changed);
    CHECK(calls == 2);
    CHECK(place.read().find("zzzzz") != std::string::npos);
}

TEST_CASE("a file that is made meanwhile is not overwritten")
{
    const Place place;
    int calls = 0;
    const Plan plan = [&](const Document &) {
        if (++calls == 1)
            place.write(R"({"auths":{"new.io":{"auth":"dTpw"}}})");
        return set("q.io")(Document::empty("x", Format::AuthJson));
    };
    CHECK(place.edit(plan) == EditOutcome::Changed);
    CHECK(place.read().find("new.io") != std::string::npos);
}

TEST_CASE("a file that never rests is given up at the deadline")
{
    const Place place;
    std::size_t calls = 0;
    const Plan plan = [&](const Document &) {
        ++calls;
        place.write("{\"n\":" + std::to_string(calls) + "}" + std::string(calls % 7, ' '));
        return set("q.io")(Document::empty("x", Format::AuthJson));
    };
    CHECK_THROWS_AS(static_cast<void>(place.edit(plan, 200ms)), Error);
    CHECK(calls > 1);
    CHECK(place.files() == 1);
}

TEST_CASE("what is not plain JSON is not touched")
{
    for (const std::string_view text :
         {"", "{,}", "// x\n{}", R"({"a":1,"a":2})", "[]", R"({"auths":[]})", "\xef\xbb\xbf{}"}) {
        CAPTURE(text);
        const Place place;
        place.write(text);
        const auto before = std::filesystem::last_write_time(place.location.path);
        CHECK_THROWS_AS(static_cast<void>(place.edit(set("q.io"))), Error);
        CHECK(place.read() == text);
        CHECK(std::filesystem::last_write_time(place.location.path) == before);
        CHECK(place.files() == 1);
    }
}

TEST_CASE("a plan that fails leaves the file alone")
{
    const Place place;
    place.write("{}");
    const Plan plan = [](const Document &) -> Changes { throw Error(Errc::Usage, "no"); };
    CHECK_THROWS_AS(static_cast<void>(place.edit(plan)), Error);
    CHECK(place.read() == "{}");
    CHECK(place.files() == 1);
}

TEST_CASE("what a killed run left behind is removed")
{
    const Place place;
    place.write("{}");
    test::write_text(place.folder / "containers/.auth.json.cppsecret-aaaaaa", "secret");
    CHECK(place.edit(set("q.io")) == EditOutcome::Changed);
    CHECK(place.files() == 1);
}

TEST_CASE("edits at the same time are all made")
{
    const Place place;
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&place, &failures, i] {
            try {
                static_cast<void>(place.edit(set("h" + std::to_string(i) + ".example"), 60s));
            } catch (const Error &) {
                ++failures;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(failures == 0);
    const auto document = Document::parse(SecretString(place.read()), "x", place.location.format);
    CHECK(document.helpers().size() == 50);
    CHECK(place.files() == 1);
}

TEST_CASE("a file in which nothing is left is removed where that is wanted")
{
    const Place place;
    const auto remove = [&place](bool is_wanted) {
        return place.edit([is_wanted](const Document &document) {
            Changes changes;
            for (const HelperEntry &entry : document.helpers())
                changes.remove_helper(entry.registry);
            if (is_wanted)
                changes.remove_empty_file();
            return changes;
        });
    };
    static_cast<void>(place.edit(set("q.io")));
    CHECK(remove(false) == EditOutcome::Changed);
    CHECK(place.read() == "{}\n");
    CHECK(remove(true) == EditOutcome::Unchanged); // there was nothing to take out
    static_cast<void>(place.edit(set("q.io")));
    CHECK(remove(true) == EditOutcome::Removed);
    CHECK(place.files() == 0);
    place.write(R"({"credHelpers": {"q.io": "cppsecret"}, "x": 1})");
    CHECK(remove(true) == EditOutcome::Changed);

    const std::string target = place.folder / "target";
    test::write_text(target, R"({"credHelpers": {"q.io": "cppsecret"}})");
    std::filesystem::remove(place.location.path);
    std::filesystem::create_symlink(target, place.location.path);
    CHECK(remove(true) == EditOutcome::Changed);
    CHECK(test::read_text(target) == "{}");
}
