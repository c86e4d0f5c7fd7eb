// SPDX-License-Identifier: MIT
// The search of github.com/containers/image, which podman, buildah and skopeo share.
#include "authfile/lookup/search.hpp"

#include <utility>

namespace cppsecret::authfile {

namespace {

std::string_view without_prefix(std::string_view text, std::string_view prefix) noexcept
{
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string_view host_of(std::string_view text) noexcept
{
    return text.substr(0, text.find('/'));
}

/// One name for Docker Hub, as normalizeRegistry() of containers/image has it. This is their rule,
/// not ours (credential/): it knows these spellings alone.
std::string_view normal_registry(std::string_view registry) noexcept
{
    return registry == "docker.io" || registry == "registry-1.docker.io" ? "index.docker.io"
                                                                         : registry;
}

/// What a key of `auths` is compared by when nothing matched exactly: of a URL the host, of
/// anything else all of it. A .dockercfg has paths without a scheme too.
std::string_view normal_key(std::string_view key, Format format) noexcept
{
    const auto stripped = without_prefix(without_prefix(key, "http://"), "https://");
    const bool is_url = stripped.size() != key.size();
    return normal_registry(is_url || format == Format::LegacyDocker ? host_of(stripped) : stripped);
}

const KeyIndex &index_of(const LoadedFile &file, const Document &document)
{
    if (!file.cache.containers_keys) {
        KeyIndex &index = file.cache.containers_keys.emplace();
        for (std::size_t i = 0; i < document.auths().size(); ++i)
            index.add(std::string(normal_key(document.auths()[i].key, document.format())), i);
    }
    return *file.cache.containers_keys;
}

/// The search within the auth files.
class FilesSearch {
public:
    FilesSearch(Search &search, std::string name)
        : search_(search), name_(std::move(name)), registry_(host_of(name_))
    {
    }

    /// Found, NotFound (go on to the next file) or Failed (the files are given up).
    StepResult look_into(const LoadedFile &file)
    {
        Step step{Source::File, file.location.path, {}, {}, StepResult::NotFound, {}};
        if (file.problem) {
            search_.note(std::move(step), StepResult::Failed, file.problem->what());
            return StepResult::Failed;
        }
        if (!file.document) {
            search_.note(std::move(step), StepResult::NotFound, "no such file");
            return StepResult::NotFound;
        }
        const Document &document = *file.document;
        if (document.is_blank()) {
            search_.note(std::move(step), StepResult::Failed, "the file is empty");
            return StepResult::Failed;
        }
        if (!document.creds_store().empty()) {
            step.source = Source::CredsStore;
            step.helper = document.creds_store();
            search_.note(step, StepResult::Ignored, "only docker looks at credsStore");
            step.helper.clear();
        }
        if (const HelperEntry *entry = document.find_helper(registry_)) {
            step.source = Source::CredHelpers;
            step.key = registry_;
            step.helper = entry->helper;
            return search_.ask(std::move(step));
        }
        step.source = Source::Auths;
        return look_into_auths(file, document, std::move(step));
    }

private:
    StepResult look_into_auths(const LoadedFile &file, const Document &document, Step step)
    {
        const bool has_namespaces = document.format() != Format::LegacyDocker;
        for (const std::string &key :
             has_namespaces ? lookup_keys(name_) : std::vector<std::string>{registry_}) {
            step.key = key;
            if (const AuthEntry *entry = document.find_auth(key))
                return take(document, *entry, std::move(step));
            search_.note(step, StepResult::NotFound);
        }
        const KeyIndex::Match *found =
            index_of(file, document).find(std::string(normal_registry(registry_)));
        if (found == nullptr)
            return StepResult::NotFound;
        const AuthEntry &entry = document.auths()[found->first];
        step.key = entry.key;
        if (found->has_others)
            step.detail = one_of_several;
        return take(document, entry, std::move(step));
    }

    StepResult take(const Document &document, const AuthEntry &entry, Step step)
    {
        DecodedAuth auth = document.auth_of(entry);
        if (auth.defect == AuthDefect::NotBase64) {
            search_.note(std::move(step), StepResult::Failed, "its 'auth' is not base64");
            return StepResult::Failed;
        }
        if (!entry.has_auth || auth.defect == AuthDefect::NoColon) {
            search_.note(std::move(step), StepResult::NotFound, why_passed_over(entry));
            return StepResult::NotFound;
        }
        StoredLogin login{std::move(auth.username), std::move(auth.password),
                          document.identity_token_of(entry)};
        return search_.take(std::move(step), std::move(login));
    }

    /// The fields beside `auth` are read only if it holds a login.
    static const char *why_passed_over(const AuthEntry &entry) noexcept
    {
        if (entry.has_auth)
            return "its 'auth' has no ':' between user and password";
        return entry.has_username || entry.has_password
                   ? "podman, buildah and skopeo read only 'auth', and it has none"
                   : "the entry has no 'auth'";
    }

    Search &search_;
    std::string name_;
    std::string registry_;
};

} // namespace

Trace look_up_for_containers(const std::string &name, const RegistriesConf &conf,
                             const std::vector<const LoadedFile *> &files, const AskHelper &ask)
{
    Search search(ask, HalfLogin::Shown);
    FilesSearch in_files(search, name);
    const auto look_into_files = [&] {
        for (const LoadedFile *file : files)
            if (const auto result = in_files.look_into(*file); result != StepResult::NotFound)
                return result;
        return StepResult::NotFound;
    };
    bool has_failed = false;
    for (const std::string &helper : conf.credential_helpers()) {
        const auto result = helper == auth_files_helper ? look_into_files()
                                                        : search.ask({Source::CredentialHelpers,
                                                                      conf.source(),
                                                                      std::string(host_of(name)),
                                                                      helper,
                                                                      StepResult::NotFound,
                                                                      {}});
        if (result == StepResult::Found || result == StepResult::Unknown)
            return search.finish();
        has_failed = has_failed || result == StepResult::Failed;
    }
    if (has_failed)
        search.fail();
    return search.finish();
}

} // namespace cppsecret::authfile
