# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What a keyring holds, asked and written past the tool under test; sourced, not run.
#   search_items ATTRIBUTE VALUE  what secret-tool says of the items that have it
#   items                         how many logins there are
#   item SERVER USER SECRET [LABEL]   stores one as the official helper does
# Two faults that are not ours are tried again: under load gnome-keyring denies
# a call that it knows, once in some thousand, and one session with KWallet in a
# hundred gives no secret.

search_items() {
  local seen
  for _ in 1 2 3 4 5; do
    seen=$(secret-tool search --all "$1" "$2" 2>&1 | tr -d '\0')
    [[ $seen != *'is not implemented'* ]] || continue
    [ "$(grep -c '^label = ' <<<"$seen")" != "$(grep -c '^secret = ' <<<"$seen")" ] || break
  done
  printf '%s\n' "$seen"
}

items() {
  search_items docker_cli 1 | grep -c '^secret = '
}

item() {
  printf '%s' "$3" | secret-tool store --label="${4:-$1}" xdg:schema io.docker.Credentials \
    label 'Docker Credentials' server "$1" username "$2" docker_cli 1
}
