// SPDX-License-Identifier: MIT
#include "authfile/lookup/docker_variable.hpp"
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
    return account;
}

Variables look_at_variables(const machine::ToolSettings &settings)
{
    Variables variables;
    variables.account = environment("CPPSECRET_ACCOUNT").value_or("");
    const SecretString &auth_config = settings.auth_config();
    variables.has_auth_config = !auth_config.empty();
    if (variables.has_auth_config)
        variables.auth_config_problem = authfile::problem_of_docker_variable(auth_config);
    struct stat status {};
    const auto &folder = settings.environment().docker_config;
    variables.is_docker_config_a_file =
        folder && ::stat(folder->c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
    return variables;
}

} // namespace cppsecret::doctor
