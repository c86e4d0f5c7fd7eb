// SPDX-License-Identifier: MIT
#include "setup/drop_in.hpp"

#include "machine/model/our_helper.hpp"

namespace cppsecret::setup {

std::string drop_in_path(const authfile::Environment &environment)
{
    return environment.home + "/.config/containers/registries.conf.d/50-cppsecret.conf";
}

std::string drop_in_text(bool is_strict)
{
    return std::string("# written by 'cppsecret configure --all-registries'\n"
                       "credential-helpers = [\"") +
           machine::our_helper_for_containers +
           (is_strict ? "\"]\n" : "\", \"containers-auth.json\"]\n");
}

} // namespace cppsecret::setup
