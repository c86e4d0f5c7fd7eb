#!/bin/bash
# SPDX-License-Identifier: MIT
# Every verb of the helper under valgrind, on a real gnome-keyring: no invalid access, no leak.
#   valgrind.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need valgrind gnome-keyring-daemon
[ -n "${PROV_NAME:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$0" "$@"
real=$(realpath "$1")
# its reports go to a file: the helper keeps standard error to itself; no debugger's pipes, which a
# valgrind that knows Landlock could not remove from within the helper's sandbox
cat >"$TMPDIR/docker-credential-cppsecret" <<SCRIPT
#!/bin/bash
CPPSECRET_TIMEOUT=60 exec valgrind --quiet --vgdb=no --error-exitcode=99 --leak-check=full \\
  --show-leak-kinds=definite --errors-for-leak-kinds=definite --suppressions='$here/../support/valgrind.supp' \\
  --log-file="\$TMPDIR/report.%p" '$real' "\$@"
SCRIPT
chmod +x "$TMPDIR/docker-credential-cppsecret"
helper=$TMPDIR/docker-credential-cppsecret
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"

# a line that begins with --PID-- is of valgrind itself: 3.19 does not know mlock2
clean() { # DESCRIPTION
  is "$1: valgrind has nothing to say" "$(grep -hv '^--[0-9]*-- ' "$TMPDIR"/report.*)" ""
  rm "$TMPDIR"/report.*
}

is "version" "$("$helper" version | cut -d' ' -f2)" "(cppsecret)"
clean "version"
store v.example alice secret
is "a new login" "$status" 0
clean "a new login"
store v.example alice changed
is "the same login again" "$status" 0
clean "the same login again"
store https://v.example/ bob other
is "another user and spelling" "$status" 0
clean "another user and spelling"
is "get" "$(login v.example)" "bob:other"
clean "get"
is "a miss" "$(login none.example)" "credentials not found in native keychain"
clean "a miss"
answer list
is "list" "$stdout" '{"https://v.example/":"bob"}'
clean "list"
answer erase v.example
is "erase" "$status" 0
clean "erase"
answer store '{"ServerURL":'
is "a broken request" "$status" 1
clean "a broken request"
attempt env DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere "$helper" get <<<v.example
is "no bus" "$status" 1
clean "no bus"
finish
