#!/bin/bash
# SPDX-License-Identifier: MIT
# A machine without a desktop: no bus, no display, no program of a keyring or of D-Bus in PATH. The
# keyring file is made, the helper configured, and podman logs in, pulls and logs out.
#   headless.sh HELPER [root|user] COMPANION
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck disable=SC2034  # for lib.sh
companion=${3:-} provider=no-bus.sh
e2e_main "$0" "${1:-}" "${2:-root}" podman python3 strace

# every program but those of a desktop
bare=$HOME/programs
mkdir "$bare"
while IFS= read -r -d : folder; do
  cp -rsn "$folder/." "$bare" 2>/dev/null
done <<<"$PATH:"
rm -f "$bare"/{dbus-*,gdbus,busctl,gnome-*,gcr-*,secret-tool,keepassxc*,kwallet*,docker-credential-*}
export PATH=$HOME/bin:$bare
ln -s "$companion" "$HOME/bin/cppsecret"
for program in gnome-keyring-daemon dbus-daemon dbus-launch secret-tool kwalletd6 kwalletd5 keepassxc; do
  attempt type -P "$program"
  is "$program is not there" "$status" 1
done
is 'nor are a bus and a display' \
  "${DBUS_SESSION_BUS_ADDRESS-}${DISPLAY-}${WAYLAND_DISPLAY-}$(ls "$XDG_RUNTIME_DIR"/bus 2>/dev/null)" ''

image=$REGISTRY/tiny
plain=(--tls-verify=false)
auth=$HOME/.config/containers/auth.json
file=$HOME/.local/share/cppsecret/keyring
typed() { # STEPS COMMAND…
  attempt timeout 120 python3 "$support/on-terminal.py" "$@"
}

typed $'New passphrase of the keyring file: =correct horse\nThe same once more: =correct horse' cppsecret keyring create
like 'a person makes the keyring file' "$status $stdout" "0 *'$file' is there, and unlocked for this session*"
succeeds 'configure names the helper' cppsecret configure --yes --tool containers "$REGISTRY"
like 'in the auth file that stays' "$(cat "$auth")" "*\"$REGISTRY\": \"cppsecret\"*"
tar -C "$(image_folder)" -cf "$HOME/tiny.tar" .
succeeds 'podman loads the image' podman load -i "$HOME/tiny.tar"
id=$(podman images --noheading --format '{{.ID}}')
refused 'without a login a push is refused' podman push "${plain[@]}" "$id" "$image"
forget_the_log
log_in_with 'podman login succeeds' podman login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
helper_ran store 0 "$(container_map)" 'it ran the helper as uid 0, rootless in its user namespace'
is 'the helper has the login' "$("$helper" get <<<"$REGISTRY")" \
  "{\"ServerURL\":\"$REGISTRY\",\"Username\":\"$REGISTRY_USER\",\"Secret\":\"$password\"}"
no_file_holds_the_secret 'logged in'
succeeds 'podman pushes' podman push -q "${plain[@]}" "$id" "$image"
podman rmi --all --force >/dev/null 2>&1
succeeds 'podman pulls' podman pull "${plain[@]}" "$image"
like 'and what it pulls is what was pushed' "$stdout" "$id*"
succeeds 'it is locked' cppsecret keyring lock
podman rmi --all --force >/dev/null 2>&1
refused 'locked, a private image is refused' podman pull "${plain[@]}" "$image"
like 'and the hint says what to do' "$stderr" '*docker-credential-cppsecret: *locked*cppsecret keyring unlock*'
typed 'Passphrase of the keyring file: =correct horse' cppsecret keyring unlock
succeeds 'unlocked again, it is pulled' podman pull "${plain[@]}" "$image"

# what the helper talks to, as the kernel sees it
strace -E ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" -f -qq -o "$HOME/calls" \
  -e trace=connect,execve,openat "$helper" get <<<"$REGISTRY" >/dev/null
is 'the helper gets a login without connecting to anything' "$(grep -c 'connect(' "$HOME/calls")" 0
is 'it starts no program' "$(grep -c 'execve(' "$HOME/calls")" 1
# the names of files show for root alone: the process is closed to others
check 'the trace sees it open files' grep -q 'openat(' "$HOME/calls"

succeeds 'podman logout succeeds' podman logout "$REGISTRY"
attempt "$helper" get <<<"$REGISTRY"
is 'the helper has no login any more' "$status $stdout $stderr" '1 credentials not found in native keychain '
podman rmi --all --force >/dev/null 2>&1
refused 'after the logout a pull is refused' podman pull "${plain[@]}" "$image"
no_file_holds_the_secret 'logged out'
is 'nobody has started a bus' "$(ls "$XDG_RUNTIME_DIR"/bus "$HOME"/.dbus 2>/dev/null)" ''
e2e_containers_end
finish
