// SPDX-License-Identifier: MIT
#include "registry/transfer.hpp"

#include "base/text.hpp"
#include "base/version.hpp"
#include "registry/server_chain.hpp"
#include "registry/system_trust.hpp"
#include "registry/transfer_failure.hpp"

#include <exception>
#include <new>
#include <utility>
#include <vector>

namespace cppsecret::registry {

Transfer::Transfer(Request request, const Limits &limits, Transfers::Done done)
    : request_(std::move(request)),
      left_(limits.response_size),
      done_(std::move(done)),
      easy_(new_easy_handle())
{
    set_limits(limits);
    set_request();
    set_tls(*request_.tls);
}

void Transfer::set_limits(const Limits &limits)
{
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.request.count()));
    set(CURLOPT_USERAGENT, (std::string("cppsecret/") + program_version).c_str());
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
    set(CURLOPT_PREREQDATA, this);
    set(CURLOPT_PREREQFUNCTION, &Transfer::judge_server);
}

void Transfer::set_request()
{
    set(CURLOPT_URL, request_.url.text().c_str());
    set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE)); // ours are not for a proxy
    add_header("Accept: application/json");
    if (!request_.authorization.empty())
        add_authorization();
    if (!request_.form.empty()) {
        add_header("Expect:");
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDS, request_.form.reveal().data()); // not copied
        set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request_.form.size()));
    }
    set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::add_header(const char *line)
{
    curl_slist *const longer = curl_slist_append(headers_.get(), line);
    if (longer == nullptr)
        throw std::bad_alloc();
    static_cast<void>(headers_.release());
    headers_.reset(longer);
}

void Transfer::add_authorization()
{
    constexpr std::string_view name = "Authorization: ";
    const std::string_view value = request_.authorization.reveal();
    SecretString line(name.size() + value.size() + 1); // ends with a NUL
    name.copy(line.writable().data(), name.size());
    value.copy(line.writable().data() + name.size(), value.size());
    add_header(line.reveal().data());
}

void Transfer::set_tls(const TlsSettings &tls)
{
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, tls.is_verified ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, tls.is_verified ? 2L : 0L);
    set(CURLOPT_CERTINFO, 1L);
    authorities_ = trust_beside_system(easy_.get(), tls.authorities);
    if (!tls.certificate_file.empty()) {
        set(CURLOPT_SSLCERT, tls.certificate_file.c_str());
        set(CURLOPT_SSLKEY, tls.key_file.c_str());
    }
}

bool Transfer::make_room_for(std::size_t size) noexcept
{
    if (size > left_)
        return false;
    left_ -= size;
    return true;
}

/// Before anything is sent: curl takes a certificate with a common name only, podman and docker do
/// not. (A connection that is used again shows none: whoever made it has judged it.)
int Transfer::judge_server(void *transfer, char *, char *, int, int) noexcept
{
    auto *const self = static_cast<Transfer *>(transfer);
    try {
        if (self->request_.tls->is_verified) {
            const std::vector<Certificate> chain = chain_of(self->handle());
            self->is_nameless_ = !chain.empty() && chain.front().names.empty();
        }
        return self->is_nameless_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
    } catch (const std::exception &) {
        return CURL_PREREQFUNC_ABORT;
    }
}

std::size_t Transfer::take_body(const char *bytes, std::size_t, std::size_t size,
                                void *transfer) noexcept
{
    auto *const self = static_cast<Transfer *>(transfer);
    try {
        if (!self->make_room_for(size))
            return 0;
        self->response_.body.append(bytes, size);
        return size;
    } catch (const std::exception &) {
        return 0;
    }
}

std::size_t Transfer::take_header(const char *bytes, std::size_t, std::size_t size,
                                  void *transfer) noexcept
{
    auto *const self = static_cast<Transfer *>(transfer);
    try {
        if (!self->make_room_for(size))
            return 0;
        self->read_header(trim({bytes, size}));
        return size;
    } catch (const std::exception &) {
        return 0;
    }
}

void Transfer::read_header(std::string_view line)
{
    if (starts_with_ignoring_case(line, "http/")) { // what came before was a 100, or a proxy's
        response_.challenges.clear();
        response_.location.clear();
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return;
    const std::string name = to_lower(line.substr(0, colon));
    if (name == "www-authenticate")
        response_.challenges.emplace_back(trim(line.substr(colon + 1)));
    else if (name == "location")
        response_.location = trim(line.substr(colon + 1));
}

long Transfer::number(CURLINFO info) const
{
    long value = 0;
    curl_easy_getinfo(easy_.get(), info, &value);
    return value;
}

Reply Transfer::answer()
{
    response_.status = static_cast<int>(number(CURLINFO_RESPONSE_CODE));
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &seconds);
    if (seconds > 0)
        response_.retry_after = std::chrono::seconds(seconds);
    return std::move(response_);
}

Failure Transfer::failure(CURLcode code) const
{
    if (is_nameless_)
        return {Failure::Kind::NotTrusted, {}, TlsProblem::NoName};
    CurlReport report;
    report.code = code;
    report.text = error_.data();
    report.verify_result = number(CURLINFO_SSL_VERIFYRESULT);
    report.system_error = number(CURLINFO_OS_ERRNO);
    report.showed_certificate = !request_.tls->certificate_file.empty();
    return failure_of(report);
}

Reply Transfer::reply_to(CURLcode code)
{
    has_broken_ = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR;
    return code == CURLE_OK ? answer() : Reply(failure(code));
}

const Failure *Transfer::unexplained(const Reply &reply) const noexcept
{
    const auto *const failure = std::get_if<Failure>(&reply);
    const bool is_unexplained = failure != nullptr && has_broken_ && request_.url.is_https() &&
                                failure->kind == Failure::Kind::Unreachable;
    return is_unexplained ? failure : nullptr;
}

} // namespace cppsecret::registry
