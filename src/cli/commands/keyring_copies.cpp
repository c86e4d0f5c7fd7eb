// SPDX-License-Identifier: MIT
// cppsecret keyring export, import: sealed copies of the keyring file, for another machine.
#include "base/command.hpp"
#include "base/error.hpp"
#include "cli/commands/keyring.hpp"
#include "cli/passphrase.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/file/copies.hpp"

#include <memory>
#include <string>

namespace cppsecret::cli {

namespace {

using keyring::DiskFile;
using keyring::Imported;
using keyring::SealedFile;

struct Wanted {
    std::string file;
    bool force = false;
};

void refuse_no_file(const std::string &file, const char *hint)
{
    if (file.empty())
        throw Error(Errc::Usage, "name a FILE", hint);
}

ExitStatus export_copy(const Terminal &terminal, const std::string &path)
{
    refuse_no_file(path, "try: cppsecret keyring export --help");
    keyring::export_keyring_file(DiskFile::of_person(), path);
    terminal.print("written: '" + path +
                   "', which opens with the passphrase of the keyring file\n");
    terminal.hint("on the other machine: cppsecret keyring import FILE");
    return ExitStatus::Done;
}

SealedFile read_copy(const std::string &path)
{
    try {
        return keyring::read_sealed_file(path);
    } catch (const Error &error) {
        if (error.code() != Errc::NotFound)
            throw;
        throw Error(Errc::Failed, error.what(), "name what 'cppsecret keyring export' has written");
    }
}

SecretString data_key_of(const Terminal &terminal, const SealedFile &copy)
{
    if (auto key = keyring::find_session_key(copy))
        return std::move(*key);
    return open_with_passphrase(terminal, copy, "'" + copy.name() + "'").keys.data;
}

ExitStatus import_copy(const Terminal &terminal, const Wanted &wanted)
{
    refuse_no_file(wanted.file, "try: cppsecret keyring import --help");
    const SealedFile copy = read_copy(wanted.file);
    const DiskFile file = DiskFile::of_person();
    Imported imported;
    if (file.exists()) {
        imported = keyring::import_logins(file, copy, data_key_of(terminal, copy));
    } else {
        if (!wanted.force)
            refuse_beside_a_service(Command("cppsecret keyring import").operand(wanted.file));
        const Opening opening = open_with_passphrase(terminal, copy, "'" + copy.name() + "'");
        imported = keyring::adopt_copy(file, copy, opening.passphrase, opening.keys);
        terminal.print("the keyring file '" + file.path() + "' is there, with the passphrase of '" +
                       copy.name() + "'\n");
    }
    terminal.print("logins and accounts taken over: " + std::to_string(imported.taken) +
                   "; newer here, or the same: " + std::to_string(imported.kept) + "\n");
    return ExitStatus::Done;
}

} // namespace

Action declare_keyring_export(Options &options)
{
    const auto file = std::make_shared<std::string>();
    options.argument("FILE", *file, "A new file, mode 0600");
    options.more_help(
        "The copy is sealed as the keyring file is: it opens with the same passphrase.");
    return [file](const Terminal &terminal) { return export_copy(terminal, *file); };
}

Action declare_keyring_import(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    options.argument("FILE", wanted->file, "What 'cppsecret keyring export' has written");
    options.flag("--force", wanted->force, "Also where a Secret Service answers");
    options.more_help(
        "Of two logins for one registry, or two accounts of one name, the one that was\n"
        "changed later stays. Where there is no keyring file yet the copy becomes it.");
    return [wanted](const Terminal &terminal) { return import_copy(terminal, *wanted); };
}

} // namespace cppsecret::cli
