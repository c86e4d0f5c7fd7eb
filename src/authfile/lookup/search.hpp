// SPDX-License-Identifier: MIT
// What the two ways of looking up a login have in common.
#pragma once

#include "authfile/lookup/lookup.hpp"

#include <string_view>

namespace cppsecret::authfile {

/// The user that marks an identity token in the helper protocol.
inline constexpr std::string_view token_user = "<token>";

/// What a tool does with a login that lacks the user or the password.
enum class HalfLogin {
    Shown,  ///< it is shown to registries that want no token
    Unused, ///< it ends the search and is never shown
};

/// Writes down the steps of a search.
class Search {
public:
    /// `ask` must outlive this.
    Search(const AskHelper &ask, HalfLogin half_login) : ask_(ask), half_login_(half_login) {}

    void note(Step step) { trace_.steps.push_back(std::move(step)); }
    /// `detail` is put before what the step says already.
    void note(Step step, StepResult result, std::string detail = {});

    /// Asks the helper that `step` names; a login ends the search, and so does a reply that nobody
    /// can know. Returns what is written down.
    StepResult ask(Step step);

    /// Ends the search with the login of an entry. An empty one counts as nothing found. The step's
    /// detail stays.
    StepResult take(Step step, StoredLogin login);

    /// Ends the search without a login because of an error.
    void fail() { trace_.answer.outcome = Outcome::Failed; }

    [[nodiscard]] Trace finish() { return std::move(trace_); }

private:
    void end_with(Outcome outcome, const Step &step);
    /// Notes half a login; true if that is no login to the tool.
    [[nodiscard]] bool is_unused(Step &step, bool has_user, bool has_secret);

    const AskHelper &ask_;
    HalfLogin half_login_;
    Trace trace_;
};

} // namespace cppsecret::authfile
