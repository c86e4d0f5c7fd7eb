// SPDX-License-Identifier: MIT
// The entries in the files of the tools that make our helper answer.
#pragma once

#include "credential/registry_name.hpp"
#include "machine/model/tool_settings.hpp"
#include "setup/file_edits.hpp"
#include "setup/warning.hpp"

#include <optional>
#include <string>

namespace cppsecret::setup {

/// Plans these entries. Each file's part throws Error(Errc::Failed), once the changes are worked
/// out, where another helper is named that must not be replaced. Members that plan throw as
/// FileEdits::amend().
class EntryPlan {
public:
    struct Rules {
        bool force = false;          ///< the entries of other helpers are replaced
        bool all_registries = false; ///< docker's `credsStore` names our helper
        bool may_set_store = true;   ///< else Docker Hub does not lead to a `credsStore`
        /// The file given with --authfile is one of the containers tools; else its own keys tell.
        bool is_reader_known = false;
    };

    /// `settings` must outlive this.
    EntryPlan(const machine::ToolSettings &settings, Rules rules);

    /// In the file given with --authfile, else in the one that the containers tools write to and in
    /// the one that is still there after a reboot. Where DOCKER_CONFIG names the first, Docker Hub
    /// is named under docker's key as well, by which tools of today store its login.
    void plan_for_containers(FileEdits &edits, const Hosts &hosts,
                             const std::optional<std::string> &auth_file) const;

    /// In docker's file. Docker Hub goes by `credsStore` if that is free, else by its URL; a podman
    /// with a connection cannot stand that one, and then nothing is done for it. This must live
    /// until `edits` are made.
    void plan_for_docker(FileEdits &edits, const Hosts &hosts) const;

    /// In the file of helm, CRI-O or ostree. Throws Error(Errc::Usage) for all registries where
    /// only helm can have that, and Error(Errc::Failed) where CRI-O has no file.
    void plan_for_own_file(FileEdits &edits, machine::Family family, const Hosts &hosts) const;

    /// True if Docker Hub is one of `hosts`, and docker's file says nothing of our helper for it
    /// after plan_for_docker().
    [[nodiscard]] bool leaves_hub_alone(const Hosts &hosts) const;

    /// Those of `hosts` for which plan_for_docker() has docker ask our helper.
    [[nodiscard]] Hosts hosts_for_docker(Hosts hosts) const;

    /// What a person is told where leaves_hub_alone(); else nothing.
    [[nodiscard]] std::optional<std::string> note_on_hub(const Hosts &hosts) const;

    /// What a person is told where a file given with --authfile keeps docker's key for Docker Hub,
    /// by which podman asks no helper; else nothing.
    [[nodiscard]] std::optional<Warning>
    note_on_reader(const Hosts &hosts, const std::optional<std::string> &auth_file) const;

    /// The same of the containers tools, whose next login to Docker Hub goes into docker's file.
    [[nodiscard]] std::optional<std::string>
    note_on_hub_for_containers(const Hosts &hosts,
                               const std::optional<std::string> &auth_file) const;

    /// True if plan_for_docker() sets `credsStore`: docker then reads no `auths` any more.
    [[nodiscard]] bool sets_store(const Hosts &hosts) const;

    /// What shows that podman has a connection; empty if it has none.
    [[nodiscard]] const std::string &connection() const noexcept { return connection_; }

private:
    /// True if nobody knows who reads the file given with --authfile.
    [[nodiscard]] bool is_reader_unknown(const std::optional<std::string> &auth_file) const;
    /// True if a containers tool stores the login of Docker Hub under docker's key.
    [[nodiscard]] bool needs_dockers_key(const Hosts &hosts) const;

    enum class HubWay {
        Store,
        Url,
        None,
    };
    [[nodiscard]] HubWay way_for_hub(const authfile::Document &document) const;

    const machine::ToolSettings &settings_;
    Rules rules_;
    std::string connection_;
};

} // namespace cppsecret::setup
