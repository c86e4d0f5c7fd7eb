// SPDX-License-Identifier: MIT
#include "keyring/secret_service/provider_program.hpp"
#include "support/valgrind.hpp"

#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret::keyring;

TEST_CASE("a known provider is called as people call it")
{
    CHECK(provider_named("gnome-keyring-d").name == "gnome-keyring"); // cut off by the kernel
    CHECK(provider_named("gnome-keyring-d").program == "gnome-keyring-daemon");
    CHECK(provider_named("keepassxc").name == "KeePassXC");
    CHECK(provider_named("kwalletd5").name == "KWallet");
    CHECK(provider_named("ksecretd").program == "ksecretd");
}

TEST_CASE("another one is called as its process, and has no program to run")
{
    CHECK(provider_named("python3").name == "python3");
    CHECK(provider_named("python3").program.empty());
    CHECK(provider_named("gnome-keyring").program.empty());
    CHECK(provider_named("a\nb").name == "a b");
    CHECK(provider_named("").name.empty());
}

TEST_CASE("a process is looked at where it can be seen" *
          doctest::skip(cppsecret::test::is_under_valgrind()))
{
    const auto ours = static_cast<std::uint32_t>(::getpid());
    CHECK(provider_of_process(ours).name == "test-keyring_se"); // cut off by the kernel
    CHECK(provider_of_process(ours).process_id == ours);
    CHECK(provider_of_process(0).name.empty());
    CHECK(provider_of_process(4294967295U).name.empty());
}
