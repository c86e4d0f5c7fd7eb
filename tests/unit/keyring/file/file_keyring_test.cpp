// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "keyring/file/admin.hpp"
#include "keyring/file/copies.hpp"
#include "keyring/file/file_keyring.hpp"
#include "keyring/file/key_cache.hpp"
#include "keyring/file/key_watch.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/open_count.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <optional>
#include <string>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::keyring;
using namespace std::chrono_literals;

namespace {

constexpr KdfCost cheap = least_kdf_cost;

/// A keyring file, the passphrase of which is in a file, and a session.
struct Machine {
    test::TemporaryFolder folder;
    test::TemporaryFolder run{test::in_memory};
    std::string path = folder / "data/cppsecret/keyring";
    std::string key = run / "cppsecret/keyring.key";
    test::Variable data{"XDG_DATA_HOME", folder / "data"};
    test::Variable runtime{"XDG_RUNTIME_DIR", run.path()};
    test::Variable passphrase{"CPPSECRET_PASSPHRASE_FILE", folder / "passphrase"};

    Machine()
    {
        test::write_text(folder / "passphrase", "open sesame\n");
        make();
    }

    void make() const
    {
        const FileKeys keys = make_keys(SecretString(std::string_view("open sesame")), cheap);
        test::write_text(path, seal_file(keys.header, keys.data, FileDocument().text()));
    }

    [[nodiscard]] std::optional<std::string> cache() const
    {
        const std::string text = test::read_text(key);
        return text.empty() ? std::nullopt : std::optional(text);
    }
};

FileKeyring keyring_of_person()
{
    return {DiskFile::of_person(), Settings()};
}

void store(const std::string &server, const std::string &user, std::string_view secret)
{
    keyring_of_person().store({server, user, SecretString(secret)});
}

std::string login(const char *server)
{
    const auto found = keyring_of_person().get(ServerKey(server));
    return found ? found->username + ":" + std::string(found->secret.reveal()) : "none";
}

struct Failure {
    Errc code;
    std::string text;
    std::string hint;
};

Failure failure()
{
    try {
        static_cast<void>(keyring_of_person().get(ServerKey("r.example")));
        return {Errc::Usage, "", ""};
    } catch (const Error &error) {
        return {error.code(), error.what(), error.hint()};
    }
}

bool opens(const std::string &path, std::string_view passphrase)
{
    const SealedFile file = read_sealed_file(path);
    return file.open_data_key(file.derive(SecretString(passphrase))).has_value();
}

std::string document_of(const std::string &path, std::string_view passphrase)
{
    const SealedFile file = read_sealed_file(path);
    const auto key = file.open_data_key(file.derive(SecretString(passphrase)));
    return key ? std::string(file.open_document(*key).reveal()) : "locked";
}

} // namespace

TEST_CASE("what goes into the file comes out of it, and is nowhere in the clear")
{
    const Machine machine;
    store("canary-server.example", "canary-user", "canary-secret");
    CHECK(login("https://canary-server.example/") == "canary-user:canary-secret");
    CHECK(test::read_text(machine.path).find("canary") == std::string::npos);
    CHECK(test::mode_of(machine.path) == 0600);
    CHECK(test::mode_of(machine.path + "~") == 0600);
    store("canary-server.example", "other", "second");
    CHECK(login("canary-server.example") == "other:second");
    CHECK(keyring_of_person().list().logins.size() == 1);
    CHECK_FALSE(keyring_of_person().list().logins[0].changed);
    CHECK(keyring_of_person().list_with_times().logins[0].changed);
    keyring_of_person().erase(ServerKey("CANARY-server.example"));
    CHECK(login("canary-server.example") == "none");
}

TEST_CASE("many logins are stored in one go")
{
    const Machine machine;
    std::vector<Credential> logins;
    for (const char *server : {"a.example", "b.example", "https://a.example"})
        logins.push_back({server, server, SecretString(std::string_view("s"))});
    std::vector<std::size_t> stored;
    keyring_of_person().store_all(logins, [&stored](std::size_t i) { stored.push_back(i); });
    CHECK(stored == std::vector<std::size_t>{0, 1, 2});
    CHECK(login("a.example") == "https://a.example:s");
    CHECK(login("b.example") == "b.example:s");
}

TEST_CASE("the previous version is kept, but never a login that was erased")
{
    const Machine machine;
    store("a.example", "a", "first");
    store("a.example", "a", "second");
    CHECK(document_of(machine.path + "~", "open sesame").find("first") != std::string::npos);
    store("b.example", "b", "stays");
    keyring_of_person().erase(ServerKey("a.example"));
    for (const std::string &path : {machine.path, machine.path + "~"}) {
        CAPTURE(path);
        const std::string document = document_of(path, "open sesame");
        CHECK(document.find("a.example") == std::string::npos);
        CHECK(document.find("stays") != std::string::npos);
    }
}

TEST_CASE("the key is derived once in a session, and is wiped when it is told to go")
{
    const Machine machine;
    CHECK_FALSE(machine.cache());
    store("a.example", "a", "first");
    REQUIRE(machine.cache());
    CHECK(machine.cache()->find("sesame") == std::string::npos);
    CHECK(test::mode_of(machine.key) == 0600);
    ::unlink((machine.folder / "passphrase").c_str());
    CHECK(login("a.example") == "a:first");
    CHECK(KeyCache::of_session()->forget());
    CHECK_FALSE(KeyCache::of_session()->forget());
    CHECK(failure().code == Errc::Locked);
}

TEST_CASE("unlock keeps the derived key for the session, or says why it cannot")
{
    const Machine machine;
    const std::string before = test::read_text(machine.path);
    keyring_of_person().unlock();
    REQUIRE(machine.cache());
    CHECK(test::read_text(machine.path) == before);
    ::unlink((machine.folder / "passphrase").c_str());
    CHECK_NOTHROW(keyring_of_person().unlock()); // by the key of the session
    CHECK(login("a.example") == "none");
    CHECK(KeyCache::of_session()->forget());
    const auto code_of_unlock = [] {
        try {
            keyring_of_person().unlock();
            return Errc::Usage;
        } catch (const Error &error) {
            return error.code();
        }
    };
    CHECK(code_of_unlock() == Errc::Locked);
    test::write_text(machine.folder / "passphrase", "close sesame\n");
    CHECK(code_of_unlock() == Errc::WrongPassphrase);
    ::unlink(machine.path.c_str());
    CHECK(code_of_unlock() == Errc::NoCollection);
}

TEST_CASE("a key that is not of this file, or of somebody else, or past its time is none")
{
    const Machine machine;
    const SealedFile file = read_sealed_file(machine.path);
    const KeyCache cache = *KeyCache::of_session();
    const SecretString key = file.derive(SecretString(std::string_view("open sesame")));
    std::optional<FileLock> lock = cache.lock(Deadline::after(10s));
    cache.keep("another header", key, std::nullopt);
    CHECK_FALSE(cache.find(file.header()));
    cache.keep(file.header(), key, 100s);
    CHECK(cache.find(file.header())->reveal() == key.reveal());
    CHECK(cache.time_left(file.header()).value() > 90s);
    cache.replace("a header", "a new header", key); // it is not that one's
    CHECK(cache.find(file.header()));
    cache.replace(file.header(), "a new header", key);
    CHECK(cache.find("a new header"));
    CHECK(cache.time_left("a new header").value() > 90s);
    CHECK_FALSE(cache.time_left(file.header()));
    ::chmod(machine.key.c_str(), 0640);
    CHECK_FALSE(cache.find("a new header"));
    cache.keep(file.header(), key, 0s);
    CHECK_FALSE(cache.find(file.header()));
    CHECK(machine.cache()); // whoever has the lock is about to replace it
    lock.reset();
    CHECK_FALSE(cache.find(file.header()));
    CHECK_FALSE(machine.cache()); // wiped
    test::write_text(machine.key, "short");
    CHECK_FALSE(cache.find(file.header()));
}

TEST_CASE("a key of another boot is none, and is wiped")
{
    const Machine machine;
    store("a.example", "a", "first");
    std::string text = machine.cache().value();
    const std::size_t boot = text.find('-', std::string_view("cppskey-unlocked").size()) + 1;
    text[boot] = text[boot] == '0' ? '1' : '0';
    test::write_text(machine.key, text);
    const test::Variable none("CPPSECRET_PASSPHRASE_FILE", "");
    CHECK(failure().code == Errc::Locked);
    CHECK_FALSE(machine.cache());
}

TEST_CASE("a key is kept in memory only: where the session has a disk, the file opens all the same")
{
    const Machine machine;
    const auto disk = test::folder_on_disk();
    if (!disk) {
        MESSAGE("every folder here is in memory");
        return;
    }
    const test::TemporaryFolder session(*disk);
    const test::Variable runtime("XDG_RUNTIME_DIR", session.path());
    test::write_text(session / "cppsecret/keyring.key", "of an older version");
    store("a.example", "a", "first");
    CHECK(login("a.example") == "a:first");
    CHECK_FALSE(KeyCache::of_session());
    CHECK(test::mode_of(session / "cppsecret/keyring.key") == 0);
    CHECK(KeyCache::obstacle() == "XDG_RUNTIME_DIR ('" + session.path() +
                                      "') is on a disk, and keys are kept in memory only");
    const SealedFile file = read_sealed_file(machine.path);
    CHECK_FALSE(keep_for_session(file.header(), random_key()));
    CHECK_FALSE(lock_keyring_file());
    try {
        unlock_keyring_file(file.header(), random_key(), std::nullopt);
        FAIL("a key was kept");
    } catch (const Error &error) {
        CHECK(error.code() == Errc::NoCollection);
        CHECK(error.hint().find("CPPSECRET_PASSPHRASE_FILE") != std::string::npos);
        CHECK(error.hint().find("tmpfs") != std::string::npos);
    }
}

TEST_CASE("a key with an end goes at that time, whether or not anybody looks")
{
    const Machine machine;
    const KeyCache cache = *KeyCache::of_session();
    const auto unlock_for = [&cache](std::chrono::seconds time) {
        KeyWatch watch;
        const FileLock lock = cache.lock(Deadline::after(10s));
        cache.keep("a header", SecretString(std::string(key_size, 'k')), time);
        watch.begin();
    };
    const auto watch_has_ended = [] { return ::wait(nullptr) > 0; };
    SUBCASE("at its end")
    {
        unlock_for(1s);
        CHECK(watch_has_ended());
        CHECK_FALSE(machine.cache());
    }
    SUBCASE("locked before: nobody waits for it any more")
    {
        unlock_for(1h);
        CHECK(cache.forget());
        CHECK(watch_has_ended());
    }
    SUBCASE("with another passphrase the end is the same")
    {
        unlock_for(1s);
        cache.replace("a header", "a new header", SecretString(std::string(key_size, 'k')));
        CHECK(watch_has_ended());
        CHECK_FALSE(machine.cache());
    }
    SUBCASE("another unlock has an end of its own")
    {
        unlock_for(1h);
        unlock_for(2h);
        CHECK(watch_has_ended());
        CHECK(cache.time_left("a header").value() > 1h);
        CHECK(cache.forget());
        CHECK(watch_has_ended());
    }
    SUBCASE("where nothing was unlocked nobody waits")
    {
        static_cast<void>(KeyWatch());
        CHECK(watch_has_ended());
    }
}

TEST_CASE("a key that takes longer than the call may is not waited for, nor is the passphrase kept")
{
    const std::string salt(salt_size, 's');
    const SecretString passphrase(std::string_view("open sesame"));
    try {
        static_cast<void>(derive_key(passphrase, salt, {10, 64U << 10}, Deadline::after(10ms)));
        FAIL("it was in time");
    } catch (const Error &error) {
        CHECK(error.code() == Errc::TimedOut);
        CHECK(error.hint().find("CPPSECRET_TIMEOUT") != std::string::npos);
    }
    // the next one has its turn after that one, within its own time
    CHECK(derive_key(passphrase, salt, cheap, Deadline::after(60s)).reveal() ==
          derive_key(passphrase, salt, cheap).reveal());
}

TEST_CASE("another passphrase, and a copy that becomes the keyring file, cost what is usual today")
{
    const Machine machine;
    store("a.example", "a", "first");
    const SealedFile copy = read_sealed_file(machine.path);
    const SecretString old(std::string_view("open sesame"));
    change_passphrase(DiskFile::of_person(), old, SecretString(std::string_view("open barley")));
    CHECK(read_sealed_file(machine.path).cost() == cost_of(KdfStrength::Standard));
    CHECK(read_sealed_file(machine.path + "~").cost() == cost_of(KdfStrength::Standard));

    const test::Variable elsewhere("XDG_DATA_HOME", machine.folder / "elsewhere");
    CHECK(adopt_copy(DiskFile::of_person(), copy, old, unlock_with(copy, old, "")).taken == 1);
    CHECK(read_sealed_file(DiskFile::of_person().path()).cost() == cost_of(KdfStrength::Standard));
    CHECK(login("a.example") == "a:first");
}

TEST_CASE("a passphrase file does not end the unlock of another keyring file")
{
    const Machine machine;
    const KeyCache cache = *KeyCache::of_session();
    {
        const FileLock lock = cache.lock(Deadline::after(10s));
        cache.keep("of another file", SecretString(std::string(key_size, 'k')), 100s);
    }
    store("a.example", "a", "first");
    CHECK(login("a.example") == "a:first");
    CHECK(cache.find("of another file"));
    CHECK(cache.forget());
    CHECK(login("a.example") == "a:first");
    CHECK(cache.find(read_sealed_file(machine.path).header()));
}

TEST_CASE("without a runtime folder there is no place for a key, but the file opens")
{
    const Machine machine;
    const test::Variable none("XDG_RUNTIME_DIR", machine.folder / "absent");
    CHECK_FALSE(KeyCache::of_session());
    store("a.example", "a", "first");
    CHECK(login("a.example") == "a:first");
    CHECK_FALSE(machine.cache());
}

TEST_CASE("each thing that is wrong is told from the others, with what to do")
{
    const Machine machine;
    CHECK(failure().code == Errc::Usage); // it opens

    REQUIRE(KeyCache::of_session()->forget());
    test::write_text(machine.folder / "passphrase", "open barley\n");
    CHECK(failure().code == Errc::WrongPassphrase);
    CHECK(failure().text.find("/passphrase' does not open '" + machine.path + "'") !=
          std::string::npos);
    {
        const test::Variable none("CPPSECRET_PASSPHRASE_FILE", "");
        CHECK(failure().code == Errc::Locked);
        for (const char *source : {"cppsecret keyring unlock", "CPPSECRET_PASSPHRASE_FILE",
                                   "credential cppsecret-passphrase"})
            CHECK(failure().hint.find(source) != std::string::npos);
    }
    const test::Variable again("CPPSECRET_PASSPHRASE_FILE", machine.folder / "passphrase");
    ::chmod((machine.folder / "passphrase").c_str(), 0640);
    CHECK(failure().code == Errc::Untrusted);
    CHECK(failure().hint.find("chmod 600") != std::string::npos);
    ::chmod((machine.folder / "passphrase").c_str(), 0600);
    for (const std::string_view text : {"", "\n"}) {
        test::write_text(machine.folder / "passphrase", text);
        CHECK(failure().code == Errc::Locked);
    }
    test::write_text(machine.folder / "passphrase", "open sesame");

    ::chmod(machine.path.c_str(), 0644);
    CHECK(failure().code == Errc::Untrusted);
    CHECK(failure().hint.find("chmod 600") != std::string::npos);
    ::chmod(machine.path.c_str(), 0600);
    if (::geteuid() == 0) {
        REQUIRE(::chown(machine.path.c_str(), 65534, 65534) == 0);
        CHECK(failure().code == Errc::Untrusted);
        REQUIRE(::chown(machine.path.c_str(), 0, 0) == 0);
    }

    const std::string whole = test::read_text(machine.path);
    test::write_text(machine.path, whole.substr(0, 100));
    CHECK(failure().code == Errc::Damaged);
    CHECK(failure().text.find(machine.path) != std::string::npos);
    CHECK(failure().hint.find("no previous copy '" + machine.path + "~'") != std::string::npos);
    test::write_text(machine.path + "~", whole);
    CHECK(failure().hint.find("cp '" + machine.path + "~' " + machine.path) != std::string::npos);

    ::unlink(machine.path.c_str());
    CHECK(failure().code == Errc::NoCollection);
    CHECK(failure().hint.find("cp '" + machine.path + "~' " + machine.path) != std::string::npos);
    ::unlink((machine.path + "~").c_str());
    CHECK(failure().code == Errc::NoCollection);
    CHECK(failure().hint.find("cppsecret keyring create") != std::string::npos);
}

TEST_CASE("of two logins for a registry, or accounts of a name, the one that was changed later is "
          "taken over")
{
    const Machine machine;
    const SecretString one(std::string_view("s"));
    const FileKeys keys = make_keys(SecretString(std::string_view("of another")), cheap);
    FileDocument other;
    other.replace({"old.example", "copy", SecretString(one.reveal())}, 1);
    other.replace({"https://new.example", "copy", SecretString(one.reveal())}, 4000000000);
    other.replace({"only.example", "copy", SecretString(one.reveal())}, 7);
    other.replace_account("work", {"old.example", "copy", SecretString(one.reveal())}, 1);
    other.replace_account("home", {"old.example", "copy", SecretString(one.reveal())}, 1);
    const SealedFile copy(seal_file(keys.header, keys.data, other.text()), "copy");
    store("old.example", "here", "s");
    store("new.example", "here", "s");
    keyring_of_person().store_account("home", {"old.example", "here", SecretString(one.reveal())});
    const Imported imported = import_logins(DiskFile::of_person(), copy, keys.data);
    CHECK(imported.taken == 3);
    CHECK(imported.kept == 2);
    CHECK(login("old.example") == "here:s");
    CHECK(login("new.example") == "copy:s");
    CHECK(login("only.example") == "copy:s");
    const ServerKey old("old.example");
    CHECK(keyring_of_person().get_account(old, "work").value().username == "copy");
    CHECK(keyring_of_person().get_account(old, "home").value().username == "here");
    CHECK(keyring_of_person().list_with_times().logins.back().changed == 7);
    CHECK_THROWS_AS(import_logins(DiskFile::of_person(), copy, random_key()), Error);
}

TEST_CASE("the credential of systemd opens the file, whoever owns it")
{
    const Machine machine;
    test::write_text(machine.folder / "credentials/cppsecret-passphrase", "open sesame", 0440);
    const test::Variable none("CPPSECRET_PASSPHRASE_FILE", "");
    const test::Variable credentials("CREDENTIALS_DIRECTORY", machine.folder / "credentials");
    store("a.example", "a", "first");
    CHECK(login("a.example") == "a:first");
}

TEST_CASE("the wrong key in the session does not stop the right passphrase")
{
    const Machine machine;
    const SealedFile file = read_sealed_file(machine.path);
    CHECK(keep_for_session(file.header(), random_key()));
    CHECK(failure().code == Errc::Usage); // it opens
    CHECK(opens(machine.path, "open sesame"));
}

TEST_CASE("an account comes back, and is in neither file once it is removed")
{
    const Machine machine;
    const ServerKey key("r.example");
    store("r.example", "active", "secret");
    keyring_of_person().store_account("work", {"r.example", "ann", SecretString("one")});
    const auto account = keyring_of_person().get_account(ServerKey("https://R.example"), "work");
    REQUIRE(account);
    CHECK(account->username == "ann");
    CHECK(login("r.example") == "active:secret");
    CHECK(keyring_of_person().accounts().accounts.size() == 1);
    CHECK(keyring_of_person().erase_account(key, "work"));
    CHECK_FALSE(keyring_of_person().erase_account(key, "work"));
    for (const std::string &path : {machine.path, machine.path + "~"}) {
        CAPTURE(path);
        FileKeyring keyring{DiskFile(path), Settings()};
        CHECK_FALSE(keyring.get_account(key, "work"));
        CHECK(keyring.get(key));
    }
}

TEST_CASE("many calls in a row open the file once, until it is another one")
{
    const Machine machine;
    store("a.example", "a", "first");
    store("b.example", "b", "first");
    FileKeyring keyring{DiskFile::of_person(), Settings()};
    const auto secret_of = [&keyring](const char *server) {
        const auto found = keyring.get(ServerKey(server));
        return found ? std::string(found->secret.reveal()) : "none";
    };
    const test::OpenCount opened(machine.path);
    {
        const Keyring::ManyCalls many(keyring);
        CHECK(keyring.list().logins.size() == 2);
        CHECK(secret_of("a.example") == "first");
        CHECK(secret_of("b.example") == "first");
        CHECK_FALSE(keyring.get_account(ServerKey("a.example"), "work"));
        CHECK(opened.take() == 1);

        store("a.example", "a", "other"); // by another process: as long as what was there
        static_cast<void>(opened.take());
        CHECK(secret_of("a.example") == "other");
        CHECK(opened.take() == 1);
        keyring.erase(ServerKey("b.example"));
        CHECK(secret_of("b.example") == "none");

        ::chmod(machine.path.c_str(), 0644);
        CHECK_THROWS_AS(static_cast<void>(keyring.get(ServerKey("a.example"))), Error);
        ::chmod(machine.path.c_str(), 0600);
    }
    static_cast<void>(opened.take());
    CHECK(secret_of("a.example") == "other");
    CHECK(secret_of("a.example") == "other");
    CHECK(opened.take() == 2);
}
