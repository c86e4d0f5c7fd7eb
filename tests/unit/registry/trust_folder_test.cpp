// SPDX-License-Identifier: MIT
#include "registry/certificate.hpp"
#include "registry/tls_advice.hpp"
#include "registry/trust_folder.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"
#include "unit/registry/example_certificates.hpp"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

using namespace cppsecret;
using namespace cppsecret::registry;
using test::example_authority;
using test::example_server;

namespace {

struct Machine {
    test::TemporaryFolder folder;
    TrustPlaces places{folder / "home", folder / "etc", folder / "docker"};

    void write(const std::string &name, std::string_view text) const
    {
        test::write_text(folder / name, text);
    }
    [[nodiscard]] Trust trust(const std::string &registry = "r.example:5000") const
    {
        return read_trust(registry, places, std::nullopt);
    }
    [[nodiscard]] std::string problem() const
    {
        try {
            static_cast<void>(trust());
            return {};
        } catch (const Error &error) {
            return error.what();
        }
    }
    /// The hint for a certificate by an unknown authority.
    [[nodiscard]] std::string hint() const
    {
        return advice_for(TlsProblem::UnknownAuthority, "r.example:5000", "r.example:5000",
                          parse_certificates(example_server), trust())
            .hint;
    }
};

} // namespace

TEST_CASE("a file in the place of the folder is refused, with the command that mends it")
{
    const Machine machine;
    const std::string place = machine.folder / "etc/r.example:5000";
    machine.write("etc/r.example:5000", example_authority);
    CHECK(machine.problem() == "'" + place + "' is a file; it has to be a folder");
    machine.write("home/r.example:5000/a.crt", example_authority);
    CHECK(machine.problem().empty());
}

TEST_CASE("the first folder that is there counts alone")
{
    const Machine machine;
    CHECK(machine.trust().folder.empty());
    CHECK(machine.trust().folder_to_write == machine.folder / "home/r.example:5000");
    machine.write("docker/r.example:5000/a.crt", example_authority);
    CHECK(machine.trust().folder == machine.folder / "docker/r.example:5000");
    CHECK(machine.trust().tls.authorities == example_authority);
    std::filesystem::create_directories(machine.folder / "etc/r.example:5000");
    CHECK(machine.trust().folder == machine.folder / "etc/r.example:5000");
    CHECK(machine.trust().tls.authorities.empty());
    machine.write("home/r.example:5000/z.crt", example_server + std::string(example_authority));
    CHECK(machine.trust().folder_to_write == machine.folder / "home/r.example:5000");
    CHECK(machine.trust().tls.authorities == example_server + std::string(example_authority));
    const Trust given =
        read_trust("r.example:5000", machine.places, machine.folder / "docker/r.example:5000");
    CHECK(given.folder == machine.folder / "docker/r.example:5000");
}

TEST_CASE("the port has to match, and a folder with another is named")
{
    const Machine machine;
    machine.write("etc/r.example/ca.crt", example_authority);
    machine.write("home/R.example:443/ca.crt", example_authority);
    machine.write("home/s.example:5000/ca.crt", example_authority);
    CHECK(machine.trust().folder.empty());
    CHECK(machine.trust().other_folders ==
          std::vector<std::string>{machine.folder / "home/R.example:443",
                                   machine.folder / "etc/r.example"});
    CHECK(machine.hint() == "rename '" + (machine.folder / "home/R.example:443") + "' to '" +
                                (machine.folder / "home/r.example:5000") +
                                "': the name and the port must match exactly");
    CHECK(machine.trust("[::1]:5000").other_folders.empty());
    machine.write("home/[::1]/ca.crt", example_authority);
    CHECK(machine.trust("[::1]:5000").other_folders.size() == 1);
}

TEST_CASE("a file that is longer than certificates are is refused")
{
    const Machine machine;
    machine.write("etc/r.example:5000/ca.crt", example_authority);
    const std::string path = machine.folder / "etc/r.example:5000/ca.crt";
    std::filesystem::resize_file(path, (std::size_t{32} << 20) + 1);
    CHECK(machine.problem() == "'" + path + "' is too long for a file of certificates");
}

TEST_CASE("a client's certificate and its key come together")
{
    const Machine machine;
    const std::string folder = machine.folder / "home/r.example:5000/";
    machine.write("home/r.example:5000/b.cert", "");
    CHECK(machine.problem() ==
          "the key '" + folder + "b.key' of the client's certificate is missing");
    machine.write("home/r.example:5000/b.key", "");
    CHECK(machine.trust().tls.certificate_file == folder + "b.cert");
    CHECK(machine.trust().tls.key_file == folder + "b.key");
    machine.write("home/r.example:5000/a.key", "");
    CHECK(machine.problem() == "the certificate '" + folder + "a.cert' of the client's key '" +
                                   folder + "a.key' is missing");
}

TEST_CASE("files that are no certificates")
{
    const Machine machine;
    machine.write("home/r.example:5000/ca.crt", "not PEM");
    machine.write("home/r.example:5000/readme.txt", "not looked at");
    std::filesystem::create_symlink("/nonexistent", machine.folder / "home/r.example:5000/b.crt");
    CHECK(machine.trust().empty_files ==
          std::vector<std::string>{machine.folder / "home/r.example:5000/ca.crt"});
    CHECK(machine.hint() == "there is no certificate in PEM in '" +
                                (machine.folder / "home/r.example:5000/ca.crt") + "'");
    machine.write("home/r.example:5000/ca.crt",
                  "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    CHECK(machine.problem() == "'" + (machine.folder / "home/r.example:5000/ca.crt") +
                                   "' cannot be used: a certificate in it is damaged");
}

TEST_CASE("a folder in a certificate's place is named")
{
    const Machine machine;
    const std::string place = machine.folder / "home/r.example:5000/ca.crt";
    std::filesystem::create_directories(place);
    CHECK(machine.problem() == "cannot read '" + place + "': Is a directory");
}

TEST_CASE("a certificate is described")
{
    const auto certificates = parse_certificates("text\n" + std::string(example_server) + "more\n" +
                                                 std::string(example_authority));
    REQUIRE(certificates.size() == 2);
    const Certificate &server = certificates.front();
    CHECK(server.subject == "CN=registry.example");
    CHECK(server.issuer == "CN=Example CA, O=Exämple");
    CHECK(server.names == std::vector<std::string>{"registry.example", "127.0.0.1", "::1"});
    CHECK(server.fingerprint == test::example_server_fingerprint);
    CHECK(server.begins == 1767225600);
    CHECK(server.ends == 4102444800);
    CHECK_FALSE(server.is_self_signed);
    CHECK_FALSE(server.is_authority);
    CHECK(certificates.back().is_self_signed);
    CHECK(certificates.back().is_authority);
    CHECK(certificates.back().pem == example_authority);
    CHECK(common_name_of(server.issuer) == "Example CA");
    CHECK(common_name_of("O=x") == "O=x");
    CHECK(parse_certificates("").empty());
}

TEST_CASE("which certificate of a chain is to be trusted")
{
    const auto server = parse_certificates(example_server);
    const auto both = parse_certificates(example_server + std::string(example_authority));
    CHECK(certificate_to_trust({}) == nullptr);
    CHECK(certificate_to_trust(server)->subject == "CN=registry.example");
    CHECK(certificate_to_trust(both)->is_authority);
}

TEST_CASE("every problem has a reason and something to do")
{
    const Machine machine;
    const auto chain = parse_certificates(example_server + std::string(example_authority));
    const auto advice = [&](TlsProblem problem) {
        return advice_for(problem, "r.example:5000", "r.example:5000", chain, machine.trust());
    };
    const std::string folder = machine.folder / "home/r.example:5000";
    CHECK(advice(TlsProblem::UnknownAuthority).reason ==
          "the certificate of 'r.example:5000' is signed by 'Example CA', which is not trusted");
    CHECK(advice(TlsProblem::UnknownAuthority).hint ==
          "put the certificate into '" + folder +
              "/ca.crt', or run 'cppsecret trust r.example:5000'");
    CHECK(machine.hint() == "put the certificate of the authority that has signed it into '" +
                                folder +
                                "/ca.crt', or run 'cppsecret trust --from FILE r.example:5000'");
    CHECK(advice(TlsProblem::WrongName).reason ==
          "the certificate of 'r.example:5000' is for 'registry.example', '127.0.0.1', '::1' and "
          "not for it");
    CHECK(advice(TlsProblem::CertificateRequired).hint ==
          "put one into '" + folder + "/client.cert' and its key into '" + folder + "/client.key'");
    for (const TlsProblem problem :
         {TlsProblem::SelfSigned, TlsProblem::UnknownAuthority, TlsProblem::WrongName,
          TlsProblem::NoName, TlsProblem::Expired, TlsProblem::NotYetValid,
          TlsProblem::CertificateRequired, TlsProblem::CertificateRefused, TlsProblem::Other}) {
        CHECK(advice(problem).reason.find("r.example:5000") != std::string::npos);
        CHECK_FALSE(advice(problem).hint.empty());
    }
}
