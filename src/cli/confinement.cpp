// SPDX-License-Identifier: MIT
#include "cli/confinement.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "hardening/sandbox.hpp"

#include <algorithm>
#include <iterator>

#include <unistd.h>

namespace cppsecret::cli {

void confine(keyring::Use use, std::vector<std::string> readable)
{
    FilesInUse files = keyring::files_in_use(use);
    std::move(readable.begin(), readable.end(), std::back_inserter(files.readable));
    files.readable.emplace_back("/etc/localtime"); // for times in tables
    files.terminals = {"/dev/tty"};
    const Sandbox sandbox = enter_sandbox(files);
    if (environment("CPPSECRET_DEBUG") != "1")
        return;
    try {
        write_fully(STDERR_FILENO, "cppsecret: sandbox: " + describe(sandbox) + "\n");
    } catch (const Error &) { // a lost debug message changes nothing
        return;
    }
}

} // namespace cppsecret::cli
