// SPDX-License-Identifier: MIT
#include "glibpp/os_release.hpp"

#include "base/text.hpp"
#include "glibpp/ptr.hpp"

#include <algorithm>
#include <array>

namespace cppsecret::glibpp {

namespace {

/// A value of os-release(5), which GLib reads; empty if it has none.
std::string value_of(const char *name)
{
    const CharPtr value(g_get_os_info(name));
    return value ? std::string(value.get()) : std::string();
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

struct Installer {
    std::string_view id;
    Literal command; ///< up to the names of the packages
};

constexpr std::array installers{
    Installer{"debian", "apt-get install"},
    Installer{"ubuntu", "apt-get install"},
    Installer{"fedora", "dnf install"},
    Installer{"rhel", "dnf install"},
    Installer{"centos", "dnf install"},
    Installer{"mageia", "dnf install"},
    Installer{"openmandriva", "dnf install"},
    Installer{"photon", "tdnf install"},
    Installer{"opensuse-microos", "transactional-update pkg install"},
    Installer{"opensuse-aeon", "transactional-update pkg install"},
    Installer{"opensuse", "zypper install"},
    Installer{"opensuse-leap", "zypper install"},
    Installer{"opensuse-tumbleweed", "zypper install"},
    Installer{"suse", "zypper install"},
    Installer{"sles", "zypper install"},
    Installer{"arch", "pacman -S"},
    Installer{"alpine", "apk add"},
    Installer{"chimera", "apk add"},
    Installer{"wolfi", "apk add"},
    Installer{"gentoo", "emerge"},
    Installer{"void", "xbps-install"},
    Installer{"solus", "eopkg install"},
};

const Installer *find_installer(std::string_view id) noexcept
{
    const auto *const found = std::find_if(installers.begin(), installers.end(),
                                           [id](const Installer &i) { return i.id == id; });
    return found == installers.end() ? nullptr : found;
}

} // namespace

OsRelease read_os_release()
{
    return {.id = to_lower(value_of("ID")),
            .id_like = words_of(value_of("ID_LIKE")),
            .version_id = value_of("VERSION_ID"),
            .pretty_name = value_of("PRETTY_NAME"),
            .is_image = !value_of("OSTREE_VERSION").empty()};
}

Command install_command(const OsRelease &os, Literal packages)
{
    const Installer *installer = find_installer(os.id);
    for (auto relative = os.id_like.begin(); installer == nullptr && relative != os.id_like.end();
         ++relative)
        installer = find_installer(*relative);
    if (installer == nullptr)
        return {};
    const bool is_layered = os.is_image && installer->command.text().starts_with("dnf ");
    return Command(is_layered ? Literal("rpm-ostree install") : installer->command).with(packages);
}

} // namespace cppsecret::glibpp
