// SPDX-License-Identifier: MIT
// cppsecret keyring move: every login and account from one keyring into another.
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/keyring.hpp"
#include "cli/progress.hpp"
#include "cli/terminal/terminal.hpp"
#include "keyring/open_keyring.hpp"
#include "migration/keyring_copy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cppsecret::cli {

namespace {

struct Wanted {
    std::optional<std::string> from;
    std::optional<std::string> to;
    bool keep = false;
    bool force = false;
};

void tell(const Terminal &terminal, const Wanted &wanted, const migration::KeyringCopy &done)
{
    std::string counts = counted(done.login_count(), "login");
    if (done.account_count() != 0)
        counts += " and " + counted(done.account_count(), "account");
    terminal.print(counts + (wanted.keep ? " copied" : " moved") + " from " +
                   migration::keyring_name(*wanted.from) + " to " +
                   migration::keyring_name(*wanted.to) + "\n");
    if (keyring::choose_keyring().kind != *wanted.to)
        terminal.warn("the tools do not use " + migration::keyring_name(*wanted.to) +
                          " here: 'cppsecret keyring status' says which keyring and why",
                      "set CPPSECRET_KEYRING=" + *wanted.to + " where they run");
}

ExitStatus move(const Terminal &terminal, const Wanted &wanted)
{
    if (!wanted.from || !wanted.to || wanted.from == wanted.to)
        throw Error(Errc::Usage, "say which keyring the logins are in, and which they go to",
                    "cppsecret keyring move --from secret-service --to file, or the other way");
    migration::KeyringCopy keyring_copy(*wanted.from, *wanted.to);
    keyring_copy.read_source();
    if (!wanted.force)
        keyring_copy.refuse_to_replace();
    keyring_copy.copy(progress_on(terminal));
    keyring_copy.prove();
    if (!wanted.keep)
        keyring_copy.remove_from_source();
    tell(terminal, wanted, keyring_copy);
    return ExitStatus::Done;
}

} // namespace

Action declare_keyring_move(Options &options)
{
    const auto wanted = std::make_shared<Wanted>();
    const std::vector<std::string> kinds{std::string(keyring::secret_service_kind),
                                         std::string(keyring::file_kind)};
    options.choice("--from", kinds, wanted->from, "Where the logins are");
    options.choice("--to", kinds, wanted->to, "Where they go");
    options.flag("--keep", wanted->keep, "Leave them where they were, too");
    options.flag("--force", wanted->force, "Replace other logins for the same registries");
    options.more_help("Every login and account is copied and read back before one is removed.");
    return [wanted](const Terminal &terminal) { return move(terminal, *wanted); };
}

} // namespace cppsecret::cli
