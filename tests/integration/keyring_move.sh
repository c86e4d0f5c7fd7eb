#!/bin/bash
# SPDX-License-Identifier: MIT
# Logins go from the desktop's keyring into the keyring file and back, and from one machine's file into
# another's; and which of two keyrings is used.
#   keyring_move.sh HELPER COMPANION
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool dbus-daemon gdbus setsid jq
[ -n "${PROV_ROOT:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$0" "$@"
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2")
for name in "${!CPPSECRET_@}"; do unset "$name"; done
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
file=$HOME/.local/share/cppsecret/keyring
(umask 077; echo 'a phrase' >"$HOME/phrase"; echo 'another phrase' >"$HOME/another")
keyring() {
  attempt timeout 60 setsid --wait "$companion" keyring "$@" </dev/null
}
in_file() { # SERVER…: what is in the keyring file, in one line
  local server
  for server; do CPPSECRET_KEYRING="file" login "$server"; done | paste -sd ' '
}
logins() { # SERVER…
  local server
  for server; do login "$server"; done | paste -sd ' '
}
not_found='credentials not found in native keychain'

# --- beside a Secret Service
keyring status
like 'status names the desktop and its provider' "$status $stdout" \
  '0 keyring:   secret-service' 'because:   a Secret Service answers' 'provider:  gnome-keyring' 'state:     unlocked'
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase keyring create
like 'beside a Secret Service a file is not made unasked' "$status $stderr" \
  '1 ' 'a Secret Service answers here' 'hint: ' 'create --force*'
check 'and is not there' test ! -e "$file"
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase keyring create --force
like 'but if it is told to, with a warning' "$status $stdout $stderr" \
  '0 ' 'is there, and unlocked' 'warning: another keyring is used' 'hint: set CPPSECRET_KEYRING=file*'

# --- move
for wrong in '' '--from file' '--from file --to file' '--to nowhere --from file'; do
  # shellcheck disable=SC2086  # words
  keyring move $wrong
  like "move '$wrong' is wrong usage" "$status $stderr" '2 *hint: *'
done
keyring move --from secret-service --to file
like 'nothing is moved if there is nothing' "$status $stdout" '0 0 logins moved*'
store a.example ann secret-of-ann
store https://index.docker.io/v1/ hub secret-of-hub
item c.example carol secret-of-carol
keyring move --from secret-service --to file --keep
like 'logins are copied' "$status $stdout $stderr" \
  '0 ' '3 logins copied from the Secret Service to the keyring file ' \
  'warning: the tools do not use the keyring file here' 'CPPSECRET_KEYRING=file*'
is 'they are in both' "$(items) $(in_file a.example docker.io c.example)" \
  '3 ann:secret-of-ann hub:secret-of-hub carol:secret-of-carol'
store a.example ann changed
keyring move --from secret-service --to file
like 'another login there is not replaced unasked' "$status $stderr" \
  "1 *the keyring file has another login for 'a.example'*hint: nothing was moved; use --force*"
is 'and nothing was moved' "$(items) $(in_file a.example)" '3 ann:secret-of-ann'
keyring move --from secret-service --to file --force
like 'but if it is told to' "$status $stdout" '0 *3 logins moved from the Secret Service to the keyring file'
is 'then the logins are there alone' "$(items) $(in_file a.example c.example)" '0 ann:changed carol:secret-of-carol'
keyring move --from file --to secret-service
like 'and back' "$status $stdout $stderr" '0 *3 logins moved from the keyring file to the Secret Service '
is 'each as it was' "$(items) $(logins a.example docker.io c.example)" \
  '3 ann:changed hub:secret-of-hub carol:secret-of-carol'
is 'and the file has them no more' "$(in_file a.example)" "$not_found"
keyring lock
keyring move --from secret-service --to file
like 'a locked target is an error' "$status $stderr" '1 *the keyring file is locked*'
is 'and costs no login' "$(items) $(login a.example)" '3 ann:changed'

# --- while both hold a login, doctor says so
doctor() {
  attempt timeout 60 setsid --wait env PATH="$TMPDIR/bin:$PATH" cppsecret doctor --json </dev/null
  jq -r '.findings[] | select(.check == "both") | "\(.severity) \(.what): \(.command)"' <<<"$stdout"
}
mkdir "$TMPDIR/bin"
ln -s "$companion" "$TMPDIR/bin/cppsecret"
ln -s "$helper" "$TMPDIR/bin/docker-credential-cppsecret"
is 'doctor cannot see into a locked file' "$(doctor)" ''
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase keyring unlock
is 'doctor finds no login in both' "$(doctor)" ''
CPPSECRET_KEYRING="file" store https://a.example fay secret-of-fay
found="warning 'a.example' is in the Secret Service (user 'ann') and in the keyring file (user 'fay')"
is 'doctor tells a login that is in both' "$(doctor)" "$found: CPPSECRET_KEYRING=file cppsecret logout a.example"
found="warning 'a.example' is in the keyring file (user 'fay') and in the Secret Service (user 'ann')"
is 'also from the other side' "$(CPPSECRET_KEYRING="file" doctor)" \
  "$found: CPPSECRET_KEYRING=secret-service cppsecret logout a.example"
(PATH=$TMPDIR/bin:$PATH && eval "$(doctor | sed 's/.*: CPP/CPP/')") >/dev/null 2>&1
is 'its command takes the other one away' "$(doctor) $(login a.example) $(in_file a.example)" " ann:changed $not_found"
CPPSECRET_KEYRING="file" store a.example fay secret-of-fay
CPPSECRET_KEYRING=secret-service answer erase a.example
is 'a keyring that is named is erased from alone' "$(login a.example) $(in_file a.example)" \
  "$not_found fay:secret-of-fay"
CPPSECRET_KEYRING="file" answer erase a.example
store a.example ann changed
keyring lock

# --- accounts go along
account() {
  attempt timeout 60 setsid --wait "$companion" account "$@" </dev/null
}
as_work() { # SERVER
  CPPSECRET_ACCOUNT=work login "$1"
}
as_work_in_file() { # SERVER
  CPPSECRET_KEYRING="file" as_work "$1"
}
account save a.example work
store a.example eve secret-of-eve
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase keyring unlock
keyring move --from secret-service --to file
like 'accounts are moved with the logins' "$status $stdout" \
  '0 *3 logins and 1 account moved from the Secret Service to the keyring file'
is 'the account is there' "$(as_work_in_file a.example) $(in_file a.example)" 'ann:changed eve:secret-of-eve'
is 'and there alone' "$(as_work a.example)" "$not_found"
CPPSECRET_KEYRING=file CPPSECRET_ACCOUNT=work answer store '{"ServerURL":"a.example","Username":"ann","Secret":"newer"}'
store a.example eve secret-of-eve
account save a.example work
keyring move --from secret-service --to file
like 'an account of the same name with another login is not replaced unasked' "$status $stderr" \
  "1 *the keyring file has another account 'work' for 'a.example'*hint: nothing was moved; use --force*"
account remove a.example work
is 'one that is removed is in neither keyring' "$status $(as_work a.example) $(as_work_in_file a.example)" \
  '0 eve:secret-of-eve eve:secret-of-eve'
answer erase a.example
keyring move --from file --to secret-service
store a.example ann changed
keyring lock

# --- while both hold a login, erase takes it out of both
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase keyring unlock
keyring move --from secret-service --to file --keep
answer erase c.example
is 'what is erased is in neither' "$status $(login c.example) $(in_file c.example)" "0 $not_found $not_found"
# an account that the file alone has is not what get answers, so it is not what is meant
CPPSECRET_KEYRING="file" store only.example ann secret-of-ann
CPPSECRET_KEYRING="file" account save only.example work
store only.example robot secret-of-robot
is 'an account that the file alone has is not used' "$(as_work only.example)" robot:secret-of-robot
account remove only.example work
like 'nor can it be removed where it is not found' "$status $stderr" \
  "3 *there is no account 'work' for 'only.example'*"
is 'and stays where it is' "$(as_work_in_file only.example)" ann:secret-of-ann
CPPSECRET_ACCOUNT=work answer erase only.example
is 'erase takes what get has answered' "$status|$stdout|$(login only.example)" "0||$not_found"
is 'and no account of the file' "$(as_work_in_file only.example)" ann:secret-of-ann
CPPSECRET_KEYRING="file" account remove only.example work
is 'and there it can be removed' "$status|$(as_work_in_file only.example)" "0|$not_found"
# a file that cannot be changed
CPPSECRET_KEYRING="file" store held.example ann secret-of-ann
store held.example ann secret-of-ann
store only.example ann secret-of-ann
rm "$file.lock"
mkdir "$file.lock"
answer erase only.example
is 'a file that cannot be changed is no matter where it does not hold the login' \
  "$status|$stdout|$(login only.example)" "0||$not_found"
answer erase held.example
like 'where it does that is told' "$status $stdout" \
  '1 erased from the Secret Service, but not from the keyring file beside it: cannot open the lock file ' \
  '; ' 'CPPSECRET_KEYRING=file*'
is 'and the login erased from the other' "$(login held.example)" "$not_found"
rmdir "$file.lock"
CPPSECRET_KEYRING="file" answer erase held.example
is 'and its hint helps' "$status|$stdout|$(in_file held.example)" "0||$not_found"
keyring lock
answer erase a.example
is 'a locked file does not keep a login from being erased' "$status|$stdout|$(login a.example)" "0||$not_found"

# --- sealed copies
export CPPSECRET_KEYRING=file CPPSECRET_PASSPHRASE_FILE=$HOME/phrase
store old.example ann old
account save docker.io kept
keyring export "$HOME/copy"
like 'a sealed copy is written' "$status $stdout" "0 written: '$HOME/copy'*"
is 'for its owner alone' "$(stat -c %a "$HOME/copy")" 600
is 'with nothing in the clear' "$(grep -c 'old.example' "$HOME/copy")" 0
keyring export "$HOME/copy"
like 'one that is there is not overwritten' "$status $stderr" "1 *'$HOME/copy' is there already*"
keyring export
like 'a file has to be named' "$status $stderr" '2 *hint: try: cppsecret keyring export --help*'
next_second
store old.example ann newer
store more.example bob more
export XDG_DATA_HOME=$HOME/elsewhere XDG_RUNTIME_DIR=$XDG_RUNTIME_DIR/other
mkdir -m 700 "$XDG_RUNTIME_DIR"
keyring import "$HOME/nothing"
like 'what is not there is not taken over' "$status $stderr" "1 *there is no file '$HOME/nothing'*"
head -c 200 "$HOME/copy" >"$HOME/damaged"
keyring import "$HOME/damaged"
like 'nor is what is damaged' "$status $stderr" "1 *'$HOME/damaged' is damaged*"
CPPSECRET_PASSPHRASE_FILE=$HOME/another keyring import "$HOME/copy"
like 'nor what another passphrase has sealed' "$status $stderr" \
  "1 *the passphrase in '$HOME/another' does not open '$HOME/copy'*"
keyring import "$HOME/copy"
like 'on a machine without a keyring file the copy becomes it' "$status $stdout" \
  "0 *'$XDG_DATA_HOME/cppsecret/keyring' is there" 'taken over: 4*'
is 'with its logins' "$(logins old.example docker.io)" 'ann:old hub:secret-of-hub'
is 'and its accounts' "$(CPPSECRET_ACCOUNT=kept login docker.io)" hub:secret-of-hub
rm -r "$XDG_DATA_HOME"
CPPSECRET_PASSPHRASE_FILE=$HOME/another keyring create
store own.example dave own
next_second
store old.example ann newest
keyring import "$HOME/copy"
like 'else the newer ones stay' "$status $stdout" '0 logins and accounts taken over: 3; newer here, or the same: 1'
is 'and the others come' "$(logins old.example docker.io own.example)" 'ann:newest hub:secret-of-hub dave:own'
is 'accounts too' "$(CPPSECRET_ACCOUNT=kept login docker.io)" hub:secret-of-hub
keyring import "$HOME/copy"
like 'a second time there is nothing to take over' "$status $stdout" \
  '0 logins and accounts taken over: 0; newer here, or the same: 4'
finish
