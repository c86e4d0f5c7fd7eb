#!/bin/bash
# SPDX-License-Identifier: MIT
# Two logins for one registry: podman logs in and pulls as the one that CPPSECRET_ACCOUNT names, and as
# the active one without.
#   accounts_podman.sh HELPER root|user COMPANION
# SECOND_USER is from registry.sh; succeeds runs functions
# shellcheck source-path=SCRIPTDIR disable=SC2153,SC2317,SC2329
companion=${3:?usage: accounts_podman.sh HELPER root|user COMPANION}
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" podman skopeo jq
# shellcheck source=../support/helper.sh
. "$support/helper.sh"
export CPPSECRET_ACCOUNT
unset CPPSECRET_ACCOUNT

auth=$XDG_RUNTIME_DIR/containers/auth.json
mkdir -p "${auth%/*}"
credential_helpers cppsecret "$REGISTRY" >"$auth"
image=$REGISTRY/tiny
plain=(--tls-verify=false)

as() { # NAME COMMAND…
  CPPSECRET_ACCOUNT=$1 "${@:2}"
}
pull() {
  podman rmi --all --force >/dev/null 2>&1
  podman pull -q "${plain[@]}" "$image"
}

log_in_with 'podman login of the first user' podman login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
succeeds 'is saved as an account' "$companion" account save "$REGISTRY" first
succeeds 'podman login of the second user' \
  podman login "${plain[@]}" -u "$SECOND_USER" --password-stdin "$REGISTRY" <<<"$SECOND_PASSWORD"
succeeds 'and is saved' "$companion" account save "$REGISTRY" second
succeeds 'skopeo pushes' skopeo copy --dest-tls-verify=false "$REGISTRY_IMAGE" "docker://$image"
succeeds 'podman pulls as the active login' pull
is 'podman login --get-login says who it is' "$(podman login --get-login "$REGISTRY")" "$SECOND_USER"
is 'and who it would be with the account' "$(as first podman login --get-login "$REGISTRY")" "$REGISTRY_USER"
# from here on the active login is refused, and the accounts are not
store "$REGISTRY" "$SECOND_USER" wrong
refused 'with a wrong password the active login pulls nothing' pull
succeeds 'with CPPSECRET_ACCOUNT podman pulls as that account' as first pull
succeeds 'and as the other one' as second pull
succeeds 'skopeo too' as first skopeo inspect "${plain[@]}" "docker://$image"
succeeds 'use changes the active login' "$companion" account use "$REGISTRY" first
succeeds 'so that podman pulls' pull
refused 'while the account has what was active' as second pull
attempt as second podman logout "$REGISTRY"
left=$("$companion" account list --json | jq -r '.accounts[].account')
is 'a logout with an account removes that' "$status $left" '0 first'
succeeds 'and the active login stays' pull
log_in_with 'a login with an account that is there changes that' as first \
  podman login "${plain[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
succeeds 'a logout removes the active login' podman logout "$REGISTRY"
refused 'so that there is none' pull
succeeds 'but the account is there' as first pull
no_file_holds_the_secret 'after all'
is 'nor that of the second user' "$(grep -rlaF -e "$SECOND_PASSWORD" "$PROV_ROOT" "$XDG_RUNTIME_DIR" 2>/dev/null)" ''
podman rmi --all --force >/dev/null 2>&1
e2e_containers_end
finish
