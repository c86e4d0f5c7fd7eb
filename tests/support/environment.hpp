// SPDX-License-Identifier: MIT
// An environment variable for the time of a test.
#pragma once

#include <string>

#include <stdlib.h>

namespace cppsecret::test {

class Variable {
public:
    Variable(const char *name, const std::string &value) : name_(name)
    {
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable &) = delete;
    Variable &operator=(const Variable &) = delete;

private:
    const char *name_;
};

} // namespace cppsecret::test
