// SPDX-License-Identifier: MIT
// When the owner's logins are only read: a person has said so, or other people's logins come in.
#pragma once

namespace cppsecret::helper {

/// Throws Error(Errc::Usage) if CPPSECRET_READONLY is 1, for `store` and `erase`, or anything else
/// but 0 or empty: a protection that was misspelt must not be missing unnoticed.
void require_changes_allowed();

/// For `store`, as require_changes_allowed(); throws as well if podman's API service runs us. What
/// it hands over are its callers' logins, and each would replace the owner's.
void require_store_allowed();

} // namespace cppsecret::helper
