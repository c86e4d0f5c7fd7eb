// SPDX-License-Identifier: MIT
// Runs another program as a child and takes what it says.
#pragma once

#include "base/deadline.hpp"
#include "credential/secret_string.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cppsecret::client {

/// What is run, and what it may do.
struct Command {
    std::string path;                        ///< of the program
    std::vector<std::string> arguments;      ///< without the program's name; never secrets
    SecretString input;                      ///< for its standard input
    std::vector<std::string> variables = {}; ///< NAME=value, in the place of ours; never secrets
    std::size_t output_limit = std::size_t{1} << 20; ///< in bytes
};

/// How a program ended.
struct Result {
    int status = 0;      ///< its exit status, or 128 and the number of the signal that ended it
    SecretString output; ///< from its standard output
    std::string errors;  ///< the first 4096 bytes of what it wrote to standard error
};

/// Runs a program and waits for its end. It gets three pipes, the environment of this process with
/// the command's own variables, and no other open file; it stays in our session, so that it may ask
/// on the terminal. It need not read its input, so SIGPIPE must be ignored:
/// secure_standard_streams(). Throws Error(Errc::System) if it cannot be run or talked to,
/// Error(Errc::TimedOut) when `deadline` passes and Error(Errc::Input) if it writes more than
/// `output_limit`; it is killed then.
[[nodiscard]] Result run(const Command &command, const Deadline &deadline);

} // namespace cppsecret::client
