// SPDX-License-Identifier: MIT
#include "keyring/secret_service/secrets.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <utility>

namespace cppsecret::keyring {

void Secrets::begin_session()
{
    if (!session_)
        session_ = std::make_unique<Session>(provider_);
}

Session &Secrets::session()
{
    for (int attempt = 1;; ++attempt) {
        begin_session();
        try {
            session_->wait();
            return *session_;
        } catch (const Error &error) {
            drop_session();
            if (error.code() != Errc::ProviderFailed || attempt == sessions_to_try)
                throw;
        }
    }
}

Call Secrets::start_to_read(const std::string &item_path, const Session &open)
{
    return provider_.start(item_path, item_interface, "GetSecret",
                           g_variant_new("(o)", open.path()), "((oayays))");
}

std::optional<SecretString> Secrets::finish_to_read(const Call &call, const Session &open)
{
    const glibpp::VariantPtr reply = provider_.finish(call);
    const glibpp::VariantPtr encoded(g_variant_get_child_value(reply.get(), 0));
    std::optional<SecretString> secret = open.decode(encoded.get());
    // garbage is hardly ever UTF-8, and every secret that was stored is
    if (secret && !secret->empty() && is_utf8(secret->reveal()))
        return secret;
    return std::nullopt;
}

Reading Secrets::read(const std::string &item_path)
{
    for (int attempt = 1; attempt <= sessions_to_try; ++attempt) {
        if (attempt > 1)
            drop_session();
        try {
            const Session &open = session();
            if (auto secret = finish_to_read(start_to_read(item_path, open), open))
                return {std::move(secret)};
        } catch (const Error &error) {
            if (error.code() == Errc::NotFound) {
                drop_session(); // Quirk::BlamesTheObject: it may be the session that is
                return {std::nullopt, true};
            }
            if (error.code() != Errc::ProviderFailed || attempt == sessions_to_try)
                throw;
        }
    }
    return {};
}

bool Secrets::holds(const std::string &item_path, const SecretString &secret)
{
    const std::optional<SecretString> stored = read(item_path).secret;
    return stored && stored->reveal() == secret.reveal();
}

bool Secrets::write(const std::string &item_path, const SecretString &secret,
                    const char *content_type)
{
    const Session &open = session();
    const glibpp::VariantPtr encoded = open.encode(secret, content_type);
    const Call writing = provider_.start(item_path, item_interface, "SetSecret",
                                         g_variant_new("(@(oayays))", encoded.get()), "()");
    // the provider does one thing after the other: it reads what it has written
    const Call reading = start_to_read(item_path, open);
    provider_.finish(writing);
    const std::optional<SecretString> stored = finish_to_read(reading, open);
    return stored && stored->reveal() == secret.reveal();
}

bool Secrets::write_and_prove(const std::string &item_path, const SecretString &secret)
{
    // what a session garbles (Quirk::LosesSessions) a new one mends; what the provider itself
    // changes in a text (Quirk::ResolvesPlaceholders), perhaps bytes
    std::optional<Error> no_such_object;
    for (const char *content_type : {text_content, text_content, bytes_content, bytes_content}) {
        try {
            if (write(item_path, secret, content_type) || holds(item_path, secret))
                return true;
        } catch (const Error &error) {
            // of what cannot be decrypted, by Quirk::BlamesTheObject
            if (error.code() == Errc::NotFound)
                no_such_object = error;
            else if (error.code() != Errc::ProviderFailed)
                throw;
        }
        drop_session();
    }
    if (no_such_object)
        throw Error(*no_such_object);
    return false;
}

} // namespace cppsecret::keyring
