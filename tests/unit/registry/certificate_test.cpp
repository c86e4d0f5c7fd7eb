// SPDX-License-Identifier: MIT
#include "registry/certificate.hpp"
#include "unit/registry/example_certificates.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cppsecret::registry;
using cppsecret::test::example_authority;
using cppsecret::test::example_server;
using cppsecret::test::example_stranger;

TEST_CASE("no text, wherever it comes from, holds no certificate")
{
    CHECK(parse_certificates("").empty());
    CHECK(parse_certificates({}).empty()); // without an address
}

TEST_CASE("a certificate vouches for what it has signed, and not for what it is sent along with")
{
    const Certificate authority = parse_certificates(example_authority).at(0);
    const Certificate server = parse_certificates(example_server).at(0);
    const Certificate stranger = parse_certificates(example_stranger).at(0);

    struct Row {
        std::string name;
        std::vector<Certificate> shown;
        Certificate anchor;
        std::vector<Certificate> known;
        bool is_vouched_for;
    };
    for (const Row &row :
         {Row{"its authority, which is sent", {server, authority}, authority, {}, true},
          Row{"its authority, which is not sent", {server}, authority, {}, true},
          Row{"the certificate itself", {server, authority}, server, {}, true},
          Row{"an authority that is only sent along", {server, stranger}, stranger, {}, false},
          Row{"an authority of the same name", {server, authority}, stranger, {}, false},
          Row{"an authority that is only known", {server}, stranger, {authority, stranger}, false},
          Row{"the other way round", {authority}, server, {}, false},
          Row{"nothing", {}, authority, {authority}, false}}) {
        CAPTURE(row.name);
        CHECK(is_vouched_for(row.shown, row.anchor, row.known) == row.is_vouched_for);
    }
}
