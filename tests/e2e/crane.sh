#!/bin/bash
# SPDX-License-Identifier: MIT
# crane and its kin (ko, kaniko, cosign) log in, read and log out through the helper that docker's file names.
#   crane.sh HELPER [root|user]
# shellcheck disable=SC2034  # for e2e_main
with_tls=1
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" crane skopeo

REGISTRY=$SECURE_REGISTRY
export SSL_CERT_FILE=$SECURE_REGISTRY_CA
image=$REGISTRY/tiny
mkdir "$HOME/.docker"
go_through() { # WHEN
  forget_the_log
  log_in_with "crane logs in ($1)" crane auth login -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
  helper_ran store "$(id -u)" "$(own_map)" "and the helper stores it ($1)"
  keyring_holds_the_login "$1"
  no_file_holds_the_secret "$1"
  layout=${REGISTRY_IMAGE#oci:}
  succeeds "crane pushes with it ($1)" crane push "${layout%:*}" "$image"
  forget_the_log
  succeeds "crane reads the image ($1)" crane manifest "$image"
  like "and it is that one ($1)" "$stdout" '*"layers":*'
  helper_ran get "$(id -u)" "$(own_map)" "and asks the helper ($1)"
  forget_the_log
  succeeds "crane logs out ($1)" crane auth logout "$REGISTRY"
  helper_ran erase "$(id -u)" "$(own_map)" "and the helper erases it ($1)"
  keyring_holds_no_login "$1"
  refused "then it is refused ($1)" crane manifest "$image"
}

credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$HOME/.docker/config.json"
go_through 'by credHelpers'
printf '{"credsStore":"cppsecret"}\n' >"$HOME/.docker/config.json"
go_through 'by credsStore'

skopeo copy -q --dest-tls-verify=false "$REGISTRY_IMAGE" "docker://$PUBLIC_REGISTRY/tiny" >/dev/null 2>&1
forget_the_log
succeeds 'a public image needs no login' crane manifest --insecure "$PUBLIC_REGISTRY/tiny"
helper_ran get "$(id -u)" "$(own_map)" 'though the helper is asked'
DBUS_SESSION_BUS_ADDRESS=disabled: \
  succeeds 'nor a keyring' crane manifest --insecure "$PUBLIC_REGISTRY/tiny"
finish
