// SPDX-License-Identifier: MIT
#include "keyring/account_view.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "keyring/settings.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

constexpr std::size_t longest_name = 100;

} // namespace

void check_account_name(const std::string &name)
{
    if (!name.empty() && name.size() <= longest_name && is_utf8(name) && one_line(name) == name &&
        trim(name) == name && name.front() != '-')
        return;
    throw Error(Errc::Usage, "that is not the name of an account",
                "a NAME has 1 to 100 bytes, no control characters, no blank at its ends and no '-' "
                "at its start");
}

std::optional<std::string> account_from_environment()
{
    auto name = environment_value("CPPSECRET_ACCOUNT");
    if (name) {
        try {
            check_account_name(*name);
        } catch (const Error &error) {
            throw Error(Errc::Usage, "CPPSECRET_ACCOUNT is not the name of an account",
                        error.hint());
        }
    }
    return name;
}

AccountView::AccountView(std::unique_ptr<Keyring> keyring, std::string name)
    : keyring_(std::move(keyring)), name_(std::move(name))
{
}

std::optional<Credential> AccountView::get(const ServerKey &key)
{
    auto account = keyring_->get_account(key, name_);
    return account ? std::move(account) : keyring_->get(key);
}

void AccountView::store(const Credential &credential)
{
    if (keyring_->get_account(ServerKey(credential.server), name_))
        keyring_->store_account(name_, credential);
    else
        keyring_->store(credential);
}

void AccountView::erase(const ServerKey &key)
{
    if (!keyring_->erase_account(key, name_))
        keyring_->erase(key);
}

Listing AccountView::list()
{
    return keyring_->list();
}

Listing AccountView::list_with_times()
{
    return keyring_->list_with_times();
}

} // namespace cppsecret::keyring
