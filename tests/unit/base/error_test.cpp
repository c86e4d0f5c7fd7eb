// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <cerrno>

#include <doctest/doctest.h>

using namespace cppsecret;

TEST_CASE("the states without a usable keyring are told from other failures")
{
    for (const Errc code :
         {Errc::NoBus, Errc::NoProvider, Errc::NoCollection, Errc::Locked, Errc::Dismissed,
          Errc::TimedOut, Errc::ProviderFailed, Errc::WrongPassphrase, Errc::Damaged,
          Errc::NewerFormat, Errc::Untrusted})
        CHECK(is_keyring_unavailable(code));
    for (const Errc code : {Errc::Usage, Errc::NotFound, Errc::Input, Errc::Failed, Errc::System})
        CHECK_FALSE(is_keyring_unavailable(code));
}

TEST_CASE("an error of the system names what was being done")
{
    const Error error = system_error("open the file", ENOENT);
    CHECK(error.what() == std::string("cannot open the file: No such file or directory"));
    CHECK(error.code() == Errc::System);
    CHECK(error.hint().empty());
    CHECK(error.subject().empty());
    CHECK(system_error("open the file", ENOENT, "/f").subject() == "/f");
}
