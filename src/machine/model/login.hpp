// SPDX-License-Identifier: MIT
// A login that is somewhere on the machine.
#pragma once

#include "machine/model/tool.hpp"

#include <string>
#include <vector>

namespace cppsecret::machine {

enum class Place {
    Keyring,
    File,   ///< an entry of `auths`
    Helper, ///< another helper, that an auth file names or docker finds by itself
};

/// One of them, without its secret.
struct Login {
    std::string registry; ///< its identity: ServerKey
    std::string username; ///< empty if nobody knows it before it is asked for
    Place place = Place::Keyring;
    std::string file;   ///< that holds or names it; empty for the keyring
    std::string key;    ///< as the file, the helper or the keyring has it
    std::string helper; ///< empty for an entry of `auths`
    std::vector<Tool> used_by = {};
    bool is_found_by_key_alone = false; ///< keyring::Login
};

} // namespace cppsecret::machine
