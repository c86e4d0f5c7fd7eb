#!/bin/bash
# SPDX-License-Identifier: MIT
# The keyring file where it cannot be written: a full disk, a read-only file system, and for a user
# without rights a read-only folder. What is there can still be read, and nothing is lost.
#   file_keyring_disk.sh HELPER COMPANION
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need setsid unshare setpriv
if [ -z "${FILES:-}" ]; then
  # what is refused to everybody else is not refused to root
  exec "$here/../support/as-user.sh" -f "$1" -f "$2" -f "$here/../support" -f "$here" \
    bash -c 'exec "$FILES/integration/file_keyring_disk.sh" "$FILES/$0" "$FILES/$1"' "${1##*/}" "${2##*/}"
fi
[ -n "${PROV_ROOT:-}" ] || exec "$here/../support/providers/no-bus.sh" "$0" "$@"
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2")
for name in "${!CPPSECRET_@}"; do unset "$name"; done
# a namespace of the user's own, in which disks of any kind can be mounted
if [ -z "${DISK_TEST:-}" ]; then
  unshare --user --map-root-user --mount true 2>/dev/null || skip_all 'no user namespaces here'
fi
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
data=$HOME/data/cppsecret file=$HOME/data/cppsecret/keyring
export XDG_DATA_HOME=$HOME/data CPPSECRET_PASSPHRASE_FILE=$HOME/phrase
(umask 077; echo 'a phrase' >"$HOME/phrase")
create() {
  attempt timeout 60 setsid --wait "$companion" keyring create </dev/null
}

# DISK_TEST is set inside of the namespace, where the disk is mounted at $XDG_DATA_HOME
if [ "${DISK_TEST:-}" = full ]; then
  create
  is 'a keyring file is made on a small disk' "$status" 0
  store a.example ann first
  before=$(md5sum <"$file")
  cat /dev/zero >"$HOME/data/filler" 2>/dev/null
  store b.example bob second
  full='1 *keyring*No space left on device*'
  like 'on a full disk nothing is stored, and the reason is told' "$status $stdout" "$full"
  answer erase a.example
  like 'nor erased' "$status $stdout" "$full"
  is 'the file is as it was' "$(md5sum <"$file")" "$before"
  is 'and no other is left' "$(find "$data" -type f ! -name '*.lock' -printf '%f\n' | sort)" $'keyring\nkeyring~'
  is 'the login can be read' "$(login a.example)" ann:first
  rm "$HOME/data/filler"
  store b.example bob second
  is 'with room again it is stored' "$status $(login b.example)" '0 bob:second'
  mount -o remount,bind,ro "$HOME/data"
  is 'on a read-only file system it can be read' "$(login a.example)" ann:first
  store a.example ann third
  like 'but nothing is stored' "$status $stdout" '1 *ead-only*'
  finish
fi

# --- a read-only folder
if [ "$(id -u)" = 0 ]; then fail 'this runs without rights'; finish; fi
create
is 'a keyring file is made' "$status" 0
store a.example ann first
chmod 500 "$data"
is 'in a read-only folder it can be read' "$(login a.example)" ann:first
store a.example ann second
like 'a store fails, and says why' "$status $stdout" "1 *no permission to write to '$data'*"
answer erase a.example
like 'so does an erase' "$status $stdout" "1 *no permission to write to '$data'*"
is 'and the login is there' "$(login a.example)" ann:first
env -u XDG_RUNTIME_DIR "$helper" get <<<a.example >"$TMPDIR/answer"
like 'also where there is no place for any lock' "$(cat "$TMPDIR/answer")" '*"Secret":"first"*'
rm "$data/keyring.lock" 2>/dev/null
chmod 700 "$data"
chmod 640 "$file"
answer get a.example
like 'a file that others can read is not used' "$status $stderr" \
  '1 *others can get at the keyring file' "chmod 600 $file*"
chmod 600 "$file"
chmod 770 "${file%/*}"
answer get a.example
like 'nor is one that others can replace' "$status $stderr" \
  '1 *others can replace files in' "chmod go-w ${file%/*}*"
chmod 1777 "${file%/*}"
is 'a sticky folder keeps them from it' "$(login a.example)" ann:first
chmod 700 "${file%/*}"
is 'and after that it is' "$(login a.example)" ann:first

attempt env DISK_TEST=full unshare --user --map-root-user --mount --propagation private bash -c '
  rm -rf "$XDG_DATA_HOME" && mkdir "$XDG_DATA_HOME" && mount -t tmpfs -o size=64k,mode=700 tmpfs "$XDG_DATA_HOME" &&
    exec bash "$@"' bash "$0" "$helper" "$companion"
while IFS= read -r line; do
  case $line in
    'ok '*) pass "${line#* - }" ;;
    'not ok '*) fail "${line#* - }" "$stdout" ;;
  esac
done <<<"$stdout"
like 'the disks were tried' "$status $stderr" '0 *'
finish
