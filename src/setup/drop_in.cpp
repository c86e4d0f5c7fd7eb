// SPDX-License-Identifier: MIT
#include "setup/drop_in.hpp"

#include "authfile/files/read_file.hpp"
#include "machine/model/our_helper.hpp"

namespace cppsecret::setup {

namespace {

// sorts behind what an administrator usually writes
constexpr const char *file_name = "/zz-cppsecret.conf";
constexpr const char *earlier_file_name = "/50-cppsecret.conf";

} // namespace

std::vector<std::string> drop_in_paths(const authfile::Environment &environment)
{
    std::vector<std::string> paths = authfile::user_drop_in_folders(environment);
    for (std::string &path : paths)
        path += file_name;
    return paths;
}

std::string earlier_drop_in_path(const authfile::Environment &environment)
{
    return authfile::user_drop_in_folders(environment).front() + earlier_file_name;
}

std::string drop_in_text(bool is_strict)
{
    return std::string("# written by 'cppsecret configure --all-registries'\n"
                       "credential-helpers = [\"") +
           machine::our_helper_for_containers +
           (is_strict ? "\"]\n" : "\", \"containers-auth.json\"]\n");
}

bool is_drop_in_ours(const std::string &path)
{
    const auto content = authfile::read_file(path);
    return content && (content->bytes.reveal() == drop_in_text(true) ||
                       content->bytes.reveal() == drop_in_text(false));
}

authfile::PlannedFiles planned_drop_ins(const authfile::Environment &environment, bool is_strict)
{
    authfile::PlannedFiles planned;
    for (const std::string &path : drop_in_paths(environment))
        planned[path] = drop_in_text(is_strict);
    return planned;
}

} // namespace cppsecret::setup
