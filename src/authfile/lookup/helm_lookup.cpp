// SPDX-License-Identifier: MIT
// The search of oras.land/oras-go, as helm has it made.
#include "authfile/lookup/search.hpp"

#include <utility>

namespace cppsecret::authfile {

namespace {

/// The host[:port] of a key of `auths`, with or without a URL around it.
std::string host_of(std::string_view key)
{
    for (const std::string_view scheme : {"http://", "https://"})
        if (key.starts_with(scheme))
            key.remove_prefix(scheme.size());
    return std::string(key.substr(0, key.find('/')));
}

const KeyIndex &index_of(const LoadedFile &file)
{
    if (!file.cache.helm_hosts) {
        KeyIndex &index = file.cache.helm_hosts.emplace();
        for (std::size_t i = 0; i < file.document->auths().size(); ++i)
            index.add(host_of(file.document->auths()[i].key), i);
    }
    return *file.cache.helm_hosts;
}

/// The helper that is asked for `key` by what a file says, if it is there.
Step choose_helper(const std::string &key, const LoadedFile &file,
                   const std::string &detected_store)
{
    Step step{Source::CredHelpers, file.location.path, key, {}, StepResult::NotFound, {}};
    const Document *document = file.document ? &*file.document : nullptr;
    const HelperEntry *entry = document != nullptr ? document->find_helper(key) : nullptr;
    if (entry != nullptr && !entry->helper.empty()) { // without a name it is as if not there
        step.helper = entry->helper;
        return step;
    }
    DockerStore store = document != nullptr ? docker_store_of(*document, detected_store)
                                            : DockerStore{detected_store, !detected_store.empty()};
    step.source = store.is_detected ? Source::DetectedStore : Source::CredsStore;
    if (store.is_detected)
        step.file.clear();
    step.helper = std::move(store.helper);
    return step;
}

StepResult take(Search &search, const Document &document, const AuthEntry &entry, Step step)
{
    DecodedAuth auth = document.auth_of(entry);
    if (auth.defect == AuthDefect::NotBase64 || auth.defect == AuthDefect::NoColon) {
        search.note(std::move(step), StepResult::Failed,
                    "its 'auth' " + std::string(describe(auth.defect)));
        return StepResult::Failed;
    }
    if (!entry.has_auth)
        return search.take(std::move(step), document.login_of(entry));
    return search.take(std::move(step), {std::move(auth.username), std::move(auth.password),
                                         document.identity_token_of(entry)});
}

StepResult look_into_auths(Search &search, const std::string &key, const LoadedFile &file)
{
    const Document &document = *file.document;
    Step step{Source::Auths, document.name(), key, {}, StepResult::NotFound, {}};
    if (const AuthEntry *exact = document.find_auth(key))
        return take(search, document, *exact, std::move(step));
    const KeyIndex::Match *found = index_of(file).find(key);
    if (found == nullptr) {
        search.note(std::move(step), StepResult::NotFound);
        return StepResult::NotFound;
    }
    const AuthEntry &entry = document.auths()[found->first];
    step.key = entry.key;
    if (found->has_others)
        step.detail = one_of_several;
    return take(search, document, entry, std::move(step));
}

/// Why the file cannot be used; empty if it can, or is not there.
std::string problem_of(const LoadedFile &file)
{
    if (file.document)
        return file.document->docker_problem();
    return file.problem ? file.problem->what() : std::string();
}

StepResult look_into(Search &search, const std::string &key, const LoadedFile &file,
                     const std::string &detected_store)
{
    Step helper = choose_helper(key, file, detected_store);
    if (!helper.helper.empty())
        return search.ask(std::move(helper));
    if (file.document)
        return look_into_auths(search, key, file);
    search.note({Source::File, file.location.path, {}, {}, StepResult::NotFound, {}},
                StepResult::NotFound, "no such file");
    return StepResult::NotFound;
}

} // namespace

Trace look_up_for_helm(const std::string &key, const LoadedFile &own, const LoadedFile &dockers,
                       const std::string &detected_store, const AskHelper &ask)
{
    Search search(ask, HalfLogin::Unused);
    std::vector<const LoadedFile *> files{&own};
    if (own.location.path != dockers.location.path)
        files.push_back(&dockers);
    for (const LoadedFile *file : files) {
        StepResult result = StepResult::Failed;
        const std::string problem = problem_of(*file);
        if (problem.empty())
            result = look_into(search, key, *file, detected_store);
        else
            search.note({Source::File, file->location.path, {}, {}, StepResult::NotFound, {}},
                        result, problem);
        if (result == StepResult::Failed && (problem.empty() || file == &own))
            search.fail();
        else if (result == StepResult::NotFound)
            continue;
        break;
    }
    return search.finish();
}

} // namespace cppsecret::authfile
