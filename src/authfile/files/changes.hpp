// SPDX-License-Identifier: MIT
// What is to become different in an auth file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::authfile {

/// What stays of a section or an entry that has lost all that it held.
enum class WhenEmpty {
    Remove, ///< nothing
    Keep,   ///< `{}`
};

/// A set of changes to one document, to be made in one pass: Document::with(). The last word about
/// a registry counts. Holds no secrets.
class Changes {
public:
    /// Names the helper for one registry in `credHelpers`; other registries and unknown keys stay
    /// as they are. `helper` is the program's name without "docker-credential-".
    /// A plain-text login for the registry is left in place: see remove_auth().
    /// Throws Error(Errc::Input) if `registry` is empty, is not UTF-8, has a blank or a control
    /// byte, or carries a scheme or a path (Docker Hub's URL is fine), or if `helper` is not the
    /// name of a program.
    void set_helper(const std::string &registry, const std::string &helper);

    /// Takes the entry under exactly `registry`, which may be of any form, out of `credHelpers`.
    void remove_helper(const std::string &registry);

    /// What is done with `credHelpers` when its last entry is removed; WhenEmpty::Remove if this is
    /// never called.
    void when_helpers_empty(WhenEmpty what) noexcept { when_helpers_empty_ = what; }

    /// Takes the login under `key` out of `auths`. WhenEmpty::Remove takes the whole entry.
    /// WhenEmpty::Keep takes its fields auth, username, password and identitytoken and leaves what
    /// else there is, as docker's file needs it.
    void remove_auth(const std::string &key, WhenEmpty what);

    /// Names the helper in `credsStore`. Throws Error(Errc::Input) as set_helper().
    void set_creds_store(const std::string &helper);
    /// Takes `credsStore` out.
    void remove_creds_store();

    /// Removes the file if nothing is left in it, unless a symbolic link leads to it.
    void remove_empty_file() noexcept { removes_empty_file_ = true; }

    /// Notes what was meant to be changed, in words for a person, and stays: no change by itself.
    void leave(std::string what);

    /// By registry; nothing for one that is to be removed.
    using Helpers = std::map<std::string, std::optional<std::string>>;

    [[nodiscard]] const Helpers &helpers() const noexcept { return helpers_; }
    [[nodiscard]] WhenEmpty helpers_when_empty() const noexcept { return when_helpers_empty_; }
    [[nodiscard]] const std::map<std::string, WhenEmpty> &removed_auths() const noexcept
    {
        return removed_auths_;
    }
    /// Nothing if `credsStore` stays as it is; empty if it is to be removed.
    [[nodiscard]] const std::optional<std::string> &creds_store() const noexcept
    {
        return creds_store_;
    }
    [[nodiscard]] const std::vector<std::string> &left() const noexcept { return left_; }
    [[nodiscard]] bool removes_empty_file() const noexcept { return removes_empty_file_; }
    [[nodiscard]] bool are_none() const noexcept
    {
        return helpers_.empty() && removed_auths_.empty() && !creds_store_;
    }

private:
    Helpers helpers_;
    WhenEmpty when_helpers_empty_ = WhenEmpty::Remove;
    std::map<std::string, WhenEmpty> removed_auths_;
    std::optional<std::string> creds_store_;
    bool removes_empty_file_ = false;
    std::vector<std::string> left_;
};

} // namespace cppsecret::authfile
