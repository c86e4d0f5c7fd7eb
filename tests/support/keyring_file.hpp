// SPDX-License-Identifier: MIT
// A home in which the keyring is a file, and open.
#pragma once

#include "keyring/file/document.hpp"
#include "keyring/file/format.hpp"
#include "support/home.hpp"

#include <string>
#include <string_view>

namespace cppsecret::test {

/// Empty at first. Its key costs little time.
class HomeWithKeyring : public Home {
public:
    HomeWithKeyring()
    {
        write("passphrase", "open sesame\n");
        make_keyring(".local/share");
    }

    /// Another one, which is used while XDG_DATA_HOME is this folder of the home.
    void make_keyring(const std::string &folder)
    {
        const keyring::FileKeys keys = keyring::make_keys(
            SecretString(std::string_view("open sesame")), keyring::least_kdf_cost);
        write(folder + "/cppsecret/keyring",
              keyring::seal_file(keys.header, keys.data, keyring::FileDocument().text()));
    }

private:
    Variable kind_{"CPPSECRET_KEYRING", "file"};
    Variable passphrase_{"CPPSECRET_PASSPHRASE_FILE", *this / "passphrase"};
};

} // namespace cppsecret::test
