#!/bin/bash
# SPDX-License-Identifier: MIT
# The helper on a real gnome-keyring: what goes in comes out, one login a registry, side by side with
# the official helper and with two users at once.
#   gnome_keyring.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool docker-credential-secretservice
[ -n "${PROV_NAME:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$0" "$@"
helper=$1
official=docker-credential-secretservice
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
not_found='credentials not found in native keychain'

# --- round trips
store https://a.example user secret
is "a login is stored silently" "$status|$stdout|$stderr" "0||"
is "it comes back under its spelling" "$(login https://a.example)" "user:secret"
is "it comes back under another one" "$(login A.example:443/v2/)" "user:secret"
answer get A.example:443/v2/
like "the answer names the key that was asked" "$stdout" '{"ServerURL":"A.example:443/v2/",*'
is "its label is the official helper's" \
  "$(secret-tool search server https://a.example 2>/dev/null | grep '^label')" \
  "label = Registry credentials for https://a.example"
answer erase a.example
is "it is erased under any spelling" "$status|$stdout|$stderr|$(items)" "0|||0"
answer erase a.example
is "erasing nothing succeeds silently" "$status|$stdout|$stderr" "0||"

# --- Docker Hub, and paths
store docker.io hub password
is "Hub's access token is something else" "$(login https://index.docker.io/v1/access-token)" "$not_found"
answer list
is "Hub is listed under its URL" "$stdout" '{"https://index.docker.io/v1/":"hub"}'
ln -s "$(realpath "$helper")" "$TMPDIR/docker-credential-cppsecret-containers"
store quay.io/team ns password
is "under the name for registries.conf list has hosts only" \
  "$("$TMPDIR/docker-credential-cppsecret-containers" list)" '{"docker.io":"hub"}'
answer erase https://index.docker.io/v1/
answer erase quay.io/team
is "a logout from one name of Hub is one from all" "$(login docker.io)|$(items)" "$not_found|0"

# --- items of others
item https://t.example tool by-tool
is "an item that secret-tool made is read" "$(login t.example)" "tool:by-tool"
store https://t.example tool by-us
is "and changed in place" "$(login t.example)|$(items)" "tool:by-us|1"
item t.example old stale
item https://t.example/v2/ old stale
store https://t.example new fresh
is "items of all spellings are replaced by a store" "$(login t.example)|$(items)" "new:fresh|1"
item t.example other one
next_second
item https://t.example/v1/ another newest
is "the exact spelling wins" "$(login https://t.example)" "new:fresh"
is "else the newest one does" "$(login t.example:443)" "another:newest"
answer erase t.example
is "erase removes all of them" "$(items)" "0"
printf p | secret-tool store --label=foreign label 'Docker Credentials' server f.example username u
printf p | secret-tool store --label=foreign xdg:schema org.other label 'Docker Credentials' \
  server g.example username u docker_cli 1
answer list
is "foreign items are not listed" "$stdout" "{}"
is "foreign items are not given away" "$(login f.example)$(login g.example)" "$not_found$not_found"
answer erase g.example
is "foreign items are not erased" "$(search_items server g.example | grep -c '^secret')" 1
secret-tool clear label 'Docker Credentials'

# --- what only one spelling finds, until it is stored by us
item https://Odd.example/v2 odd old
is "a spelling that no tool writes is found by itself" "$(login https://Odd.example/v2)" "odd:old"
is "and by no other" "$(login odd.example)" "$not_found"
store https://Odd.example/v2 odd new
is "what is stored over it is found by any" "$(login odd.example)|$(items)" "odd:new|1"
answer erase odd.example
is "and erased by any" "$(items)" 0
item https://odd.example odd old
item https://ODD.example odd older
store odd.example odd new
is "a store takes what clients' spellings find" "$(login odd.example)|$(items)" "odd:new|2"
secret-tool clear label 'Docker Credentials'

# --- side by side with the official helper
official() { printf '%s' "$2" | "$official" "$1"; }
official store '{"ServerURL":"https://o.example","Username":"ann","Secret":"theirs"}'
is "ours reads what the official helper wrote" "$(login https://o.example)" "ann:theirs"
store https://o.example ann ours
is "the official helper reads what ours changed" "$(official get https://o.example)" \
  '{"ServerURL":"https://o.example","Username":"ann","Secret":"ours"}'
official store '{"ServerURL":"https://o.example","Username":"ann","Secret":"again"}'
is "it replaces what ours wrote" "$(login https://o.example)|$(items)" "ann:again|1"
official erase https://o.example
is "it erases what ours wrote" "$(login https://o.example)|$(items)" "$not_found|0"
store https://o.example ann ours
is "it reads what ours made" "$(official get https://o.example)" \
  '{"ServerURL":"https://o.example","Username":"ann","Secret":"ours"}'
official store '{"ServerURL":"https://o.example","Username":"bea","Secret":"theirs"}'
answer erase https://o.example
is "ours erases what either wrote" "$(items)" "0"

# --- two users at once
storing() { # USER COUNT
  local i
  for ((i = 0; i < $2; i++)); do
    printf '{"ServerURL":"race.example","Username":"%s","Secret":"of-%s"}' "$1" "$1" | "$helper" store || echo failed
  done
}
erasing() {
  local i
  for ((i = 0; i < $1; i++)); do echo race.example | "$helper" erase || echo failed; done
}
failures=$({ storing alice 50 & storing bob 50 & wait; } 2>&1)
is "a hundred stores by two users at once all succeed" "$failures" ""
is "one login is left" "$(items)" 1
like "and it belongs together" "$(login race.example)" "@(alice:of-alice|bob:of-bob)"
failures=$({ storing alice 25 & storing bob 25 & erasing 50 & wait; } 2>&1)
is "a hundred stores and erases at once all succeed" "$failures" ""
# what others are replacing is there at any moment
store race.example alice of-alice
storing alice 40 >"$TMPDIR/stored" 2>&1 & alice=$!
storing bob 40 >>"$TMPDIR/stored" 2>&1 & bob=$!
while kill -0 "$alice" 2>/dev/null || kill -0 "$bob" 2>/dev/null; do
  for server in race.example https://race.example/v2/; do
    "$helper" get <<<"$server" 2>&1 | sed 's/"ServerURL":"[^"]*"/"ServerURL":"race.example"/'
  done
  "$helper" list 2>&1
done | sort -u >"$TMPDIR/seen"
wait "$alice" "$bob"
is "a get or list meanwhile sees one of them" "$(cat "$TMPDIR/stored" "$TMPDIR/seen")" \
  '{"ServerURL":"race.example","Username":"alice","Secret":"of-alice"}
{"ServerURL":"race.example","Username":"bob","Secret":"of-bob"}
{"race.example":"alice"}
{"race.example":"bob"}'
store race.example carol last
is "the last one's login is what is left" "$(login race.example)|$(items)" "carol:last|1"
finish
