// SPDX-License-Identifier: MIT
#include "authfile/files/changes.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::authfile {

namespace {

bool has_blank_or_control(const std::string &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

void check_registry(const std::string &registry)
{
    if (!is_helper_key(registry))
        throw Error(Errc::Input, "'" + one_line(registry) + "' is not a registry",
                    "a helper is named for host[:port], without scheme and path");
}

void check_helper(const std::string &helper)
{
    if (helper.empty() || has_blank_or_control(helper) || !is_utf8(helper) ||
        helper.find('/') != std::string::npos)
        throw Error(Errc::Input, "'" + one_line(helper) + "' is not the name of a helper",
                    "it is what follows 'docker-credential-' in the name of the program");
}

} // namespace

void Changes::set_helper(const std::string &registry, const std::string &helper)
{
    check_registry(registry);
    check_helper(helper);
    helpers_[registry] = helper;
}

void Changes::remove_helper(const std::string &registry)
{
    helpers_[registry] = std::nullopt;
}

void Changes::remove_auth(const std::string &key, WhenEmpty what)
{
    removed_auths_[key] = what;
}

void Changes::set_creds_store(const std::string &helper)
{
    check_helper(helper);
    creds_store_ = helper;
}

void Changes::remove_creds_store()
{
    creds_store_ = "";
}

void Changes::leave(std::string what)
{
    left_.push_back(std::move(what));
}

} // namespace cppsecret::authfile
