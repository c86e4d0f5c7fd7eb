// SPDX-License-Identifier: MIT
#include "base/os_release.hpp"

#include "base/io.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include <fcntl.h>

namespace cppsecret {

namespace {

/// os-release files are below one kilobyte.
constexpr std::size_t longest_file = 65536;

/// The value of an assignment, without its quotes and escapes.
std::string unquote(std::string_view value)
{
    std::string text;
    char quote = '\0'; // the one that is open
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const char next = i + 1 < value.size() ? value[i + 1] : '\0';
        if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote && quote != '\0') {
            quote = '\0';
        } else if (c == '\\' && next != '\0' &&
                   (quote == '\0' || (quote == '"' && std::string_view("\"\\$`").find(next) !=
                                                          std::string_view::npos))) {
            text += next;
            ++i;
        } else {
            text += c;
        }
    }
    return text;
}

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    while (!(text = trim(text)).empty()) {
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        words.push_back(to_lower(text.substr(0, end)));
        text.remove_prefix(end);
    }
    return words;
}

void assign(OsRelease &os, std::string_view name, std::string_view value)
{
    if (name == "ID")
        os.id = to_lower(unquote(value));
    else if (name == "ID_LIKE")
        os.id_like = words_of(unquote(value));
    else if (name == "PRETTY_NAME")
        os.pretty_name = unquote(value);
    else if (name == "OSTREE_VERSION")
        os.is_image = true;
}

struct Installer {
    std::string_view id;
    std::string_view command; ///< up to the names of the packages
};

constexpr std::array installers{
    Installer{"debian", "apt-get install "},
    Installer{"ubuntu", "apt-get install "},
    Installer{"fedora", "dnf install "},
    Installer{"rhel", "dnf install "},
    Installer{"centos", "dnf install "},
    Installer{"mageia", "dnf install "},
    Installer{"openmandriva", "dnf install "},
    Installer{"photon", "tdnf install "},
    Installer{"opensuse-microos", "transactional-update pkg install "},
    Installer{"opensuse-aeon", "transactional-update pkg install "},
    Installer{"opensuse", "zypper install "},
    Installer{"opensuse-leap", "zypper install "},
    Installer{"opensuse-tumbleweed", "zypper install "},
    Installer{"suse", "zypper install "},
    Installer{"sles", "zypper install "},
    Installer{"arch", "pacman -S "},
    Installer{"alpine", "apk add "},
    Installer{"chimera", "apk add "},
    Installer{"wolfi", "apk add "},
    Installer{"gentoo", "emerge "},
    Installer{"void", "xbps-install "},
    Installer{"solus", "eopkg install "},
};

std::string_view installer_of(std::string_view id) noexcept
{
    const auto *const found = std::find_if(installers.begin(), installers.end(),
                                           [id](const Installer &i) { return i.id == id; });
    return found == installers.end() ? std::string_view() : found->command;
}

std::string read_whole(const char *path)
{
    const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file)
        return {};
    std::string text(longest_file, '\0');
    text.resize(read_fully(file.get(), text));
    return text;
}

} // namespace

OsRelease parse_os_release(std::string_view text)
{
    OsRelease os;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = line.find('=');
        if (equals != std::string_view::npos) // "#ID" is no name that we know
            assign(os, line.substr(0, equals), line.substr(equals + 1));
    }
    return os;
}

OsRelease read_os_release() noexcept
{
    for (const char *path : {"/etc/os-release", "/usr/lib/os-release"}) {
        try {
            OsRelease os = parse_os_release(read_whole(path));
            if (!os.id.empty())
                return os;
        } catch (const std::exception &) { // a folder, no memory: then we do not know
            continue;
        }
    }
    return {};
}

std::string install_command(const OsRelease &os, std::string_view packages)
{
    std::string_view command = installer_of(os.id);
    for (auto relative = os.id_like.begin(); command.empty() && relative != os.id_like.end();
         ++relative)
        command = installer_of(*relative);
    if (command.empty())
        return {};
    if (os.is_image && command.starts_with("dnf "))
        command = "rpm-ostree install ";
    return std::string(command) + std::string(packages);
}

} // namespace cppsecret
