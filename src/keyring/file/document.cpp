// SPDX-License-Identifier: MIT
#include "keyring/file/document.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace cppsecret::keyring {

namespace {

using Value = nlohmann::ordered_json;

const std::string &text_of(const Value &login, const char *member)
{
    return login[member].get_ref<const std::string &>();
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
    return {text_of(login, "server"), text_of(login, "username"),
            login["changed"].get<std::uint64_t>()};
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
    std::stable_sort(sorted.begin(), sorted.end(), [](const Value *a, const Value *b) {
        return (*a)["changed"].get<std::uint64_t>() > (*b)["changed"].get<std::uint64_t>();
    });
    return sorted;
}

} // namespace

struct FileDocument::Json {
    Value value = Value{{"logins", Value::array()}};

    [[nodiscard]] Value &logins() { return value["logins"]; }
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
    const Value *found = nullptr;
    for (const Value *login : newest_first(json_->logins())) {
        const std::string &server = text_of(*login, "server");
        if (server == key.as_given()) {
            found = login;
            break;
        }
        if (found == nullptr && ServerKey(server) == key)
            found = login;
    }
    if (found == nullptr)
        return std::nullopt;
    return credential_of(*found);
}

std::vector<Login> FileDocument::logins() const
{
    std::vector<Login> logins;
    for (const Value *login : newest_first(json_->logins()))
        logins.push_back(login_of(*login));
    return logins;
}

void FileDocument::replace(const Credential &credential, std::uint64_t now)
{
    Value login = Value::object();
    for (const Value &old : json_->logins()) // keeps what a later version has noted with it
        if (text_of(old, "server") == credential.server &&
            text_of(old, "username") == credential.username)
            login = old;
    erase(ServerKey(credential.server));
    fill(login, credential, now);
    json_->logins().push_back(std::move(login));
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
