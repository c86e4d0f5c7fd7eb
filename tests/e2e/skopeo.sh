#!/bin/bash
# SPDX-License-Identifier: MIT
# skopeo logs in, pushes, pulls and logs out through the helper.
#   skopeo.sh HELPER [root|user]
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" skopeo

auth=$XDG_RUNTIME_DIR/containers/auth.json
mkdir -p "${auth%/*}"
credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$auth"
image=docker://$REGISTRY/tiny
public=docker://$PUBLIC_REGISTRY/tiny
plain=(--tls-verify=false)

refused 'without a login a push is refused' skopeo copy --dest-tls-verify=false "$REGISTRY_IMAGE" "$image"
log_in_with 'skopeo login succeeds' skopeo login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
helper_ran store "$(id -u)" "$(own_map)" 'skopeo ran the helper as who it is itself'
keyring_holds_the_login 'logged in'
no_file_holds_the_secret 'logged in'
is 'the auth file has no login' "$(grep -c '"auth"' "$auth")" 0
succeeds 'skopeo login --get-login knows the login' skopeo login --get-login "$REGISTRY"
is 'and prints the user' "$stdout" "$REGISTRY_USER"
forget_the_log
succeeds 'skopeo pushes' skopeo copy --dest-tls-verify=false "$REGISTRY_IMAGE" "$image"
succeeds 'skopeo inspects' skopeo inspect "${plain[@]}" --format '{{.Name}}' "$image"
is 'and finds the image' "$stdout" "$REGISTRY/tiny"
succeeds 'skopeo pulls' skopeo copy --src-tls-verify=false "$image" "dir:$HOME/pulled"
helper_ran get "$(id -u)" "$(own_map)" 'each asked the helper'
no_file_holds_the_secret 'after a push and a pull'

succeeds 'skopeo logout succeeds' skopeo logout "$REGISTRY"
keyring_holds_no_login 'logged out'
refused 'after the logout a pull is refused' skopeo inspect "${plain[@]}" "$image"

succeeds 'a public registry takes a push' skopeo copy --dest-tls-verify=false "$REGISTRY_IMAGE" "$public"
is 'and the helper is silent' "$stderr" ''
export DBUS_SESSION_BUS_ADDRESS=disabled:
succeeds 'without a bus a public image can be pulled' skopeo copy --src-tls-verify=false "$public" "dir:$HOME/public"
like 'and the hint says why there is no login' "$stderr" '*docker-credential-cppsecret: *bus*'
refused 'without a bus a private one is refused' skopeo inspect "${plain[@]}" "$image"
attempt skopeo login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$password"
is 'without a bus a login fails' "$status" 1
like 'and says why' "$stderr" '*bus*'
no_file_holds_the_secret 'after a login that failed'
finish
