// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_program.hpp"

#include "base/io.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "keyring/secret_service/quirks.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include <fcntl.h>

namespace cppsecret::keyring {

namespace {

struct KnownProvider {
    std::string_view name;
    std::string_view program;
};

constexpr std::array known_providers{
    KnownProvider{gnome_keyring, "gnome-keyring-daemon"},
    KnownProvider{keepassxc, "keepassxc"},
    KnownProvider{kwallet, "kwalletd5"},
    KnownProvider{kwallet, "kwalletd6"},
    KnownProvider{kwallet, "ksecretd"},
    KnownProvider{oo7, "oo7-daemon"},
};

/// More of a process's name the kernel does not keep.
constexpr std::size_t longest_process_name = 15;

} // namespace

ProviderProgram provider_named(std::string_view process_name)
{
    const auto *const known = std::find_if(
        known_providers.begin(), known_providers.end(), [&](const KnownProvider &provider) {
            return provider.program.substr(0, longest_process_name) == process_name;
        });
    if (known == known_providers.end())
        return {one_line(process_name), {}};
    return {std::string(known->name), std::string(known->program)};
}

ProviderProgram provider_of_process(std::uint32_t process_id)
{
    ProviderProgram provider;
    if (process_id != 0) {
        // /proc/PID/exe of a provider that protects its memory cannot be read; its name can
        const std::string path = "/proc/" + std::to_string(process_id) + "/comm";
        const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        std::array<char, longest_process_name + 1> name{}; // with a newline
        try {
            if (file)
                provider = provider_named(trim({name.data(), read_fully(file.get(), name)}));
        } catch (const std::exception &) { // it ended meanwhile
            provider = {};
        }
    }
    provider.process_id = process_id;
    return provider;
}

} // namespace cppsecret::keyring
