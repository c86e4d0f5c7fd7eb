#!/bin/bash
# SPDX-License-Identifier: MIT
# What only shows for a user without rights: that the process is closed to others of the same user,
# that it works in a user namespace as rootless podman makes it, and whose folders it trusts.
#   user.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool unshare setpriv
if [ -z "${FILES:-}" ]; then
  exec "$here/../support/as-user.sh" -f "$1" -f "$here/../support" -f "$here" \
    bash -c 'exec "$FILES/integration/user.sh" "$FILES/$0"' "$(basename "$1")"
fi
[ -n "${PROV_NAME:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$0" "$@"
helper=$1
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
if [ "$(id -u)" = 0 ]; then fail "this runs without rights"; finish; fi

# --- hardening: a helper that waits for its input can be looked at
mkfifo "$TMPDIR/input"
"$helper" store <"$TMPDIR/input" >"$TMPDIR/output" &
child=$!
exec 3>"$TMPDIR/input"
until [ "$(stat -c %U "/proc/$child/mem" 2>/dev/null)" = root ]; do :; done
to_others() { if [ -r "$1" ] && head -c 1 "$1" >/dev/null 2>&1; then echo open; else echo closed; fi; }
is "others cannot read its environment" "$(to_others "/proc/$child/environ")" closed
is "others cannot read its memory" "$(to_others "/proc/$child/mem")" closed
like "it leaves no core" "$(grep 'Max core file size' "/proc/$child/limits")" "Max core file size *0 *0 *bytes*"
# the same questions get another answer for a process that is not hardened
tail -f /dev/null & plain=$!
is "the check sees an open process" "$(to_others "/proc/$plain/environ")" open
kill "$plain"
printf '{"ServerURL":"h.example","Username":"u","Secret":"s"}' >&3
exec 3>&-
wait "$child"
is "and it does its work all the same" "$?|$(login h.example)" "0|u:s"

# --- a user namespace in which we are uid 0, as in rootless podman
namespace() { unshare --user --map-root-user "$@"; }
is "in the namespace we are root" "$(namespace id -u)" 0
is "get works in a user namespace" \
  "$(namespace "$helper" get <<<h.example)" '{"ServerURL":"h.example","Username":"u","Secret":"s"}'
inside='{"ServerURL":"n.example","Username":"in","Secret":"ns"}'
is "store works in a user namespace" "$(namespace "$helper" store <<<"$inside"; login n.example)" "in:ns"
is "the bus is found by XDG_RUNTIME_DIR" \
  "$(env -u DBUS_SESSION_BUS_ADDRESS unshare -Ur "$helper" get <<<n.example)" "$inside"
# /run/user/UID/bus, on a /run of the namespace's own
by_uid='mount -t tmpfs -o mode=755 tmpfs /run && mkdir -pm 755 "/run/user/$1" && touch "/run/user/$1/bus" &&
  mount --bind "$2" "/run/user/$1/bus" && "$0" get'
attempt env -u DBUS_SESSION_BUS_ADDRESS -u XDG_RUNTIME_DIR \
  unshare -Urm bash -c "$by_uid" "$helper" "$(id -u)" "$XDG_RUNTIME_DIR/bus" <<<n.example
is "the bus is found by the uid outside of the namespace" "$stdout$stderr" "$inside"
is "erase works in a user namespace" "$(echo n.example | namespace "$helper" erase; login n.example)" \
  "credentials not found in native keychain"

# --- whose folders it trusts for its locks
request='{"ServerURL":"l.example","Username":"u","Secret":"s"}'
mkdir -m 700 "$TMPDIR/other" "$TMPDIR/other/cppsecret"
chmod 777 "$TMPDIR/other/cppsecret"
attempt env XDG_RUNTIME_DIR="$TMPDIR/other" "$helper" store <<<"$request"
like "a lock folder that others can write to is refused" "$status|$stdout" \
  "1|'*/other/cppsecret' is not a folder that only you can write to; *"
attempt env -u XDG_DATA_HOME XDG_RUNTIME_DIR=/nonexistent HOME=/ "$helper" store <<<"$request"
like "nothing is made in the home of somebody else" "$status|$stdout" "1|no folder for a lock: '/' is not yours; *"
mkdir -m 500 "$TMPDIR/readonly"
attempt env -u XDG_DATA_HOME XDG_RUNTIME_DIR=/nonexistent HOME="$TMPDIR/readonly" "$helper" store <<<"$request"
like "a home that cannot be written is an error" "$status|$stdout" \
  "1|no folder for a lock: cannot make the folder *: Permission denied"
lock=$XDG_RUNTIME_DIR/cppsecret/keyring.lock
ln -sf /dev/null "$lock"
attempt "$helper" store <<<"$request"
like "a link in the place of the lock is not followed" "$status|$stdout" "1|cannot open the lock file *"
rm "$lock"
is "none of these stored anything" "$(items)" 1
attempt env -u XDG_DATA_HOME XDG_RUNTIME_DIR=/nonexistent "$helper" store <<<"$request"
is "without a runtime folder the lock is kept in the data folder" \
  "$status|$(stat -c %a "$HOME/.local/share/cppsecret/keyring.lock")" "0|600"
# what cron starts has no XDG_RUNTIME_DIR; its locks are those of the session all the same
as_cron='mount -t tmpfs tmpfs /run && mkdir -pm 755 "/run/user/$1" && chmod 700 "/run/user/$1" &&
  "$0" store && ls "/run/user/$1/cppsecret"'
is "where XDG_RUNTIME_DIR is unset the lock is in the runtime folder of the account" \
  "$(env -u XDG_RUNTIME_DIR unshare -Urm bash -c "$as_cron" "$helper" "$(id -u)" <<<"$request" 2>&1)" keyring.lock
finish
