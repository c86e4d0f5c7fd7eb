// SPDX-License-Identifier: MIT
// Any keyring file, as it is and with a checksum that fits, as whoever can write to it may leave
// it; and any document in one that is sealed as it should be.
#include "invariant.hpp"
#include "keyring/file/document.hpp"
#include "keyring/file/format.hpp"

#include <algorithm>
#include <string>

using namespace cppsecret;
using namespace cppsecret::keyring;
using test::require;

namespace {

/// Runs `read`; what it refuses, it has to refuse as a damaged file or one of a newer version.
template <typename Read>
bool refuses(Read read)
{
    try {
        read();
        return false;
    } catch (const Error &error) {
        require(error.code() == Errc::Damaged || error.code() == Errc::NewerFormat,
                "a file that is not taken is damaged, or newer");
        const std::string_view message = error.what();
        require(!message.empty() && message.find('\n') == std::string_view::npos,
                "the message is one line");
        return true;
    }
}

/// Nobody has sealed it with the key that is tried.
void try_file(const std::string &bytes)
{
    static_cast<void>(refuses([&] {
        const SealedFile file(bytes, "keyring");
        const KdfCost cost = file.cost();
        require(cost.passes >= least_kdf_cost.passes && cost.passes <= most_kdf_cost.passes &&
                    cost.memory_kib >= least_kdf_cost.memory_kib &&
                    cost.memory_kib <= most_kdf_cost.memory_kib,
                "the cost is within its bounds");
        const SecretString key(key_size);
        require(!file.open_data_key(key), "a wrong key opens no data key");
        require(refuses([&] { static_cast<void>(file.open_document(key)); }),
                "a wrong key opens no document");
    }));
}

void check_login(const FileDocument &document, const std::string &server)
{
    const auto found = document.find(ServerKey(server));
    require(found && found->server == server, "what is listed is found under its own spelling");
}

/// What is stored is there, it alone of its registry, and can be taken out again.
void try_changes(FileDocument document)
{
    constexpr std::uint64_t now = 1'800'000'000;
    const std::string server =
        document.logins().empty() ? "new.example" : document.logins().front().server;
    const ServerKey key(server);
    document.replace({server, "user", SecretString(std::string_view("secret"))}, now);
    check_login(document, server);
    const auto logins = document.logins();
    require(std::count_if(logins.begin(), logins.end(),
                          [&key](const Login &login) { return ServerKey(login.server) == key; }) ==
                1,
            "a registry has one login after a store");
    document.replace_account("name", {server, "user", SecretString(std::string_view("s"))}, now);
    require(document.find_account(key, "name").has_value(), "an account is found");
    require(document.erase(key) && !document.find(key) && !document.erase(key),
            "what is erased is gone");
    require(document.erase_account(key, "name") && !document.find_account(key, "name"),
            "an account that is erased is gone");
}

void try_document(std::string_view text)
{
    static const FileKeys keys =
        make_keys(SecretString(std::string_view("open sesame")), least_kdf_cost);
    const SealedFile file(seal_file(keys.header, keys.data, SecretString(text)), "keyring");
    const SecretString opened = file.open_document(keys.data);
    require(opened.reveal() == text, "what is sealed is what is opened");
    static_cast<void>(refuses([&] {
        const FileDocument document(opened, "keyring");
        for (const Login &login : document.logins())
            check_login(document, login.server);
        for (const Account &account : document.accounts())
            require(
                document.find_account(ServerKey(account.login.server), account.name).has_value(),
                "every account that is listed is found");
        const SecretString again = document.text();
        require(FileDocument(again, "keyring").text().reveal() == again.reveal(),
                "a document is written as it is read");
        try_changes(FileDocument(again, "keyring"));
    }));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string text(test::text_of(bytes, size));
    try_file(text);
    try_file(text + checksum_of(text));
    try_document(text);
    return 0;
}
