// SPDX-License-Identifier: MIT
#include "cli/command.hpp"

#include <array>

namespace cppsecret::cli {

namespace {

constexpr std::array table{
    Command{"list", "Registries and users in the keyring", declare_list},
};

} // namespace

std::span<const Command> commands()
{
    return table;
}

} // namespace cppsecret::cli
