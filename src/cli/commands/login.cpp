// SPDX-License-Identifier: MIT
// cppsecret login: checks a login with its registry and keeps it in the keyring.
#include "authfile/lookup/trace_text.hpp"
#include "base/command.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/configure.hpp"
#include "cli/registry_access.hpp"
#include "cli/terminal/secret_prompt.hpp"
#include "credential/registry_name.hpp"
#include "credential/storable.hpp"
#include "keyring/open_keyring.hpp"
#include "machine/helper_oracle.hpp"
#include "machine/installed_tools.hpp"
#include "machine/model/find_login.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/read_settings.hpp"
#include "machine/sudo.hpp"
#include "migration/keyring_target.hpp"
#include "registry/check.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace cppsecret::cli {

namespace {

struct Wanted {
    std::string name;
    std::optional<std::string> username;
    bool password_stdin = false;
    bool no_verify = false;
    bool configure = false;
    AccessOptions access;
};

/// The longest password that is read, in bytes: tokens have some thousands.
constexpr std::size_t password_limit = std::size_t{64} << 10;

constexpr const char *try_help = "try: cppsecret login --help";

/// What standard input holds, without the end of its last line.
SecretString password_from_input()
{
    SecretString buffer(password_limit + 1);
    const std::size_t size = read_fully(STDIN_FILENO, buffer.writable());
    if (size > password_limit)
        throw Error(Errc::Input, "the password on standard input is longer than " +
                                     std::to_string(password_limit) + " bytes");
    std::string_view text = buffer.reveal().substr(0, size);
    for (const char end : {'\n', '\r'})
        if (text.ends_with(end))
            text.remove_suffix(1);
    return SecretString(text);
}

/// The user that is stored now; empty if none is.
std::string stored_user(const ServerKey &key)
{
    machine::HelperOracle helpers;
    for (const keyring::Login &login : helpers.keyring().logins)
        if (ServerKey(login.server) == key)
            return login.username;
    return {};
}

std::string ask_for_user(const Terminal &terminal, const std::string &known)
{
    const std::string question =
        known.empty() ? "Username: " : "Username [" + one_line(known) + "]: ";
    std::string user = terminal.ask(question);
    if (user.empty())
        user = known;
    if (user.empty())
        throw Error(Errc::Dismissed, "no user was named, and nothing was stored");
    return user;
}

SecretString ask_for_password(const Terminal &terminal)
{
    const auto prompt = terminal.can_ask() ? SecretPrompt::open() : std::nullopt;
    if (!prompt)
        throw Error(Errc::Usage, "nobody can be asked for the password: there is no terminal",
                    "use --username and --password-stdin, and send it on standard input");
    return prompt->ask("Password: ");
}

Credential read_login(const Terminal &terminal, const Wanted &wanted, const RegistryName &name)
{
    if (wanted.password_stdin && !wanted.username)
        throw Error(Errc::Usage, "--password-stdin needs --username", try_help);
    if (wanted.username && wanted.username->empty())
        throw Error(Errc::Usage, "the user name is empty", try_help);
    Credential login;
    login.server = name.server_url();
    if (wanted.username)
        login.username = *wanted.username;
    else if (terminal.can_ask())
        login.username = ask_for_user(terminal, stored_user(ServerKey(login.server)));
    // it is empty where nobody can be asked, which the question for the password tells
    if (!login.username.empty() && !is_storable(login.username))
        throw Error(Errc::Input, "the user name is not UTF-8 text, and nothing was stored",
                    "keyrings hold text only: write the name in UTF-8");
    login.secret = wanted.password_stdin ? password_from_input() : ask_for_password(terminal);
    if (login.secret.empty())
        throw Error(Errc::Input, "the password is empty, and nothing was stored");
    if (!is_storable(login.secret.reveal()))
        throw Error(Errc::Input,
                    "the password is not UTF-8 text without NUL bytes, and nothing was stored",
                    "keyrings hold text only: use another password");
    return login;
}

/// Throws Error unless the registry accepts the login; takes over a token that it renews.
void prove_login(const Terminal &terminal, const Wanted &wanted, const RegistryName &name,
                 Credential &login)
{
    const RegistryAccess access(wanted.access);
    const bool is_insecure = access.is_insecure(name.text());
    if (is_insecure)
        terminal.warn(insecurity_warning(name.host));
    const std::array questions{registry::Question{name.host, &login, is_insecure}};
    std::vector<registry::Verdict> verdicts =
        registry::check_logins(questions, access.settings(), [](std::size_t) {});
    registry::Verdict &verdict = verdicts.front();
    if (verdict.outcome != registry::Outcome::Accepted)
        throw Error(Errc::Failed,
                    "not logged in to '" + name.text() + "': " + verdict.reason +
                        "; nothing was stored",
                    verdict.hint);
    if (verdict.asks_no_login)
        terminal.warn("'" + name.host +
                      "' lets everybody in, so that nobody knows whether the login is right");
    if (!verdict.reason.empty())
        terminal.warn("'" + name.host + "': " + verdict.reason);
    if (verdict.renewed_token)
        login.secret = std::move(*verdict.renewed_token);
}

/// The tools that do not come to our helper for a registry, of those that are there.
std::vector<std::string> tools_without_way(const Terminal &terminal, const std::string &host)
{
    const machine::ToolSettings settings = machine::read_settings();
    machine::HelperOracle helpers;
    std::vector<std::string> without;
    std::vector<machine::Family> families = families_of(settings.installed());
    std::erase_if(families,
                  machine::is_left_alone); // what 'configure' offers leaves these as they are
    for (const machine::Family family : families)
        for (const machine::FamilyTrace &search :
             find_logins(family, host, settings, helpers.ask())) {
            const authfile::Trace &trace = search.trace;
            const std::string tools = search.is_for_all ? title_of(family) : search.title();
            if (trace.answer.outcome == authfile::Outcome::Failed)
                terminal.warn(tools + ": " + authfile::summary_of(trace));
            if (trace.answer.outcome == authfile::Outcome::Helper &&
                machine::is_our_helper(trace.answer.helper))
                terminal.print(tools + " will use it\n");
            else
                without.push_back(tools);
        }
    return without;
}

/// Says who will find the login, and offers to show it to the others.
void tell_tools(const Terminal &terminal, const std::string &host, bool is_agreed)
{
    const std::vector<std::string> without = tools_without_way(terminal, host);
    const Command command = Command("cppsecret configure").operand(host);
    if (machine::installed_tools().empty() && !is_agreed) {
        terminal.hint("for podman, buildah, skopeo or docker to use it: " + command.text() +
                      " --tool containers, docker or all");
        return;
    }
    if (without.empty() && !is_agreed)
        return;
    const std::string look_elsewhere = " not look into the keyring for '" + host + "' yet\n";
    for (const std::string &tools : without) {
        terminal.print(tools + (tools.find(" and ") == std::string::npos ? " does" : " do"));
        terminal.print(look_elsewhere);
    }
    if (is_agreed ||
        (terminal.can_ask() && terminal.confirm("Show the changes that make them look there?")))
        configure_registry(terminal, host, is_agreed);
    else
        terminal.hint("to have it used: " + command.text());
}

ExitStatus login(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
    const RegistryName name = require_registry_name(wanted.name);
    if (wanted.configure && !name.path.empty())
        throw Error(Errc::Usage, "--configure is for a HOST: the tools know helpers for hosts only",
                    try_help);
    Credential credential = read_login(terminal, wanted, name);
    if (!wanted.no_verify)
        prove_login(terminal, wanted, name, credential);
    keyring::open_keyring_of_tools()->store(credential);
    terminal.print((wanted.no_verify ? "stored, unverified: '" : "logged in: '") +
                   one_line(credential.username) + "' at '" + name.text() +
                   "' is in the keyring\n");
    if (name.path.empty())
        tell_tools(terminal, name.host, wanted.configure);
    else
        terminal.warn("podman, buildah, skopeo and docker ask helpers for '" + name.host +
                          "' only and never find this login",
                      "go-containerregistry's tools (crane, ko, kaniko) ask for '" + name.text() +
                          "', if that is a whole repository");
    return ExitStatus::Done;
}

} // namespace

Action declare_login(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.argument("HOST", wanted->name, "Registry: host or host:port; or HOST/NAMESPACE");
    options.text("--username", "USER", wanted->username,
                 "Do not ask for it; '<token>' for an identity token");
    options.flag("--password-stdin", wanted->password_stdin,
                 "Read the password from standard input");
    options.flag("--no-verify", wanted->no_verify, "Store it without asking the registry");
    options.flag("--configure", wanted->configure,
                 "Also make the tools ask the helper, without a question");
    declare_access(options, wanted->access);
    options.more_help("The password is asked for on the terminal, which does not show it. It goes "
                      "to the registry, or to the\ntoken server that the registry names, and "
                      "nowhere else; over plain HTTP only with --tls-verify=false\nor where "
                      "registries.conf says 'insecure'. It is stored only if the registry accepts "
                      "it; a login that\nwas there is kept until then.");
    return [wanted](const Terminal &terminal) { return login(terminal, *wanted); };
}

} // namespace cppsecret::cli
