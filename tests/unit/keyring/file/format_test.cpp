// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/file/document.hpp"
#include "keyring/file/format.hpp"

#include <optional>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;

namespace {

constexpr KdfCost cheap = least_kdf_cost;

SecretString secret(std::string_view text)
{
    return SecretString(text);
}

/// A small file and its keys.
struct Sample {
    FileKeys keys = make_keys(secret("open sesame"), cheap);
    std::string bytes = seal_file(keys.header, keys.data, secret(R"({"logins":[]})"));
};

std::optional<Errc> failure(const std::string &bytes, const SecretString &data_key)
{
    try {
        const SealedFile file(bytes, "keyring");
        static_cast<void>(file.open_document(data_key));
        return std::nullopt;
    } catch (const Error &error) {
        return error.code();
    }
}

/// The file with a checksum that is right again.
std::string with_checksum(std::string bytes)
{
    bytes.resize(bytes.size() - checksum_size);
    return bytes + checksum_of(bytes);
}

} // namespace

TEST_CASE("what is sealed comes back with the passphrase, and with no other")
{
    const Sample sample;
    const SealedFile file(sample.bytes, "keyring");
    const auto key = file.open_data_key(file.derive(secret("open sesame")));
    REQUIRE(key);
    CHECK(file.open_document(*key).reveal() == R"({"logins":[]})");
    CHECK(file.cost() == cheap);
    CHECK_FALSE(file.open_data_key(file.derive(secret("open barley"))));
    CHECK_FALSE(file.open_data_key(file.derive(secret(""))));
}

TEST_CASE("two files of one passphrase have nothing in common")
{
    const Sample one;
    const Sample other;
    CHECK(SealedFile(one.bytes, "").salt() != SealedFile(other.bytes, "").salt());
    CHECK(one.keys.data.reveal() != other.keys.data.reveal());
    CHECK(seal_file(one.keys.header, one.keys.data, secret("{}")) !=
          seal_file(one.keys.header, one.keys.data, secret("{}")));
}

TEST_CASE("each byte that is changed is damage, with a right checksum too")
{
    const Sample sample;
    for (std::size_t i = 0; i < sample.bytes.size(); ++i)
        for (const int flip : {0x01, 0x80, 0xff}) {
            CAPTURE(i);
            std::string bytes = sample.bytes;
            bytes[i] = static_cast<char>(bytes[i] ^ flip);
            CHECK(failure(bytes, sample.keys.data) == Errc::Damaged);
            if (i >= bytes.size() - checksum_size || (i >= 8 && i < 12))
                continue;
            CHECK(failure(with_checksum(bytes), sample.keys.data) == Errc::Damaged);
        }
    CHECK_FALSE(failure(sample.bytes, sample.keys.data));
}

TEST_CASE("a file that is cut short or grew is damaged")
{
    const Sample sample;
    for (std::size_t size = 0; size < sample.bytes.size(); ++size) {
        CAPTURE(size);
        CHECK(failure(sample.bytes.substr(0, size), sample.keys.data) == Errc::Damaged);
    }
    CHECK(failure(sample.bytes + '\0', sample.keys.data) == Errc::Damaged);
}

TEST_CASE("a part that is sealed cannot be moved into another file")
{
    const Sample one;
    const Sample other;
    const std::string mixed = one.keys.header + other.bytes.substr(other.keys.header.size());
    CHECK(failure(with_checksum(mixed), one.keys.data) == Errc::Damaged);
    CHECK(failure(with_checksum(mixed), other.keys.data) == Errc::Damaged);
}

TEST_CASE("a newer format is told from damage")
{
    const Sample sample;
    std::string bytes = sample.bytes;
    bytes[8] = 2;
    CHECK(failure(bytes, sample.keys.data) == Errc::Damaged); // its checksum is wrong
    CHECK(failure(with_checksum(bytes), sample.keys.data) == Errc::NewerFormat);
    bytes[8] = 0;
    CHECK(failure(with_checksum(bytes), sample.keys.data) == Errc::Damaged);
}

TEST_CASE("a cost beyond the bound is refused before any work")
{
    const Sample sample;
    const auto with_cost = [&sample](std::size_t at, unsigned value) {
        std::string bytes = sample.bytes;
        for (std::size_t i = 0; i < 4; ++i, value >>= 8)
            bytes[at + i] = static_cast<char>(value & 0xff);
        try {
            const SealedFile file(with_checksum(bytes), "keyring");
            return true;
        } catch (const Error &error) {
            CHECK(error.code() == Errc::Damaged);
            return false;
        }
    };
    CHECK(with_cost(12, 10));
    CHECK_FALSE(with_cost(12, 11));
    CHECK_FALSE(with_cost(12, 0));
    CHECK_FALSE(with_cost(12, 0xffffffff));
    CHECK(with_cost(16, 1U << 20));
    CHECK_FALSE(with_cost(16, (1U << 20) + 1));
    CHECK(with_cost(16, 8U << 10));
    CHECK_FALSE(with_cost(16, (8U << 10) - 1));
    CHECK_FALSE(with_cost(16, 8)); // the least of Argon2id itself
    CHECK_FALSE(with_cost(16, 0xffffffff));
}

TEST_CASE("a passphrase costs 64 MiB, a strong one 256")
{
    CHECK(cost_of(KdfStrength::Standard) == KdfCost{3, 64 * 1024});
    CHECK(cost_of(KdfStrength::Strong) == KdfCost{3, 256 * 1024});
    CHECK(not_below_standard({1, 8192}) == cost_of(KdfStrength::Standard));
    CHECK(not_below_standard({4, 8192}) == KdfCost{4, 64 * 1024});
    CHECK(not_below_standard({3, 256 * 1024}) == cost_of(KdfStrength::Strong));
}
