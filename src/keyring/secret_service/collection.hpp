// SPDX-License-Identifier: MIT
// The collection ("keyring", "wallet", "database") that logins go into.
#pragma once

#include "keyring/secret_service/provider.hpp"

#include <optional>
#include <string>

namespace cppsecret::keyring {

/// The default collection of the provider, or the one that CPPSECRET_COLLECTION names by alias or
/// label. Looked for at the first use. Members throw as Provider does, and
/// Error(Errc::NoCollection) where there is none. `provider` must outlive it.
class Collection {
public:
    explicit Collection(Provider &provider) : provider_(provider) {}

    /// Its D-Bus object path.
    [[nodiscard]] const std::string &path();

    /// A path for calls about it, which takes no call to learn: that of the alias, which is no
    /// object where there is no collection.
    [[nodiscard]] std::string quick_path();

    /// True if the item at `item_path` may be used: in the collection that was asked for, or in any
    /// if none was.
    [[nodiscard]] bool admits(const std::string &item_path);

    [[nodiscard]] bool is_locked() { return finish_look_for_lock(start_to_look_for_lock()); }
    /// The same of another one of the provider.
    [[nodiscard]] bool is_locked(const std::string &collection_path);

    /// is_locked() in two steps, between which other calls can be made.
    [[nodiscard]] Call start_to_look_for_lock();
    [[nodiscard]] bool finish_look_for_lock(const Call &call);

    /// What people call it; may be empty.
    [[nodiscard]] std::string label();

    /// True if a search shows nothing, or asks a person before it does (Quirk::HidesWhatIsLocked):
    /// every collection is locked, or there is none. Other providers search what is locked, or say
    /// that it is.
    [[nodiscard]] bool blocks_searches();

    /// Lets the provider make a default collection, which asks a person for its password, where
    /// there is none. Throws as follow_prompt_for_all(), but Error(Errc::NoCollection) if nobody
    /// can be asked.
    void create_if_missing();

    /// Unlocks it, asking a person if needed. Throws as keyring::unlock(), which takes the
    /// provider's word for it: whether it is open shows at the next call.
    void unlock();

private:
    /// The object path, "/" if there is none.
    [[nodiscard]] const std::string &find();
    [[nodiscard]] std::string look_up();
    [[nodiscard]] Call start_to_read_lock(const std::string &collection_path);
    [[nodiscard]] bool finish_to_read_lock(const Call &call);
    /// Lets the provider begin to make a default collection, unless there is one. The path of its
    /// prompt, "/" for none.
    [[nodiscard]] std::string start_to_create();
    [[nodiscard]] std::string look_up_label(const std::string &label);
    [[nodiscard]] std::string label_of(const std::string &path);

    Provider &provider_;
    std::optional<std::string> path_;
};

/// True for the object path of a collection; items are below them.
[[nodiscard]] bool is_collection_path(const std::string &path);

/// The collection of an item, by their object paths.
[[nodiscard]] std::string collection_of(const std::string &item_path);

} // namespace cppsecret::keyring
