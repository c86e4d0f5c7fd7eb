// SPDX-License-Identifier: MIT
#include "keyring/item.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

constexpr const char *schema_name = "io.docker.Credentials";
constexpr const char *label_attribute = "Docker Credentials";

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

std::string attribute(GVariant *attributes, const char *name)
{
    const char *value = nullptr;
    return g_variant_lookup(attributes, name, "&s", &value) ? value : "";
}

} // namespace

GVariant *attributes_of_any_login()
{
    return AttributesBuilder().add("docker_cli", "1").build();
}

GVariant *attributes_of_server(const std::string &server)
{
    return AttributesBuilder().add("docker_cli", "1").add("server", server).build();
}

GVariant *properties_of_new_item(const Credential &credential)
{
    GVariant *attributes = AttributesBuilder()
                               .add("xdg:schema", schema_name)
                               .add("label", label_attribute)
                               .add("server", credential.server)
                               .add("username", credential.username)
                               .add("docker_cli", "1")
                               .build();
    const std::string label = "Registry credentials for " + credential.server;
    GVariantBuilder properties = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{sv}"));
    g_variant_builder_add(&properties, "{sv}", "org.freedesktop.Secret.Item.Label",
                          g_variant_new_string(label.c_str()));
    g_variant_builder_add(&properties, "{sv}", "org.freedesktop.Secret.Item.Attributes",
                          attributes);
    return g_variant_builder_end(&properties);
}

Item item_from_attributes(std::string path, GVariant *attributes)
{
    Item item;
    item.path = std::move(path);
    item.server = attribute(attributes, "server");
    item.username = attribute(attributes, "username");
    item.is_login = attribute(attributes, "xdg:schema") == schema_name &&
                    attribute(attributes, "docker_cli") == "1" && !item.server.empty() &&
                    !item.username.empty();
    return item;
}

} // namespace cppsecret::keyring
