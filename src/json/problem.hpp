// SPDX-License-Identifier: MIT
// Says what is wrong with a text that is not JSON, without quoting it.
#pragma once

#include "json/tree.hpp"

namespace cppsecret::json {

/// What a parser of JSON (RFC 8259) stumbled over: `read_end` is the end of the last token that was
/// in order, `bytes_read` how many bytes were read when the problem was noticed; with `is_done` the
/// text goes on although its value is complete.
[[nodiscard]] Problem explain_problem(std::string_view text, std::size_t read_end,
                                      std::size_t bytes_read, bool is_done);

/// The key, as it is written, of the last object that begins before `offset` and has one; empty if
/// there is none. A secret is no such key.
[[nodiscard]] std::string object_before(std::string_view text, std::size_t offset);

} // namespace cppsecret::json
