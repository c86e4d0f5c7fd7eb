#!/bin/bash
# SPDX-License-Identifier: MIT
# podman logs in, pushes, pulls and logs out through the helper: named in credHelpers, then as the
# helper of registries.conf. Rootless podman runs it as uid 0 of a user namespace.
#   podman.sh HELPER [root|user]
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" podman

auth=$XDG_RUNTIME_DIR/containers/auth.json
mkdir -p "${auth%/*}"
credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$auth"
image=$REGISTRY/tiny
public=$PUBLIC_REGISTRY/tiny
plain=(--tls-verify=false)

tar -C "$(image_folder)" -cf "$HOME/tiny.tar" .
succeeds 'podman loads the image' podman load -i "$HOME/tiny.tar"
succeeds 'podman knows the image' podman images --noheading --format '{{.ID}}'
id=$stdout
refused 'without a login a push is refused' podman push "${plain[@]}" "$id" "$image"
forget_the_log

log_in_with 'podman login succeeds' podman login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
helper_ran store 0 "$(container_map)" 'podman login ran the helper as uid 0, rootless in its user namespace'
keyring_holds_the_login 'logged in'
no_file_holds_the_secret 'logged in'
is 'the auth file has no login' "$(grep -c '"auth"' "$auth")" 0
succeeds 'podman login --get-login knows the login' podman login --get-login "$REGISTRY"
is 'and prints the user' "$stdout" "$REGISTRY_USER"
forget_the_log
succeeds 'podman pushes' podman push "${plain[@]}" "$id" "$image"
helper_ran get 0 "$(container_map)" 'podman push asked the helper as uid 0, rootless in its user namespace'
podman rmi --all --force >/dev/null 2>&1
forget_the_log
succeeds 'podman pulls' podman pull "${plain[@]}" "$image"
like 'and what it pulls is what was pushed' "$stdout" "$id*"
helper_ran get 0 "$(container_map)" 'podman pull asked the helper as uid 0, rootless in its user namespace'
no_file_holds_the_secret 'after a push and a pull'

forget_the_log
succeeds 'podman logout succeeds' podman logout "$REGISTRY"
helper_ran erase 0 "$(container_map)" 'podman logout ran the helper as uid 0, rootless in its user namespace'
keyring_holds_no_login 'logged out'
refused 'after the logout a pull is refused' podman pull "${plain[@]}" "$image"
succeeds 'a second logout succeeds too: to erase what is not there is no error' podman logout "$REGISTRY"

# --- named in registries.conf, for every registry ---------------------------------------------------

rm "$auth"
printf 'credential-helpers = ["cppsecret-containers"]\n' >>"$CONTAINERS_REGISTRIES_CONF"
printf '{"ServerURL":"https://index.docker.io/v1/","Username":"hub","Secret":"hub"}' | "$helper" store
log_in_with 'podman login with credential-helpers succeeds' \
  podman login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
keyring_holds_the_login 'logged in with credential-helpers'
check 'there is no auth file' test ! -e "$auth"
no_file_holds_the_secret 'logged in with credential-helpers'
podman rmi --all --force >/dev/null 2>&1
succeeds 'podman pulls with credential-helpers' podman pull "${plain[@]}" "$image"
like 'and what it pulls is what was pushed, again' "$stdout" "$id*"
succeeds 'podman finds what docker has stored for Docker Hub' podman login --get-login docker.io
is 'and prints its user' "$stdout" hub
forget_the_log
succeeds 'podman logout --all succeeds' podman logout --all
if grep -q '^docker-credential-cppsecret-containers list uid=0 ' "$E2E_LOG"; then
  pass 'podman logout --all listed with the second name'
else
  fail 'podman logout --all listed with the second name' "$(cat "$E2E_LOG")"
fi
keyring_holds_no_login 'logged out of all'
refused 'after logout --all a pull is refused' podman pull "${plain[@]}" "$image"

# --- without a keyring ------------------------------------------------------------------------------

credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$auth"
sed -i '/^credential-helpers/d' "$CONTAINERS_REGISTRIES_CONF"
podman load -q -i "$HOME/tiny.tar" >/dev/null 2>&1
succeeds 'a public registry takes a push' podman push -q "${plain[@]}" "$id" "$public"
is 'and the helper is silent' "$stderr" ''
podman rmi --all --force >/dev/null 2>&1
export DBUS_SESSION_BUS_ADDRESS=disabled:
succeeds 'without a bus a public image can be pulled' podman pull "${plain[@]}" "$public"
like 'and the hint says why there is no login' "$stderr" '*docker-credential-cppsecret: *bus*'
refused 'without a bus a private one is refused' podman pull "${plain[@]}" "$image"
attempt podman login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$password"
if [ "$status" != 0 ]; then pass 'without a bus a login fails'; else fail 'without a bus a login fails' "$stdout"; fi
like 'and says why' "$stderr" '*bus*'
no_file_holds_the_secret 'after a login that failed'
podman rmi --all --force >/dev/null 2>&1
e2e_containers_end
finish
