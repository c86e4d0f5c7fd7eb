// SPDX-License-Identifier: MIT
#include "authfile/files/encoding.hpp"

#include "base/command.hpp"

namespace cppsecret::authfile {

namespace {

/// The name of the encoding for iconv(1); null if it is none of UTF-16.
const char *utf_16_of(std::string_view text) noexcept
{
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        return "UTF-16"; // the mark tells the order, and is taken away
    if (text.size() < 2 || (text[0] == '\0') == (text[1] == '\0'))
        return nullptr; // these texts begin with an ASCII letter
    return text[0] == '\0' ? "UTF-16BE" : "UTF-16LE";
}

} // namespace

Command command_without_mark(const std::string &file)
{
    return Command(R"(sed -i '1s/^\xEF\xBB\xBF//')").operand(file);
}

std::optional<Error> find_foreign_encoding(std::string_view text, const std::string &file)
{
    if (text.starts_with(byte_order_mark))
        return Error(Errc::Input,
                     "'" + file + "' starts with a byte order mark, as Windows writes it",
                     command_without_mark(file).as_hint(), file);
    const char *const encoding = utf_16_of(text);
    if (encoding == nullptr)
        return std::nullopt;
    const std::string copy = file + ".new";
    return Error(
        Errc::Input, "'" + file + "' is in UTF-16, as Windows writes it; it has to be in UTF-8",
        Command("umask 077")
            .then(Command("iconv -t UTF-8").option("-f", encoding).operand(file).into_file(copy))
            .in_subshell()
            .then(Command("mv").operand(copy).operand(file))
            .as_hint(),
        file);
}

} // namespace cppsecret::authfile
