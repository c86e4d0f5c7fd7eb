# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What a keyring holds, asked past the tool under test; sourced, not run.
#   search_items ATTRIBUTE VALUE  what secret-tool says of the items that have it
#   items                         how many logins there are
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
