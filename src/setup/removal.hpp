// SPDX-License-Identifier: MIT
// What takes our entries out of the files of the tools, and only ours.
#pragma once

#include "authfile/files/loaded_file.hpp"
#include "authfile/files/locations.hpp"
#include "base/error.hpp"
#include "credential/registry_name.hpp"
#include "machine/model/tool.hpp"
#include "setup/file_edits.hpp"
#include "setup/warning.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cppsecret::setup {

/// Decides what `cppsecret unconfigure` changes. Changes nothing itself.
class Removal {
public:
    struct Rules {
        std::vector<machine::Family> tools = {}; ///< whose files
        Hosts hosts = {};                        ///< whose entries go
        std::optional<std::string> auth_file = {};
        bool all = false; ///< every entry goes, and the drop-ins
    };

    /// Reads our drop-ins. `environment` must outlive this. Throws as authfile::read_file().
    Removal(const authfile::Environment &environment, Rules rules);

    /// Reads the files of the tools. This must live until `edits` are made. Throws
    /// Error(Errc::NotFound) for a host without an entry of ours, as FileEdits::amend() and
    /// authfile::load_file().
    void plan(FileEdits &edits);

    /// What a person should know, after plan().
    [[nodiscard]] const std::vector<Warning> &warnings() const noexcept { return warnings_; }

    /// The file by which our helper still answers for every registry afterwards; empty if there is
    /// none.
    [[nodiscard]] const std::string &answers_for_all() const noexcept { return answers_for_all_; }

private:
    [[nodiscard]] std::vector<authfile::Location> files() const;
    /// The host of an entry of ours that is to go; empty if it stays.
    [[nodiscard]] std::string host_to_remove(const authfile::HelperEntry &entry) const;
    /// `configure docker.io` sets docker's credsStore; beside the drop-in it was set for all.
    [[nodiscard]] bool removes_store(const authfile::Document &document) const;
    /// `configure --all-registries` has no entry for any of them.
    [[nodiscard]] Error not_configured(const std::string &host) const;
    void note_what_is_there(const authfile::LoadedFile &file);
    void remove(const authfile::Document &document, authfile::Changes &changes) const;
    void remove_drop_ins(FileEdits &edits);

    const authfile::Environment &environment_;
    Rules rules_;
    std::vector<std::string> drop_ins_; // of ours, if the containers tools are meant
    std::string answers_for_all_;
    Hosts seen_; // hosts that have an entry of ours
    bool removes_store_ = false;
    std::vector<Warning> warnings_;
};

/// The command that ends what answers_for_all() tells.
inline constexpr const char *how_to_answer_for_none = "'cppsecret unconfigure --all' ends that";

} // namespace cppsecret::setup
