// SPDX-License-Identifier: MIT
// cppsecret unconfigure: takes our entries out of the files of the tools, and only ours.
#include "authfile/loaded_file.hpp"
#include "base/error.hpp"
#include "cli/command.hpp"
#include "cli/our_entries.hpp"
#include "cli/targets.hpp"
#include "credential/server_key.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

using authfile::Changes;
using authfile::Document;

struct Wanted : Targets {
    bool all = false;
};

/// One run of the command.
class Removal {
public:
    explicit Removal(const Wanted &wanted)
        : wanted_(wanted),
          environment_(authfile::environment_of_process()),
          tools_(chosen_tools(wanted.tool, wanted.auth_file, {all_tools.begin(), all_tools.end()})),
          hosts_(wanted.parsed_hosts())
    {
    }

    void run(const Terminal &terminal)
    {
        if (!wanted_.consent.dry_run)
            clean_up_after_killed_runs(environment_, wanted_.auth_file);
        Edits edits;
        for (const authfile::Location &location : files()) {
            const authfile::LoadedFile file = load_file(location);
            if (!file.is_there())
                continue;
            note_what_is_there(file);
            edits.amend(location, [this](const Document &document, Changes &changes) {
                remove(document, changes);
            });
        }
        if (wanted_.all && !wanted_.auth_file && contains(tools_, Tool::Containers))
            remove_drop_in(terminal, edits);
        for (const std::string &host : hosts_)
            if (!seen_.contains(host))
                throw Error(Errc::NotFound, "our helper is not configured for '" + host + "'");
        static_cast<void>(edits.carry_out(terminal, wanted_.consent));
    }

private:
    [[nodiscard]] std::vector<authfile::Location> files() const
    {
        std::vector<authfile::Location> files;
        if (contains(tools_, Tool::Containers))
            files = containers_files(environment_, wanted_.auth_file);
        if (contains(tools_, Tool::Docker))
            files.push_back(docker_location(environment_));
        return files;
    }

    /// The host of an entry of ours that is to go; empty if it stays.
    [[nodiscard]] std::string host_to_remove(const authfile::HelperEntry &entry) const
    {
        if (!is_our_helper(entry.helper))
            return {};
        for (const std::string &host : {entry.registry, ServerKey(entry.registry).host()})
            if (wanted_.all || hosts_.contains(host))
                return host;
        return {};
    }

    /// `configure docker.io` sets docker's credsStore.
    [[nodiscard]] bool removes_store(const Document &document) const
    {
        return document.format() == authfile::Format::DockerConfig &&
               is_our_helper(document.creds_store()) &&
               (wanted_.all || hosts_.contains(std::string(docker_hub_host)));
    }

    void note_what_is_there(const authfile::LoadedFile &file)
    {
        if (!file.document)
            return; // why is said when the change is shown
        for (const authfile::HelperEntry &entry : file.document->helpers())
            seen_.insert(host_to_remove(entry));
        if (removes_store(*file.document))
            seen_.insert(std::string(docker_hub_host));
    }

    void remove(const Document &document, Changes &changes) const
    {
        for (const authfile::HelperEntry &entry : document.helpers())
            if (!host_to_remove(entry).empty())
                changes.remove_helper(entry.registry);
        if (removes_store(document))
            changes.remove_creds_store();
    }

    void remove_drop_in(const Terminal &terminal, Edits &edits) const
    {
        const std::string path = drop_in_path(environment_);
        const auto content = authfile::read_file(path);
        if (!content)
            return;
        const std::string_view text = content->bytes.reveal();
        if (text == drop_in_text(true) || text == drop_in_text(false))
            edits.replace(path, std::nullopt);
        else
            terminal.warn("'" + path + "' stays: somebody has changed it",
                          "remove it yourself if it is not needed");
    }

    const Wanted &wanted_;
    authfile::Environment environment_;
    std::vector<Tool> tools_;
    Hosts hosts_;
    Hosts seen_; // hosts that have an entry of ours
};

void unconfigure(const Terminal &terminal, const Wanted &wanted)
{
    refuse_sudo();
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
