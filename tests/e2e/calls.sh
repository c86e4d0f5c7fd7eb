#!/bin/bash
# SPDX-License-Identifier: MIT
# Each verb but `list` makes as many calls to the provider with forty logins as with one, and saved accounts cost
# nothing where none is asked for.
#   calls.sh COMPANION HELPER gnome-keyring|keepassxc|kwallet
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
companion=${1:?usage: calls.sh COMPANION HELPER KEYRING}
export helper=${2:?}
case ${3:?} in
  gnome-keyring) need gnome-keyring-daemon ;;
  keepassxc) need keepassxc ;;
  kwallet) need 'kwalletd6|kwalletd5' ;;
esac
need dbus-monitor gdbus
[ -n "${PROV_NAME:-}" ] || exec "$here/../support/providers/$3.sh" "$0" "$@"
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"

seen=$TMPDIR/calls # dbus-monitor appends to it
dbus-monitor --session --profile >>"$seen" 2>/dev/null &
monitor=$!
wait_for() { until grep -q "$1" "$seen"; do read -r -t 0.02 <> <(:) || :; done; }
wait_for NameAcquired

# calls NAME VERB INPUT: how many it makes
calls() {
  : >"$seen"
  answer "$2" "$3"
  # what the monitor shows of a later call stands behind them
  gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus -m org.freedesktop.DBus.ListActivatableNames \
    >/dev/null
  wait_for ListActivatableNames
  printf '%s:%d ' "$1" "$(awk -F '\t' '$1 == "mc" && $6 ~ "^/org/freedesktop/secrets"' "$seen" | wc -l)"
}
all_calls() {
  local login='{"ServerURL":"calls.example","Username":"u","Secret":"s"}'
  calls hit get quay.io
  calls other-spelling get https://QUAY.io:443/v2/
  calls miss get calls.example
  calls miss-of-hub get https://index.docker.io/v1/
  calls store-new store "$login"
  calls store-again store "$login"
  calls store-other store "${login/u/v}"
  calls erase erase calls.example
  calls erase-nothing erase calls.example
}
# settled_calls: what two rounds agree on; a bad session with KWallet is followed by another, a call more
settled_calls() {
  local before='' now=''
  for _ in 1 2 3 4 5 6; do
    now=$(all_calls)
    [ "$now" != "$before" ] || break
    before=$now
  done
  printf '%s' "$now"
}

store quay.io ann secret-of-ann
without=$(settled_calls)
list=$(calls list list '')
"$companion" account save quay.io work >/dev/null
like 'one account is saved' "$("$companion" account list)" '*work*ann*'
is 'as many calls with a saved account as without' "$(settled_calls)$(calls list list '')" "$without$list"
is 'and every verb makes some' "$(grep -c ':0 ' <<<"$without")" 0
for ((i = 1; i <= 40; i++)); do store "registry-$i.example" ann secret; done
answer list
is 'there are forty logins more' "$(grep -o '":"' <<<"$stdout" | wc -l)" 41
is 'as many calls with forty logins as with one' "$(settled_calls)" "$without"
printf '# calls to %s: %s\n' "$3" "$without"
kill "$monitor"
wait "$monitor" 2>/dev/null
finish
