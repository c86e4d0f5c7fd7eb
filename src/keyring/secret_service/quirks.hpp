// SPDX-License-Identifier: MIT
// What the providers of the Secret Service do differently, and what follows from it. Code that is
// as it is because of one of them says so by the quirk's name; no other file names a provider for
// that.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

namespace cppsecret::keyring {

// The providers, as people know them.
inline constexpr std::string_view gnome_keyring = "gnome-keyring";
inline constexpr std::string_view keepassxc = "KeePassXC";
inline constexpr std::string_view kwallet = "KWallet";
inline constexpr std::string_view oo7 = "oo7";

/// A peculiarity of one or more providers.
enum class Quirk {
    AbortsOnWithdrawal,
    AddsAttributes,
    AsksBeforeReplacing,
    BlamesTheObject,
    CountsWholeSeconds,
    DeniesCalls,
    DismissesAtOnce,
    HidesAttributes,
    HidesWhatIsLocked,
    IsNotActivated,
    KeepsFailedItems,
    LocksSingleItems,
    LosesSessions,
    NeedsPlugin,
    NeedsRealPaths,
    PromptsForChanges,
    RefusesReferences,
    ReplacesSupersets,
    ResolvesPlaceholders,
    SaysLockedWhileOpen,
};

/// A quirk of one provider.
struct ProviderQuirk {
    Quirk quirk;
    std::string_view provider;
    const char *bus_name;  ///< by which it is recognised; null: by its behaviour, whoever it is
    const char *behaviour; ///< what the provider does
    const char *handled;   ///< in these files of this folder
};

inline constexpr const char *keepassxc_bus_name = "org.keepassxc.KeePassXC.MainWindow";

inline constexpr std::array quirks{
    ProviderQuirk{Quirk::AbortsOnWithdrawal, gnome_keyring, "org.gnome.keyring",
                  "aborts when an unlock prompt that it shows is taken back (42.1 does; the source "
                  "of 50 is the same)",
                  "prompter.cpp"},
    ProviderQuirk{
        Quirk::AddsAttributes, keepassxc, nullptr,
        "gives items attributes of its own, and refuses to set them: Notes, Path, Title, URL, "
        "UserName, Uuid",
        "item.cpp item_writer.cpp"},
    ProviderQuirk{Quirk::AsksBeforeReplacing, keepassxc, nullptr,
                  "asks a person before CreateItem replaces an item of another connection, though "
                  "not before Item.SetSecret (2.7.4)",
                  "item_writer.cpp"},
    ProviderQuirk{Quirk::BlamesTheObject, kwallet, nullptr,
                  "says 'no such object' of an item where it means the session that it has lost",
                  "secrets.cpp"},
    ProviderQuirk{Quirk::CountsWholeSeconds, gnome_keyring, nullptr,
                  "keeps the time of a change in whole seconds; a later item has a higher number",
                  "login_items.cpp"},
    ProviderQuirk{Quirk::DeniesCalls, gnome_keyring, nullptr,
                  "under load denies, once in some thousand calls, that it has a method; the call "
                  "was not made (42)",
                  "item_writer.cpp provider.cpp"},
    ProviderQuirk{Quirk::DismissesAtOnce, gnome_keyring, nullptr,
                  "ends a prompt as dismissed at once where it has no display to show it on",
                  "prompt.cpp"},
    ProviderQuirk{Quirk::HidesAttributes, gnome_keyring, nullptr,
                  "knows only hashes of the attributes of a keyring that is locked on disk; no "
                  "search that names a schema finds its items",
                  "item.cpp item.hpp"},
    ProviderQuirk{Quirk::HidesWhatIsLocked, keepassxc, keepassxc_bus_name,
                  "shows no item of a locked database; with UnlockBeforeSearch a search asks a "
                  "person first",
                  "collection.cpp login_items.cpp provider.cpp secret_service_keyring.cpp"},
    ProviderQuirk{
        Quirk::IsNotActivated, keepassxc, nullptr,
        "cannot be activated by the bus, and provides the service only when configured to",
        "provider_hint.cpp"},
    ProviderQuirk{Quirk::IsNotActivated, kwallet, nullptr, "cannot be activated by the bus",
                  "provider_hint.cpp"},
    ProviderQuirk{Quirk::IsNotActivated, oo7, nullptr,
                  "cannot be activated by the bus (since June 2026), but by systemd, once enabled",
                  "provider_hint.cpp provider_hint.hpp"},
    ProviderQuirk{Quirk::KeepsFailedItems, keepassxc, nullptr,
                  "makes an item before it refuses its secret, and keeps it", "item_writer.cpp"},
    ProviderQuirk{Quirk::KeepsFailedItems, kwallet, nullptr,
                  "makes an item before it finds that it has lost the session, and keeps it",
                  "item_writer.cpp"},
    ProviderQuirk{Quirk::LocksSingleItems, keepassxc, keepassxc_bus_name,
                  "locks entries of an open database until a person allows access to each",
                  "login_items.cpp prompter.cpp"},
    ProviderQuirk{Quirk::LosesSessions, kwallet, nullptr,
                  "loses about one session in a hundred: it then refuses, or gives back garbage",
                  "item_writer.cpp secrets.cpp"},
    ProviderQuirk{Quirk::NeedsPlugin, kwallet, nullptr,
                  "opens no encrypted session without the OpenSSL plugin of QCA", "session.cpp"},
    ProviderQuirk{Quirk::NeedsRealPaths, oo7, nullptr,
                  "does not know a collection by the path of its alias in Unlock (0.6)",
                  "collection.cpp"},
    ProviderQuirk{
        Quirk::PromptsForChanges, keepassxc, nullptr,
        "answers CreateItem and Delete with a prompt, also where nobody is asked: nothing "
        "is done unless it is shown",
        "item_writer.cpp"},
    ProviderQuirk{Quirk::RefusesReferences, keepassxc, nullptr,
                  "dismisses the prompt of CreateItem, which nobody sees, for texts with {REF:…}",
                  "item_writer.cpp"},
    ProviderQuirk{
        Quirk::ReplacesSupersets, oo7, nullptr,
        "CreateItem with 'replace' replaces every item that has these attributes and more "
        "(until August 2026)",
        "item_writer.cpp"},
    ProviderQuirk{Quirk::ResolvesPlaceholders, keepassxc, nullptr,
                  "resolves placeholders such as {USERNAME} in a secret that is text, not in bytes",
                  "secrets.cpp"},
    ProviderQuirk{Quirk::SaysLockedWhileOpen, kwallet, nullptr,
                  "calls an open wallet locked until the first Unlock, whose prompt ends at once",
                  "collection.cpp"},
};

/// The bus name by which a provider with this quirk is recognised; null if its behaviour tells.
[[nodiscard]] constexpr const char *bus_name_of(Quirk quirk)
{
    for (const ProviderQuirk &one : quirks)
        if (one.quirk == quirk)
            return one.bus_name;
    return nullptr;
}

/// Quirk::DeniesCalls: the D-Bus error that it gives. Of an item that is erased it is always given.
inline constexpr std::string_view denied_call_error = "org.freedesktop.DBus.Error.UnknownMethod";
/// Quirk::DeniesCalls: how often a call is made again.
inline constexpr int most_repetitions = 5;

/// Quirk::DismissesAtOnce: a dismissal that comes sooner was no person's. Where our own environment
/// has no display a prompter may need longer to find out that it has none either.
inline constexpr std::chrono::milliseconds quickest_person{250};
inline constexpr std::chrono::milliseconds slowest_failure_without_display{2000};

/// Quirk::LosesSessions: where a session fails a new one is opened, up to this many in all.
inline constexpr int sessions_to_try = 3;

/// Quirk::ResolvesPlaceholders: the content types of a secret that is kept as text, and as bytes.
inline constexpr const char *text_content = "text/plain";
inline constexpr const char *bytes_content = "application/octet-stream";

} // namespace cppsecret::keyring
