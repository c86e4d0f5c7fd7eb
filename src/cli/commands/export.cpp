// SPDX-License-Identifier: MIT
// cppsecret export: logins in plain text, for tools that cannot ask a helper.
#include "authfile/lookup/export_format.hpp"
#include "base/error.hpp"
#include "base/new_file.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "credential/registry_name.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cppsecret::cli {

namespace {

constexpr const char *auth_json = "auth.json";
constexpr const char *docker_config_json = "docker-config-json";
constexpr const char *k8s_secret = "k8s-secret";
constexpr const char *default_name = "registry-credentials";
constexpr const char *to_standard_output = "-"; // on a terminal too

struct Wanted {
    std::vector<std::string> hosts;
    std::optional<std::string> format;
    std::optional<std::string> output;
    std::optional<std::string> name;
    std::optional<std::string> name_space;
};

authfile::ExportFormat format_of(const Wanted &wanted)
{
    if (!wanted.format)
        throw Error(Errc::Usage, "say which --format",
                    "use --format auth.json, docker-config-json or k8s-secret");
    if (*wanted.format == k8s_secret)
        return authfile::ExportFormat::KubernetesSecret;
    if (wanted.name || wanted.name_space)
        throw Error(Errc::Usage, "--name and --namespace go with '--format k8s-secret' only",
                    "try: cppsecret export --help");
    return *wanted.format == auth_json ? authfile::ExportFormat::AuthJson
                                       : authfile::ExportFormat::DockerConfigJson;
}

authfile::SecretName name_of(const Wanted &wanted)
{
    if (wanted.name_space && wanted.name_space->empty())
        throw Error(Errc::Usage, "'' is not a namespace", "leave out --namespace");
    authfile::SecretName name{wanted.name.value_or(default_name), wanted.name_space.value_or("")};
    authfile::check_name(name);
    return name;
}

/// The logins of all hosts; each must have one.
std::vector<Credential> read_logins(const std::vector<std::string> &hosts)
{
    std::set<std::string> names;
    for (const std::string &host : hosts)
        names.insert(require_host(host));
    const auto keyring = keyring::open_keyring_of_tools();
    const keyring::Keyring::ManyCalls many(*keyring);
    std::vector<Credential> logins;
    std::string missing;
    for (const std::string &host : names) {
        auto login = keyring->get(ServerKey(host));
        if (!login) {
            append_listed(missing, in_ticks(host));
            continue;
        }
        login->server = host;
        logins.push_back(std::move(*login));
    }
    if (!missing.empty())
        throw Error(Errc::NotFound, "the keyring has no login for " + missing,
                    "see 'cppsecret list' for those that it has");
    return logins;
}

ExitStatus export_logins(const Terminal &terminal, const Wanted &wanted)
{
    const authfile::ExportFormat format = format_of(wanted);
    const authfile::SecretName name = name_of(wanted);
    if (wanted.hosts.empty())
        throw Error(Errc::Usage, "name a HOST", "see 'cppsecret list' for those with a login");
    if (!wanted.output && terminal.is_output_terminal())
        throw Error(Errc::Usage, "passwords are not shown on a terminal",
                    "use --output FILE; force it with '--output -'");
    const std::vector<Credential> logins = read_logins(wanted.hosts);
    const SecretString text = authfile::render(logins, format, name);
    const bool is_file = wanted.output && *wanted.output != to_standard_output;
    if (is_file)
        write_new_file(*wanted.output, text.reveal());
    else
        terminal.print_as_it_is(text.reveal());
    terminal.warn((is_file ? "'" + *wanted.output + "'" : std::string("the output")) + " holds " +
                      counted(logins.size(), "login") + " in plain text: base64 hides nothing",
                  "remove it when it is not needed any more");
    return ExitStatus::Done;
}

} // namespace

Action declare_export(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.arguments("HOST", wanted->hosts, "Registries: host or host:port");
    options.choice("--format", {auth_json, docker_config_json, k8s_secret}, wanted->format,
                   "What is written");
    options.text("--output", "FILE", wanted->output,
                 "A new file (mode 0600) in place of standard output; '-' for a terminal too");
    options.text("--name", "NAME", wanted->name,
                 std::string("Of the Secret of k8s-secret (default: ") + default_name + ")");
    options.text("--namespace", "NAMESPACE", wanted->name_space, "Of the Secret of k8s-secret");
    options.more_help("For tools that need plain text: Kubernetes, CI. The keyring may ask to be "
                      "unlocked.\n"
                      "  auth.json           podman, buildah and skopeo (--authfile)\n"
                      "  docker-config-json  docker's config.json, and most other tools\n"
                      "  k8s-secret          for 'kubectl apply -f', type "
                      "kubernetes.io/dockerconfigjson");
    return [wanted](const Terminal &terminal) { return export_logins(terminal, *wanted); };
}

} // namespace cppsecret::cli
