// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "credential/server_key.hpp"
#include "doctor/look.hpp"
#include "glibpp/os_release.hpp"
#include "keyring/open_keyring.hpp"
#include "keyring/secret_service/provider_hint.hpp"

#include <algorithm>
#include <chrono>

namespace cppsecret::doctor {

namespace {

constexpr std::chrono::seconds time_for_version(3);

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

/// The users in the keyring that is not used: what can be seen of it, if it is there at all.
std::map<std::string, std::string> logins_in_other(const keyring::Diagnosis &used)
{
    if (used.kind.empty() || used.problem)
        return {};
    std::map<std::string, std::string> users;
    try {
        const auto other = keyring::open_keyring(
            used.kind == keyring::file_kind ? keyring::secret_service_kind : keyring::file_kind);
        for (const keyring::Login &login : other->list().logins)
            users.try_emplace(ServerKey(login.server).identity(), login.username);
    } catch (const Error &) { // not there, or locked: it is not asked for
        return {};
    }
    return users;
}

} // namespace

KeyringState look_at_keyring()
{
    KeyringState state;
    state.diagnosis = keyring::diagnose();
    state.provider_command =
        keyring::provider_command(glibpp::read_os_release(), keyring::is_oo7_installed());
    state.provider_version = version_of(state.diagnosis.provider);
    state.other_logins = logins_in_other(state.diagnosis);
    return state;
}

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

} // namespace cppsecret::doctor
