#!/bin/bash
# SPDX-License-Identifier: MIT
# cppsecret self-test on an unlocked gnome-keyring, with our helper and with helpers that are wrong:
# it says what is wrong, and never leaves its login behind.
#   self_test.sh COMPANION HELPER
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool mkfifo setsid
companion=$(realpath -e -- "${1:?usage: self_test.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: self_test.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  unset CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING \
    CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
  exec "$support/providers/gnome-keyring.sh" bash "$here/self_test.sh" "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"

mkdir "$HOME/bin" "$HOME/wrong"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret-containers"
PATH=$HOME/bin:$PATH
export HELPER=$helper

run() {
  attempt timeout 60 "$companion" self-test "$@" </dev/null
}

store quay.io ann secret-of-ann

# --- our helper ---------------------------------------------------------------------------------------

run
is 'the installed helper passes' "$status" 0
is 'and says nothing on standard error' "$stderr" ''
is 'what it saw is told' \
  "$(sed -E -e "s#$HOME#~#" -e 's/[0-9]+ ms/N ms/' -e 's/[0-9a-f]{24}/RANDOM/' \
    -e 's/ [0-9.]+$/ VERSION/' <<<"$stdout")" \
  'helper  ~/bin/docker-credential-cppsecret: docker-credential-cppsecret (cppsecret) VERSION
helper  ~/bin/docker-credential-cppsecret-containers: docker-credential-cppsecret-containers (cppsecret) VERSION
store   a login for cppsecret-self-test-RANDOM.invalid (N ms)
get     the same user and secret (N ms)
list    it is there under both names, one of 2 logins (N ms)
erase   no complaint (N ms)
get     not found, as it must be (N ms)
list    it is gone (N ms)
the helper keeps logins, and nothing is left of this one'
first=$(grep -o '[0-9a-f]*\.invalid' <<<"$stdout")
run
is 'another time it has another name' \
  "$([ "$(grep -o '[0-9a-f]*\.invalid' <<<"$stdout")" != "$first" ] && echo other)" other
is 'nothing is left of it' "$(items)" 1
is 'and nothing else is touched' "$(login quay.io)" ann:secret-of-ann
run surplus
is 'it takes no argument' "$status" 2

# --- helpers that are wrong -----------------------------------------------------------------------------

# wrong_helper SCRIPT: a helper in its place; the real one is $HELPER, the verb $1
wrong_helper() {
  printf '#!/bin/bash\n%s\nexec "$HELPER" "$@"\n' "$1" >"$HOME/wrong/docker-credential-cppsecret"
  chmod +x "$HOME/wrong/docker-credential-cppsecret"
}

# found DESCRIPTION SCRIPT PATTERN: the fault is told, and the login is gone
found() {
  wrong_helper "$2"
  PATH=$HOME/wrong:$PATH run
  like "$1 is found" "$status $stderr" "1 cppsecret: error: $3"
  is "nothing is left of it ($1)" "$(items)" 1
}

# shellcheck disable=SC2016  # the helpers expand it
{
  found 'a helper that loses logins' '[ "$1" != store ] || exit 0' "'get' does not find the login*hint: *"
  found 'a helper that alters secrets' 'if [ "$1" = store ]; then sed "s/:  /:/" | "$HELPER" store; exit; fi' \
    "'get' answers another secret than was stored*"
  found 'a helper that alters users' 'if [ "$1" = get ]; then "$HELPER" get | sed "s/self-test\",/x\",/"; exit; fi' \
    "'get' answers another user than was stored*"
  found 'a helper that lists nothing' '[ "$1" != list ] || { echo "{}"; exit; }' \
    "'docker-credential-cppsecret list' does not show the login*"
  found 'a helper that refuses to store' '[ "$1" != store ] || { echo "the disk is full"; exit 1; }' \
    "'docker-credential-cppsecret' fails: the disk is full"
  found 'a helper that stores and fails' 'if [ "$1" = store ]; then "$HELPER" store; echo "no answer"; exit 1; fi' \
    "'docker-credential-cppsecret' fails: no answer"
  found 'a helper of nonsense' '[ "$1" != get ] || { echo "<html>"; exit; }' "*gives no valid answer to 'get'*"
  found 'a helper without a version' '[ "$1" != version ] || exit 3' "*docker-credential-cppsecret version' fails*"

  # the second erase of the pair is the one that tidies up
  wrong_helper 'if [ "$1" = erase ]; then [ -e "$HOME/once" ] || { : >"$HOME/once"; exit 0; }; fi'
  PATH=$HOME/wrong:$PATH run
  like 'a helper that does not erase is found' "$status $stderr" "1 cppsecret: error: 'get' still finds the login*"
  is 'nothing is left of it (erased after all)' "$(items)" 1

  wrong_helper '[ "$1" != erase ] || { echo "no"; exit 1; }'
  PATH=$HOME/wrong:$PATH run
  like 'a login that cannot be removed is told, with what to type' "$status $stderr" \
    "1 cppsecret: warning: the login of the test may still be in the keyring
cppsecret: hint: try: printf %s cppsecret-self-test-*.invalid | docker-credential-cppsecret erase
cppsecret: error: *"
  remedy=$(sed -n 's/.*hint: try: //p' <<<"$stderr")
  check 'what it says to type' bash -c "$remedy"
  is 'removes it' "$(items)" 1
}

attempt env PATH=/nonexistent "$companion" self-test
like 'without a helper that is what it says' "$status $stderr" \
  "1 cppsecret: error: 'docker-credential-cppsecret' is not in PATH*hint: *"
rm "$HOME/bin/docker-credential-cppsecret-containers"
run
like 'half an installation too' "$status $stderr" \
  "1 cppsecret: error: 'docker-credential-cppsecret-containers' is not in PATH*"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret-containers"
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: "$companion" self-test
like 'without a keyring the state is told, and no login is missed' "$status $stderr" \
  "1 cppsecret: error: 'docker-credential-cppsecret' fails: *bus*"
like 'with no other complaint' "$stderr" '!(*may still be*)'

# --- signals --------------------------------------------------------------------------------------------

# The helper waits in 'get' until the test has sent the signal.
mkfifo "$HOME/reached" "$HOME/go"
# shellcheck disable=SC2016
wrong_helper 'if [ "$1" = get ]; then
  echo >"$HOME/reached"
  read -r <"$HOME/go"
fi'
# interrupted SIGNAL WHOM: with the login stored, SIGNAL goes to the companion, or to its whole group
# as from a terminal; leaves $status
interrupted() {
  local pid
  # what a script starts in the background ignores SIGINT, unless it is told otherwise
  PATH=$HOME/wrong:$PATH setsid --wait env --default-signal bash -c 'echo $$ >"$0"; exec "$@"' \
    "$HOME/pid" "$companion" self-test </dev/null >"$HOME/out" 2>&1 &
  pid=$!
  read -r <"$HOME/reached"
  is "the login is there when SIG$1 comes" "$(items)" 2
  if [ "$2" = group ]; then kill -s "$1" -- "-$(cat "$HOME/pid")"; else kill -s "$1" "$(cat "$HOME/pid")"; fi
  # who still waits for it may go on
  [ "$2" = group ] || echo >"$HOME/go"
  status=0
  { wait "$pid" || status=$?; } 2>/dev/null
}
for signal in TERM HUP; do
  interrupted "$signal" companion
  like "SIG$signal ends it as a signal does" "$status" '@(129|143)'
  is "and nothing is left behind (SIG$signal)" "$(items)" 1
done
interrupted TERM group
is 'a signal to all of them ends it too' "$status" 143
is 'and nothing is left behind (all)' "$(items)" 1
interrupted INT group
is 'Ctrl-C ends it as a signal does' "$status" 130
is 'and nothing is left behind (Ctrl-C)' "$(items)" 1
is 'no secret is in what it says' "$(grep -c 'Secret' "$HOME/out")" 0
finish
