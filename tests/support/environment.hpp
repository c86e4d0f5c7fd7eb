// SPDX-License-Identifier: MIT
// An environment variable for the time of a test.
#pragma once

#include <optional>
#include <string>

#include <stdlib.h>

namespace cppsecret::test {

/// What it was before comes back.
class Variable {
public:
    /// Without a value it is not set.
    Variable(const char *name, const std::optional<std::string> &value) : name_(name)
    {
        if (const char *before = ::getenv(name))
            before_ = before;
        set(value);
    }
    ~Variable() { set(before_); }
    Variable(const Variable &) = delete;
    Variable &operator=(const Variable &) = delete;

private:
    void set(const std::optional<std::string> &value) const
    {
        if (value)
            ::setenv(name_, value->c_str(), 1);
        else
            ::unsetenv(name_);
    }

    const char *name_;
    std::optional<std::string> before_;
};

} // namespace cppsecret::test
