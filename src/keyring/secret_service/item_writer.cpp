// SPDX-License-Identifier: MIT
#include "keyring/secret_service/item_writer.hpp"

#include "base/text.hpp"
#include "keyring/secret_service/prompter.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace cppsecret::keyring {

namespace {

constexpr Request store_request{"store the login", "answer the provider's dialog"};
constexpr Request erase_request{
    "erase a login", "answer the provider's dialog; KeePassXC asks while 'Confirm when clients "
                     "request entry deletion' is on in its Secret Service settings"};

Error refused()
{
    return Error(Errc::ProviderFailed,
                 "the keyring does not keep this login as it was given; nothing was changed",
                 "KeePassXC alters texts such as {REF:…}; use another password or another keyring");
}

Error refused_and_lost()
{
    return Error(
        Errc::ProviderFailed,
        "the keyring does not keep this login as it was given, and the one that was there "
        "before not any more",
        "erase it with 'cppsecret logout' or 'cppsecret account remove', and store it again");
}

Error stored_nowhere()
{
    return Error(Errc::ProviderFailed, "the keyring's provider did not say what it stored",
                 "restart the provider and repeat the command");
}

/// The path of the object that a prompt has made.
std::string path_from_prompt(const glibpp::VariantPtr &result)
{
    if (!result || !g_variant_is_of_type(result.get(), G_VARIANT_TYPE_OBJECT_PATH))
        throw stored_nowhere();
    return g_variant_get_string(result.get(), nullptr);
}

/// True if both are the login, or the account, of one user under one spelling.
bool is_same_place(const Item &one, const Item &other)
{
    return one.is_login == other.is_login && one.account == other.account &&
           one.server == other.server && one.username == other.username;
}

} // namespace

void ItemWriter::update(const Item &item, const SecretString &secret)
{
    // not by CreateItem that replaces: Quirk::AsksBeforeReplacing
    const std::optional<SecretString> old = secrets_.read(item.path).secret;
    if (secrets_.write_and_prove(item.path, secret))
        return;
    // proven too: perhaps it was kept as bytes for what the provider makes of it as text
    if (!old || !secrets_.write_and_prove(item.path, *old)) {
        static_cast<void>(secrets_.read(item.path)); // throws if the provider went away meanwhile
        throw refused_and_lost();
    }
    throw refused();
}

bool ItemWriter::set_attributes(const std::string &path, GVariant *attributes)
{
    try {
        provider_.call(path, properties_interface, "Set",
                       g_variant_new("(ssv)", item_interface, "Attributes", attributes), "()");
        return true;
    } catch (const Error &error) {
        if (error.code() != Errc::ProviderFailed)
            throw;
        return false;
    }
}

void ItemWriter::mark(const Item &item)
{
    if (item.registry == ServerKey(item.server).identity())
        return;
    const glibpp::VariantPtr attributes = attributes_at(item.path);
    // a provider that refuses those of its own keeps all that are not named: Quirk::AddsAttributes
    if (!set_attributes(item.path, attributes_with_registry(attributes.get(), item.server)))
        static_cast<void>(
            set_attributes(item.path, attributes_of_login(item.server, item.username)));
}

std::string ItemWriter::create(const NewItem &item)
{
    std::string path = make_item(item);
    if (secrets_.holds(path, item.secret))
        return path;
    // should the provider have named the item of another login, that one is left alone
    if (item.before.contains(path) || !is_at(path, item.place))
        throw stored_nowhere();
    if (!secrets_.write_and_prove(path, item.secret)) {
        remove(path);
        throw refused();
    }
    return path;
}

ItemWriter::Reply ItemWriter::ask_for(const NewItem &item)
{
    const glibpp::VariantPtr secret = secrets_.session().encode(item.secret, text_content);
    constexpr gboolean replace = FALSE; // Quirk::ReplacesSupersets
    const glibpp::VariantPtr reply = provider_.call(
        collection_.quick_path(), collection_interface, "CreateItem",
        g_variant_new("(@a{sv}@(oayays)b)", item.properties(), secret.get(), replace), "(oo)");
    const char *path = nullptr;
    const char *prompt = nullptr;
    g_variant_get(reply.get(), "(&o&o)", &path, &prompt);
    return {path, prompt};
}

std::string ItemWriter::make_item(const NewItem &item)
{
    for (int attempt = 1;; ++attempt) {
        bool is_prompted = false;
        try {
            Reply reply = ask_for(item);
            if (reply.path != no_object)
                return std::move(reply.path);
            is_prompted = true;
            return path_from_prompt(follow_prompt(provider_, reply.prompt, store_request));
        } catch (const Error &error) {
            // Quirk::RefusesReferences: dismissed without anybody having been asked
            const bool is_refusal = is_prompted && error.code() == Errc::Locked;
            if (!is_refusal && error.code() != Errc::ProviderFailed)
                throw;
            secrets_.drop_session();
            std::optional<std::string> made = find_made(item);
            if (made && !is_refusal)
                return std::move(*made);
            if (made)
                remove(*made);
            if (is_refusal)
                throw refused();
            if (attempt == sessions_to_try) // Quirk::LosesSessions
                throw;
        }
    }
}

std::optional<std::string> ItemWriter::find_made(const NewItem &item)
{
    // it may be there although it was refused: Quirk::KeepsFailedItems
    for (const std::string &path : login_items_.paths_with(attributes_that_find(item.place)))
        if (!item.before.contains(path) && is_at(path, item.place))
            return path;
    return std::nullopt;
}

glibpp::VariantPtr ItemWriter::attributes_at(const std::string &path)
{
    return provider_.finish_property(provider_.start_property(path, item_interface, "Attributes"),
                                     "a{ss}");
}

bool ItemWriter::is_at(const std::string &path, const Item &place)
{
    try {
        return is_same_place(item_from_attributes(path, attributes_at(path).get()), place);
    } catch (const Error &error) {
        if (error.code() != Errc::NotFound)
            throw;
        return false;
    }
}

Call ItemWriter::start_to_remove(const std::string &item_path)
{
    return provider_.start(item_path, item_interface, "Delete", nullptr, "(o)");
}

bool ItemWriter::finish_to_remove(const Call &call)
{
    try {
        const glibpp::VariantPtr reply = provider_.finish(call);
        const char *prompt = nullptr;
        g_variant_get(reply.get(), "(&o)", &prompt);
        follow_prompt(provider_, prompt, erase_request); // Quirk::PromptsForChanges
        return prompt == std::string_view(no_object);
    } catch (const Error &error) {
        if (error.code() != Errc::NotFound) // somebody was faster
            throw;
        return true;
    }
}

void ItemWriter::remove(const std::string &item_path)
{
    finish_to_remove(start_to_remove(item_path));
}

void ItemWriter::remove_all(const std::vector<Item> &items)
{
    std::map<std::string, const Item *> one_of_each; // that a search of its own finds
    std::vector<Call> removals;
    for (const Item &item : items) {
        removals.push_back(start_to_remove(item.path));
        one_of_each.emplace(item.server, &item);
    }
    // the provider does one thing after the other: what it searches now is what it has then
    std::vector<Call> searches;
    const auto search = [&] {
        searches.clear();
        for (const auto &[server, item] : one_of_each)
            searches.push_back(login_items_.start_search(attributes_that_find(*item)));
    };
    search();
    bool are_gone = true;
    for (const Call &removal : removals)
        are_gone = finish_to_remove(removal) && are_gone;
    if (!are_gone) // a prompt came between
        search();
    auto next = searches.begin();
    for (const auto &[server, item] : one_of_each) {
        std::set<std::string> left = login_items_.finish_search_for_unlocked(*next++);
        const auto is_left = [&left](const Item &one) { return left.contains(one.path); };
        const auto is_any_left = [&] { return std::any_of(items.begin(), items.end(), is_left); };
        if (is_any_left()) // a removal was made again after this search: Quirk::DeniesCalls
            left = login_items_.paths_with(attributes_that_find(*item));
        if (is_any_left())
            throw Error(Errc::ProviderFailed,
                        one_line("the keyring still has the login for '" + server +
                                 "' after it was told to erase it"),
                        "erase it with the provider's own program");
    }
}

} // namespace cppsecret::keyring
