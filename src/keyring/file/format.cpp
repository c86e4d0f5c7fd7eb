// SPDX-License-Identifier: MIT
#include "keyring/file/format.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

namespace cppsecret::keyring {

namespace {

constexpr std::string_view magic = "cppskey\n";
constexpr std::uint32_t newest_version = 1;

// the offsets of the table in the header
constexpr std::size_t version_at = 8;
constexpr std::size_t passes_at = 12;
constexpr std::size_t memory_at = 16;
constexpr std::size_t salt_at = 20;
constexpr std::size_t key_nonce_at = salt_at + salt_size;
constexpr std::size_t sealed_key_at = key_nonce_at + nonce_size;
constexpr std::size_t sealed_key_size = key_size + tag_size;
constexpr std::size_t document_nonce_at = sealed_key_at + sealed_key_size;
constexpr std::size_t document_at = document_nonce_at + nonce_size;
constexpr std::size_t least_size = document_at + tag_size + checksum_size;

constexpr unsigned byte_bits = 8;
constexpr unsigned byte_mask = 0xff;

std::string number(std::uint32_t value)
{
    std::string bytes;
    for (std::size_t i = 0; i < sizeof value; ++i, value >>= byte_bits)
        bytes += static_cast<char>(value & byte_mask);
    return bytes;
}

std::uint32_t number_at(std::string_view bytes, std::size_t offset) noexcept
{
    std::uint32_t value = 0;
    for (std::size_t i = sizeof value; i-- > 0;)
        value = (value << byte_bits) | static_cast<unsigned char>(bytes[offset + i]);
    return value;
}

bool is_bearable(const KdfCost &cost) noexcept
{
    return cost.passes >= least_kdf_cost.passes && cost.passes <= most_kdf_cost.passes &&
           cost.memory_kib >= least_kdf_cost.memory_kib &&
           cost.memory_kib <= most_kdf_cost.memory_kib;
}

/// Everything that the programs of all versions agree on, then the version.
void check(std::string_view bytes, const std::string &name)
{
    if (!bytes.starts_with(magic))
        throw Error(Errc::Damaged, "'" + name + "' is damaged, or not a keyring file at all", {},
                    name);
    if (bytes.size() < least_size)
        throw Error(Errc::Damaged, "'" + name + "' is damaged: it is cut short", {}, name);
    const auto body = bytes.substr(0, bytes.size() - checksum_size);
    if (checksum_of(body) != bytes.substr(body.size()))
        throw Error(Errc::Damaged, "'" + name + "' is damaged: its checksum is wrong", {}, name);
    const auto version = number_at(bytes, version_at);
    if (version > newest_version)
        throw Error(Errc::NewerFormat,
                    "'" + name + "' was written by a newer cppsecret (format " +
                        std::to_string(version) + ", this one knows " +
                        std::to_string(newest_version) + ")",
                    "install the newer cppsecret here too; the file is as it was", name);
    if (version != newest_version)
        throw Error(Errc::Damaged, "'" + name + "' is damaged: its format has no version", {},
                    name);
}

} // namespace

KdfCost cost_of(KdfStrength strength) noexcept
{
    constexpr KdfCost standard{3, 64U << 10};
    constexpr KdfCost strong{3, 256U << 10};
    return strength == KdfStrength::Strong ? strong : standard;
}

KdfCost not_below_standard(const KdfCost &cost) noexcept
{
    const KdfCost standard = cost_of(KdfStrength::Standard);
    return {std::max(cost.passes, standard.passes), std::max(cost.memory_kib, standard.memory_kib)};
}

FileKeys make_keys(const SecretString &passphrase, const KdfCost &cost)
{
    FileKeys keys;
    keys.header =
        std::string(magic) + number(newest_version) + number(cost.passes) + number(cost.memory_kib);
    const std::string salt = random_bytes(salt_size);
    keys.header += salt;
    keys.derived = derive_key(passphrase, salt, cost);
    keys.data = random_key();
    const std::string nonce = random_bytes(nonce_size);
    const std::string sealed = seal(keys.data.reveal(), nonce, keys.derived, keys.header);
    keys.header += nonce + sealed;
    return keys;
}

std::string seal_file(std::string_view header, const SecretString &data_key,
                      const SecretString &document)
{
    const std::string nonce = random_bytes(nonce_size);
    std::string bytes = std::string(header) + nonce;
    bytes += seal(document.reveal(), nonce, data_key, bytes);
    bytes += checksum_of(bytes);
    return bytes;
}

SealedFile::SealedFile(std::string bytes, std::string name)
    : bytes_(std::move(bytes)), name_(std::move(name))
{
    check(bytes_, name_);
    if (!is_bearable(cost()))
        throw Error(Errc::Damaged,
                    "'" + name_ + "' asks for " + std::to_string(cost().passes) + " × " +
                        std::to_string(cost().memory_kib) +
                        " KiB of memory to be opened, which no cppsecret writes",
                    {}, name_);
}

KdfCost SealedFile::cost() const noexcept
{
    return {number_at(bytes_, passes_at), number_at(bytes_, memory_at)};
}

std::string_view SealedFile::salt() const noexcept
{
    return header().substr(salt_at, salt_size);
}

std::string_view SealedFile::header() const noexcept
{
    return std::string_view(bytes_).substr(0, document_nonce_at);
}

SecretString SealedFile::derive(const SecretString &passphrase,
                                const std::optional<Deadline> &deadline) const
{
    return derive_key(passphrase, salt(), cost(), deadline);
}

std::optional<SecretString> SealedFile::open_data_key(const SecretString &derived) const
{
    return open_sealed(header().substr(sealed_key_at), header().substr(key_nonce_at, nonce_size),
                       derived, header().substr(0, key_nonce_at));
}

SecretString SealedFile::open_document(const SecretString &data_key) const
{
    const std::string_view bytes = bytes_;
    const auto sealed = bytes.substr(document_at, bytes.size() - document_at - checksum_size);
    auto document = open_sealed(sealed, bytes.substr(document_nonce_at, nonce_size), data_key,
                                bytes.substr(0, document_at));
    if (!document)
        throw Error(Errc::Damaged, "'" + name_ + "' is damaged: what it seals was changed", {},
                    name_);
    return std::move(*document);
}

} // namespace cppsecret::keyring
