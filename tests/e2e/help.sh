#!/bin/bash
# SPDX-License-Identifier: MIT
# --help of the companion and of every command is what help.txt has, byte for byte, whatever version of the
# parser it was built with; and every command refuses an option that it does not have.
#   help.sh COMPANION           compares
#   help.sh COMPANION --write   writes help.txt, for a change that is meant
# shellcheck source-path=SCRIPTDIR
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
# shellcheck source=../support/commands.sh
. "$here/../support/commands.sh"
companion=$1
[ -x "$companion" ] || skip_all "$companion was not built"

# help_of COMMAND…: as a person sees it
help_of() {
  printf '$ %s\n' "cppsecret${1:+ }$* --help"
  "$companion" "$@" --help || printf '(status %d)\n' $?
}

whole_help() {
  local command words
  help_of
  while read -r command; do
    read -ra words <<<"$command"
    printf '\n'
    help_of "${words[@]}"
  done < <(all_commands "$companion")
}

if [ "${2:-}" = --write ]; then
  whole_help >"$here/help.txt"
  exit
fi
check 'the help of every command is the one of help.txt' diff -u "$here/help.txt" <(whole_help)
check 'which has all commands' test "$(grep -c '^\$ cppsecret' "$here/help.txt")" -gt 20
while read -r command; do
  read -ra words <<<"$command"
  attempt "$companion" "${words[@]}" --no-such-option </dev/null
  like "$command refuses an unknown option" "$status $stdout$stderr" \
    "2 cppsecret: error: *--no-such-option*cppsecret: hint: try: cppsecret $command --help"
done < <(all_commands "$companion")
finish
