// SPDX-License-Identifier: MIT
#include "keyring/file/passphrase_file.hpp"

#include "base/command.hpp"
#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/read_file.hpp"
#include "base/trusted_place.hpp"

#include <cerrno>
#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr const char *credential_name = "cppsecret-passphrase";
constexpr std::size_t longest_passphrase = std::size_t{64} << 10;
constexpr const char *too_long = "is longer than 65536 bytes";

Error unreadable(const PassphraseFile &file, const std::string &why)
{
    return Error(Errc::Locked,
                 "the keyring file is locked: its passphrase cannot be read from '" + file.path +
                     "': " + why,
                 "look at what " + file.source + " names", file.path);
}

FileReader open_to_read(const PassphraseFile &file)
{
    FileRules rules;
    rules.limit = longest_passphrase;
    rules.too_long = too_long;
    rules.name = "it";
    try {
        if (auto opened = FileReader::open(file.path, rules))
            return std::move(*opened);
    } catch (const Error &error) {
        throw unreadable(file, error.what());
    }
    throw unreadable(file, system_error("read it", ENOENT).what());
}

/// Whoever else can read or change the passphrase has the logins too.
void check_trust(const struct stat &status, const std::string &path)
{
    if (!is_ours(status))
        throw Error(Errc::Untrusted, "the passphrase in '" + path + "' is not yours",
                    "take a copy that only you can read: " +
                        Command("install -m 600").operand(path).operand("COPY").text(),
                    path);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw Error(Errc::Untrusted, "others can get at the passphrase in '" + path + "'",
                    "run " + Command("chmod 600").operand(path).in_ticks(), path);
}

} // namespace

std::optional<PassphraseFile> find_passphrase_file()
{
    if (const auto path = environment("CPPSECRET_PASSPHRASE_FILE"))
        return PassphraseFile{*path, "CPPSECRET_PASSPHRASE_FILE", true};
    if (const auto folder = environment("CREDENTIALS_DIRECTORY")) {
        const std::string path = *folder + "/" + credential_name;
        if (::access(path.c_str(), F_OK) == 0)
            return PassphraseFile{path, std::string("the systemd credential ") + credential_name,
                                  false};
    }
    return std::nullopt;
}

SecretString read_passphrase(const PassphraseFile &file)
{
    const FileReader opened = open_to_read(file);
    if (file.must_be_ours)
        check_trust(opened.status(), file.path);
    SecretString buffer(longest_passphrase + 1);
    const std::size_t size = opened.read(buffer.writable());
    if (size > longest_passphrase) // it has grown, or has no size that it tells
        throw unreadable(file, std::string("it ") + too_long);
    std::string_view text = buffer.reveal().substr(0, size);
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.empty())
        throw unreadable(file, "it is empty");
    return SecretString(text);
}

} // namespace cppsecret::keyring
