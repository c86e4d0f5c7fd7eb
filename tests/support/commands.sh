# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# The commands of the companion, as its help names them; sourced, not run.
#   all_commands COMPANION   each command, and those below it behind their command's words, a line each
#   subcommands TEXT         the commands that a help's TEXT names
subcommands() {
  sed -n '/^Subcommands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' <<<"$1"
}

all_commands() {
  local companion=$1 name
  shift
  for name in $(subcommands "$("$companion" "$@" --help)"); do
    printf '%s\n' "$*${*:+ }$name"
    all_commands "$companion" "$@" "$name"
  done
}
