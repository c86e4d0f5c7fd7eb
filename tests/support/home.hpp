// SPDX-License-Identifier: MIT
// A machine of its own for a test: a home, and the programs in PATH.
#pragma once

#include "authfile/files/auth_field.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <csignal>
#include <filesystem>
#include <list>
#include <string>
#include <string_view>
#include <utility>

namespace cppsecret::test {

/// For as long as it lives it is HOME, holds XDG_RUNTIME_DIR (run/), and its bin/ is all of PATH.
/// Nothing of the real machine steers a tool: registries.conf is the home's own.
class Home {
public:
    /// `above` as of TemporaryFolder.
    explicit Home(const std::filesystem::path &above = std::filesystem::temp_directory_path())
        : folder_(above)
    {
        std::signal(SIGPIPE, SIG_IGN); // as our programs do
        for (const char *unset :
             {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "DOCKER_CONFIG",
              "DOCKER_AUTH_CONFIG", "REGISTRY_AUTH_FILE", "CONTAINERS_REGISTRIES_CONF",
              "CONTAINERS_REGISTRIES_CONF_OVERRIDE", "REGISTRIES_CONFIG_PATH", "CONTAINERS_CONF",
              "CONTAINERS_CONF_OVERRIDE", "CONTAINER_HOST", "CONTAINER_CONNECTION", "BUILDX_CONFIG",
              "CPPSECRET_ACCOUNT", "CPPSECRET_KEYRING"})
            variables_.emplace_back(unset, std::nullopt);
        variables_.emplace_back("HOME", folder_.path());
        variables_.emplace_back("XDG_RUNTIME_DIR", folder_ / "run");
        variables_.emplace_back("PATH", folder_ / "bin");
        std::filesystem::create_directory(folder_ / "run");
        write(".config/containers/registries.conf", "");
    }

    [[nodiscard]] std::string operator/(const std::string &name) const { return folder_ / name; }

    void write(const std::string &name, std::string_view text) { write_text(folder_ / name, text); }

    /// A shell script; one that only has to be there fails.
    void install(const std::string &program, const std::string &script = "exit 1")
    {
        write_text(folder_ / ("bin/" + program), "#!/bin/sh\n" + script + "\n", 0700);
    }

    /// `text`, with ~ for the folder.
    [[nodiscard]] std::string shortened(std::string text) const
    {
        const std::string &folder = folder_.path();
        for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
            text.replace(at, folder.size(), "~");
        return text;
    }

private:
    TemporaryFolder folder_;
    std::list<Variable> variables_;
};

/// The text of an auth file, whose `auth` is written "user:password" here, in base64.
[[nodiscard]] inline std::string with_base64(std::string text)
{
    constexpr std::string_view field = R"("auth": ")";
    for (auto at = text.find(field); at != std::string::npos; at = text.find(field, at)) {
        at += field.size();
        const std::string value = text.substr(at, text.find('"', at) - at);
        if (value.find(':') != std::string::npos)
            text.replace(at, value.size(), authfile::encode_base64(value).reveal());
    }
    return text;
}

/// The files of a home that hold logins, as with_base64() takes them; null for one that is not
/// there.
struct AuthFiles {
    const char *containers = nullptr; ///< run/containers/auth.json
    const char *docker = nullptr;     ///< .docker/config.json
    const char *persistent = nullptr; ///< .config/containers/auth.json
    const char *legacy = nullptr;     ///< .dockercfg

    void write_to(Home &home) const
    {
        for (const auto &[name, text] : {std::pair{"run/containers/auth.json", containers},
                                         std::pair{".docker/config.json", docker},
                                         std::pair{".config/containers/auth.json", persistent},
                                         std::pair{".dockercfg", legacy}})
            if (text != nullptr)
                home.write(name, with_base64(text));
    }
};

} // namespace cppsecret::test
