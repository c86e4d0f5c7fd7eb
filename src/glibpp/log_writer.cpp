// SPDX-License-Identifier: MIT
#include "glibpp/log_writer.hpp"

#include "base/error.hpp"
#include "base/io.hpp"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <glib.h>
#include <unistd.h>

namespace cppsecret::glibpp {

namespace {

GLogWriterOutput drop_log(GLogLevelFlags, const GLogField *, gsize, gpointer) noexcept
{
    return G_LOG_WRITER_HANDLED;
}

GLogWriterOutput log_to_stderr(GLogLevelFlags level, const GLogField *fields, gsize field_count,
                               gpointer) noexcept
{
    char *text = g_log_writer_format_fields(level, fields, field_count, FALSE);
    g_printerr("%s\n", text);
    g_free(text);
    return G_LOG_WRITER_HANDLED;
}

void drop_text(const char *) noexcept {}

void text_to_stderr(const char *text) noexcept
{
    try {
        write_fully(STDERR_FILENO, text);
    } catch (const std::exception &) { // a lost debug message changes nothing
        return;
    }
}

} // namespace

QuietStreams::QuietStreams(bool show_messages)
    : real_stderr_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1))
{
    // GLib lets a writer be set once; G_DEBUG=fatal-warnings must not turn a log line into a crash
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    g_log_set_writer_func(show_messages ? log_to_stderr : drop_log, nullptr, nullptr);
    g_set_print_handler(show_messages ? text_to_stderr : drop_text);
    g_set_printerr_handler(show_messages ? text_to_stderr : drop_text);
    if (show_messages)
        return;
    const UniqueFd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (!nowhere || ::dup2(nowhere.get(), STDERR_FILENO) < 0)
        throw system_error("open /dev/null", errno);
}

QuietStreams::~QuietStreams()
{
    if (real_stderr_)
        ::dup2(real_stderr_.get(), STDERR_FILENO);
}

bool QuietStreams::write_line(std::string_view line) const noexcept
{
    try {
        if (real_stderr_)
            write_fully(real_stderr_.get(), std::string(line) + '\n');
    } catch (const std::exception &) {
        return false;
    }
    return true;
}

} // namespace cppsecret::glibpp
