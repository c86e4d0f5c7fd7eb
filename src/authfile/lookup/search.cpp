// SPDX-License-Identifier: MIT
#include "authfile/lookup/search.hpp"

#include "base/text.hpp"

#include <utility>

namespace cppsecret::authfile {

namespace {

/// What the step says already stays behind it.
void say(Step &step, std::string detail)
{
    if (step.detail.empty())
        step.detail = std::move(detail);
    else if (!detail.empty())
        step.detail = std::move(detail) + " (" + step.detail + ")";
}

} // namespace

void Search::note(Step step, StepResult result, std::string detail)
{
    step.result = result;
    say(step, std::move(detail));
    note(std::move(step));
}

void Search::end_with(Outcome outcome, const Step &step)
{
    trace_.answer.outcome = outcome;
    trace_.answer.file = step.file;
    trace_.answer.key = step.key;
    trace_.answer.helper = step.helper;
}

bool Search::is_unused(Step &step, bool has_user, bool has_secret)
{
    if (has_user && has_secret)
        return false;
    const std::string what = has_user ? "it has no password" : "it has no user";
    const bool is_unused = half_login_ == HalfLogin::Unused;
    say(step, what + (is_unused ? ", so the tool does not use it"
                                : ", so it is not shown to registries that work with tokens"));
    return is_unused;
}

StepResult Search::ask(Step step)
{
    if (step.helper.empty()) {
        note(std::move(step), StepResult::Failed, "the helper has no name");
        return StepResult::Failed;
    }
    HelperReply reply = ask_(step.helper, step.key);
    using Kind = HelperReply::Kind;
    if (reply.kind == Kind::Failed || reply.kind == Kind::Unknown) {
        const auto result = reply.kind == Kind::Failed ? StepResult::Failed : StepResult::Unknown;
        if (result == StepResult::Unknown)
            end_with(Outcome::Unknown, step);
        note(std::move(step), result, one_line(reply.reason));
        return result;
    }
    HelperAnswer &answer = reply.login;
    if (reply.kind == Kind::None || (answer.username.empty() && !answer.has_secret)) {
        note(std::move(step), StepResult::NotFound);
        return StepResult::NotFound;
    }
    if (is_unused(step, !answer.username.empty(), answer.has_secret)) {
        note(std::move(step));
        return StepResult::NotFound;
    }
    end_with(Outcome::Helper, step);
    trace_.answer.is_identity_token = answer.username == token_user;
    trace_.answer.username = std::move(answer.username);
    trace_.answer.secret = std::move(answer.secret);
    step.result = StepResult::Found;
    note(std::move(step));
    return StepResult::Found;
}

StepResult Search::take(Step step, StoredLogin login)
{
    if (login.username.empty() && login.password.empty() && login.identity_token.empty()) {
        note(std::move(step), StepResult::NotFound, "the entry holds no login");
        return StepResult::NotFound;
    }
    if (login.identity_token.empty() &&
        is_unused(step, !login.username.empty(), !login.password.empty())) {
        note(std::move(step));
        return StepResult::NotFound;
    }
    end_with(Outcome::Entry, step);
    trace_.answer.is_identity_token = !login.identity_token.empty();
    trace_.answer.username = login.username.empty() && trace_.answer.is_identity_token
                                 ? std::string(token_user)
                                 : std::move(login.username);
    trace_.answer.secret = trace_.answer.is_identity_token ? std::move(login.identity_token)
                                                           : std::move(login.password);
    step.result = StepResult::Found;
    note(std::move(step));
    return StepResult::Found;
}

} // namespace cppsecret::authfile
