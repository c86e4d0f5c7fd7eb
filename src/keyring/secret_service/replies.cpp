// SPDX-License-Identifier: MIT
#include "keyring/secret_service/replies.hpp"

#include <utility>

namespace cppsecret::keyring {

std::vector<std::string> to_paths(GVariant *array)
{
    std::vector<std::string> paths;
    GVariantIter iterator;
    g_variant_iter_init(&iterator, array);
    const char *path = nullptr;
    while (g_variant_iter_next(&iterator, "&o", &path))
        paths.emplace_back(path);
    return paths;
}

std::map<std::string, bool> found_items(GVariant *reply)
{
    std::map<std::string, bool> found;
    for (const bool is_locked : {false, true}) {
        const glibpp::VariantPtr paths(g_variant_get_child_value(reply, is_locked ? 1 : 0));
        for (std::string &path : to_paths(paths.get()))
            found.emplace(std::move(path), is_locked);
    }
    return found;
}

glibpp::VariantPtr property_in(GVariant *reply, const char *type)
{
    GVariant *value = nullptr;
    g_variant_get(reply, "(v)", &value);
    glibpp::VariantPtr owned(value);
    return g_variant_is_of_type(value, G_VARIANT_TYPE(type)) ? std::move(owned) : nullptr;
}

std::optional<Completion> completion_in(GVariant *arguments)
{
    if (!g_variant_is_of_type(arguments, G_VARIANT_TYPE("(bv)")))
        return std::nullopt;
    gboolean was_dismissed = FALSE;
    GVariant *result = nullptr;
    g_variant_get(arguments, "(bv)", &was_dismissed, &result);
    return Completion{was_dismissed != FALSE, glibpp::VariantPtr(result)};
}

} // namespace cppsecret::keyring
