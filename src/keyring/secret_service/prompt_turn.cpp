// SPDX-License-Identifier: MIT
#include "keyring/secret_service/prompt_turn.hpp"

#include "base/lock_folder.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>

namespace cppsecret::keyring {

namespace {

std::int64_t now() noexcept
{
    using std::chrono::duration_cast;
    return duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

std::string PromptNote::text() const
{
    return std::to_string(time) + ' ' + std::to_string(code) + ' ' + bus;
}

PromptNote PromptNote::parse(std::string_view text)
{
    PromptNote note;
    const char *end = text.data() + text.size();
    const auto *const time_end = std::from_chars(text.data(), end, note.time).ptr;
    const auto *const code_end = std::from_chars(std::min(time_end + 1, end), end, note.code).ptr;
    note.bus = trim({code_end, static_cast<std::size_t>(end - code_end)});
    return note;
}

PromptTurn::PromptTurn(Provider &provider, const Request &request)
    : bus_(g_dbus_connection_get_guid(provider.connection())), began_waiting_(now())
{
    provider.loop().extend_deadline_to(provider.settings().limit_with_prompt());
    std::string folder;
    try {
        folder = lock_folder();
    } catch (const Error &) {
        return;
    }
    try {
        lock_.emplace(folder + "/prompt.lock", provider.loop().deadline());
    } catch (const Error &error) {
        if (error.code() == Errc::TimedOut)
            throw not_answered(request);
        throw;
    }
    // others may have kept us waiting for long; our own prompt gets its whole time
    provider.loop().extend_deadline_to(provider.settings().limit_with_prompt());
}

void PromptTurn::share_outcome_of_others(const Request &request) const
{
    if (!lock_ || !lock_->had_to_wait())
        return;
    const PromptNote note = PromptNote::parse(lock_->read_note());
    if (note.bus != bus_ || note.time < began_waiting_)
        return;
    switch (static_cast<Errc>(note.code)) {
    case Errc::Dismissed:
        throw dismissed(request);
    case Errc::Locked:
        throw nobody_to_ask(request);
    case Errc::TimedOut:
        throw not_answered(request);
    default:
        return;
    }
}

void PromptTurn::leave_outcome(Errc code) const noexcept
{
    try {
        if (lock_)
            lock_->write_note(PromptNote{bus_, now(), static_cast<int>(code)}.text());
    } catch (const std::exception &) { // the failure itself is what the caller has to tell
        return;
    }
}

} // namespace cppsecret::keyring
