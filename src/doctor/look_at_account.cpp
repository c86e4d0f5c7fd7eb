// SPDX-License-Identifier: MIT
#include "base/environment.hpp"
#include "doctor/look.hpp"
#include "machine/sudo.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::doctor {

Account look_at_account(const authfile::Environment &environment)
{
    Account account;
    account.user = ::geteuid();
    account.is_under_sudo = machine::is_under_sudo();
    account.own_home = authfile::home_of_account(account.user);
    struct stat status {};
    if (::stat(environment.home.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
        account.home_owner = status.st_uid;
    account.os = read_os_release();
    return account;
}

Variables look_at_variables()
{
    return {.account = environment("CPPSECRET_ACCOUNT").value_or(""),
            .has_auth_config = environment("DOCKER_AUTH_CONFIG").has_value()};
}

} // namespace cppsecret::doctor
