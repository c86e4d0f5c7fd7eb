// SPDX-License-Identifier: MIT
// cppsecret keyring create, unlock, lock, passwd: what a person does to the keyring file.
#include "base/command.hpp"
#include "base/error.hpp"
#include "cli/commands/keyring.hpp"
#include "cli/confinement.hpp"
#include "cli/passphrase.hpp"
#include "cli/terminal/duration.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/diagnosis.hpp"
#include "keyring/file/admin.hpp"
#include "keyring/file/key_watch.hpp"
#include "keyring/file/passphrase_file.hpp"
#include "keyring/open_keyring.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

using keyring::DiskFile;

constexpr const char *place_for_keys =
    "have the passphrase in a file (mode 0600) that CPPSECRET_PASSPHRASE_FILE names";

struct Creation {
    std::optional<std::string> kdf;
    bool force = false;
};

ExitStatus create(const Terminal &terminal, const Creation &wanted)
{
    const DiskFile file = DiskFile::of_person();
    keyring::refuse_existing(file); // nobody is asked for the passphrase of a file that is there
    if (!wanted.force)
        refuse_beside_a_service(Command("cppsecret keyring create"));
    const auto strength =
        wanted.kdf == "strong" ? keyring::KdfStrength::Strong : keyring::KdfStrength::Standard;
    const SecretString passphrase = new_passphrase();
    const bool is_open = keyring::create_keyring_file(file, passphrase, strength);
    terminal.print("the keyring file '" + file.path() + "' is there" +
                   (is_open ? ", and unlocked for this session\n" : "\n"));
    warn_of_short(terminal, passphrase);
    if (!is_open && !keyring::find_passphrase_file()) {
        const std::string obstacle = keyring::obstacle_to_keeping_keys();
        terminal.warn("its key could not be kept for this session" +
                          (obstacle.empty() ? "" : ": " + obstacle),
                      place_for_keys);
    }
    if (keyring::choose_keyring().kind != keyring::file_kind)
        terminal.warn("another keyring is used: 'cppsecret keyring status' says which and why",
                      "set CPPSECRET_KEYRING=file where the file is to be used");
    return ExitStatus::Done;
}

ExitStatus unlock(const Terminal &terminal, const std::optional<std::string> &timeout)
{
    std::optional<std::chrono::seconds> limit;
    if (timeout && !(limit = parse_duration(*timeout)))
        throw Error(Errc::Usage, "--timeout is not a length of time of up to 366 days",
                    "write it like 90s, 30m, 8h or 1d");
    std::optional<keyring::KeyWatch> watch;
    if (limit)
        watch.emplace(); // the sandbox starts no process, nor may one inherit a secret
    confine(keyring::Use::Reading);
    const DiskFile file = DiskFile::of_person();
    const keyring::SealedFile sealed = file.read(); // nobody is asked for one that is not there
    keyring::refuse_without_session();
    const Opening opening = open_with_passphrase(terminal, sealed, "the keyring file");
    keyring::unlock_keyring_file(sealed.header(), opening.keys.derived, limit);
    if (watch)
        watch->begin();
    terminal.print("the keyring file is unlocked " +
                   (limit ? "for " + duration_text(*limit) : "for this session") + "\n");
    return ExitStatus::Done;
}

ExitStatus lock(const Terminal &terminal)
{
    confine(keyring::Use::Reading);
    terminal.print(keyring::lock_keyring_file() ? "the keyring file is locked\n"
                                                : "the keyring file was not unlocked\n");
    if (const auto file = keyring::find_passphrase_file())
        terminal.warn("the passphrase in '" + file->path + "' opens it again at the next use",
                      "to keep it locked, take away what " + file->source + " names");
    return ExitStatus::Done;
}

ExitStatus change_passphrase(const Terminal &terminal, const std::optional<std::string> &from)
{
    confine(keyring::Use::Changing,
            from ? std::vector<std::string>{*from} : std::vector<std::string>{});
    const DiskFile file = DiskFile::of_person();
    const keyring::SealedFile sealed = file.read();
    const Opening old = open_with_passphrase(terminal, sealed, "the keyring file");
    const SecretString passphrase =
        from ? keyring::read_passphrase({*from, "--passphrase-file"}) : typed_passphrase();
    keyring::change_passphrase(file, old.passphrase, passphrase);
    terminal.print("the keyring file has a new passphrase\n");
    warn_of_short(terminal, passphrase);
    const auto kept = keyring::find_passphrase_file();
    if (kept && keyring::read_passphrase(*kept).reveal() != passphrase.reveal())
        terminal.warn("'" + kept->path + "' holds another passphrase than the keyring file now",
                      "put the new one there");
    return ExitStatus::Done;
}

} // namespace

void refuse_beside_a_service(const Command &command)
{
    const keyring::Diagnosis diagnosis = keyring::diagnose();
    if (diagnosis.kind == keyring::secret_service_kind && diagnosis.provider)
        throw Error(Errc::System,
                    "a Secret Service answers here, and is used before a keyring file",
                    "to make one all the same: " + command.with("--force").text());
}

Action declare_keyring_create(Options &options)
{
    const auto wanted = std::make_shared<Creation>();
    options.choice("--kdf", {"standard", "strong"}, wanted->kdf,
                   "What each guess at the passphrase costs: 64 or 256 MiB of memory");
    options.flag("--force", wanted->force, "Also where a Secret Service answers");
    options.more_help("The helper uses the file by itself where no Secret Service answers.");
    return [wanted](const Terminal &terminal) { return create(terminal, *wanted); };
}

Action declare_keyring_unlock(Options &options)
{
    const auto timeout = std::make_shared<std::optional<std::string>>();
    options.text("--timeout", "TIME", *timeout, "Lock it again after 90s, 30m, 8h, 1d");
    options.more_help("Its key, never the passphrase, is kept in XDG_RUNTIME_DIR, in memory only.");
    return [timeout](const Terminal &terminal) { return unlock(terminal, *timeout); };
}

Action declare_keyring_lock(Options & /*options*/)
{
    return [](const Terminal &terminal) { return lock(terminal); };
}

Action declare_keyring_passwd(Options &options)
{
    const auto from = std::make_shared<std::optional<std::string>>();
    options.text("--passphrase-file", "FILE", *from,
                 "Read the new passphrase from this file (mode 0600) in place of the terminal");
    return [from](const Terminal &terminal) { return change_passphrase(terminal, *from); };
}

} // namespace cppsecret::cli
