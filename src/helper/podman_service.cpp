// SPDX-License-Identifier: MIT
#include "helper/podman_service.hpp"

#include "base/error.hpp"
#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace cppsecret::helper {

namespace {

constexpr std::size_t cmdline_limit = std::size_t{16} << 10;

using Words = std::span<const std::string_view>;

/// The global options of podman 4.3 and 6 that have no value. The others, three times as many, have
/// one, and each version adds to them.
constexpr std::array<std::string_view, 12> switches{
    "--debug",           "--help", "--noout", "--remote", "--syslog", "--trace", "--version",
    "--transient-store", "-D",     "-h",      "-r",       "-v"};

bool is_option(std::string_view word)
{
    return word.size() > 1 && word.front() == '-' && word != "--";
}

/// Whether the next word may be the value of this option: not of `--option=value`, `-ovalue` or a
/// switch.
bool may_take_next_word(std::string_view option)
{
    const bool is_short = option[1] != '-';
    return (!is_short || option.size() == 2) && option.find('=') == std::string_view::npos &&
           std::find(switches.begin(), switches.end(), option) == switches.end();
}

/// Whether `words` name `commands`, one after the other, with nothing but options before each.
bool names_commands(Words words, Words commands)
{
    if (commands.empty())
        return true;
    if (words.empty())
        return false;
    const std::string_view word = words.front();
    const Words rest = words.subspan(1);
    if (!is_option(word))
        return word == commands.front() && names_commands(rest, commands.subspan(1));
    if (names_commands(rest, commands))
        return true;
    const bool has_value = may_take_next_word(word) && !rest.empty() && !is_option(rest.front());
    return has_value && names_commands(rest.subspan(1), commands);
}

} // namespace

std::vector<std::string_view> words_of_cmdline(std::string_view cmdline)
{
    std::vector<std::string_view> words;
    for (auto end = cmdline.find('\0'); end != std::string_view::npos; end = cmdline.find('\0')) {
        words.push_back(cmdline.substr(0, end));
        cmdline.remove_prefix(end + 1);
    }
    return words;
}

bool is_podman_service(std::span<const std::string_view> words)
{
    constexpr std::array<std::string_view, 2> service{"system", "service"};
    if (words.empty())
        return false;
    const std::string_view program = words.front();
    return program.substr(program.rfind('/') + 1) == "podman" &&
           names_commands(words.subspan(1), service);
}

std::string cmdline_of_parent()
{
    return "/proc/" + std::to_string(::getppid()) + "/cmdline";
}

bool is_run_by_podman_service()
{
    const UniqueFd file(::open(cmdline_of_parent().c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return false;
    std::array<char, cmdline_limit> text{};
    try {
        const auto size = read_fully(file.get(), text);
        return is_podman_service(words_of_cmdline({text.data(), size}));
    } catch (const Error &) { // it has ended meanwhile: nobody waits for the answer
        return false;
    }
}

} // namespace cppsecret::helper
