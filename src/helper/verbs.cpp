// SPDX-License-Identifier: MIT
#include "helper/verbs.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "helper/list_names.hpp"
#include "helper/podman_service.hpp"
#include "helper/read_only.hpp"
#include "json/protocol_texts.hpp"
#include "keyring/files_in_use.hpp"
#include "keyring/open_keyring.hpp"
#include "protocol/request.hpp"
#include "protocol/response.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cppsecret::helper {

namespace {

SecretString line(std::string_view text)
{
    return SecretString(std::string(text) + '\n');
}

/// The hint for a keyring that cannot be used: the state and what helps, on one line.
std::string describe(const Invocation &invocation, const Error &error)
{
    return one_line(invocation.program + ": " + error.what() +
                    (error.hint().empty() ? "" : "; " + error.hint()));
}

Answer not_found(std::string hint = {})
{
    return {line(json::credentials_not_found), std::move(hint), 1};
}

Answer get(const Invocation &invocation)
{
    const SecretString input = protocol::read_input(invocation.input);
    const ServerKey key = protocol::parse_server_url(input.reveal());
    try {
        const std::optional<Credential> credential = keyring::open_keyring_of_tools()->get(key);
        if (!credential)
            return not_found();
        return {protocol::get_response(key.as_given(), credential->username, credential->secret),
                {},
                0};
    } catch (const Error &error) {
        // not found, so that public images can still be pulled; the hint tells the person
        if (!is_keyring_unavailable(error.code()) || invocation.unavailable_is_error)
            throw;
        return not_found(describe(invocation, error));
    }
}

Answer store(const Invocation &invocation)
{
    const SecretString input = protocol::read_input(invocation.input);
    require_store_allowed(); // before a keyring is opened: nobody is asked to unlock it
    const Credential credential = protocol::parse_store_request(input.reveal());
    keyring::open_keyring_of_tools()->store(credential);
    return {};
}

Answer erase(const Invocation &invocation)
{
    const SecretString input = protocol::read_input(invocation.input);
    require_changes_allowed();
    const ServerKey key = protocol::parse_server_url(input.reveal());
    keyring::open_keyring_of_tools()->erase(key);
    return {};
}

Answer list(const Invocation &invocation)
{
    keyring::Listing listing;
    try {
        listing = keyring::open_keyring()->list();
    } catch (const Error &error) {
        if (!is_keyring_unavailable(error.code()))
            throw;
        listing.incomplete = error;
    }
    if (listing.incomplete && invocation.unavailable_is_error)
        throw Error(*listing.incomplete);
    const auto names = invocation.is_for_containers() ? names_for_containers(listing.logins)
                                                      : names_for_docker(listing.logins);
    return {SecretString(protocol::list_response(names)),
            listing.incomplete ? describe(invocation, *listing.incomplete) : "", 0};
}

Answer version(const Invocation &invocation)
{
    return {line(invocation.program + " (cppsecret) " + program_version), {}, 0};
}

Answer help(const Invocation &invocation)
{
    return {line(usage(invocation) +
                 R"(

Keeps the registry logins of docker, podman, buildah, skopeo and other container
tools in the desktop keyring (freedesktop Secret Service), or, on a machine
without one, in the sealed file that 'cppsecret keyring create' makes. The tools
run it; name it in auth.json or config.json:
  "credHelpers": {"registry.example": "cppsecret"}

  get      read a server URL, print its login
  store    read {"ServerURL":…,"Username":…,"Secret":…}, keep it
  erase    read a server URL, remove its login
  list     print the server URLs and user names of all logins
  version  print the version

Environment:
  CPPSECRET_ACCOUNT      the saved account to use for registries that have it
  CPPSECRET_COLLECTION   alias or label of the collection to use
  CPPSECRET_DEBUG=1      show the messages of the libraries, and the sandbox that
                         is in force, on standard error
  CPPSECRET_KEYRING      which keyring: secret-service or file
  CPPSECRET_PASSPHRASE_FILE
                         opens the keyring file: the file with its passphrase
  CPPSECRET_READONLY=1   store and erase refuse
  CPPSECRET_TIMEOUT      seconds that a call may take (10; 60 with a prompt)
  CPPSECRET_UNAVAILABLE  error: get and list fail if no keyring can be used

Exit status: 0 done, 1 not found or failed (the reason is on standard output).)"),
            {},
            0};
}

struct Verb {
    std::string_view name;
    Answer (*run)(const Invocation &);
    std::optional<keyring::Use> use = {}; ///< nothing for what opens no keyring
};

constexpr std::array verbs{
    Verb{"get", get, keyring::Use::Reading},
    Verb{"store", store, keyring::Use::Changing},
    Verb{"erase", erase, keyring::Use::Changing},
    Verb{"list", list, keyring::Use::Reading},
    Verb{"version", version},
    Verb{"--version", version},
    Verb{"-v", version},
    Verb{"--help", help},
    Verb{"-h", help},
};

/// Null for an unknown one.
const Verb *find_verb(std::string_view name)
{
    const auto *const found =
        std::find_if(verbs.begin(), verbs.end(), [name](const Verb &v) { return v.name == name; });
    return found == verbs.end() ? nullptr : found;
}

} // namespace

std::string usage(const Invocation &invocation)
{
    return "usage: " + invocation.program + " <get|store|erase|list|version>";
}

FilesInUse files_of_verb(std::string_view verb)
{
    const Verb *const found = find_verb(verb);
    if (found == nullptr || !found->use)
        return {};
    FilesInUse files = keyring::files_in_use(*found->use);
    if (found->run == store) // which asks who runs it
        files.readable.push_back(cmdline_of_parent());
    return files;
}

Answer run_verb(std::string_view verb, const Invocation &invocation)
{
    const Verb *const found = find_verb(verb);
    if (found == nullptr)
        throw Error(Errc::Usage, "unknown credential action '" + one_line(verb) + "'",
                    usage(invocation));
    return found->run(invocation);
}

} // namespace cppsecret::helper
