// SPDX-License-Identifier: MIT
#include "machine/namespaces.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "credential/server_key.hpp"
#include "machine/model/reach.hpp"

#include <algorithm>

namespace cppsecret::machine {

namespace {

using authfile::AuthEntry;
using authfile::LoadedFile;

/// Empty for an entry that is no login.
std::string user_of(const LoadedFile &file, const AuthEntry &entry)
{
    if (entry.is_placeholder())
        return {};
    try {
        std::string user = file.document->login_of(entry).username;
        return user.empty() ? "<token>" : user;
    } catch (const Error &) { // which is told
        return {};
    }
}

/// Calls it with the key and the user of each login that tools look for by the names of images.
template <typename Visit>
void visit_logins(const ToolSettings &settings, const Visit &visit)
{
    for (const LoadedFile *file : settings.all_files())
        if (file->document && settings.owner_of(file->location.path) != Family::Buildx)
            for (const AuthEntry &entry : file->document->auths())
                if (const std::string user = user_of(*file, entry); !user.empty())
                    visit(*file, entry, ServerKey(entry.key), user);
}

} // namespace

ByNamespace find_by_namespace(const ToolSettings &settings, const authfile::AskHelper &ask,
                              const std::function<bool(std::string_view)> &shares_keyring)
{
    ByNamespace registries;
    visit_logins(settings, [&](const LoadedFile &file, const AuthEntry &entry, const ServerKey &key,
                               const std::string &user) {
        const Login login{key.identity(), user, Place::File, file.location.path, entry.key, {}};
        if (key.kind() == KeyKind::Namespace && may_be_used(login, settings, ask, shares_keyring))
            registries[key.host()].insert(user);
    });
    visit_logins(settings, [&](const LoadedFile &, const AuthEntry &, const ServerKey &key,
                               const std::string &user) {
        const auto registry = registries.find(key.host());
        if (key.kind() == KeyKind::Registry && registry != registries.end())
            registry->second.insert(user);
    });
    return registries;
}

Finding plain_by_namespace(const std::string &file, std::size_t count,
                           const ByNamespace::value_type &registry)
{
    const auto &[host, users] = registry;
    const std::string all = "all of '" + host + "'";
    Finding finding{.severity = Severity::Warning,
                    .check = Check::Plain,
                    .what = "'" + file + "' holds " + counted(count, "login") +
                            " in plain text for '" + host +
                            "', where logins are in use by namespace",
                    .why = "a helper has one login for " + all +
                           ", which would hide these; whoever can read the file, or a copy of it, "
                           "has the passwords"};
    const std::string them = count == 1 ? "it" : "them";
    const std::string keep =
        "keep " + them + (count == 1 ? " while it is in use" : " while they are in use");
    if (users.size() > 1) {
        finding.advice =
            keep + ": '" + host + "' has " + std::to_string(users.size()) + " users here";
        return finding;
    }
    finding.advice = keep + " by namespace; if the login of " + in_ticks(*users.begin()) +
                     " is right for " + all + ", log in to that and take " + them + " out";
    finding.command = edit_command(file);
    return finding;
}

} // namespace cppsecret::machine
