// SPDX-License-Identifier: MIT
#include "keyring/common/account_view.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/storable.hpp"

#include <utility>

namespace cppsecret::keyring {

namespace {

constexpr std::size_t longest_name = 100;

} // namespace

bool is_account_name(const std::string &name)
{
    return is_storable(name) && name.size() <= longest_name && one_line(name) == name &&
           trim(name) == name && name.front() != '-';
}

std::optional<std::string> account_from_environment()
{
    auto name = environment("CPPSECRET_ACCOUNT");
    if (name && !is_account_name(*name))
        throw Error(Errc::Usage, "CPPSECRET_ACCOUNT is not the name of an account",
                    what_an_account_name_is, "CPPSECRET_ACCOUNT");
    return name;
}

AccountView::AccountView(std::unique_ptr<Keyring> behind, std::string name)
    : ForwardingKeyring(std::move(behind)), name_(std::move(name))
{
}

std::optional<Credential> AccountView::get(const ServerKey &key)
{
    const OneCall call(*this);
    auto account = get_account(key, name_);
    return account ? std::move(account) : ForwardingKeyring::get(key);
}

void AccountView::store(const Credential &credential)
{
    const OneCall call(*this);
    if (has_account(ServerKey(credential.server), name_))
        store_account(name_, credential);
    else
        ForwardingKeyring::store(credential);
}

void AccountView::store_all(std::span<const Credential> credentials,
                            const std::function<void(std::size_t)> &on_stored)
{
    for (std::size_t i = 0; i < credentials.size(); ++i) {
        store(credentials[i]); // each where it belongs
        on_stored(i);
    }
}

void AccountView::erase(const ServerKey &key)
{
    const OneCall call(*this);
    if (!erase_account(key, name_))
        ForwardingKeyring::erase(key);
}

} // namespace cppsecret::keyring
