// SPDX-License-Identifier: MIT
#include "unit/doctor/table.hpp"

using namespace cppsecret;
using namespace cppsecret::test;

TEST_CASE("a machine that is in order has nothing but Severity::Ok")
{
    const machine::Findings findings = doctor::examine(sound_machine());
    INFO(text_of(findings));
    CHECK(findings.size() > 5);
    for (const machine::Finding &finding : findings)
        CHECK(finding.severity == Severity::Ok);
}

TEST_CASE("what can be mended first is told first")
{
    Snapshot snapshot = sound_machine();
    snapshot.account.is_under_sudo = true;
    set_docker(snapshot, nullptr);
    const machine::Findings findings = doctor::examine(snapshot);
    CHECK(findings.front().check == machine::Check::Sudo);
    CHECK(findings.back().check == machine::Check::NextLogin);
}

TEST_CASE("the hint of a finding is what to do in words, else the command")
{
    const machine::Finding both{.advice = "take it out", .command = Command("edit")};
    CHECK(both.hint() == "take it out");
    CHECK(machine::Finding{.command = Command("edit")}.hint() == "edit");
    CHECK(machine::Finding{}.hint().empty());
}

TEST_CASE("a path with blanks can be edited")
{
    CHECK(machine::edit_command("/home/a b/auth.json").text() ==
          "${EDITOR:-vi} '/home/a b/auth.json'");
}
