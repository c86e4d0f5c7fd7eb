// SPDX-License-Identifier: MIT
#include "keyring/open_keyring.hpp"

#include "base/environment.hpp"
#include "keyring/common/account_view.hpp"
#include "keyring/common/forwarding_keyring.hpp"
#include "keyring/file/file_keyring.hpp"
#include "keyring/secret_service/bus_address.hpp"
#include "keyring/secret_service/provider.hpp"
#include "keyring/secret_service/secret_service_keyring.hpp"

#include <optional>
#include <utility>

namespace cppsecret::keyring {

namespace {

/// What CPPSECRET_KEYRING says, if anything. Throws Error(Errc::Usage).
std::optional<std::string> wanted_kind()
{
    auto wanted = environment("CPPSECRET_KEYRING");
    if (wanted && *wanted != secret_service_kind && *wanted != file_kind)
        throw Error(Errc::Usage, "CPPSECRET_KEYRING names no keyring that there is",
                    "set it to 'secret-service' or 'file', or unset it", "CPPSECRET_KEYRING");
    return wanted;
}

/// The keyring file, if a person has made one. HOME may be somebody else's, as in the containers of
/// jobs: what he has there is his.
std::optional<DiskFile> find_keyring_file()
{
    try {
        DiskFile file = DiskFile::of_person();
        if (file.exists() && !file.is_of_another())
            return file;
    } catch (const Error &) { // without a HOME there is none
        return std::nullopt;
    }
    return std::nullopt;
}

bool is_absence_of_a_service(const Error &error) noexcept
{
    return error.code() == Errc::NoBus || error.code() == Errc::NoProvider;
}

std::unique_ptr<Keyring> open_secret_service(const Settings &settings)
{
    return std::make_unique<SecretServiceKeyring>(session_bus_address(bus_environment()), settings);
}

/// The Secret Service on a machine that has a keyring file too: what is erased must not come back
/// when the file is used again.
class BesideAFile : public ForwardingKeyring {
public:
    BesideAFile(std::unique_ptr<Keyring> used, DiskFile file, const Settings &settings)
        : ForwardingKeyring(std::move(used)), file_(std::move(file), settings)
    {
    }

    void erase(const ServerKey &key) override
    {
        ForwardingKeyring::erase(key);
        from_file([&] {
            if (file_.get(key)) // looked for first: a file that cannot be changed can be read
                file_.erase(key);
        });
    }
    bool erase_account(const ServerKey &key, const std::string &name) override
    {
        // one that the file alone has is not the one that get_account() gives
        if (!ForwardingKeyring::erase_account(key, name))
            return false;
        from_file([&] {
            if (file_.get_account(key, name))
                static_cast<void>(file_.erase_account(key, name));
        });
        return true;
    }

private:
    template <typename Erase>
    static void from_file(const Erase &erase)
    {
        try {
            erase();
        } catch (const Error &error) { // nobody is asked to unlock a file that is not used
            if (!is_keyring_unavailable(error.code()))
                throw Error(error.code(),
                            std::string("erased from the Secret Service, but not from the keyring "
                                        "file beside it: ") +
                                error.what(),
                            "put that right and repeat the command with CPPSECRET_KEYRING=file");
        }
    }

    FileKeyring file_;
};

} // namespace

Error with_keyring_file_hint(const Error &error)
{
    if (!is_absence_of_a_service(error))
        return error;
    return Error(error.code(), error.what(),
                 error.hint() + "; on a machine without a desktop: 'cppsecret keyring create'",
                 error.subject());
}

Choice choose_keyring()
{
    if (auto wanted = wanted_kind())
        return {std::move(*wanted), "CPPSECRET_KEYRING names it"};
    try {
        const Provider provider(session_bus_address(bus_environment()),
                                settings_from_environment());
        return {std::string(secret_service_kind), "a Secret Service answers on the session bus"};
    } catch (const Error &error) {
        if (!is_absence_of_a_service(error))
            throw;
        if (find_keyring_file())
            return {std::string(file_kind), std::string("there is no Secret Service here (") +
                                                error.what() + "), but a keyring file"};
        return {std::string(secret_service_kind), "there is no keyring file either"};
    }
}

std::unique_ptr<Keyring> open_keyring(std::string_view kind, const Settings &settings)
{
    if (kind == file_kind)
        return std::make_unique<FileKeyring>(DiskFile::of_person(), settings);
    return open_secret_service(settings);
}

std::unique_ptr<Keyring> open_keyring(const Settings &settings)
{
    if (const auto wanted = wanted_kind())
        return open_keyring(*wanted, settings);
    std::unique_ptr<Keyring> service;
    try {
        service = open_secret_service(settings);
    } catch (const Error &error) {
        if (!is_absence_of_a_service(error))
            throw;
        if (auto file = find_keyring_file())
            return std::make_unique<FileKeyring>(std::move(*file), settings);
        throw with_keyring_file_hint(error);
    }
    if (auto file = find_keyring_file())
        return std::make_unique<BesideAFile>(std::move(service), std::move(*file), settings);
    return service;
}

std::unique_ptr<Keyring> open_keyring_of_tools()
{
    auto account = account_from_environment();
    auto keyring = open_keyring();
    if (!account)
        return keyring;
    return std::make_unique<AccountView>(std::move(keyring), std::move(*account));
}

} // namespace cppsecret::keyring
