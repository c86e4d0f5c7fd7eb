// SPDX-License-Identifier: MIT
#include "setup/file_edits.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::setup;

namespace {

using Left = std::vector<std::string>;

/// Takes the login for a.example out, if it is the one that was read.
void take_out(const authfile::Document &document, authfile::Changes &changes)
{
    const authfile::AuthEntry *const entry = document.find_auth("a.example");
    if (entry == nullptr)
        return;
    if (document.login_of(*entry).username == "ann")
        changes.remove_auth("a.example", authfile::WhenEmpty::Remove);
    else
        changes.leave("a.example");
}

} // namespace

TEST_CASE("what the amendments leave is told of the files as they are when the changes are made")
{
    const std::string anns = R"({"auths":{"a.example":{"auth":"YW5uOng="}}})";
    const std::string bobs = R"({"auths":{"a.example":{"auth":"Ym9iOng="}}})";
    struct Row {
        const char *name;
        std::string shown, now, after;
        Left left;
    };
    for (const Row &row :
         {Row{"the login that was read", anns, anns, R"({"auths":{}})", {}},
          Row{"another login meanwhile", anns, bobs, bobs, {"a.example"}},
          Row{"another login only when the change was shown", bobs, anns, R"({"auths":{}})", {}},
          Row{"none", R"({"auths":{}})", R"({"auths":{}})", R"({"auths":{}})", {}}})
        SUBCASE(row.name)
        {
            const test::TemporaryFolder folder;
            const test::Variable runtime("XDG_RUNTIME_DIR", folder.path());
            const std::string path = folder / "auth.json";
            FileEdits edits;
            edits.amend({path, authfile::Format::AuthJson, authfile::Role::Primary}, take_out);
            test::write_text(path, row.shown);
            static_cast<void>(edits.preview());
            test::write_text(path, row.now);
            CHECK(edits.make() == row.left);
            CHECK(test::read_text(path) == row.after);
        }
}
