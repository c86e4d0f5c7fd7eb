#!/bin/bash
# SPDX-License-Identifier: MIT
# buildah logs in, pushes, pulls and logs out through the helper. Rootless buildah runs it as uid 0
# of a user namespace.
#   buildah.sh HELPER [root|user]
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" buildah

auth=$XDG_RUNTIME_DIR/containers/auth.json
mkdir -p "${auth%/*}"
credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$auth"
image=$REGISTRY/tiny
public=$PUBLIC_REGISTRY/tiny
plain=(--tls-verify=false)

succeeds 'buildah makes a container from scratch' buildah from scratch
container=$stdout
succeeds 'buildah commits it' buildah commit -q "$container" localhost/tiny
id=$stdout
refused 'without a login a push is refused' buildah push "${plain[@]}" localhost/tiny "docker://$image"
forget_the_log

log_in_with 'buildah login succeeds' buildah login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
helper_ran store 0 "$(container_map)" 'buildah login ran the helper as uid 0, rootless in its user namespace'
keyring_holds_the_login 'logged in'
no_file_holds_the_secret 'logged in'
is 'the auth file has no login' "$(grep -c '"auth"' "$auth")" 0
succeeds 'buildah login --get-login knows the login' buildah login --get-login "$REGISTRY"
is 'and prints the user' "$stdout" "$REGISTRY_USER"
forget_the_log
succeeds 'buildah pushes' buildah push "${plain[@]}" localhost/tiny "docker://$image"
helper_ran get 0 "$(container_map)" 'buildah push asked the helper as uid 0, rootless in its user namespace'
buildah rm --all >/dev/null 2>&1
buildah rmi --all --force >/dev/null 2>&1
forget_the_log
succeeds 'buildah pulls' buildah pull "${plain[@]}" "docker://$image"
is 'and what it pulls is what was pushed' "${stdout##*$'\n'}" "$id"
helper_ran get 0 "$(container_map)" 'buildah pull asked the helper as uid 0, rootless in its user namespace'
no_file_holds_the_secret 'after a push and a pull'

forget_the_log
succeeds 'buildah logout succeeds' buildah logout "$REGISTRY"
helper_ran erase 0 "$(container_map)" 'buildah logout ran the helper as uid 0, rootless in its user namespace'
keyring_holds_no_login 'logged out'
refused 'after the logout a pull is refused' buildah pull --policy always "${plain[@]}" "docker://$image"

succeeds 'a public registry takes a push' buildah push -q "${plain[@]}" "$id" "docker://$public"
is 'and the helper is silent' "$stderr" ''
buildah rmi --all --force >/dev/null 2>&1
export DBUS_SESSION_BUS_ADDRESS=disabled:
succeeds 'without a bus a public image can be pulled' buildah pull "${plain[@]}" "docker://$public"
like 'and the hint says why there is no login' "$stderr" '*docker-credential-cppsecret: *bus*'
refused 'without a bus a private one is refused' buildah pull "${plain[@]}" "docker://$image"
attempt buildah login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$password"
if [ "$status" != 0 ]; then pass 'without a bus a login fails'; else fail 'without a bus a login fails' "$stdout"; fi
like 'and says why' "$stderr" '*bus*'
no_file_holds_the_secret 'after a login that failed'
buildah rmi --all --force >/dev/null 2>&1
e2e_containers_end
finish
