// SPDX-License-Identifier: MIT
#include "keyring/secret_service/item.hpp"

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

namespace {

Item item_with(const char *attributes)
{
    const glibpp::VariantPtr parsed =
        glibpp::own(g_variant_new_parsed(attributes)); // the text format of GVariant
    return item_from_attributes("/item", parsed.get());
}

std::string text_of(GVariant *variant)
{
    const glibpp::VariantPtr owned = glibpp::own(variant);
    const glibpp::CharPtr text(g_variant_print(owned.get(), FALSE));
    return text.get();
}

} // namespace

TEST_CASE("an item with the official schema is a login, whatever else it carries")
{
    const Item item = item_with("@a{ss} {'xdg:schema': 'io.docker.Credentials', 'label': 'Docker "
                                "Credentials', 'server': 'https://s', 'username': 'u', "
                                "'docker_cli': '1', 'Notes': '', 'Uuid': 'x'}");
    CHECK(item.is_login);
    CHECK(item.path == "/item");
    CHECK(item.server == "https://s");
    CHECK(item.username == "u");
}

TEST_CASE("attributes are compared whole")
{
    for (const char *attributes : {
             "@a{ss} {}",
             "@a{ss} {'label': 'Docker Credentials', 'server': 's', 'username': 'u'}",
             "@a{ss} {'xdg:schema': 'io.docker.CredentialsX', 'server': 's', 'username': 'u', "
             "'docker_cli': '1'}",
             "@a{ss} {'xdg:schema': 'io.docker.Credentials', 'server': 's', 'username': 'u', "
             "'docker_cli': '10'}",
             "@a{ss} {'xdg:schema': 'io.docker.Credentials', 'servername': 's', 'username': 'u', "
             "'docker_cli': '1'}",
             "@a{ss} {'xdg:schema': 'io.docker.Credentials', 'server': '', 'username': 'u', "
             "'docker_cli': '1'}",
             "@a{ss} {'xdg:schema': 'io.docker.Credentials', 'server': 's', 'username': '', "
             "'docker_cli': '1'}",
         }) {
        CAPTURE(std::string(attributes));
        CHECK_FALSE(item_with(attributes).is_login);
    }
}

TEST_CASE("a locked item whose attributes are hashes is hidden")
{
    Item item = item_with("@a{ss} {'gkr:compat:hashed:server': 'abc'}");
    CHECK_FALSE(item.is_hidden());
    item.is_locked = true;
    CHECK(item.is_hidden());
    Item readable = item_with("@a{ss} {'server': 's'}");
    readable.is_locked = true;
    CHECK_FALSE(readable.is_hidden());
}

TEST_CASE("a new item has the attributes and the label of the official helper, and one of ours")
{
    const Credential credential{"https://S/v2/", "u", SecretString("p")};
    CHECK(text_of(properties_of_new_item(credential)) ==
          "{'org.freedesktop.Secret.Item.Label': <'Registry credentials for https://S/v2/'>, "
          "'org.freedesktop.Secret.Item.Attributes': <{'xdg:schema': 'io.docker.Credentials', "
          "'label': 'Docker Credentials', 'server': 'https://S/v2/', 'username': 'u', "
          "'docker_cli': '1', 'cppsecret:registry': 's'}>}");
}

TEST_CASE("an item that is given our attribute keeps the others")
{
    const glibpp::VariantPtr attributes = glibpp::own(
        g_variant_new_parsed("{'server': 'https://S', 'more': '', 'cppsecret:registry': 'old'}"));
    const char *with_ours = "{'server': 'https://S', 'more': '', 'cppsecret:registry': 's'}";
    CHECK(text_of(attributes_with_registry(attributes.get(), "https://S")) == with_ours);
    CHECK(item_with("{'server': 'https://S', 'cppsecret:registry': 's'}").registry == "s");
    CHECK(item_with("{'server': 'https://S'}").registry.empty());
}

TEST_CASE("a search names no schema")
{
    CHECK(text_of(attributes_of_server("s")) == "{'docker_cli': '1', 'server': 's'}");
    CHECK(text_of(attributes_of_any_login()) == "{'docker_cli': '1'}");
    CHECK(text_of(attributes_of_registry("s")) == "{'docker_cli': '1', 'cppsecret:registry': 's'}");
}

TEST_CASE("an account is no login, and a login no account")
{
    const Item account =
        item_with("@a{ss} {'xdg:schema': 'io.cppsecret.Account', 'account': 'work', "
                  "'server': 's', 'username': 'u', 'cppsecret_account': '1'}");
    CHECK(account.account == "work");
    CHECK_FALSE(account.is_login);
    // also with the attributes of a login beside its own
    CHECK_FALSE(item_with("@a{ss} {'xdg:schema': 'io.cppsecret.Account', 'account': 'work', "
                          "'server': 's', 'username': 'u', 'docker_cli': '1'}")
                    .is_login);
    CHECK(item_with("@a{ss} {'xdg:schema': 'io.docker.Credentials', 'account': 'work', 'server': "
                    "'s', 'username': 'u', 'docker_cli': '1'}")
              .account.empty());
    CHECK(
        item_with("@a{ss} {'xdg:schema': 'io.cppsecret.Account', 'account': 'work', 'server': 's'}")
            .account.empty());
}

TEST_CASE("a new account has neither the schema nor the attributes that a search for logins names")
{
    const Credential credential{"https://s", "u", SecretString("p")};
    CHECK(text_of(properties_of_new_account("work", credential)) ==
          "{'org.freedesktop.Secret.Item.Label': <'Account work for https://s'>, "
          "'org.freedesktop.Secret.Item.Attributes': <{'xdg:schema': 'io.cppsecret.Account', "
          "'cppsecret_account': '1', 'account': 'work', 'server': 'https://s', 'username': 'u'}>}");
    CHECK(text_of(attributes_of_any_account()) == "{'cppsecret_account': '1'}");
    CHECK(text_of(attributes_of_account("work")) ==
          "{'cppsecret_account': '1', 'account': 'work'}");
}
