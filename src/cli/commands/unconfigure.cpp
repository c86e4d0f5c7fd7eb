// SPDX-License-Identifier: MIT
// cppsecret unconfigure: takes our entries out of the files of the tools, and only ours.
#include "authfile/files/loaded_file.hpp"
#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/consent.hpp"
#include "cli/target_options.hpp"
#include "credential/registry_name.hpp"
#include "credential/server_key.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/model/tool.hpp"
#include "machine/sudo.hpp"
#include "setup/drop_in.hpp"
#include "setup/tool_files.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

using authfile::Changes;
using authfile::Document;

constexpr const char *how_to_end_that = "'cppsecret unconfigure --all' ends that";

struct Wanted : Targets {
    bool all = false;
};

/// One run of the command.
class Removal {
public:
    explicit Removal(const Wanted &wanted)
        : wanted_(wanted),
          environment_(authfile::environment_of_process()),
          tools_(machine::chosen_tools(wanted.tool, wanted.auth_file,
                                       {machine::all_tools.begin(), machine::all_tools.end()})),
          hosts_(wanted.parsed_hosts()),
          has_drop_in_(contains(tools_, machine::Tool::Containers) && !wanted.auth_file &&
                       is_drop_in_ours())
    {
        if (has_drop_in_ && !wanted.all)
            answers_for_all_ = setup::drop_in_path(environment_);
    }

    void run(const Terminal &terminal)
    {
        if (!wanted_.consent.dry_run)
            setup::clean_up_after_killed_runs(environment_, wanted_.auth_file);
        setup::FileEdits edits;
        for (const authfile::Location &location : files()) {
            const authfile::LoadedFile file = load_file(location);
            if (!file.is_there())
                continue;
            note_what_is_there(file);
            edits.amend(location, [this](const Document &document, Changes &changes) {
                remove(document, changes);
            });
        }
        if (wanted_.all && !wanted_.auth_file && contains(tools_, machine::Tool::Containers))
            remove_drop_in(terminal, edits);
        for (const std::string &host : hosts_)
            if (!seen_.contains(host))
                throw not_configured(host);
        if (!wanted_.all && removes_store_)
            terminal.warn("docker's credsStore goes, by which it finds logins of other registries "
                          "in the keyring too",
                          "name the helper for those: 'cppsecret configure --tool docker HOST'");
        const bool is_done = carry_out(terminal, edits, wanted_.consent);
        if (is_done && !answers_for_all_.empty())
            terminal.hint("our helper still answers for every registry, by '" + answers_for_all_ +
                          "'; " + how_to_end_that);
    }

private:
    [[nodiscard]] std::vector<authfile::Location> files() const
    {
        std::vector<authfile::Location> files;
        if (contains(tools_, machine::Tool::Containers))
            files = setup::containers_files(environment_, wanted_.auth_file);
        if (contains(tools_, machine::Tool::Docker))
            files.push_back(docker_location(environment_));
        return files;
    }

    /// The host of an entry of ours that is to go; empty if it stays.
    [[nodiscard]] std::string host_to_remove(const authfile::HelperEntry &entry) const
    {
        if (!machine::is_our_helper(entry.helper))
            return {};
        for (const std::string &host : {entry.registry, ServerKey(entry.registry).host()})
            if (wanted_.all || hosts_.contains(host))
                return host;
        return {};
    }

    [[nodiscard]] static bool sets_our_store(const Document &document)
    {
        return document.format() == authfile::Format::DockerConfig &&
               machine::is_our_helper(document.creds_store());
    }

    /// `configure docker.io` sets docker's credsStore; beside the drop-in it was set for all.
    [[nodiscard]] bool removes_store(const Document &document) const
    {
        return sets_our_store(document) &&
               (wanted_.all || (!has_drop_in_ && contains_docker_hub(hosts_)));
    }

    /// `configure --all-registries` has no entry for any of them.
    [[nodiscard]] Error not_configured(const std::string &host) const
    {
        if (answers_for_all_.empty())
            return Error(Errc::NotFound, "our helper is not configured for '" + host + "'",
                         "'cppsecret resolve' shows which helpers the tools ask");
        return Error(Errc::NotFound,
                     "our helper has no entry for '" + host +
                         "': it answers for every registry, by '" + answers_for_all_ + "'",
                     how_to_end_that);
    }

    void note_what_is_there(const authfile::LoadedFile &file)
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

    void remove(const Document &document, Changes &changes) const
    {
        for (const authfile::HelperEntry &entry : document.helpers())
            if (!host_to_remove(entry).empty())
                changes.remove_helper(entry.registry);
        if (removes_store(document))
            changes.remove_creds_store();
    }

    [[nodiscard]] bool is_drop_in_ours() const
    {
        const auto content = authfile::read_file(setup::drop_in_path(environment_));
        return content && (content->bytes.reveal() == setup::drop_in_text(true) ||
                           content->bytes.reveal() == setup::drop_in_text(false));
    }

    void remove_drop_in(const Terminal &terminal, setup::FileEdits &edits) const
    {
        const std::string path = setup::drop_in_path(environment_);
        if (has_drop_in_)
            edits.replace(path, std::nullopt);
        else if (authfile::read_file(path))
            terminal.warn("'" + path + "' stays: somebody has changed it",
                          "remove it yourself if it is not needed");
    }

    const Wanted &wanted_;
    authfile::Environment environment_;
    std::vector<machine::Tool> tools_;
    Hosts hosts_;
    bool has_drop_in_;            // of ours, and the containers tools are meant
    std::string answers_for_all_; // the file by which we do and that stays; empty if there is none
    Hosts seen_;                  // hosts that have an entry of ours
    bool removes_store_ = false;
};

void unconfigure(const Terminal &terminal, const Wanted &wanted)
{
    machine::refuse_sudo();
    if (wanted.hosts.empty() != wanted.all)
        throw Error(Errc::Usage, "name a HOST or say --all, one of the two",
                    "try: cppsecret unconfigure --help");
    Removal(wanted).run(terminal);
}

} // namespace

Action declare_unconfigure(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.flag("--all", wanted->all, "For every registry, with the drop-in of registries.conf");
    declare_tool(options, *wanted, "all");
    declare_targets(options, *wanted);
    options.more_help("Shows the change to each file and asks. The logins stay in the keyring.\n"
                      "Exit status 3 if a HOST that was named has no entry of ours.");
    return [wanted](const Terminal &terminal) { unconfigure(terminal, *wanted); };
}

} // namespace cppsecret::cli
