// SPDX-License-Identifier: MIT
// Questions that the provider asks a person, one at a time.
#pragma once

#include "keyring/provider.hpp"

#include <string>
#include <vector>

namespace cppsecret::keyring {

/// Lets the provider show the prompt at `path` and waits for its end; returns its result. "/" is no
/// prompt. `doing` says what for, in messages ("unlock the keyring").
/// Throws Error(Errc::Dismissed), Error(Errc::Locked) if nobody could be asked, TimedOut (the
/// prompt is withdrawn), ProviderFailed.
glibpp::VariantPtr follow_prompt(Provider &provider, const std::string &path, const char *doing);

/// Unlocks items or collections, asking a person if the provider wants to. Of many processes one
/// asks; the others wait, and take a refusal or a time-out as their own.
/// Throws as follow_prompt().
void unlock(Provider &provider, const std::vector<std::string> &paths);

} // namespace cppsecret::keyring
