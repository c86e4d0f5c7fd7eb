// SPDX-License-Identifier: MIT
// Looks through its own memory after storing and fetching a secret, as the helper does it, and
// finds no copy. Runs on a private bus with an unlocked keyring. Prints TAP.
#include "base/io.hpp"
#include "base/unique_fd.hpp"
#include "hardening/process.hpp"
#include "keyring/open_keyring.hpp"
#include "protocol/request.hpp"
#include "protocol/response.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cppsecret;

namespace {

/// The secrets are written with each byte changed by this, so that the program itself holds none.
constexpr char veil = 0x15;

struct Canary {
    const char *name;
    std::string veiled;
};

std::string veiled(std::string_view plain)
{
    std::string result;
    for (const char c : plain)
        result += static_cast<char>(c ^ veil);
    return result;
}

/// What a child process writes to a pipe: only it ever holds the text as a whole.
UniqueFd request_from_child(const std::string &server, const Canary &canary)
{
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0)
        std::abort();
    UniqueFd reader(fds[0]);
    const UniqueFd writer(fds[1]);
    if (const pid_t child = ::fork(); child != 0) {
        ::waitpid(child, nullptr, 0);
        return reader;
    }
    std::string request = R"({"ServerURL":")" + server + R"(","Username":"u","Secret":")";
    for (const char c : canary.veiled)
        request += static_cast<char>(c ^ veil);
    write_fully(writer.get(), request + "\"}");
    ::_exit(0);
}

class OwnMemory {
public:
    OwnMemory() : memory_(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC)) {}

    /// How many places hold the secret, or 12 bytes of it.
    [[nodiscard]] std::size_t copies_of(const Canary &canary) const
    {
        constexpr std::size_t piece = 12;
        const std::string_view text = canary.veiled;
        const std::size_t found = count(text.substr(0, piece));
        return text.size() > piece ? found + count(text.substr(text.size() - piece)) : found;
    }

private:
    [[nodiscard]] std::size_t count(std::string_view veiled_text) const
    {
        std::size_t found = 0;
        std::ifstream maps("/proc/self/maps");
        for (std::string line; std::getline(maps, line);) {
            std::istringstream fields(line);
            std::uint64_t begin = 0;
            std::uint64_t end = 0;
            char dash = 0;
            std::string rights;
            fields >> std::hex >> begin >> dash >> end >> rights;
            if (rights.starts_with("rw"))
                found += count_in(begin, end, veiled_text);
        }
        return found;
    }

    [[nodiscard]] std::size_t count_in(std::uint64_t begin, std::uint64_t end,
                                       std::string_view veiled_text) const
    {
        std::vector<char> bytes(end - begin);
        const ssize_t size =
            ::pread(memory_.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin));
        if (size <= 0) // a guard page, [vvar]
            return 0;
        for (char &byte : bytes) // what is read is a copy too: veil it at once
            byte = static_cast<char>(byte ^ veil);
        std::size_t found = 0;
        const std::string_view text(bytes.data(), static_cast<std::size_t>(size));
        for (auto at = text.find(veiled_text); at != std::string_view::npos;
             at = text.find(veiled_text, at + 1))
            ++found;
        // the veiled needle itself would unveil to a match, were memory read twice; it never is
        return found;
    }

    UniqueFd memory_;
};

int test_count = 0;
int failures = 0;

void report(bool passed, const std::string &description)
{
    std::printf("%s %d - %s\n", passed ? "ok" : "not ok", ++test_count, description.c_str());
    failures += passed ? 0 : 1;
}

void store(const UniqueFd &request)
{
    const SecretString input = protocol::read_input(request.get());
    const Credential credential = protocol::parse_store_request(input.reveal());
    keyring::open_keyring()->store(credential);
}

/// The length of the answer to get; the answer itself is gone.
std::size_t get(const std::string &server)
{
    const auto credential = keyring::open_keyring()->get(ServerKey(server));
    if (!credential)
        return 0;
    return protocol::get_response(server, credential->username, credential->secret).size();
}

} // namespace

int main()
{
    const OwnMemory memory; // opened while we still may
    harden_process();
    const std::vector<Canary> canaries{
        {"a short secret", veiled("sHoRt-cAnArY")},
        {"a long secret", veiled("lOnG-cAnArY-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-end")},
    };
    // the literals above are in read-only memory; only writable memory is searched
    for (const Canary &canary : canaries) {
        const std::string server = std::string("memory.example/") + canary.name[2];
        {
            const UniqueFd request = request_from_child(server, canary);
            const SecretString held = protocol::read_input(request.get());
            report(memory.copies_of(canary) > 0,
                   canary.name + std::string(" that is held is found"));
        }
        report(memory.copies_of(canary) == 0, canary.name + std::string(" that is gone is not"));
        store(request_from_child(server, canary));
        report(memory.copies_of(canary) == 0, canary.name + std::string(" is nowhere after store"));
        store(request_from_child(server, canary));
        report(memory.copies_of(canary) == 0,
               canary.name + std::string(" is nowhere after a store over the old login"));
        report(get(server) > canary.veiled.size(), canary.name + std::string(" is fetched"));
        report(memory.copies_of(canary) == 0, canary.name + std::string(" is nowhere after get"));
    }
    std::printf("1..%d\n", test_count);
    return failures == 0 ? 0 : 1;
}
