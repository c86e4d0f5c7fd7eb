#!/bin/bash
# SPDX-License-Identifier: MIT
# The credential helper protocol, seen from outside: what a client sends, what it must get, to the byte. Runs on ours
# and, to know where we differ, on the official docker-credential-secretservice.
#   conformance.sh HELPER [--seed N] [NAME…]
#     NAME  of conformance/NAME.sh; without one all of them run, in an order that the seed makes
# Where the official helper is known to do something else a line ends in "# differs: what it does; ours is right
# because why". What it does is checked too, so that the list of differences printed at the end stays true.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
helper=$(realpath -e -- "${1:?usage: conformance.sh HELPER [--seed N] [NAME…]}") || exit 2
need dbus-daemon gdbus gnome-keyring-daemon secret-tool timeout
[ -n "${PROV_NAME:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$here/conformance.sh" "$@"
shift

seed=$((EPOCHSECONDS % 10000))
[ "${1:-}" != --seed ] || { seed=${2:?--seed takes a number}; shift 2; }

in_random_order() { # WORD…
  local word
  RANDOM=$seed
  for word; do printf '%s %s\n' "$RANDOM" "$word"; done | sort -n | cut -d ' ' -f 2
}

names=("$@")
if [ $# = 0 ]; then
  for file in "$here"/conformance/*.sh; do
    file=${file##*/}
    [ "$file" = lib.sh ] || names+=("${file%.sh}")
  done
  mapfile -t names < <(in_random_order "${names[@]}")
  printf '# the order is that of --seed %s: %s\n' "$seed" "${names[*]}"
fi

differences=()

run_file() { # NAME: its lines, numbered on and with its name
  local line text plan='' before=$tap_count
  while IFS= read -r line; do
    case $line in
      'ok '* | 'not ok '*)
        tap_count=$((tap_count + 1))
        text="$1: ${line#*ok * - }"
        printf '%s %d - %s\n' "${line%% [0-9]*}" "$tap_count" "$text"
        [ "${line%% *}" = ok ] || tap_failed=$((tap_failed + 1))
        [[ $text != *' # differs: '* ]] || differences+=("${text/ # differs/}")
        ;;
      1..*) plan=$line ;;
      *) printf '%s\n' "$line" ;;
    esac
  done < <("$here/conformance/$1.sh" "$helper" </dev/null)
  [ "$plan" = "1..$((tap_count - before))" ] || fail "$1: runs to its end" "its plan: '$plan'"
}

for name in "${names[@]}"; do run_file "$name"; done
if [ ${#differences[@]} != 0 ]; then
  printf '# %s differs from cppsecret in %d checks:\n' "${helper##*/}" "${#differences[@]}"
  printf '#   %s\n' "${differences[@]}"
fi
finish
