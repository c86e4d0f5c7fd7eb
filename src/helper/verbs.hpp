// SPDX-License-Identifier: MIT
// What the helper does for each verb of the docker credential helper protocol.
#pragma once

#include "base/files_in_use.hpp"
#include "credential/secret_string.hpp"

#include <string>
#include <string_view>

namespace cppsecret::helper {

/// What a verb leaves to say: the text for standard output, the hint for standard error (empty for
/// none) and the exit status, 0 or 1.
struct Answer {
    SecretString output;
    std::string hint;
    int status = 0;
};

/// How the program was called.
struct Invocation {
    std::string program = {};          ///< the name it was called by, without folders
    int input = 0;                     ///< file descriptor of the standard input
    bool unavailable_is_error = false; ///< CPPSECRET_UNAVAILABLE=error

    /// True under the name that registries.conf uses, whose clients want host names from `list`.
    [[nodiscard]] bool is_for_containers() const { return program.ends_with("-containers"); }
};

/// What run_verb() works on; nothing for an unknown verb. Makes a folder as
/// keyring::files_in_use().
[[nodiscard]] FilesInUse files_of_verb(std::string_view verb);

/// Runs one verb. Throws Error for what has no answer: Usage for an unknown verb or a wrong
/// setting, what read_input(), parse_server_url() and parse_store_request() throw, and what the
/// keyring throws; of that `get` and `list` answer the states of is_keyring_unavailable()
/// themselves, unless `unavailable_is_error`. Throws std::system_error if no thread can be started.
[[nodiscard]] Answer run_verb(std::string_view verb, const Invocation &invocation);

/// `usage: …`, the one line for a wrong command line.
[[nodiscard]] std::string usage(const Invocation &invocation);

} // namespace cppsecret::helper
