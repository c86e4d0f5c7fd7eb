// SPDX-License-Identifier: MIT
#include "doctor/snapshot.hpp"

#include "base/error.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/our_helper.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cppsecret::doctor {

namespace {

constexpr std::chrono::seconds time_for_version(3);

/// What can be seen in a keyring that has been looked at.
keyring::Listing list(const keyring::Diagnosis &diagnosis)
{
    keyring::Listing listing;
    listing.incomplete = diagnosis.problem;
    if (listing.incomplete)
        return listing;
    try {
        return keyring::open_keyring()->list();
    } catch (const Error &error) {
        listing.incomplete = error;
        return listing;
    }
}

/// Runs the provider's program for its version. One that has windows wants a display even then, so
/// it is told to make do without.
std::string version_of(const std::optional<keyring::ProviderProgram> &provider)
{
    if (!provider || provider->program.empty())
        return {};
    const auto program = client::find_program(provider->program);
    const auto env = client::find_program("env");
    if (!program || !env)
        return {};
    try {
        const client::Command command{
            *env, {"QT_QPA_PLATFORM=offscreen", *program, "--version"}, {}};
        return version_in(client::run(command, Deadline::after(time_for_version)).output.reveal());
    } catch (const Error &) { // a version is nice to have
        return {};
    }
}

} // namespace

std::string version_in(std::string_view text)
{
    constexpr std::string_view digits = "0123456789";
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \t\n", begin), text.size());
        const std::string_view word = text.substr(begin, end - begin);
        if (word.find_first_of(digits) == 0 && word.find('.') != std::string_view::npos)
            return std::string(word);
        begin = end + 1;
    }
    return {};
}

Snapshot::Snapshot(const std::optional<std::string> &auth_file)
    : auth_file_(auth_file),
      keyring_(keyring::diagnose()),
      version_(version_of(keyring_.provider)),
      settings_(auth_file),
      helpers_(list(keyring_), machine::Others::LeaveAlone),
      inventory_(settings_, helpers_),
      tools_(machine::installed_tools())
{
}

bool Snapshot::has(machine::Tool tool) const
{
    return std::find(tools_.begin(), tools_.end(), tool) != tools_.end();
}

bool Snapshot::has_in_keyring(const std::string &key) const
{
    const std::string registry = ServerKey(key).identity();
    const auto &logins = inventory_.logins();
    return std::any_of(logins.begin(), logins.end(), [&](const machine::Login &login) {
        return login.place == machine::Place::Keyring && login.registry == registry;
    });
}

bool Snapshot::asks_us_for_all() const
{
    return !settings_.conf_problem() &&
           machine::is_our_helper(settings_.registries_conf().credential_helpers().front());
}

} // namespace cppsecret::doctor
