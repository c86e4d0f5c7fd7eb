// SPDX-License-Identifier: MIT
#include "migration/keyring_copy.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "keyring/open_keyring.hpp"
#include "keyring/stored_logins.hpp"
#include "migration/keyring_target.hpp"

#include <utility>

namespace cppsecret::migration {

std::string keyring_name(const std::string &kind)
{
    return kind == keyring::file_kind ? "the keyring file" : "the Secret Service";
}

std::string KeyringCopy::Entry::text() const
{
    return (account.empty() ? "login" : "account '" + account + "'") + " for '" +
           one_line(credential.server) + "'";
}

std::optional<Credential> KeyringCopy::Entry::find_in(keyring::Keyring &keyring) const
{
    return account.empty() ? keyring.get(key()) : keyring.get_account(key(), account);
}

KeyringCopy::KeyringCopy(std::string from, std::string to)
    : from_(std::move(from)), to_(std::move(to))
{
}

void KeyringCopy::read_source()
{
    const auto source = keyring::open_keyring(from_);
    const keyring::Keyring::ManyCalls many(*source);
    const keyring::Listing logins = keyring::list_unlocked(*source);
    const keyring::AccountListing accounts = source->accounts();
    for (const auto *incomplete : {&logins.incomplete, &accounts.incomplete})
        if (*incomplete)
            throw Error(**incomplete);
    for (const keyring::Login &login : logins.logins)
        fetch(*source, {{login.server, login.username, {}}, {}});
    login_count_ = entries_.size();
    for (const keyring::Account &account : accounts.accounts)
        fetch(*source, {{account.login.server, account.login.username, {}}, account.name});
}

void KeyringCopy::fetch(keyring::Keyring &source, Entry entry)
{
    auto credential = entry.find_in(source);
    if (!credential)
        throw Error(Errc::Failed, "the " + entry.text() + " went away meanwhile",
                    "nothing was moved; repeat the command");
    entry.credential = std::move(*credential);
    entries_.push_back(std::move(entry));
}

void KeyringCopy::refuse_to_replace() const
{
    try {
        const auto target = keyring::open_keyring(to_);
        const keyring::Keyring::ManyCalls many(*target);
        for (const Entry &entry : entries_)
            refuse_to_replace(entry, entry.find_in(*target));
    } catch (const Error &error) {
        // a Secret Service makes its first keyring when something is stored
        if (error.code() != Errc::NoCollection || to_ == keyring::file_kind)
            throw;
    }
}

void KeyringCopy::refuse_to_replace(const Entry &entry,
                                    const std::optional<Credential> &other) const
{
    if (!other || is_same_login(*other, entry.credential))
        return;
    throw Error(Errc::Failed,
                keyring_name(to_) + " has another " + entry.text() + " (user '" +
                    one_line(other->username) + "', not '" + one_line(entry.credential.username) +
                    "' or with another secret)",
                "nothing was moved; use --force to replace what is there");
}

void KeyringCopy::copy(const Progress &progress) const
{
    if (entries_.empty())
        return;
    std::vector<Credential> logins;
    for (const Entry &entry : entries_)
        if (entry.account.empty())
            logins.push_back(copy_of(entry.credential));
    const auto target = keyring::open_keyring(to_);
    if (!logins.empty())
        target->store_all(logins, [&](std::size_t place) { progress(place + 1, entries_.size()); });
    for (std::size_t i = login_count_; i < entries_.size(); ++i) {
        target->store_account(entries_[i].account, entries_[i].credential);
        progress(i + 1, entries_.size());
    }
}

void KeyringCopy::prove() const
{
    const auto target = keyring::open_keyring(to_);
    const keyring::Keyring::ManyCalls many(*target);
    for (const Entry &entry : entries_) {
        const auto there = entry.find_in(*target);
        if (!there || !is_same_login(*there, entry.credential))
            throw Error(Errc::Failed,
                        keyring_name(to_) + " does not hold the " + entry.text() + " as it was",
                        "everything is still in " + keyring_name(from_) + "; repeat the command");
    }
}

void KeyringCopy::remove_from_source() const
{
    const auto source = keyring::open_keyring(from_);
    const keyring::Keyring::ManyCalls many(*source);
    for (const Entry &entry : entries_) {
        const auto now = entry.find_in(*source);
        if (now && !is_same_login(*now, entry.credential))
            throw Error(Errc::Failed,
                        "the " + entry.text() + " in " + keyring_name(from_) +
                            " was changed meanwhile, and stays there",
                        "repeat the command with --force");
        if (entry.account.empty())
            source->erase(entry.key());
        else
            static_cast<void>(source->erase_account(entry.key(), entry.account));
    }
}

} // namespace cppsecret::migration
