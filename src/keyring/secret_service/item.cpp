// SPDX-License-Identifier: MIT
#include "keyring/secret_service/item.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace cppsecret::keyring {

namespace {

constexpr const char *schema_name = "io.docker.Credentials";
constexpr const char *label_attribute = "Docker Credentials";
constexpr const char *registry_attribute = "cppsecret:registry";
constexpr const char *account_schema_name = "io.cppsecret.Account";
/// Marks an account for a search, which names no schema: Quirk::HidesAttributes.
constexpr const char *account_attribute = "cppsecret_account";

class AttributesBuilder {
public:
    AttributesBuilder &add(const char *name, const std::string &value)
    {
        g_variant_builder_add(&builder_, "{ss}", name, value.c_str());
        return *this;
    }
    GVariant *build() { return g_variant_builder_end(&builder_); }

private:
    GVariantBuilder builder_ = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{ss}"));
};

/// What is ours of them; there may be others (Quirk::AddsAttributes).
std::string attribute(GVariant *attributes, const char *name)
{
    const char *value = nullptr;
    return g_variant_lookup(attributes, name, "&s", &value) ? value : "";
}

GVariant *properties_of(const std::string &label, GVariant *attributes)
{
    GVariantBuilder properties = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{sv}"));
    g_variant_builder_add(&properties, "{sv}", "org.freedesktop.Secret.Item.Label",
                          g_variant_new_string(label.c_str()));
    g_variant_builder_add(&properties, "{sv}", "org.freedesktop.Secret.Item.Attributes",
                          attributes);
    return g_variant_builder_end(&properties);
}

} // namespace

bool Item::is_found_by_server_alone() const
{
    const ServerKey key(server);
    if (!is_login || registry == key.identity())
        return false;
    const std::vector<std::string> spellings = spellings_of_clients(key);
    return !spellings.empty() &&
           std::find(spellings.begin(), spellings.end(), server) == spellings.end();
}

GVariant *attributes_of_any_login()
{
    return AttributesBuilder().add("docker_cli", "1").build();
}

GVariant *attributes_of_server(const std::string &server)
{
    return AttributesBuilder().add("docker_cli", "1").add("server", server).build();
}

GVariant *attributes_of_registry(const std::string &identity)
{
    return AttributesBuilder().add("docker_cli", "1").add(registry_attribute, identity).build();
}

GVariant *attributes_of_any_account()
{
    return AttributesBuilder().add(account_attribute, "1").build();
}

GVariant *attributes_of_account(const std::string &name)
{
    return AttributesBuilder().add(account_attribute, "1").add("account", name).build();
}

GVariant *attributes_that_find(const Item &item)
{
    return item.account.empty() ? attributes_of_server(item.server)
                                : attributes_of_account(item.account);
}

GVariant *attributes_with_registry(GVariant *attributes, const std::string &server)
{
    AttributesBuilder builder;
    GVariantIter iterator;
    g_variant_iter_init(&iterator, attributes);
    const char *name = nullptr;
    const char *value = nullptr;
    while (g_variant_iter_next(&iterator, "{&s&s}", &name, &value))
        if (name != std::string_view(registry_attribute))
            builder.add(name, value);
    return builder.add(registry_attribute, ServerKey(server).identity()).build();
}

GVariant *attributes_of_login(const std::string &server, const std::string &username)
{
    return AttributesBuilder()
        .add("xdg:schema", schema_name)
        .add("label", label_attribute)
        .add("server", server)
        .add("username", username)
        .add("docker_cli", "1")
        .add(registry_attribute, ServerKey(server).identity())
        .build();
}

GVariant *properties_of_new_item(const Credential &credential)
{
    return properties_of("Registry credentials for " + credential.server,
                         attributes_of_login(credential.server, credential.username));
}

GVariant *properties_of_new_account(const std::string &name, const Credential &credential)
{
    return properties_of("Account " + name + " for " + credential.server,
                         AttributesBuilder()
                             .add("xdg:schema", account_schema_name)
                             .add(account_attribute, "1")
                             .add("account", name)
                             .add("server", credential.server)
                             .add("username", credential.username)
                             .build());
}

Item item_from_attributes(std::string path, GVariant *attributes)
{
    Item item;
    item.path = std::move(path);
    item.server = attribute(attributes, "server");
    item.username = attribute(attributes, "username");
    item.registry = attribute(attributes, registry_attribute);
    item.is_login = attribute(attributes, "xdg:schema") == schema_name &&
                    attribute(attributes, "docker_cli") == "1" && !item.server.empty() &&
                    !item.username.empty();
    if (attribute(attributes, "xdg:schema") == account_schema_name && !item.server.empty() &&
        !item.username.empty())
        item.account = attribute(attributes, "account");
    return item;
}

} // namespace cppsecret::keyring
