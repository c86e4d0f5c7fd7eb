// SPDX-License-Identifier: MIT
#include "keyring/secret_service/collection.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "keyring/secret_service/prompter.hpp"
#include "keyring/secret_service/replies.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace cppsecret::keyring {

namespace {

constexpr const char *alias_path = "/org/freedesktop/secrets/aliases/default";

Error no_collection()
{
    return Error(Errc::NoCollection, "the keyring's provider has no keyring yet",
                 "create one with the provider's own program: log in to the desktop once, or use "
                 "Seahorse, KeePassXC or KWalletManager");
}

} // namespace

bool is_collection_path(const std::string &path)
{
    constexpr std::string_view collections = "/org/freedesktop/secrets/collection/";
    return path.starts_with(collections) && path.find('/', collections.size()) == std::string::npos;
}

std::string collection_of(const std::string &item_path)
{
    return item_path.substr(0, item_path.rfind('/'));
}

const std::string &Collection::find()
{
    if (!path_)
        path_ = look_up();
    return *path_;
}

std::string Collection::look_up()
{
    const std::string &wanted = provider_.settings().collection;
    // the alias is read also where its own path would do: Quirk::NeedsRealPaths
    const glibpp::VariantPtr reply =
        provider_.call(service_path, service_interface, "ReadAlias",
                       g_variant_new("(s)", wanted.empty() ? "default" : wanted.c_str()), "(o)");
    const char *path = nullptr;
    g_variant_get(reply.get(), "(&o)", &path);
    return wanted.empty() || path != std::string_view(no_object) ? path : look_up_label(wanted);
}

std::string Collection::look_up_label(const std::string &label)
{
    std::string others;
    const glibpp::VariantPtr collections = provider_.finish_property(
        provider_.start_property(service_path, service_interface, "Collections"), "ao");
    for (const std::string &candidate : to_paths(collections.get())) {
        const std::string text = label_of(candidate);
        if (text == label)
            return candidate;
        if (!text.empty())
            append_listed(others, in_ticks(text));
    }
    throw Error(Errc::NoCollection,
                one_line("there is no collection '" + label + "', as CPPSECRET_COLLECTION wants"),
                one_line("set it to one of: " + (others.empty() ? "none exists" : others)),
                "CPPSECRET_COLLECTION");
}

std::string Collection::label_of(const std::string &path)
{
    const glibpp::VariantPtr value = provider_.finish_property(
        provider_.start_property(path, collection_interface, "Label"), "s");
    return g_variant_get_string(value.get(), nullptr);
}

const std::string &Collection::path()
{
    if (find() == no_object)
        throw no_collection();
    return *path_;
}

bool Collection::admits(const std::string &item_path)
{
    return provider_.settings().collection.empty() || collection_of(item_path) == path();
}

std::string Collection::quick_path()
{
    return path_ || !provider_.settings().collection.empty() ? path() : alias_path;
}

Call Collection::start_to_read_lock(const std::string &collection_path)
{
    return provider_.start_property(collection_path, collection_interface, "Locked");
}

bool Collection::finish_to_read_lock(const Call &call)
{
    return g_variant_get_boolean(provider_.finish_property(call, "b").get()) != FALSE;
}

Call Collection::start_to_look_for_lock()
{
    return start_to_read_lock(quick_path());
}

bool Collection::finish_look_for_lock(const Call &call)
{
    try {
        return finish_to_read_lock(call);
    } catch (const Error &error) {
        if (path_ || error.code() != Errc::ProviderFailed)
            throw;
        return is_locked(path()); // the alias may name none
    }
}

bool Collection::is_locked(const std::string &collection_path)
{
    return finish_to_read_lock(start_to_read_lock(collection_path));
}

std::string Collection::label()
{
    return label_of(path());
}

bool Collection::blocks_searches()
{
    if (!provider_.has<Quirk::HidesWhatIsLocked>())
        return false;
    const glibpp::VariantPtr collections = provider_.finish_property(
        provider_.start_property(service_path, service_interface, "Collections"), "ao");
    std::vector<Call> calls; // under way before the first is waited for
    for (const std::string &candidate : to_paths(collections.get()))
        calls.push_back(start_to_read_lock(candidate));
    return std::all_of(calls.begin(), calls.end(),
                       [this](const Call &call) { return finish_to_read_lock(call); });
}

std::string Collection::start_to_create()
{
    path_.reset();
    if (find() != no_object) // made by another process while this one waited
        return no_object;
    GVariantBuilder properties = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{sv}"));
    g_variant_builder_add(&properties, "{sv}", "org.freedesktop.Secret.Collection.Label",
                          g_variant_new_string("Default keyring"));
    const glibpp::VariantPtr reply =
        provider_.call(service_path, service_interface, "CreateCollection",
                       g_variant_new("(a{sv}s)", &properties, "default"), "(oo)");
    const char *prompt = nullptr;
    g_variant_get(reply.get(), "(o&o)", nullptr, &prompt);
    return prompt;
}

void Collection::create_if_missing()
{
    if (find() != no_object)
        return;
    try {
        follow_prompt_for_all(provider_, {"create a keyring", "answer the provider's dialog"},
                              [this] { return start_to_create(); });
    } catch (const Error &error) {
        if (error.code() == Errc::Locked) // nobody to ask
            throw no_collection();
        throw;
    }
    path_.reset();
}

void Collection::unlock()
{
    if (is_locked()) // or it only says so, and asks nobody: Quirk::SaysLockedWhileOpen
        keyring::unlock(provider_, {path()});
}

} // namespace cppsecret::keyring
