// SPDX-License-Identifier: MIT
#include "registry/certificate.hpp"

#include "base/error.hpp"
#include "base/free_with.hpp"

#include <array>
#include <climits>
#include <ctime>
#include <memory>
#include <new>

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace cppsecret::registry {

namespace {

using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using StorePtr = std::unique_ptr<X509_STORE, FreeWith<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>>;

std::string text_in(BIO *memory)
{
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

BioPtr new_memory()
{
    BioPtr memory(BIO_new(BIO_s_mem()));
    if (!memory)
        throw std::bad_alloc();
    return memory;
}

std::string text_of(const X509_NAME *name)
{
    // as RFC 2253 has it, but with a blank between the parts and without escapes for UTF-8
    constexpr unsigned long flags =
        (ASN1_STRFLGS_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) |
        XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_DN_REV | XN_FLAG_FN_SN | XN_FLAG_DUMP_UNKNOWN_FIELDS;
    const BioPtr memory = new_memory();
    X509_NAME_print_ex(memory.get(), name, 0, flags);
    return text_in(memory.get());
}

std::int64_t seconds_of(const ASN1_TIME *time)
{
    std::tm fields{};
    return ASN1_TIME_to_tm(time, &fields) == 1 ? ::timegm(&fields) : 0;
}

std::string fingerprint_of(const X509 *certificate)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1)
        return {};
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        const unsigned char byte = digest[i];
        text += i == 0 ? "" : ":";
        text += {digits[byte >> 4U], digits[byte & 0xfU]};
    }
    return text;
}

std::string ip_address(const ASN1_OCTET_STRING *bytes)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = ASN1_STRING_length(bytes) == 4 ? AF_INET : AF_INET6;
    if (ASN1_STRING_length(bytes) != 4 && ASN1_STRING_length(bytes) != 16)
        return {};
    return ::inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size()) == nullptr
               ? std::string()
               : text.data();
}

std::vector<std::string> names_of(const X509 *certificate)
{
    std::vector<std::string> names;
    const NamesPtr list(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; list && i < sk_GENERAL_NAME_num(list.get()); ++i) {
        const GENERAL_NAME *const name = sk_GENERAL_NAME_value(list.get(), i);
        int type = 0;
        const auto *value = static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(name, &type));
        if (type == GEN_DNS)
            names.emplace_back(reinterpret_cast<const char *>( // NOLINT(*-reinterpret-cast)
                                   ASN1_STRING_get0_data(value)),
                               static_cast<std::size_t>(ASN1_STRING_length(value)));
        else if (type == GEN_IPADD)
            names.push_back(ip_address(value));
    }
    return names;
}

X509Ptr parse(const Certificate &certificate)
{
    const BioPtr memory(BIO_new_mem_buf(certificate.pem.data(), // shorter than what it came from
                                        static_cast<int>(certificate.pem.size())));
    X509Ptr parsed(memory ? PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!parsed) // it was written by pem_of()
        throw std::bad_alloc();
    return parsed;
}

/// Certificates as OpenSSL wants them.
class Stack {
public:
    Stack() : stack_(sk_X509_new_null())
    {
        if (stack_ == nullptr)
            throw std::bad_alloc();
    }
    ~Stack() { sk_X509_pop_free(stack_, X509_free); }
    Stack(const Stack &) = delete;
    Stack &operator=(const Stack &) = delete;

    void add(X509Ptr certificate)
    {
        if (sk_X509_push(stack_, certificate.get()) <= 0)
            throw std::bad_alloc();
        static_cast<void>(certificate.release());
    }
    [[nodiscard]] STACK_OF(X509) * get() const noexcept { return stack_; }

private:
    STACK_OF(X509) * stack_;
};

std::string pem_of(X509 *certificate)
{
    const BioPtr memory = new_memory();
    PEM_write_bio_X509(memory.get(), certificate);
    return text_in(memory.get());
}

Certificate described(X509 *certificate)
{
    Certificate described;
    described.subject = text_of(X509_get_subject_name(certificate));
    described.issuer = text_of(X509_get_issuer_name(certificate));
    described.begins = seconds_of(X509_get0_notBefore(certificate));
    described.ends = seconds_of(X509_get0_notAfter(certificate));
    described.fingerprint = fingerprint_of(certificate);
    described.names = names_of(certificate);
    described.is_self_signed = X509_self_signed(certificate, 1) == 1;
    described.is_authority = X509_check_ca(certificate) > 0;
    described.pem = pem_of(certificate);
    return described;
}

} // namespace

std::vector<Certificate> parse_certificates(std::string_view pem)
{
    if (pem.empty()) // OpenSSL takes a text without an address for a lack of memory
        return {};
    if (pem.size() > INT_MAX)
        throw Error(Errc::Input, "the text is too long for certificates");
    const BioPtr memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!memory)
        throw std::bad_alloc();
    std::vector<Certificate> certificates;
    ERR_clear_error();
    while (const X509Ptr certificate{PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr)})
        certificates.push_back(described(certificate.get()));
    const bool is_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!is_end)
        throw Error(Errc::Input, "a certificate in it is damaged");
    return certificates;
}

bool is_vouched_for(const std::vector<Certificate> &shown, const Certificate &anchor,
                    const std::vector<Certificate> &known)
{
    if (shown.empty())
        return false;
    const X509Ptr own = parse(shown.front());
    Stack between;
    for (const std::vector<Certificate> *list : {&shown, &known})
        for (const Certificate &certificate : *list)
            between.add(parse(certificate));
    const StorePtr trusted(X509_STORE_new());
    const StoreContextPtr context(X509_STORE_CTX_new());
    if (!trusted || !context ||
        X509_STORE_add_cert(trusted.get(), parse(anchor).get()) != 1 || // counts its references
        X509_STORE_CTX_init(context.get(), trusted.get(), own.get(), between.get()) != 1 ||
        X509_STORE_CTX_set_default(context.get(), "ssl_server") != 1)
        throw std::bad_alloc();
    // as curl and Go do, an anchor need not be self-signed
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_PARTIAL_CHAIN);
    const bool is_valid = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    return is_valid;
}

std::string common_name_of(const std::string &subject)
{
    constexpr std::string_view start = "CN=";
    const auto place = subject.find(start);
    if (place == std::string::npos)
        return subject;
    const auto first = place + start.size();
    return subject.substr(first, subject.find_first_of(",+", first) - first);
}

} // namespace cppsecret::registry
