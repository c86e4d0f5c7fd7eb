// SPDX-License-Identifier: MIT
#include "keyring/file/document.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

namespace cppsecret::keyring {

namespace {

using Value = nlohmann::ordered_json;

const std::string &text_of(const Value &login, const char *member)
{
    return login[member].get_ref<const std::string &>();
}

std::uint64_t time_of(const Value &login)
{
    return login["changed"].get<std::uint64_t>();
}

bool is_login(const Value &value)
{
    const auto has_text = [&value](const char *member) {
        const auto found = value.find(member);
        return found != value.end() && found->is_string();
    };
    return value.is_object() && has_text("server") && has_text("username") && has_text("secret") &&
           value.contains("changed") && value["changed"].is_number_unsigned();
}

bool is_account(const Value &value)
{
    return is_login(value) && value.contains("account") && value["account"].is_string();
}

bool is_document(const Value &value)
{
    if (!value.is_object() || !value.contains("logins") || !value["logins"].is_array())
        return false;
    const auto accounts = value.find("accounts");
    const bool has_accounts =
        accounts == value.end() ||
        (accounts->is_array() && std::all_of(accounts->begin(), accounts->end(), is_account));
    return has_accounts && std::all_of(value["logins"].begin(), value["logins"].end(), is_login);
}

Login login_of(const Value &login)
{
    return {text_of(login, "server"), text_of(login, "username"), time_of(login)};
}

Credential credential_of(const Value &login)
{
    return {text_of(login, "server"), text_of(login, "username"),
            SecretString(std::string_view(text_of(login, "secret")))};
}

void fill(Value &login, const Credential &credential, std::uint64_t now)
{
    login["server"] = credential.server;
    login["username"] = credential.username;
    login["secret"] = credential.secret.reveal();
    login["changed"] = now;
}

bool is_of_account(const Value &account, const ServerKey &key, const std::string &name)
{
    return text_of(account, "account") == name && ServerKey(text_of(account, "server")) == key;
}

/// False if there is nothing to remove.
template <typename Predicate>
bool remove_if(Value &array, const Predicate &is_unwanted)
{
    Value kept = Value::array();
    bool has_any = false;
    for (Value &one : array) {
        if (is_unwanted(one))
            has_any = true;
        else
            kept.push_back(std::move(one));
    }
    array = std::move(kept);
    return has_any;
}

/// The newest first: of two in one second the later in the document.
std::vector<const Value *> newest_first(const Value &logins)
{
    std::vector<const Value *> sorted;
    for (const Value &login : logins)
        sorted.push_back(&login);
    std::reverse(sorted.begin(), sorted.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Value *a, const Value *b) { return time_of(*a) > time_of(*b); });
    return sorted;
}

/// The newest login of each spelling, and that of each registry by its identity.
struct Newest {
    std::unordered_map<std::string_view, const Value *> of_server;
    std::unordered_map<std::string, const Value *> of_registry;
};

/// Of two in one second the later in the document.
void take_newer(const Value *&newest, const Value &login)
{
    if (newest == nullptr || time_of(login) >= time_of(*newest))
        newest = &login;
}

Newest newest_of(const Value &logins)
{
    Newest newest;
    for (const Value &login : logins) {
        const std::string &server = text_of(login, "server");
        take_newer(newest.of_server[server], login);
        take_newer(newest.of_registry[ServerKey(server).identity()], login);
    }
    return newest;
}

} // namespace

struct FileDocument::Json {
    Value value = Value{{"logins", Value::array()}};
    std::optional<Newest> newest; ///< of `value` as it is

    /// To be changed.
    [[nodiscard]] Value &logins()
    {
        newest.reset();
        return value["logins"];
    }
    [[nodiscard]] const Value &logins() const { return value["logins"]; }
    [[nodiscard]] const Value &accounts() const
    {
        static const Value none = Value::array();
        const auto found = value.find("accounts");
        return found == value.end() ? none : *found;
    }
};

FileDocument::FileDocument() : json_(std::make_unique<Json>()) {}

FileDocument::FileDocument(const SecretString &text, const std::string &name)
    : json_(std::make_unique<Json>())
{
    json_->value = Value::parse(text.reveal(), nullptr, false); // its exceptions would quote it
    if (!is_document(json_->value))
        throw Error(Errc::Damaged, "'" + name + "' holds something else than logins", {}, name);
}

FileDocument::FileDocument(FileDocument &&) noexcept = default;
FileDocument &FileDocument::operator=(FileDocument &&) noexcept = default;
FileDocument::~FileDocument() = default;

SecretString FileDocument::text() const
{
    try {
        return SecretString(json_->value.dump());
    } catch (const Value::exception &) { // quotes what it choked on
        throw Error(Errc::Input, "a text is not UTF-8, and the keyring file keeps nothing else");
    }
}

std::optional<Credential> FileDocument::find(const ServerKey &key) const
{
    std::optional<Newest> &newest = json_->newest;
    if (!newest)
        newest = newest_of(std::as_const(*json_).logins());
    if (const auto exact = newest->of_server.find(key.as_given()); exact != newest->of_server.end())
        return credential_of(*exact->second);
    const auto found = newest->of_registry.find(key.identity());
    return found == newest->of_registry.end() ? std::nullopt
                                              : std::optional(credential_of(*found->second));
}

std::vector<Login> FileDocument::logins() const
{
    std::vector<Login> logins;
    for (const Value *login : newest_first(std::as_const(*json_).logins()))
        logins.push_back(login_of(*login));
    return logins;
}

void FileDocument::replace(std::span<const Credential> credentials, std::uint64_t now)
{
    struct Replacement {
        const Credential *credential = nullptr;
        Value login = Value::object();
    };
    std::unordered_map<std::string, Replacement> replacements;
    for (const Credential &credential : credentials)
        replacements[ServerKey(credential.server).identity()].credential = &credential;
    remove_if(json_->logins(), [&](Value &old) {
        const auto found = replacements.find(ServerKey(text_of(old, "server")).identity());
        if (found == replacements.end())
            return false;
        auto &[credential, login] = found->second;
        if (text_of(old, "server") == credential->server &&
            text_of(old, "username") == credential->username)
            login = std::move(old); // keeps what a later version has noted with it
        return true;
    });
    for (const Credential &credential : credentials) {
        Replacement &replacement = replacements[ServerKey(credential.server).identity()];
        if (replacement.credential != &credential)
            continue; // a later one is of the same registry
        fill(replacement.login, credential, now);
        json_->logins().push_back(std::move(replacement.login));
    }
}

bool FileDocument::erase(const ServerKey &key)
{
    return remove_if(json_->logins(), [&key](const Value &login) {
        return ServerKey(text_of(login, "server")) == key;
    });
}

std::optional<Credential> FileDocument::find_account(const ServerKey &key,
                                                     const std::string &name) const
{
    for (const Value &account : json_->accounts())
        if (is_of_account(account, key, name))
            return credential_of(account);
    return std::nullopt;
}

std::vector<Account> FileDocument::accounts() const
{
    std::vector<Account> accounts;
    for (const Value &account : json_->accounts())
        accounts.push_back({text_of(account, "account"), login_of(account)});
    return accounts;
}

void FileDocument::replace_account(const std::string &name, const Credential &credential,
                                   std::uint64_t now)
{
    const ServerKey key(credential.server);
    Value account = Value::object();
    for (const Value &old : json_->accounts()) // keeps what a later version has noted with it
        if (is_of_account(old, key, name))
            account = old;
    erase_account(key, name);
    account["account"] = name;
    fill(account, credential, now);
    json_->value["accounts"].push_back(std::move(account));
}

bool FileDocument::erase_account(const ServerKey &key, const std::string &name)
{
    return json_->value.contains("accounts") &&
           remove_if(json_->value["accounts"],
                     [&](const Value &account) { return is_of_account(account, key, name); });
}

} // namespace cppsecret::keyring
