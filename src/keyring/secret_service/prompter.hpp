// SPDX-License-Identifier: MIT
// Questions that the provider asks a person, one at a time.
#pragma once

#include "keyring/secret_service/prompt.hpp"
#include "keyring/secret_service/provider.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// Lets the provider show the prompt at `path` and waits for its end; returns its result. "/" is no
/// prompt, and its result null. Throws as Provider does and as PromptTurn, Error(Errc::Dismissed),
/// Error(Errc::Locked) if nobody could be asked, TimedOut (the prompt is withdrawn).
glibpp::VariantPtr follow_prompt(Provider &provider, const std::string &path,
                                 const Request &request);

/// The same for what every process gains from: of many one asks; the others wait, and take a
/// refusal or a time-out as their own. `begin` is called when it is this process's turn and returns
/// the path of the prompt, "/" if there is nothing to ask any more. Throws as follow_prompt(), and
/// what `begin` throws.
void follow_prompt_for_all(Provider &provider, const Request &request,
                           const std::function<std::string()> &begin);

/// Unlocks items or collections (object paths), asking a person if the provider wants to, as
/// follow_prompt_for_all() does, and throws as that; does not look whether they are open then. A
/// dialog that nobody answers stays on the screen where Quirk::AbortsOnWithdrawal says so.
void unlock(Provider &provider, const std::vector<std::string> &paths);

} // namespace cppsecret::keyring
