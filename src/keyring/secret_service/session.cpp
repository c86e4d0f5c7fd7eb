// SPDX-License-Identifier: MIT
#include "keyring/secret_service/session.hpp"

#include "glibpp/error_slot.hpp"
#include "keyring/secret_service/libsecret.hpp"

#include <string_view>

namespace {

using cppsecret::keyring::libsecret;

// A SecretService that costs no D-Bus call: it uses a connection that is there, talks to the
// provider's unique name, loads no properties and connects no signals. libsecret's own constructor
// insists on other values of these properties, so ours has the last word; they are construct-only,
// hence a subclass.
GObject *construct_lean_service(GType type, guint count, GObjectConstructParam *parameters)
{
    auto *libsecret_class = G_OBJECT_CLASS(g_type_class_peek(libsecret().service_get_type()));
    GObject *object = libsecret_class->constructor(type, count, parameters);
    constexpr auto lean = static_cast<GDBusProxyFlags>(G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES |
                                                       G_DBUS_PROXY_FLAGS_DO_NOT_CONNECT_SIGNALS |
                                                       G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START);
    g_object_set(object, "g-bus-type", G_BUS_TYPE_NONE, "g-flags", lean, nullptr);
    for (guint i = 0; i < count; ++i)
        if (std::string_view(parameters[i].pspec->name) == "g-name")
            g_object_set_property(object, "g-name", parameters[i].value);
    return object;
}

void set_up_class(gpointer service_class, gpointer) noexcept
{
    G_OBJECT_CLASS(service_class)->constructor = construct_lean_service;
}

GType lean_service_type()
{
    static const GType type = g_type_register_static_simple(
        libsecret().service_get_type(), "CppsecretLeanService", sizeof(SecretServiceClass),
        set_up_class, sizeof(SecretService), nullptr, GTypeFlags{});
    return type;
}

struct ValueDeleter {
    void operator()(SecretValue *value) const noexcept { libsecret().value_unref(value); }
};
using SecretValuePtr = std::unique_ptr<SecretValue, ValueDeleter>;

} // namespace

namespace cppsecret::keyring {

struct Session::Negotiation {
    glibpp::ObjectPtr<SecretService> service;
    std::shared_ptr<glibpp::PendingResult> pending;
    bool is_ready = false;
};

Session::Session(Provider &provider)
    : provider_(provider), negotiation_(std::make_unique<Negotiation>())
{
    glibpp::ErrorSlot error;
    negotiation_->service.reset(static_cast<SecretService *>(
        g_initable_new(lean_service_type(), nullptr, error, "g-connection", provider.connection(),
                       "g-name", provider.unique_name().c_str(), nullptr)));
    if (error.is_set())
        throw Error(Errc::ProviderFailed,
                    "cannot talk to the keyring's provider: " + error.message(),
                    "restart the provider and repeat the command");
    // the default time limit of a proxy (25 s) is not ours
    g_dbus_proxy_set_default_timeout(G_DBUS_PROXY(negotiation_->service.get()), G_MAXINT);
    negotiation_->pending = provider.loop().begin([&](GAsyncReadyCallback callback, gpointer data) {
        libsecret().service_ensure_session(negotiation_->service.get(),
                                           provider.loop().cancellable(), callback, data);
    });
}

Session::~Session() = default;

void Session::wait()
{
    if (negotiation_->is_ready)
        return;
    provider_.wait_for(*negotiation_->pending);
    glibpp::ErrorSlot error;
    libsecret().service_ensure_session_finish(negotiation_->service.get(),
                                              negotiation_->pending->result(), error);
    if (const auto outage = outage_of(error))
        throw Error(*outage);
    if (error.is_set()) // Quirk::NeedsPlugin
        throw Error(Errc::ProviderFailed,
                    "the keyring's provider opens no encrypted session: " + error.message(),
                    "restart the provider and repeat the command; KWallet needs the OpenSSL "
                    "plugin of QCA (Debian: libqca-qt6-plugins, or libqca-qt5-2-plugins)");
    const char *algorithms =
        libsecret().service_get_session_algorithms(negotiation_->service.get());
    if (algorithms == nullptr || std::string_view(algorithms) == "plain")
        throw Error(Errc::ProviderFailed,
                    "the keyring's provider wants secrets to cross the bus unencrypted",
                    "use a provider that can encrypt: gnome-keyring, KeePassXC or KWallet with "
                    "the OpenSSL plugin of QCA");
    negotiation_->is_ready = true;
}

const char *Session::path() const
{
    return libsecret().service_get_session_dbus_path(negotiation_->service.get());
}

glibpp::VariantPtr Session::encode(const SecretString &secret, const char *content_type) const
{
    const SecretValuePtr value(libsecret().value_new(
        secret.reveal().data(), static_cast<gssize>(secret.size()), content_type));
    return glibpp::own(
        libsecret().service_encode_dbus_secret(negotiation_->service.get(), value.get()));
}

std::optional<SecretString> Session::decode(GVariant *encoded) const
{
    const SecretValuePtr value(
        libsecret().service_decode_dbus_secret(negotiation_->service.get(), encoded));
    if (!value)
        return std::nullopt;
    gsize length = 0;
    const char *bytes = libsecret().value_get(value.get(), &length);
    return SecretString(std::string_view(bytes, length));
}

} // namespace cppsecret::keyring
