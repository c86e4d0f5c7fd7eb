// SPDX-License-Identifier: MIT
// The login of one entry of a document.
#include "authfile/files/document.hpp"
#include "base/text.hpp"
#include "json/key_folding.hpp"
#include "json/string.hpp"

#include <string>
#include <utility>

namespace cppsecret::authfile {

const json::Node *Document::find_field(const AuthEntry &entry, std::string_view lower) const
{
    const json::Node *found = nullptr;
    for (const std::size_t node : tree_.nodes[entry.node].children)
        if (json::is_same_key(tree_.nodes[node].key, lower) &&
            tree_.nodes[node].kind == json::Kind::String)
            found = &tree_.nodes[node]; // the last one counts
    return found;
}

SecretString Document::field_of(const AuthEntry &entry, std::string_view lower) const
{
    const json::Node *field = find_field(entry, lower);
    return field == nullptr ? SecretString() : json::decode_string(text_of(*field));
}

DecodedAuth Document::auth_of(const AuthEntry &entry) const
{
    const SecretString auth = field_of(entry, "auth");
    return auth.empty() ? DecodedAuth() : decode_auth(auth.reveal());
}

SecretString Document::identity_token_of(const AuthEntry &entry) const
{
    return field_of(entry, "identitytoken");
}

StoredLogin Document::login_of(const AuthEntry &entry) const
{
    DecodedAuth auth = auth_of(entry);
    if (auth.defect != AuthDefect::None)
        throw problem_at(entry.offset, "the 'auth' of '" + one_line(entry.key) + "' " +
                                           std::string(describe(auth.defect)));
    StoredLogin login{std::move(auth.username), std::move(auth.password), identity_token_of(entry)};
    if (!entry.has_auth) {
        login.username = field_of(entry, "username").reveal();
        login.password = field_of(entry, "password");
    }
    return login;
}

} // namespace cppsecret::authfile
