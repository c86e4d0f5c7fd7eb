#!/bin/bash
# SPDX-License-Identifier: MIT
# The sandbox of the programs as they are: in force before anything is read, said where it is asked
# for, and no verb fails for it, also where the kernel or a container has no part of it. What it
# forbids is in sandbox_test.cpp.
#   sandbox.sh HELPER COMPANION SANDBOX_TEST
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon unshare setsid
[ -n "${PROV_ROOT:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$0" "$@"
real=$(realpath -e -- "$1") companion=$(realpath -e -- "$2") sandbox_test=$(realpath -e -- "$3")
for name in "${!CPPSECRET_@}"; do unset "$name"; done
unset CREDENTIALS_DIRECTORY SUDO_UID
helper=$TMPDIR/docker-credential-cppsecret
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"

# on MACHINE…: the helper runs by way of this command
on() {
  printf '#!/bin/bash\nexec %s%q "$@"\n' "$*${*:+ }" "$real" >"$helper"
  chmod +x "$helper"
}

# verbs NAME: all of them, on the keyring in use
verbs() {
  store "$1.example" ann "secret of $1"
  is "$1: store" "$status|$stdout|$stderr" '0||'
  is "$1: get" "$(login "$1.example")" "ann:secret of $1"
  is "$1: a miss" "$(login none.example)" 'credentials not found in native keychain'
  answer list
  is "$1: list" "$status|$stdout|$stderr" "0|{\"$1.example\":\"ann\"}|"
  answer erase "$1.example"
  is "$1: erase" "$status|$stdout|$stderr" '0||'
}

# in_force NAME WANTED: what the helper says
in_force() {
  CPPSECRET_DEBUG=1 answer version
  like "$1: what is in force" "$status|$stderr" "0|docker-credential-cppsecret: sandbox: $2"
}

everything='Landlock ABI [1-9]*, seccomp filter'
CPPSECRET_DEBUG=1 attempt "$sandbox_test" --refuse landlock EPERM "$real" version
[ "$stderr" = 'docker-credential-cppsecret: sandbox: no Landlock, seccomp filter' ] ||
  skip_all "this machine has no filter: $stderr"
on
CPPSECRET_DEBUG=1 answer version
[[ $stderr == *ABI* ]] || everything='no Landlock, seccomp filter'

# --- before it reads its request
mkfifo "$TMPDIR/request" "$TMPDIR/said"
CPPSECRET_DEBUG=1 "$real" get <"$TMPDIR/request" >/dev/null 2>"$TMPDIR/said" &
waits=$!
exec 3>"$TMPDIR/request" 4<"$TMPDIR/said"
read -r -t 60 -u 4 said
like 'it says what is in force' "$said" "docker-credential-cppsecret: sandbox: $everything"
is 'then it has one thread, a filter and no way to more rights' \
  "$(grep -E '^(Threads|NoNewPrivs|Seccomp):' "/proc/$waits/status" | tr '\t\n' ' ,')" \
  'Threads: 1,NoNewPrivs: 1,Seccomp: 2,'
exec 3>&- 4<&-
wait "$waits"

# --- on every machine, with a Secret Service and with the keyring file
printf 'a long passphrase\n' >"$HOME/passphrase"
chmod 600 "$HOME/passphrase"
attempt env CPPSECRET_PASSPHRASE_FILE="$HOME/passphrase" setsid --wait "$companion" keyring create --force
is 'a keyring file is made' "$status" 0
machines() {
  local passing="$sandbox_test --refuse"
  on && verbs "whole-$1"
  on unshare -Ur && verbs "namespace-$1"
  on "$passing landlock ENOSYS" && verbs "old-$1"
  on "$passing landlock EPERM" && verbs "container-$1"
  on "$passing seccomp EPERM" && verbs "filtered-$1"
  on "$passing seccomp ENOSYS $passing landlock ENOSYS" && verbs "bare-$1"
}
machines service
export CPPSECRET_KEYRING=file CPPSECRET_PASSPHRASE_FILE=$HOME/passphrase
machines file
rm -r "$XDG_RUNTIME_DIR/cppsecret"
on && verbs new-session
XDG_RUNTIME_DIR='' verbs no-session

on unshare -Ur && in_force 'in a user namespace' "$everything"
on "$sandbox_test --refuse landlock ENOSYS" && in_force 'without Landlock' 'no Landlock, seccomp filter'
on "$sandbox_test --refuse seccomp EPERM $sandbox_test --refuse landlock EPERM" &&
  in_force 'with neither' 'no Landlock, no seccomp filter'

# --- the companion: commands that start no program
on
store a.example ann secret
for command in list 'keyring status' 'keyring unlock' 'keyring lock' 'keyring passwd --passphrase-file new'; do
  cp "$HOME/passphrase" "$TMPDIR/new"
  # shellcheck disable=SC2086  # its words
  attempt env -C "$TMPDIR" CPPSECRET_DEBUG=1 setsid --wait "$companion" $command
  like "$command runs in it" "$status|$stderr" "0|*cppsecret: sandbox: $everything*"
done
attempt "$companion" doctor
like 'doctor tells of it' "$stdout" "*the helper runs *sandbox: $everything*"
finish
