// SPDX-License-Identifier: MIT
// What a provider sends, taken out of D-Bus values: of the right type, since GDBus has compared
// that, but with anything in it.
#pragma once

#include "glibpp/ptr.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::keyring {

/// The object paths in a value of type ao.
[[nodiscard]] std::vector<std::string> to_paths(GVariant *array);

/// The items that a search has found, by their paths, and whether each is locked; of a reply of
/// type (aoao). One that is in both lists is not locked.
[[nodiscard]] std::map<std::string, bool> found_items(GVariant *reply);

/// The value of a property in a reply of type (v); null if it has not the D-Bus type `type`.
[[nodiscard]] glibpp::VariantPtr property_in(GVariant *reply, const char *type);

/// The end of a prompt.
struct Completion {
    bool was_dismissed = false;
    glibpp::VariantPtr result;
};

/// That in the arguments of the signal Completed, a value of any type; nothing for other arguments.
[[nodiscard]] std::optional<Completion> completion_in(GVariant *arguments);

} // namespace cppsecret::keyring
