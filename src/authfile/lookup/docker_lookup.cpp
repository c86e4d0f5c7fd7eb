// SPDX-License-Identifier: MIT
// The search of github.com/docker/cli.
#include "authfile/lookup/docker_variable.hpp"
#include "authfile/lookup/search.hpp"
#include "base/text.hpp"
#include "credential/registry_name.hpp"

#include <utility>

namespace cppsecret::authfile {

namespace {

/// The host[:port] of a URL of any scheme, or what stands before the first slash.
std::string host_of(std::string_view key)
{
    const auto scheme = key.find("://");
    if (scheme != std::string_view::npos) {
        std::string_view host = key.substr(scheme + 3);
        host = host.substr(0, host.find_first_of("/?#"));
        host = host.substr(host.rfind('@') + 1); // npos + 1 is 0
        while (host.ends_with(':'))
            host.remove_suffix(1);
        if (!host.empty())
            return std::string(host);
    }
    return std::string(key.substr(0, key.find('/')));
}

/// Why docker cannot use the entries of `auths`; empty if it can. One bad entry is enough: docker
/// decodes them in random order (a Go map) and stops there.
std::string problem_of_auths(const Document &document)
{
    if (!document.docker_problem().empty())
        return document.docker_problem();
    for (const AuthEntry &entry : document.auths()) {
        const auto defect = document.auth_of(entry).defect;
        if (defect != AuthDefect::None)
            return "the 'auth' of '" + one_line(entry.key) + "' " + std::string(describe(defect)) +
                   ", so docker may lose any login of the file";
    }
    return {};
}

/// The helper that docker asks for `key`, and where it is named.
Step choose_helper(const std::string &key, const Document &document,
                   const std::string &detected_store)
{
    Step step{Source::CredHelpers, document.name(), key, {}, StepResult::NotFound, {}};
    if (const HelperEntry *entry = document.find_helper(docker_helper_key_of(key))) {
        step.helper = entry->helper;
        return step;
    }
    DockerStore store = docker_store_of(document, detected_store);
    step.source = store.is_detected ? Source::DetectedStore : Source::CredsStore;
    if (store.is_detected)
        step.file.clear();
    step.helper = std::move(store.helper);
    return step;
}

StepResult look_into_variable(Search &search, const std::string &key, const SecretString &text)
{
    Step step{Source::Variable, {}, key, {}, StepResult::NotFound, {}};
    try {
        const auto document = parse_docker_variable(text);
        if (const AuthEntry *entry = document.find_auth(key))
            return search.take(std::move(step), document.login_of(*entry));
        search.note(std::move(step), StepResult::NotFound);
        return StepResult::NotFound;
    } catch (const Error &error) {
        search.note(std::move(step), StepResult::Failed, error.what());
        return StepResult::Failed;
    }
}

const KeyIndex &index_of(const LoadedFile &file, const Document &document)
{
    if (!file.cache.docker_hosts) {
        KeyIndex &index = file.cache.docker_hosts.emplace();
        for (std::size_t i = 0; i < document.auths().size(); ++i)
            index.add(host_of(document.auths()[i].key), i);
    }
    return *file.cache.docker_hosts;
}

const std::string &problem_of_auths(const LoadedFile &file, const Document &document)
{
    if (!file.cache.docker_problem)
        file.cache.docker_problem = problem_of_auths(document);
    return *file.cache.docker_problem;
}

void look_into_auths(Search &search, const std::string &key, const LoadedFile &file,
                     const Document &document)
{
    Step step{Source::Auths, document.name(), key, {}, StepResult::NotFound, {}};
    if (const std::string &problem = problem_of_auths(file, document); !problem.empty()) {
        search.note(std::move(step), StepResult::Failed, problem);
        return;
    }
    if (const AuthEntry *exact = document.find_auth(key)) {
        search.take(std::move(step), document.login_of(*exact));
        return;
    }
    const KeyIndex::Match *found = index_of(file, document).find(key);
    if (found == nullptr) {
        search.note(std::move(step), StepResult::NotFound);
        return;
    }
    const AuthEntry &entry = document.auths()[found->first];
    step.key = entry.key;
    if (found->has_others)
        step.detail = one_of_several;
    search.take(std::move(step), document.login_of(entry));
}

} // namespace

DockerStore docker_store_of(const Document &document, const std::string &detected_store)
{
    const bool says_nothing =
        document.creds_store().empty() && document.helpers().empty() && document.auths().empty();
    if (says_nothing && !detected_store.empty())
        return {detected_store, true};
    return {document.creds_store(), false};
}

std::string problem_for_buildx(const LoadedFile &file)
{
    if (file.document)
        return problem_of_auths(file, *file.document);
    return file.problem ? file.problem->what() : std::string();
}

Trace look_up_for_docker(const std::string &key, const LoadedFile &file,
                         const DockerSettings &settings, const AskHelper &ask)
{
    Search search(ask, HalfLogin::Unused);
    if (!settings.auth_config.empty() && !settings.is_auth_config_read)
        search.note({Source::Variable, {}, key, {}, StepResult::Ignored, {}}, StepResult::Ignored,
                    "docker reads it from version 28.3 on");
    else if (!settings.auth_config.empty() &&
             look_into_variable(search, key, settings.auth_config) == StepResult::Found)
        return search.finish();

    const Step in_file{Source::File, file.location.path, {}, {}, StepResult::NotFound, {}};
    if (file.problem) // docker warns and goes on with what it has read
        search.note(in_file, StepResult::Failed, file.problem->what());
    else if (!file.document)
        search.note(in_file, StepResult::NotFound, "no such file");
    const Document nothing = Document::empty(file.location.path, Format::DockerConfig);
    const Document &document = file.document ? *file.document : nothing;

    Step helper = choose_helper(key, document, settings.detected_store);
    // a helper without a name, too, keeps docker from looking at credsStore
    if (!helper.helper.empty()) {
        const StepResult result = search.ask(std::move(helper));
        if (result == StepResult::Failed && settings.fails_with_helper)
            search.fail();
        if (result != StepResult::Failed || settings.fails_with_helper)
            return search.finish();
    }
    if (file.document)
        look_into_auths(search, key, file, document);
    return search.finish();
}

} // namespace cppsecret::authfile
