// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "keyring/secret_service/bus_address.hpp"
#include "support/temporary_folder.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

namespace {

UniqueFd make_socket(const std::string &path)
{
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    REQUIRE(::bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0);
    return fd;
}

Errc failure(const BusEnvironment &environment)
{
    try {
        (void)session_bus_address(environment);
        return Errc::Usage;
    } catch (const Error &error) {
        CHECK_FALSE(error.hint().empty());
        return error.code();
    }
}

} // namespace

TEST_CASE("a set DBUS_SESSION_BUS_ADDRESS is used alone")
{
    const test::TemporaryFolder folder;
    const UniqueFd socket = make_socket(folder.path() + "/bus");
    for (const char *named : {"unix:path=/nowhere", "disabled:"}) {
        const BusAddress bus = session_bus_address({named, folder.path(), 1000});
        CHECK(bus.address == named);
        CHECK_FALSE(bus.must_be_ours);
    }
}

TEST_CASE("a bus is never launched")
{
    CHECK(failure({"autolaunch:", std::nullopt, 1000}) == Errc::NoBus);
    CHECK(failure({"autolaunch:scope=*user;", std::nullopt, 1000}) == Errc::NoBus);
    CHECK(failure({";", std::nullopt, 1000}) == Errc::NoBus);
    CHECK(session_bus_address({"autolaunch:;unix:path=/a;;unix:path=/b", std::nullopt, 1000})
              .address == "unix:path=/a;unix:path=/b");
}

TEST_CASE("without an address the bus is the socket in XDG_RUNTIME_DIR")
{
    const test::TemporaryFolder folder;
    CHECK(failure({std::nullopt, folder.path(), 1000}) == Errc::NoBus);
    const UniqueFd socket = make_socket(folder.path() + "/bus");
    const BusAddress bus = session_bus_address({std::nullopt, folder.path(), 1000});
    CHECK(bus.address == "unix:path=" + folder.path() + "/bus");
    CHECK(bus.must_be_ours);
}

TEST_CASE("a path is escaped for D-Bus")
{
    const test::TemporaryFolder folder;
    const std::string odd = folder.path() + "/a,b c";
    REQUIRE(std::filesystem::create_directory(odd));
    const UniqueFd socket = make_socket(odd + "/bus");
    CHECK(session_bus_address({std::nullopt, odd, 1000}).address ==
          "unix:path=" + folder.path() + "/a%2Cb%20c/bus");
}

TEST_CASE("what is no socket is no bus")
{
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() + "/bus") << "x";
    CHECK(failure({std::nullopt, folder.path(), 1000}) == Errc::NoBus);
}

TEST_CASE("nor is a link to one, or a socket that others could replace")
{
    const test::TemporaryFolder folder;
    const std::string session = folder / "session";
    std::filesystem::create_directory(session);
    const UniqueFd socket = make_socket(session + "/bus");
    std::filesystem::create_symlink(session + "/bus", folder / "bus");
    CHECK(failure({std::nullopt, folder.path(), 1000}) == Errc::NoBus);
    CHECK(session_bus_address({std::nullopt, session, 1000}).must_be_ours);
    ::chmod(session.c_str(), 0777);
    CHECK(failure({std::nullopt, session, 1000}) == Errc::NoBus);
    ::chmod(session.c_str(), 01777);
    CHECK(session_bus_address({std::nullopt, session, 1000}).must_be_ours);
}

TEST_CASE("/run/user is asked only if XDG_RUNTIME_DIR is unset, by the uid of the person")
{
    try {
        (void)session_bus_address({std::nullopt, std::nullopt, 4294900000});
        FAIL("there is no such user");
    } catch (const Error &error) {
        CHECK(std::string(error.what()) ==
              "no session bus: DBUS_SESSION_BUS_ADDRESS is not set and "
              "'/run/user/4294900000/bus' is not a socket of yours");
    }
}
