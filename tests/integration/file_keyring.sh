#!/bin/bash
# SPDX-License-Identifier: MIT
# The keyring file on a machine without a session bus: made, locked, given another passphrase, and
# what the helper says of it in each state.
#   file_keyring.sh HELPER COMPANION
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need python3 unshare setsid jq
[ -n "${PROV_ROOT:-}" ] || exec "$here/../support/providers/no-bus.sh" "$0" "$@"
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2")
for name in "${!CPPSECRET_@}"; do unset "$name"; done
unset CREDENTIALS_DIRECTORY SUDO_UID
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
file=$HOME/.local/share/cppsecret/keyring
key=$XDG_RUNTIME_DIR/cppsecret/keyring.key
canary='canary-of-the-file'
not_found='credentials not found in native keychain'

# passphrase NAME TEXT: a file with it
passphrase() {
  printf '%s\n' "$2" >"$HOME/$1"
  chmod 600 "$HOME/$1"
}

# keyring ARGUMENT…: the companion's command without a terminal
keyring() {
  attempt timeout 60 setsid --wait "$companion" keyring "$@" </dev/null
}

# typed STEPS ARGUMENT…: the same on a terminal, on which a person answers (on-terminal.py)
typed() {
  attempt timeout 60 python3 "$here/../support/on-terminal.py" "$1" "$companion" keyring "${@:2}"
}
# steps STEP…: a line each
steps() {
  printf '%s\n' "$@"
}
old='Passphrase of the keyring file: '
new='New passphrase of the keyring file: '
again='The same once more: '
first=$(steps "$new=first phrase" "$again=first phrase")

# --- before there is one
keyring status
like 'without bus and file there is no keyring' "$status $stdout $stderr" \
  '1 keyring:   none ' 'error: no session bus' 'hint: ' 'cppsecret keyring create*'
for action in unlock passwd; do
  keyring $action
  like "$action has nothing to work on" "$status $stderr" \
    "1 *there is no keyring file '$file'" 'hint: ' 'cppsecret keyring create*'
done
keyring lock
is 'lock has nothing to do' "$status $stdout" '0 the keyring file was not unlocked'
keyring create
like 'without a source of the passphrase the three are named' "$status $stderr" \
  '1 ' 'no terminal to ask on' 'CPPSECRET_PASSPHRASE_FILE' 'systemd credential cppsecret-passphrase' 'hint: *'
check 'and nothing is made' test ! -e "$file"
keyring
like 'an action has to be named' "$status $stderr" '2 *hint: try: cppsecret keyring --help*'

# --- made and used
typed "$(steps "$new=one" "$again=two" "$new=!interrupt")" create
like 'two that differ are asked for again' "$stdout" '*The two are not the same; once more.*'
like 'Ctrl-C ends the question, and the terminal shows again what is typed' "$status $stdout" '130 *echo is on'
typed "$(steps "$new=" "$again=")" create
like 'an empty passphrase is refused' "$status $stdout" '1 *error: the passphrase is empty*'
check 'and nothing was made' test ! -e "$file"
typed "$first" create
like 'a passphrase that is typed twice makes it' "$status $stdout" \
  "0 *the keyring file '$file' is there, and unlocked for this session*echo is on"
is 'it is not shown' "$(grep -c 'first phrase' <<<"$stdout")" 0
is 'only its owner can read it' "$(stat -c %a "$file" "$key")" $'600\n600'
typed "$first" create
like 'a second one is not made over it' "$status $stdout" "1 *'$file' is there already*hint: *cppsecret keyring unlock*"
mv "$file" "$file~"
back="cp '$file~' $file"
typed "$first" create
like 'nor over a previous copy' "$status $stdout" \
  "1 *'$file~' is there, and may hold logins of before" 'hint: ' "to go back to it: $back*"
CPPSECRET_KEYRING='file' answer get quay.io
like 'which the helper names too' "$status $stdout $stderr" \
  "1 $not_found " 'there is no keyring file' "to go back to it: $back*"
(umask 077 && eval "$back") && rm "$file~"
keyring status
like 'status tells which keyring and why' "$status $stdout" \
  '0 keyring:   file' 'because:   there is no Secret Service here (no session bus*), but a keyring file' \
  "place:     $file (by HOME)" 'state:     unlocked by the key of this session'
store https://quay.io ann "$canary"
is 'a login is stored silently' "$status|$stdout|$stderr" '0||'
is 'and comes back under another spelling' "$(login QUAY.io:443/v2/)" "ann:$canary"
store quay.io bob "$canary-2"
is 'another user takes its place' "$(login quay.io)" "bob:$canary-2"
answer list
is 'list shows the one that is left' "$stdout" '{"quay.io":"bob"}'
store https://index.docker.io/v1/ hub "$canary"
is 'Docker Hub is one registry' "$(login docker.io)" "hub:$canary"
attempt unshare --user --map-root-user "$helper" get <<<quay.io
like 'it opens in a user namespace as rootless podman makes it' "$status $stdout" '0 *"bob"*'
attempt unshare --user --map-root-user "$helper" store <<<'{"ServerURL":"ns.example","Username":"in","Secret":"ns"}'
is 'and what is stored in there is here too' "$status $(login ns.example)" '0 in:ns'
answer erase ns.example
is 'nothing of a login stands in the clear' \
  "$(grep -rlaF -e "$canary" -e quay.io -e bob -e 'first phrase' "$PROV_ROOT" "$XDG_RUNTIME_DIR")" ''

# --- locked
keyring lock
is 'it is locked' "$status $stdout" '0 the keyring file is locked'
check 'the key is gone' test ! -e "$key"
keyring status
like 'status says so' "$status $stdout" '0 *state:     locked'
answer get quay.io
like 'get finds nothing and says why' "$status $stdout $stderr" "1 $not_found *locked*cppsecret keyring unlock*"
CPPSECRET_UNAVAILABLE=error answer get quay.io
like 'or fails, if it is told to' "$status $stdout" '1 the keyring file is locked; *cppsecret keyring unlock*'
answer list
like 'list is empty and says why' "$status $stdout $stderr" '0 {} *locked*'
for verb in store erase; do
  input=quay.io
  [ $verb = erase ] || input='{"ServerURL":"quay.io","Username":"x","Secret":"y"}'
  answer $verb "$input"
  like "$verb fails and names the three ways to open it" "$status $stdout" \
    '1 ' 'locked' 'cppsecret keyring unlock' 'CPPSECRET_PASSPHRASE_FILE' 'credential cppsecret-passphrase'
done
typed "$old=wrong phrase" unlock
like 'a wrong passphrase is named as such' "$status $stdout" "1 *error: the passphrase does not open '$file'*hint: *"
typed "$old=first phrase" unlock --timeout 1h
like 'the right one opens it for a while' "$status $stdout" '0 *the keyring file is unlocked for 1 h*'
is 'and the login is there' "$(login quay.io)" "bob:$canary-2"
keyring status
like 'status tells how long' "$stdout" '*unlocked by the key of this session for another @(1 h|59 min*)'
for time in forever 0 8x 400d ''; do
  keyring unlock --timeout "$time"
  like "--timeout '$time' is refused" "$status $stderr" '2 *--timeout*hint: *'
done
keyring lock
passphrase first 'first phrase'
CPPSECRET_PASSPHRASE_FILE=$HOME/first keyring unlock --timeout 1s
is 'opened for a second it is open' "$(login quay.io)" "bob:$canary-2"
end=$((SECONDS + 30))
until [ ! -e "$key" ] || [ "$SECONDS" -gt "$end" ]; do read -r -t 0.1 <> <(:) || :; done
check 'past its time the key is gone, though nobody has looked for it' test ! -e "$key"
chmod 644 "$HOME/first"
CPPSECRET_PASSPHRASE_FILE=$HOME/first answer get quay.io
like 'a passphrase file that others can read is refused' "$status $stderr" "1 *'$HOME/first'*chmod 600 $HOME/first*"
CPPSECRET_PASSPHRASE_FILE=$HOME/first keyring status
like 'status says so' "$status $stderr" "1 *'$HOME/first'*"
chmod 600 "$HOME/first"
mkdir -m 700 "$HOME/credentials"
cp "$HOME/first" "$HOME/credentials/cppsecret-passphrase"
export CREDENTIALS_DIRECTORY=$HOME/credentials
is 'a credential of systemd opens it' "$(login quay.io)" "bob:$canary-2"
keyring lock
like 'lock warns that it opens again' "$status $stderr" '0 *warning: *cppsecret-passphrase*opens it again*'
unset CREDENTIALS_DIRECTORY
env -u XDG_RUNTIME_DIR CPPSECRET_PASSPHRASE_FILE="$HOME/first" "$helper" get <<<quay.io >"$TMPDIR/answer"
is 'without a runtime folder a passphrase file opens it too' "$(jq -r .Username "$TMPDIR/answer")" bob
attempt env -u XDG_RUNTIME_DIR "$companion" keyring unlock
like 'and unlock says that there is no place for the key' "$status $stderr" \
  '1 ' 'XDG_RUNTIME_DIR' 'hint: ' 'CPPSECRET_PASSPHRASE_FILE*'
disk=''
for folder in "$HOME" /var/tmp; do
  [ -n "$disk" ] || [ "$(stat -f -c %T "$folder")" = tmpfs ] || disk=$(mktemp -d "$folder/run.XXXXXX")
done
if [ -n "$disk" ]; then
  export XDG_RUNTIME_DIR=$disk
  keyring unlock
  like 'nor is there one on a disk' "$status $stderr" \
    "1 *there is no place to keep the key: XDG_RUNTIME_DIR ('$disk') is on a disk*" 'hint: ' \
    'CPPSECRET_PASSPHRASE_FILE' 'a tmpfs*'
  CPPSECRET_PASSPHRASE_FILE=$HOME/first
  export CPPSECRET_PASSPHRASE_FILE
  is 'where the passphrase file opens it at each call' "$(login quay.io) $(login quay.io)" "bob:$canary-2 bob:$canary-2"
  store disk.example x y
  answer erase disk.example
  is 'and leaves no key' "$(find "$disk" -name 'keyring.key*')" ''
  unset CPPSECRET_PASSPHRASE_FILE
  export XDG_RUNTIME_DIR=${key%/cppsecret/*}
  rm -r "$disk"
elif [ "${CPPSECRET_TESTS_MUST_RUN:-}" = 1 ]; then
  fail 'there is a folder on a disk'
fi

# --- a key that takes longer to derive than a call may
cp "$file" "$HOME/cheap"
python3 - "$file" <<'PYTHON'
import hashlib, struct, sys
with open(sys.argv[1], 'r+b') as file:
    text = file.read()[:-32]
    text = text[:12] + struct.pack('<II', 10, 512 << 10) + text[20:]
    file.seek(0)
    file.write(text + hashlib.blake2b(text, digest_size=32).digest())
PYTHON
began=$SECONDS
CPPSECRET_TIMEOUT=1 CPPSECRET_PASSPHRASE_FILE=$HOME/first answer get quay.io
like 'its time limit holds for the derivation too' "$status $stdout $stderr" \
  "1 $not_found *could not be derived in time*cppsecret keyring unlock*CPPSECRET_TIMEOUT*"
check 'and it ends then' test $((SECONDS - began)) -le 4
cp "$HOME/cheap" "$file"
rm "$HOME/cheap"

# --- another passphrase, and no way back to what was erased
typed "$old=wrong phrase" passwd
like 'passwd wants the old passphrase first' "$status $stdout" '1 *error: the passphrase does not open*'
cp "$file" "$HOME/before"
typed "$(steps "$old=first phrase" "$new=second phrase" "$again=second phrase")" passwd
like 'it gets another passphrase' "$status $stdout" '0 *the keyring file has a new passphrase*'
for copy in "$file" "$file~"; do
  cp "$copy" "$HOME/copy" && cp "$HOME/copy" "$file"
  CPPSECRET_PASSPHRASE_FILE=$HOME/first keyring unlock
  like "${copy##*/} does not open with the old passphrase" "$status $stderr" '1 *does not open*'
done
CPPSECRET_PASSPHRASE_FILE=$HOME/first typed "$old=second phrase" unlock
like 'where the passphrase file holds another one it is asked for' "$status $stdout" \
  "0 *warning: the passphrase in '$HOME/first' does not open" 'hint: type it' 'CPPSECRET_PASSPHRASE_FILE' 'is unlocked*'
passphrase second 'second phrase'
passphrase third 'third phrase'
attempt timeout 60 setsid --wait env CPPSECRET_PASSPHRASE_FILE="$HOME/second" "$companion" keyring passwd </dev/null
like 'passwd without a terminal names another way' "$status $stderr" \
  '1 *no terminal to type the new passphrase on' 'hint: ' '--passphrase-file FILE*'
CPPSECRET_PASSPHRASE_FILE=$HOME/second keyring passwd --passphrase-file "$HOME/third"
like 'a new passphrase comes from a file' "$status $stdout $stderr" \
  "0 *has a new passphrase *warning: '$HOME/second' holds another passphrase*"
CPPSECRET_PASSPHRASE_FILE=$HOME/third keyring passwd --passphrase-file "$HOME/second"
chmod 644 "$file~"
export CPPSECRET_PASSPHRASE_FILE=$HOME/second
CPPSECRET_PASSPHRASE_FILE=$HOME/second answer store '{"ServerURL":"mode.example","Username":"x","Secret":"y"}'
is 'a previous copy that others could read is closed to them' "$status $(stat -c %a "$file~")" '0 600'
CPPSECRET_PASSPHRASE_FILE=$HOME/second answer erase mode.example
is 'the new one opens it' "$(login quay.io)" "bob:$canary-2"
answer erase quay.io
is 'a login is erased' "$status|$stdout|$stderr|$(login quay.io)" "0|||$not_found"
cp "$file~" "$file"
is 'also from the previous copy' "$(login quay.io) $(login docker.io)" "$not_found hub:$canary"
printf 'x' | dd of="$file" bs=1 seek=150 conv=notrunc status=none
answer get docker.io
like 'a damaged file is named, and its previous copy' "$status $stdout $stderr" \
  "1 $not_found *'$file' is damaged*keyring~*cp *"
answer store '{"ServerURL":"q.example","Username":"x","Secret":"y"}'
like 'nothing is stored into it' "$status $stdout" "1 '$file' is damaged*"
cp "$file~" "$file"
is 'the copy serves in its place' "$(login docker.io)" "hub:$canary"
truncate -s 60 "$file"
answer get docker.io
like 'a truncated file is named too' "$stderr" "*'$file' is damaged*keyring~*"
cp "$file~" "$file"

# --- settings, and what is left
CPPSECRET_KEYRING=secret-service answer store '{"ServerURL":"q.example","Username":"x","Secret":"y"}'
like 'a keyring that is named is the only one' "$status $stdout" '1 no session bus*'
CPPSECRET_KEYRING=other answer list
like 'one that does not exist is wrong usage' "$status $stdout" '1 *CPPSECRET_KEYRING*secret-service*file*'
is 'no temporary file is left' \
  "$(find "${file%/*}" -type f ! -name '*.lock' -printf '%f\n' | sort)" $'keyring\nkeyring~'
mv "$file" "$file~" "$HOME"
CPPSECRET_PASSPHRASE_FILE=$HOME/first keyring create --kdf strong
like 'a passphrase file makes one without a person' "$status $stdout" '0 *is there*'
is 'of a passphrase of 12 characters nothing is said' "$stderr" ''
is '--kdf strong stands in the header: 3 passes over 256 MiB' "$(od -An -tu4 -j12 -N8 "$file" | xargs)" '3 262144'
is 'the standard one takes 64 MiB' "$(od -An -tu4 -j12 -N8 "$HOME/before" | xargs)" '3 65536'
passphrase short 'été à Paris' # 11 characters, 14 bytes
passphrase long 'été à Paris!'
CPPSECRET_PASSPHRASE_FILE=$HOME/first keyring passwd --passphrase-file "$HOME/short"
like 'of a shorter one a warning is given' "$status $stderr" \
  '0 *warning: the passphrase has fewer than 12 characters*' 'hint: ' 'cppsecret keyring passwd*'
is 'a strong one stays strong' "$(od -An -tu4 -j12 -N8 "$file" | xargs)" '3 262144'
rm "$file"{,~}
CPPSECRET_PASSPHRASE_FILE=$HOME/short keyring create
like 'when the file is made too' "$status $stderr" '0 *warning: the passphrase has fewer than 12 characters*'
CPPSECRET_PASSPHRASE_FILE=$HOME/short keyring passwd --passphrase-file "$HOME/long"
like 'characters are counted, not bytes' "$status $stderr" "0 *warning: '$HOME/short' holds another passphrase*"
is 'of which 12 are enough' "$(grep -c 'fewer than 12' <<<"$stderr")" 0
finish
