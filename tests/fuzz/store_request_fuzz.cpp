// SPDX-License-Identifier: MIT
// Any input of `store`: what is understood is given back as it was, and no error quotes the input.
#include "credential/credential.hpp"
#include "invariant.hpp"
#include "protocol/request.hpp"
#include "protocol/response.hpp"

using namespace cppsecret;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view input = test::text_of(bytes, size);
    const auto credential = test::parsed([&] { return protocol::parse_store_request(input); });
    (void)test::parsed([&] { return protocol::parse_server_url(input); });
    if (!credential)
        return 0;
    const SecretString answer =
        protocol::get_response(credential->server, credential->username, credential->secret);
    const auto again = test::parsed([&] { return protocol::parse_store_request(answer.reveal()); });
    require(again.has_value(), "an answer can be stored again");
    require(again->server == credential->server && again->username == credential->username &&
                again->secret.reveal() == credential->secret.reveal(),
            "what is stored is what is given");
    return 0;
}
