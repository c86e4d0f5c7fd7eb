// SPDX-License-Identifier: MIT
#include "machine/finding.hpp"

#include "base/shell_word.hpp"

#include <unistd.h>

namespace cppsecret::machine {

const char *word_for(Severity severity) noexcept
{
    switch (severity) {
    case Severity::Ok:
        return "ok";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return "";
}

std::string as_root(const std::string &command)
{
    return as_root(command, ::geteuid());
}

std::string as_root(const std::string &command, uid_t user)
{
    return user == 0 ? command : "sudo " + command;
}

std::string edit_command(const std::string &file)
{
    return "${EDITOR:-vi} " + shell_word(file); // EDITOR may hold options
}

} // namespace cppsecret::machine
