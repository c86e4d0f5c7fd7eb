// SPDX-License-Identifier: MIT
#include "keyring/file/passphrase_file.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/io.hpp"
#include "base/shell_word.hpp"
#include "base/unique_fd.hpp"
#include "keyring/common/settings.hpp"

#include <cerrno>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cppsecret::keyring {

namespace {

constexpr const char *credential_name = "cppsecret-passphrase";
constexpr std::size_t longest_passphrase = std::size_t{64} << 10;

Error unreadable(const PassphraseFile &file, const std::string &why)
{
    return Error(Errc::Locked,
                 "the keyring file is locked: its passphrase cannot be read from '" + file.path +
                     "': " + why,
                 "look at what " + file.source + " names");
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
    const UniqueFd fd(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd)
        throw unreadable(file, system_error("open it", errno).what());
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
        throw unreadable(file, "it is no plain file");
    if (file.must_be_ours && status.st_uid != ::geteuid())
        throw Error(Errc::Untrusted, "the passphrase in '" + file.path + "' is not yours",
                    "take a copy that only you can read: install -m 600 " + shell_word(file.path) +
                        " …");
    if (file.must_be_ours && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw Error(Errc::Untrusted, "others can get at the passphrase in '" + file.path + "'",
                    "run 'chmod 600 " + shell_word(file.path) + "'");
    SecretString buffer(longest_passphrase + 1);
    const std::size_t size = read_fully(fd.get(), buffer.writable(), "'" + file.path + "'");
    if (size > longest_passphrase)
        throw unreadable(file, "it is longer than 65536 bytes");
    std::string_view text = buffer.reveal().substr(0, size);
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.empty())
        throw unreadable(file, "it is empty");
    return SecretString(text);
}

} // namespace cppsecret::keyring
