// SPDX-License-Identifier: MIT
// Credential helpers for tests that no program stands behind.
#pragma once

#include "authfile/lookup/lookup.hpp"

#include <string>
#include <vector>

/// Answers by the name of the helper; remembers what it was asked.
class FakeHelpers {
public:
    [[nodiscard]] cppsecret::authfile::AskHelper ask()
    {
        using cppsecret::SecretString;
        using cppsecret::authfile::HelperReply;
        return [this](const std::string &helper, const std::string &key) {
            asked.push_back(helper + " " + key);
            if (helper == "fake")
                return HelperReply::has({"from-fake", SecretString(std::string_view("s"))});
            if (helper == "tok")
                return HelperReply::has({"<token>", SecretString(std::string_view("t"))});
            if (helper == "empty")
                return HelperReply::has({{}, {}, false});
            if (helper == "none")
                return HelperReply::none();
            if (helper == "locked")
                return HelperReply::unknown("the keyring is locked");
            return HelperReply::failed("the helper is broken");
        };
    }

    std::vector<std::string> asked; ///< "helper key"
};

/// A file with this text, or none for "absent".
[[nodiscard]] inline cppsecret::authfile::LoadedFile
file_with(std::string path, std::string_view text, cppsecret::authfile::Format format)
{
    using namespace cppsecret;
    using namespace cppsecret::authfile;
    LoadedFile file{{path, format, Role::Primary}, std::nullopt, std::nullopt, std::nullopt};
    if (text == "absent")
        return file;
    file.stamp = FileStamp();
    try {
        file.document = Document::parse(SecretString(text), path, format);
    } catch (const Error &error) {
        file.problem = error;
    }
    return file;
}
