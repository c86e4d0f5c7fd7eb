// SPDX-License-Identifier: MIT
#include "cli/commands/completion.hpp"

#include "cli/help.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <CLI/CLI.hpp>

namespace cppsecret::cli {

namespace {

bool takes_value(const CLI::Option &option)
{
    return option.get_items_expected_max() > 0;
}

/// Where the command line stands before the word that is to be completed.
class Position {
public:
    Position(const CLI::App &app, const std::vector<std::string> &words) : command_(&app)
    {
        for (std::size_t i = 0; i + 1 < words.size(); ++i)
            pass(words[i]);
    }

    [[nodiscard]] const CLI::App &command() const noexcept { return *command_; }
    /// The option whose value comes next; null if none is due.
    [[nodiscard]] const CLI::Option *due() const noexcept { return due_; }
    [[nodiscard]] std::size_t arguments() const noexcept { return arguments_; }
    [[nodiscard]] bool may_be_option() const noexcept { return !is_after_dashes_; }

private:
    void pass(const std::string &word)
    {
        if (due_ != nullptr) {
            due_ = nullptr;
        } else if (!is_after_dashes_ && word == "--") {
            is_after_dashes_ = true;
        } else if (!is_after_dashes_ && word.starts_with('-') && word.size() > 1) {
            const CLI::Option *option = command_->get_option_no_throw(word);
            if (option != nullptr && takes_value(*option))
                due_ = option;
        } else if (const CLI::App *command = find_command(word)) {
            command_ = command;
        } else {
            ++arguments_;
        }
    }

    [[nodiscard]] const CLI::App *find_command(const std::string &word) const
    {
        for (const CLI::App *command : shown_commands(*command_))
            if (arguments_ == 0 && command->get_name() == word)
                return command;
        return nullptr;
    }

    const CLI::App *command_;
    const CLI::Option *due_ = nullptr;
    std::size_t arguments_ = 0;
    bool is_after_dashes_ = false;
};

class Completion {
public:
    Completion(const CLI::App &app, const std::vector<std::string> &words, const KnownHosts &hosts)
        : position_(app, words), words_(words), hosts_(hosts)
    {
        if (!words.empty())
            word_ = words.back();
    }

    std::string run()
    {
        const auto sign = word_.find('=');
        if (position_.due() != nullptr) {
            add_values(position_.due()->get_type_name(), {});
        } else if (position_.may_be_option() && word_.starts_with("--") &&
                   sign != std::string::npos) {
            const auto *option = position_.command().get_option_no_throw(word_.substr(0, sign));
            if (option != nullptr)
                add_values(option->get_type_name(), word_.substr(0, sign + 1));
        } else if (position_.may_be_option() && word_.starts_with('-')) {
            add_options();
        } else {
            for (const CLI::App *command : shown_commands(position_.command()))
                add(command->get_name(), command->get_description());
            add_arguments();
        }
        return std::move(lines_);
    }

private:
    /// Takes a word if it goes on from what is there. Descriptions end with their first line.
    void add(const std::string &word, const std::string &description = {})
    {
        if (!word.starts_with(word_))
            return;
        lines_ += word;
        if (!description.empty())
            lines_ += "\t" + description.substr(0, description.find('\n'));
        lines_ += "\n";
    }

    void add_options()
    {
        for (const CLI::Option *option : shown_options(position_.command(), false))
            for (const std::string &name : option->get_lnames())
                add("--" + name, option->get_description());
    }

    /// The argument that comes next; the last takes all that follow.
    void add_arguments()
    {
        const auto arguments = shown_options(position_.command(), true);
        if (arguments.empty())
            return;
        const std::size_t index = std::min(position_.arguments(), arguments.size() - 1);
        const CLI::Option &argument = *arguments[index];
        if (position_.arguments() > index && argument.get_items_expected_max() <= 1)
            return; // there is no more
        add_values(argument.get_name(true, false), {});
    }

    /// `kind` is what the help says of a value: HOST, FILE, one|another.
    void add_values(const std::string &kind, const std::string &prefix)
    {
        if (kind.find('|') != std::string::npos) {
            for (std::size_t start = 0; start <= kind.size();) {
                const auto end = std::min(kind.find('|', start), kind.size());
                add(prefix + kind.substr(start, end - start));
                start = end + 1;
            }
        } else if (kind.starts_with("HOST")) {
            for (const std::string &host : hosts_())
                if (std::find(words_.begin(), words_.end(), host) == words_.end() || host == word_)
                    add(prefix + host);
        } else if (kind.starts_with("IMAGE")) {
            for (const std::string &host : hosts_())
                add(prefix + host + "/");
        } else if (kind.starts_with("FILE") || kind.starts_with("FOLDER")) {
            lines_ += ":files\n";
        }
    }

    Position position_;
    const std::vector<std::string> &words_;
    const KnownHosts &hosts_;
    std::string word_;
    std::string lines_;
};

} // namespace

std::string complete(const CLI::App &app, const std::vector<std::string> &words,
                     const KnownHosts &hosts)
{
    return Completion(app, words, hosts).run();
}

} // namespace cppsecret::cli
