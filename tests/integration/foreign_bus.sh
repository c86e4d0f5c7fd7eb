#!/bin/bash
# SPDX-License-Identifier: MIT
# Another user has a bus and a keyring too, and has the path to ours lead there: nothing is stored with him,
# and nothing of his is taken.
#   foreign_bus.sh HELPER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool gdbus setpriv python3
[ "$(id -u)" = 0 ] || skip_all 'only root can be two users'
[ -n "${PROV_NAME:-}" ] || exec "$here/../support/providers/gnome-keyring.sh" "$0" "$@"
helper=$(realpath -e -- "$1")
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"

# --- the other one
foreign=$(mktemp -d /tmp/foreign.XXXXXX)
mkdir "$foreign/home"
chmod 711 "$foreign"
chown -R 65534:65534 "$foreign"
other=(setpriv --reuid 65534 --regid 65534 --clear-groups env -i "PATH=$PATH" "HOME=$foreign/home"
  "XDG_RUNTIME_DIR=$foreign/home" "DBUS_SESSION_BUS_ADDRESS=unix:path=$foreign/bus")
cat >"$foreign/bus.conf" <<XML
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$foreign/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow eavesdrop="true"/> <allow send_destination="*" eavesdrop="true"/>
  </policy>
</busconfig>
XML
"${other[@]}" dbus-daemon --nofork --nopidfile --config-file="$foreign/bus.conf" & pids=($!)
# shellcheck disable=SC2317,SC2329  # run by the trap
end() {
  kill "${pids[@]}"
  wait "${pids[@]}"
  rm -rf "${foreign:?}"
} 2>/dev/null
trap end EXIT
end=$((SECONDS + 30))
# waits WHAT: a moment, until it is looked for again
waits() {
  [ "$SECONDS" -lt "$end" ] || { fail "$1 is there in time"; finish; }
  read -r -t 0.05 <> <(:) || :
}
until [ -S "$foreign/bus" ]; do waits 'his bus'; done
"${other[@]}" gnome-keyring-daemon --foreground --unlock --components=secrets < <(printf test) >/dev/null 2>&1 &
pids+=($!)
until "${other[@]}" gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
  -m org.freedesktop.Secret.Service.ReadAlias default 2>/dev/null | grep -q /org/freedesktop/secrets/; do
  waits 'his keyring'
done
printf his | "${other[@]}" secret-tool store --label=x xdg:schema io.docker.Credentials docker_cli 1 \
  label 'Docker Credentials' server planted.example username mallory
# what his keyring holds
his() { "${other[@]}" secret-tool search --all docker_cli 1 2>&1 | sed -n 's/^attribute.server = //p' | sort; }
is 'his keyring works' "$(his)" planted.example
is 'and a person may name his bus' \
  "$(DBUS_SESSION_BUS_ADDRESS=unix:path=$foreign/bus login planted.example)" mallory:his

# --- the paths that lead to it
own=$XDG_RUNTIME_DIR
unset DBUS_SESSION_BUS_ADDRESS
# refuses WHAT FOLDER TEXT…: with this runtime folder there is no bus
refuses() {
  XDG_RUNTIME_DIR=$2 store "$1" us secret
  like "$1: nothing is stored" "$status $stdout" '1 no session bus: ' "${@:3}"
  is "$1: nothing is taken" "$(XDG_RUNTIME_DIR=$2 login planted.example)" 'credentials not found in native keychain'
}
store own.example us secret
is 'in the runtime folder of ours the bus is found' "$status|$(login own.example)" '0|us:secret'
refuses folder.example "$foreign" "others can replace '$foreign/bus'*"
mkdir -m 700 "$TMPDIR/link" "$TMPDIR/given"
ln -s "$foreign/bus" "$TMPDIR/link/bus"
refuses link.example "$TMPDIR/link" "'$TMPDIR/link/bus' is not a socket of yours*"
mkdir "$foreign/linked"
ln -s "$own/bus" "$foreign/linked/bus"
chown -hR 65534 "$foreign/linked"
refuses linked.example "$foreign/linked" "others can replace '$foreign/linked/bus'*"

# he turns it while the helper runs: between what is looked at and what is connected to
flip='
import itertools, os, sys
link, *places = sys.argv[1:]
for place in itertools.cycle(places):
    os.symlink(place, link + "~")
    os.rename(link + "~", link)
'
"${other[@]}" python3 -c "$flip" "$foreign/linked/bus" "$own/bus" "$foreign/bus" & pids+=($!)
"${other[@]}" python3 -c "$flip" "$foreign/run" "$own" "$foreign" & pids+=($!)
end=$((SECONDS + 30))
until [ -L "$foreign/run" ]; do waits 'the link'; done
stored=0 taken='' last=''
for ((i = 0; i < 120; i++)); do
  for folder in run linked; do
    XDG_RUNTIME_DIR=$foreign/$folder store "$folder$i.example" us secret
    [ "$status" != 0 ] || { stored=$((stored + 1)) && last=$folder$i.example; }
    [[ "$(XDG_RUNTIME_DIR=$foreign/$folder login planted.example)" != *mallory* ]] || taken+=" $folder$i"
  done
done
kill "${pids[@]:2}"
is 'a link that turns leads no login to him' "$(his)" planted.example
is 'and none of his to us' "$taken" ''
is 'what was stored meanwhile is with us' "$(items)" "$((stored + 1))"
check 'some were' test "$stored" -gt 0
is 'whole' "$(login "$last")" us:secret

# the last means, whatever the path looks like: who listens
ln "$foreign/bus" "$TMPDIR/given/bus"
chown 0:0 "$TMPDIR/given/bus"
refuses given.example "$TMPDIR/given" "*'unix:path=$TMPDIR/given/bus' belongs to another user*"
is 'nothing was stored with him' "$(his)" planted.example
finish
