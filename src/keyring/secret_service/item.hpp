// SPDX-License-Identifier: MIT
// The items of the Secret Service that are logins, with the schema and the attributes of the
// official helper, docker-credential-secretservice: either program reads what the other wrote. Ours
// have one attribute more, the registry that the server URL stands for: one search for it finds a
// login under any spelling.
// All texts are UTF-8 without NUL, as D-Bus has them.
#pragma once

#include "credential/credential.hpp"
#include "credential/server_key.hpp"
#include "glibpp/ptr.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace cppsecret::keyring {

/// What is known of an item without its secret.
struct Item {
    std::string path;   ///< D-Bus object path
    std::string server; ///< empty if the attributes cannot be read, as in a keyring locked on disk
    std::string username;
    bool is_login = false;     ///< the item has the schema and the attributes of a login
    std::string account = {};  ///< its name, if it is a saved account
    std::string registry = {}; ///< the attribute that a search for any spelling names, if it has it
    bool is_locked = false;
    std::optional<std::uint64_t> modified = {}; ///< seconds since 1970; nothing if it was not read

    /// True if the provider hides the attributes (Quirk::HidesAttributes): the item may or may not
    /// be a login.
    [[nodiscard]] bool is_hidden() const noexcept { return is_locked && server.empty(); }
    /// True for a login that only a search for its very server finds.
    [[nodiscard]] bool is_found_by_server_alone() const;
};

/// The attributes to search for any login, without the schema (Quirk::HidesAttributes). A floating
/// value of type a{ss}.
[[nodiscard]] GVariant *attributes_of_any_login();

/// The attributes to search for the logins of `server`, spelled like this; floating, as above.
[[nodiscard]] GVariant *attributes_of_server(const std::string &server);

/// The attributes to search for the logins of a registry (ServerKey::identity()) that have the
/// attribute for it; floating, as above.
[[nodiscard]] GVariant *attributes_of_registry(const std::string &identity);

/// The attributes to search for any saved account. They are others than those of a login, and so is
/// the schema, io.cppsecret.Account: no search for logins, of ours or of the official helper, finds
/// an account. Floating, as above.
[[nodiscard]] GVariant *attributes_of_any_account();

/// The attributes to search for the saved accounts `name`, of any registry; floating, as above.
[[nodiscard]] GVariant *attributes_of_account(const std::string &name);

/// The attributes of a search that finds `item`, a login or an account, among others. Floating, as
/// above.
[[nodiscard]] GVariant *attributes_that_find(const Item &item);

/// All attributes of a login; floating, as above.
[[nodiscard]] GVariant *attributes_of_login(const std::string &server, const std::string &username);

/// All properties of a new item for `credential`, a floating value of type a{sv}.
[[nodiscard]] GVariant *properties_of_new_item(const Credential &credential);

/// The same for the saved account `name`.
[[nodiscard]] GVariant *properties_of_new_account(const std::string &name,
                                                  const Credential &credential);

/// The attributes of an item as it has them (a{ss}), and the one for the registry of `server`; a
/// floating value of the same type.
[[nodiscard]] GVariant *attributes_with_registry(GVariant *attributes, const std::string &server);

/// The item at `path` with the attributes `attributes`, a value of type a{ss}; whether it is locked
/// and when it was modified is not in them.
[[nodiscard]] Item item_from_attributes(std::string path, GVariant *attributes);

} // namespace cppsecret::keyring
