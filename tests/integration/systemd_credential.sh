#!/bin/bash
# SPDX-License-Identifier: MIT
# The keyring file of a service: its passphrase is a credential that systemd-creds has encrypted, in a
# folder as systemd lays it out for a unit.
#   systemd_credential.sh HELPER COMPANION
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need systemd-creds unshare setpriv strace
[ "$(id -u)" = 0 ] || skip_all 'only root has the key of the machine'
if [ -z "${CREDENTIAL_TEST:-}" ]; then
  unshare --mount true 2>/dev/null || skip_all 'nothing can be mounted here'
  # the key is made in a folder of the test's own, not in this machine's
  CREDENTIAL_TEST=1 exec unshare --mount --propagation private bash -c '
    mount -t tmpfs tmpfs /var/lib/systemd && exec "$@"' bash "$here/../support/providers/no-bus.sh" "$0" "$@"
fi
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2")
for name in "${!CPPSECRET_@}"; do unset "$name"; done
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
encrypted=$HOME/cppsecret-passphrase
# a system unit has neither a session nor a runtime folder
run=$XDG_RUNTIME_DIR
unset XDG_RUNTIME_DIR

# credentials UNIT USER: what systemd does for LoadCredentialEncrypted=cppsecret-passphrase:FILE
credentials() {
  CREDENTIALS_DIRECTORY=$PROV_ROOT/credentials/$1
  mkdir -p "$CREDENTIALS_DIRECTORY"
  mount -t ramfs -o mode=0700,nosuid,nodev,noexec ramfs "$CREDENTIALS_DIRECTORY"
  systemd-creds decrypt --name=cppsecret-passphrase "$encrypted" "$CREDENTIALS_DIRECTORY/cppsecret-passphrase"
  chmod 400 "$CREDENTIALS_DIRECTORY/cppsecret-passphrase"
  chmod 500 "$CREDENTIALS_DIRECTORY"
  chown -R "$2" "$CREDENTIALS_DIRECTORY"
  mount -o remount,ro "$CREDENTIALS_DIRECTORY"
  export CREDENTIALS_DIRECTORY
}

printf 'the phrase of this machine' >"$HOME/phrase"
check 'systemd-creds encrypts a passphrase' \
  systemd-creds encrypt --with-key=host --name=cppsecret-passphrase "$HOME/phrase" "$encrypted"
rm "$HOME/phrase"
is 'what it writes does not show it' "$(base64 -d "$encrypted" | grep -c 'the phrase')" 0
attempt systemd-creds decrypt --name=another "$encrypted" -
check 'and does not open under another name' test "$status" != 0

credentials app.service root
like 'the unit sees it' "$(systemd-creds list)" '*cppsecret-passphrase*'
attempt "$companion" keyring create </dev/null
like 'a unit makes the keyring file' "$status $stdout $stderr" '0 *is there '
attempt "$companion" keyring status
like 'status tells where its passphrase is' "$status $stdout" \
  "0 *state:     unlocked by the passphrase in '$CREDENTIALS_DIRECTORY/cppsecret-passphrase'"
store registry.example ann of-a-service
is 'the helper stores a login' "$status|$stdout|$stderr" '0||'
is 'and gets it' "$(login registry.example)" ann:of-a-service
export XDG_RUNTIME_DIR=$run
is 'with a runtime folder too' "$(login registry.example)" ann:of-a-service
strace -E ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" -qq -o "$TMPDIR/calls" -e trace=openat \
  "$helper" get <<<registry.example >/dev/null
is 'and then the passphrase is read once for many helpers' "$(grep -c cppsecret-passphrase "$TMPDIR/calls")" 0
unset XDG_RUNTIME_DIR CREDENTIALS_DIRECTORY
attempt "$helper" get <<<registry.example
like 'a unit without the credential finds it locked' "$status $stderr" '1 *locked*cppsecret-passphrase*'

# a unit with User=: systemd gives the folder to that user
chmod 711 "$PROV_ROOT" "$HOME" "$PROV_ROOT/credentials"
service_home=$PROV_ROOT/service
mkdir -m 700 "$service_home"
chown 65534:65534 "$service_home"
cp "$helper" "$companion" "$PROV_ROOT"
credentials user.service 65534:65534
as_service() {
  setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$service_home" TMPDIR=/tmp "$@"
}
chmod 755 "$PROV_ROOT/${helper##*/}" "$PROV_ROOT/${companion##*/}"
attempt as_service "$PROV_ROOT/${companion##*/}" keyring create </dev/null
like 'a unit of another user makes its own' "$status $stdout $stderr" \
  "0 *'$service_home/.local/share/cppsecret/keyring' is there "
attempt as_service "$PROV_ROOT/${helper##*/}" store <<<'{"ServerURL":"r.example","Username":"svc","Secret":"s"}'
is 'and keeps a login in it' "$status $stdout" '0 '
is 'which it lists' "$(as_service "$PROV_ROOT/${helper##*/}" list <<<'')" '{"r.example":"svc"}'
umount "$PROV_ROOT"/credentials/*
finish
