// SPDX-License-Identifier: MIT
// Any reply of a provider, of the type that GDBus has let pass, in normal form or not. The first
// byte says which reply it is; the rest are its bytes, as GVariant serialises values.
#include "credential/server_key.hpp"
#include "glibpp/ptr.hpp"
#include "invariant.hpp"
#include "keyring/secret_service/collection.hpp"
#include "keyring/secret_service/item.hpp"
#include "keyring/secret_service/replies.hpp"

#include <array>
#include <string>

using namespace cppsecret;
using namespace cppsecret::keyring;
using test::require;

namespace {

glibpp::VariantPtr variant_of(const char *type, std::string_view bytes)
{
    // a copy of the right size and alignment, so that a sanitizer sees what is read behind its end
    GBytes *const copy = g_bytes_new(bytes.data(), bytes.size());
    glibpp::VariantPtr value =
        glibpp::own(g_variant_new_from_bytes(G_VARIANT_TYPE(type), copy, FALSE));
    g_bytes_unref(copy);
    return value;
}

void check_path(const std::string &path)
{
    require(g_variant_is_object_path(path.c_str()) != FALSE, "a path is a path");
    require(!is_collection_path(path) || !is_collection_path(path + "/item"),
            "an item is no collection");
    require(path.starts_with(collection_of(path)), "an item is below its collection");
}

void try_item(GVariant *attributes)
{
    const Item item = item_from_attributes("/org/freedesktop/secrets/collection/c/1", attributes);
    require(!item.is_login || (!item.server.empty() && !item.username.empty()),
            "a login has a server and a user");
    require(!item.is_login || item.account.empty(), "a login is no account");
    for (const std::string &text : {item.server, item.username, item.account, item.registry})
        require(g_utf8_validate(text.c_str(), -1, nullptr) != FALSE, "texts are UTF-8");
    static_cast<void>(item.is_found_by_server_alone());
    const glibpp::VariantPtr found_by = glibpp::own(attributes_that_find(item));
    const glibpp::VariantPtr marked =
        glibpp::own(attributes_with_registry(attributes, item.server));
    const Item again = item_from_attributes(item.path, marked.get());
    require(again.registry == ServerKey(item.server).identity(), "the mark is the registry");
    require(again.server == item.server && again.username == item.username &&
                again.is_login == item.is_login && again.account == item.account,
            "the mark changes nothing else");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view rest = test::text_of(bytes, size).substr(1);
    switch (bytes[0] % 4) {
    case 0:
        for (const auto &[path, is_locked] : found_items(variant_of("(aoao)", rest).get()))
            check_path(path);
        break;
    case 1: {
        const glibpp::VariantPtr reply = variant_of("(v)", rest);
        for (const char *type : {"b", "s", "t"})
            static_cast<void>(property_in(reply.get(), type));
        if (const glibpp::VariantPtr paths = property_in(reply.get(), "ao"))
            for (const std::string &path : to_paths(paths.get()))
                check_path(path);
        if (const glibpp::VariantPtr attributes = property_in(reply.get(), "a{ss}"))
            try_item(attributes.get());
        break;
    }
    case 2:
        try_item(variant_of("a{ss}", rest).get());
        break;
    default:
        for (const char *type : {"(bv)", "(b)", "v"})
            if (const auto completion = completion_in(variant_of(type, rest).get()))
                require(completion->result != nullptr, "a prompt ends with a value");
    }
    return 0;
}
