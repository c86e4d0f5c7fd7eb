// SPDX-License-Identifier: MIT
// What a test cannot see under valgrind.
#pragma once

#include <cstdlib>

namespace cppsecret::test {

/// Whether tests/run.sh --sanitize runs the unit tests under valgrind: it is the program of each
/// process then, starts programs that are not there, and handles Ctrl-Z its own way.
inline bool is_under_valgrind()
{
    return std::getenv("CPPSECRET_TESTS_UNDER_VALGRIND") != nullptr;
}

} // namespace cppsecret::test
