#!/bin/bash
# SPDX-License-Identifier: MIT
# oras logs in, pushes, reads and logs out through the helper that docker's file names.
#   oras.sh HELPER [root|user]
# shellcheck disable=SC2034  # for e2e_main
with_tls=1
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" oras skopeo

REGISTRY=$SECURE_REGISTRY
ca=(--ca-file "$SECURE_REGISTRY_CA")
mkdir "$HOME/.docker" "$HOME/artifact"
cd "$HOME/artifact" || exit 1
printf 'an artifact\n' >file.txt
go_through() { # WHEN
  forget_the_log
  log_in_with "oras logs in ($1)" oras login "${ca[@]}" -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
  helper_ran store "$(id -u)" "$(own_map)" "and the helper stores it ($1)"
  keyring_holds_the_login "$1"
  no_file_holds_the_secret "$1"
  succeeds "oras pushes with it ($1)" oras push "${ca[@]}" "$REGISTRY/artifact:1" file.txt:text/plain
  forget_the_log
  succeeds "oras reads what it pushed ($1)" oras manifest fetch "${ca[@]}" "$REGISTRY/artifact:1"
  like "and it is that ($1)" "$stdout" '*file.txt*'
  helper_ran get "$(id -u)" "$(own_map)" "and asks the helper ($1)"
  forget_the_log
  succeeds "oras logs out ($1)" oras logout "$REGISTRY"
  helper_ran erase "$(id -u)" "$(own_map)" "and the helper erases it ($1)"
  keyring_holds_no_login "$1"
  refused "then it is refused ($1)" oras manifest fetch "${ca[@]}" "$REGISTRY/artifact:1"
}

credential_helpers cppsecret "$REGISTRY" >"$HOME/.docker/config.json"
go_through 'by credHelpers'
printf '{"credsStore":"cppsecret"}\n' >"$HOME/.docker/config.json"
go_through 'by credsStore'

skopeo copy -q --dest-tls-verify=false "$REGISTRY_IMAGE" "docker://$PUBLIC_REGISTRY/tiny" >/dev/null 2>&1
succeeds 'a public image needs no login' oras manifest fetch --plain-http "$PUBLIC_REGISTRY/tiny:latest"
DBUS_SESSION_BUS_ADDRESS=disabled: \
  succeeds 'nor a keyring' oras manifest fetch --plain-http "$PUBLIC_REGISTRY/tiny:latest"
finish
