// SPDX-License-Identifier: MIT
// Asks registries whether they accept logins, many at once.
#pragma once

#include "credential/credential.hpp"
#include "registry/transfers.hpp"
#include "registry/trust_folder.hpp"
#include "registry/verdict.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cppsecret::registry {

/// A login to be checked.
struct Question {
    std::string registry;                   ///< host[:port], docker.io for Docker Hub
    const Credential *credential = nullptr; ///< never null
    bool is_insecure = false;               ///< see Target
};

/// What holds for all questions.
struct CheckSettings {
    Limits limits;
    TrustPlaces places;                  ///< not empty
    std::optional<std::string> cert_dir; ///< in the place of them all
};

/// One verdict for each question, in their order. `progress` is told how many are done. What is
/// wrong with the certificates of one registry is its verdict, no exception. Throws as Transfers
/// and fetch_chain() do, and what `progress` throws.
[[nodiscard]] std::vector<Verdict> check_logins(std::span<const Question> questions,
                                                const CheckSettings &settings,
                                                const std::function<void(std::size_t)> &progress);

} // namespace cppsecret::registry
