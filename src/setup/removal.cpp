// SPDX-License-Identifier: MIT
#include "setup/removal.hpp"

#include "authfile/files/read_file.hpp"
#include "credential/server_key.hpp"
#include "machine/model/our_helper.hpp"
#include "setup/drop_in.hpp"
#include "setup/podman_api.hpp"
#include "setup/tool_files.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::setup {

namespace {

using authfile::Changes;
using authfile::Document;
using machine::Family;

bool sets_our_store(const Document &document)
{
    return has_dockers_form(document.format()) && machine::is_our_helper(document.creds_store());
}

/// Those that this and earlier versions write.
std::vector<std::string> all_drop_in_paths(const authfile::Environment &environment)
{
    std::vector<std::string> paths = drop_in_paths(environment);
    paths.push_back(earlier_drop_in_path(environment));
    return paths;
}

std::vector<std::string> find_drop_ins_of_ours(const authfile::Environment &environment)
{
    std::vector<std::string> paths = all_drop_in_paths(environment);
    std::erase_if(paths, [](const std::string &path) { return !is_drop_in_ours(path); });
    return paths;
}

} // namespace

Removal::Removal(const authfile::Environment &environment, Rules rules)
    : environment_(environment),
      rules_(std::move(rules)),
      drop_ins_(contains(rules_.tools, Family::Containers) && !rules_.auth_file
                    ? find_drop_ins_of_ours(environment_)
                    : std::vector<std::string>())
{
    if (!drop_ins_.empty() && !rules_.all)
        answers_for_all_ = drop_ins_.front();
}

void Removal::plan(FileEdits &edits)
{
    for (const authfile::Location &location : files()) {
        const authfile::LoadedFile file = load_file(location);
        if (!file.is_there())
            continue;
        note_what_is_there(file);
        edits.amend(location, [this](const Document &document, Changes &changes) {
            remove(document, changes);
        });
    }
    if (rules_.all && !rules_.auth_file && contains(rules_.tools, Family::Containers))
        remove_drop_ins(edits);
    for (const std::string &host : rules_.hosts)
        if (!seen_.contains(host))
            throw not_configured(host);
    if (!rules_.all && removes_store_)
        warnings_.push_back(
            {"docker's credsStore goes, by which it finds logins of other registries "
             "in the keyring too",
             "name the helper for those: 'cppsecret configure --tool docker HOST'"});
}

std::vector<authfile::Location> Removal::files() const
{
    std::vector<authfile::Location> files;
    if (contains(rules_.tools, Family::Containers))
        files = containers_files(environment_, rules_.auth_file);
    if (contains(rules_.tools, Family::Docker))
        files.push_back(docker_location(environment_));
    for (const Family family : rules_.tools)
        if (auto file = has_own_files(family) ? own_file_of(family, environment_) : std::nullopt)
            files.push_back(std::move(*file));
    return files;
}

std::string Removal::host_to_remove(const authfile::HelperEntry &entry) const
{
    if (!machine::is_our_helper(entry.helper))
        return {};
    for (const std::string &host : {entry.registry, ServerKey(entry.registry).host()})
        if (rules_.all || rules_.hosts.contains(host))
            return host;
    return {};
}

bool Removal::removes_store(const Document &document) const
{
    return sets_our_store(document) &&
           (rules_.all || (document.format() == authfile::Format::DockerConfig &&
                           drop_ins_.empty() && contains_docker_hub(rules_.hosts)));
}

Error Removal::not_configured(const std::string &host) const
{
    if (answers_for_all_.empty())
        return Error(Errc::NotFound, "our helper is not configured for '" + host + "'",
                     "'cppsecret resolve' shows which helpers the tools ask");
    return Error(Errc::NotFound,
                 "our helper has no entry for '" + host + "': it answers for every registry, by '" +
                     answers_for_all_ + "'",
                 how_to_answer_for_none);
}

void Removal::note_what_is_there(const authfile::LoadedFile &file)
{
    if (!file.document)
        return; // why is said when the change is shown
    for (const authfile::HelperEntry &entry : file.document->helpers())
        seen_.insert(host_to_remove(entry));
    if (removes_store(*file.document)) {
        seen_.insert(std::string(docker_hub_host));
        removes_store_ = true;
    } else if (sets_our_store(*file.document)) {
        answers_for_all_ = file.location.path;
    }
}

void Removal::remove(const Document &document, Changes &changes) const
{
    for (const authfile::HelperEntry &entry : document.helpers())
        if (!host_to_remove(entry).empty())
            changes.remove_helper(entry.registry);
    if (removes_store(document))
        changes.remove_creds_store();
    // podman and buildah fail without a file that is named to them
    if (document.name() != rules_.auth_file && document.name() != environment_.auth_file)
        changes.remove_empty_file();
}

void Removal::remove_drop_ins(FileEdits &edits)
{
    for (const std::string &path : all_drop_in_paths(environment_))
        if (std::find(drop_ins_.begin(), drop_ins_.end(), path) != drop_ins_.end())
            edits.replace(path, std::nullopt);
        else if (authfile::read_file(path))
            warnings_.push_back({"'" + path + "' stays: somebody has changed it",
                                 "remove it yourself if it is not needed"});
    remove_podman_api_files(edits, environment_);
}

} // namespace cppsecret::setup
