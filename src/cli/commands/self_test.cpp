// SPDX-License-Identifier: MIT
// cppsecret self-test: a throw-away login goes through the installed helper as a client's does.
#include "base/command.hpp"
#include "base/deadline.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/terminal/interruption.hpp"
#include "client/helper_client.hpp"
#include "client/process.hpp"
#include "client/program_path.hpp"
#include "credential/credential.hpp"
#include "machine/model/our_helper.hpp"
#include "machine/model/tool.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>

#include <sys/random.h>

namespace cppsecret::cli {

namespace {

using client::HelperClient;
using Clock = std::chrono::steady_clock;

constexpr std::string_view test_user = "cppsecret-self-test";

/// Random hexadecimal digits: nobody else has this name or this secret.
std::string random_digits()
{
    std::array<unsigned char, 12> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw system_error("get random bytes", errno);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xfU];
    }
    return text;
}

Error wrong(const std::string &what)
{
    return Error(Errc::Failed, what,
                 "run 'cppsecret doctor', and report it if nothing explains it");
}

/// One login on its way through the helper. The steps throw Error for what a client could not
/// live with.
class Trial {
public:
    explicit Trial(const Terminal &terminal) : terminal_(terminal)
    {
        login_.server = "cppsecret-self-test-" + random_digits() + ".invalid";
        login_.username = test_user;
        // what a careless helper would alter: quotes, a backslash, letters beyond ASCII, an end in
        // blanks
        login_.secret = SecretString(std::string_view(random_digits() + "\"\\/$é:  "));
    }

    void run()
    {
        find();
        step("store", [&] { store(); });
        step("get", [&] { get(); });
        step("list", [&] { see(); });
        step("erase", [&] { erase(); });
        step("get", [&] { miss(); });
        step("list", [&] { see_nothing(); });
    }

    /// Removes the login if the trial ended before it did. Never throws.
    void clean_up() noexcept
    {
        if (state_ == State::Absent)
            return;
        try {
            helper_.erase(login_.server);
        } catch (const std::exception &) {
            if (state_ == State::Refused) // the helper has said that it kept nothing
                return;
            terminal_.warn("the login of the test may still be in the keyring",
                           "try: " +
                               Command::that_prints(login_.server)
                                   .piped_into(Command::of_program(helper_.program(), "erase"))
                                   .text());
        }
    }

private:
    enum class State {
        Absent,  ///< never there, or erased
        Refused, ///< the helper did not keep it
        Present, ///< there, or nobody knows
    };

    /// Runs one step, tells what it saw and how long it took.
    template <typename Act>
    void step(const std::string &verb, Act act)
    {
        if (Interruption::has_come())
            throw Error(Errc::System, "interrupted");
        seen_.clear();
        const auto start = Clock::now();
        act();
        const auto time =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
        tell(verb, seen_ + " (" + std::to_string(time.count()) + " ms)");
    }

    void tell(const std::string &what, const std::string &text) const
    {
        terminal_.print(what + std::string(8 - what.size(), ' ') + text + "\n");
    }

    void find() const
    {
        for (const HelperClient &helper : {helper_, for_containers_}) {
            const auto path = client::find_program(helper.program());
            if (!path)
                throw Error(Errc::System, "'" + helper.program() + "' is not in PATH",
                            "install it where the tools find it, as in /usr/bin");
            const client::Result result =
                client::run({*path, {"version"}, {}}, Deadline::after(std::chrono::seconds(10)));
            if (result.status != 0)
                throw wrong("'" + *path +
                            " version' fails: " + one_line(trim(result.output.reveal())));
            tell("helper", *path + ": " + one_line(trim(result.output.reveal())));
        }
    }

    void store()
    {
        state_ = State::Present;
        try {
            helper_.store(login_);
        } catch (const Error &error) {
            if (error.code() == Errc::ProviderFailed && !Interruption::has_come())
                state_ = State::Refused;
            throw;
        }
        seen_ = "a login for " + login_.server;
    }

    void get()
    {
        const auto found = helper_.get(login_.server);
        if (!found)
            throw wrong("'get' does not find the login that was stored");
        if (found->username != login_.username)
            throw wrong("'get' answers another user than was stored");
        if (found->secret.reveal() != login_.secret.reveal())
            throw wrong("'get' answers another secret than was stored");
        seen_ = "the same user and secret";
    }

    void see()
    {
        for (const HelperClient &helper : {helper_, for_containers_}) {
            const auto users = helper.list();
            const auto found = users.find(login_.server);
            if (found == users.end() || found->second != login_.username)
                throw wrong("'" + helper.program() + " list' does not show the login");
            seen_ = "it is there under both names, one of " + counted(users.size(), "login");
        }
    }

    void erase()
    {
        helper_.erase(login_.server);
        state_ = State::Absent;
        seen_ = "no complaint";
    }

    void miss()
    {
        if (helper_.get(login_.server)) {
            state_ = State::Present;
            throw wrong("'get' still finds the login that was erased");
        }
        seen_ = "not found, as it must be";
    }

    void see_nothing()
    {
        if (helper_.list().contains(login_.server))
            throw wrong("'" + helper_.program() + " list' still shows the login that was erased");
        seen_ = "it is gone";
    }

    const Terminal &terminal_;
    HelperClient helper_{std::string(machine::our_helper)};
    HelperClient for_containers_{std::string(machine::our_helper_for_containers)};
    Credential login_;
    State state_ = State::Absent;
    std::string seen_;
};

ExitStatus self_test(const Terminal &terminal)
{
    Interruption interruption;
    Trial trial(terminal);
    try {
        trial.run();
    } catch (const std::exception &) {
        trial.clean_up();
        interruption.deliver();
        throw;
    }
    terminal.print("the helper keeps logins, and nothing is left of this one\n");
    return ExitStatus::Done;
}

} // namespace

Action declare_self_test(Options &options)
{
    options.more_help("Stores, reads, lists and erases a login for a registry that does not exist, "
                      "through the\nhelper that is in PATH, as container tools do. The keyring may "
                      "have to be unlocked for it.");
    return [](const Terminal &terminal) { return self_test(terminal); };
}

} // namespace cppsecret::cli
