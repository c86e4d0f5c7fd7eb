// SPDX-License-Identifier: MIT
#include "keyring/secret_service/prompter.hpp"

#include "keyring/secret_service/collection.hpp"
#include "keyring/secret_service/prompt_turn.hpp"

#include <algorithm>

namespace cppsecret::keyring {

namespace {

constexpr Request unlock_request{"unlock the keyring", "answer the provider's dialog"};

/// For Quirk::LocksSingleItems.
constexpr Request access_request{
    "use the login", "allow it in KeePassXC's dialog 'Access Request', or turn off 'Confirm when "
                     "passwords are retrieved by clients' in its Secret Service settings"};

/// What becomes of a prompt that nobody answers.
enum class OnTimeOut {
    Withdraw,
    Leave,
};

glibpp::VariantPtr show_and_wait(Prompt &prompt, OnTimeOut on_time_out)
{
    prompt.show();
    try {
        return prompt.wait();
    } catch (const Error &error) {
        if (error.code() == Errc::TimedOut && on_time_out == OnTimeOut::Withdraw)
            prompt.withdraw();
        throw;
    }
}

/// Shows a prompt; what fails is left for those who wait for the turn.
void ask_for_all(Provider &provider, const PromptTurn &turn, const std::string &path,
                 const Request &request, OnTimeOut on_time_out)
{
    Prompt prompt(provider, path, request);
    try {
        static_cast<void>(show_and_wait(prompt, on_time_out));
    } catch (const Error &error) {
        turn.leave_outcome(error.code());
        throw;
    }
}

std::string start_unlock(Provider &provider, const std::vector<std::string> &paths)
{
    GVariantBuilder objects = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("ao"));
    for (const std::string &path : paths)
        g_variant_builder_add(&objects, "o", path.c_str());
    const glibpp::VariantPtr reply = provider.call(service_path, service_interface, "Unlock",
                                                   g_variant_new("(ao)", &objects), "(aoo)");
    const char *prompt = nullptr;
    g_variant_get(reply.get(), "(@ao&o)", nullptr, &prompt);
    return prompt;
}

} // namespace

glibpp::VariantPtr follow_prompt(Provider &provider, const std::string &path,
                                 const Request &request)
{
    if (path == no_object)
        return nullptr;
    const PromptTurn turn(provider, request);
    Prompt prompt(provider, path, request);
    return show_and_wait(prompt, OnTimeOut::Withdraw);
}

void follow_prompt_for_all(Provider &provider, const Request &request,
                           const std::function<std::string()> &begin)
{
    const PromptTurn turn(provider, request);
    turn.share_outcome_of_others(request);
    const std::string path = begin();
    if (path != no_object)
        ask_for_all(provider, turn, path, request, OnTimeOut::Withdraw);
}

void unlock(Provider &provider, const std::vector<std::string> &paths)
{
    // a database that is locked shows no entries: these are single ones of an open one
    const bool is_about_items = provider.has<Quirk::LocksSingleItems>() &&
                                std::none_of(paths.begin(), paths.end(), is_collection_path);
    const Request &request = is_about_items ? access_request : unlock_request;
    const PromptTurn turn(provider, request);
    turn.share_outcome_of_others(request);
    const std::string path = start_unlock(provider, paths);
    if (path == no_object)
        return;
    // a dialog that stays is that of whoever asks next, too
    const OnTimeOut on_time_out =
        provider.has<Quirk::AbortsOnWithdrawal>() ? OnTimeOut::Leave : OnTimeOut::Withdraw;
    ask_for_all(provider, turn, path, request, on_time_out);
}

} // namespace cppsecret::keyring
