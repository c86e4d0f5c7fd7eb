#!/bin/bash
# SPDX-License-Identifier: MIT
# docker logs in and out through the helper. There is no engine, so the pull is 'docker manifest
# inspect', which the client does by itself, with the same login.
#   docker.sh HELPER [root|user]
# shellcheck disable=SC2034  # for e2e_main
with_tls=1
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" docker skopeo

# without an engine docker 28.5 logs in to nothing but TLS, on loopback too; its authorities only root can install
REGISTRY=$SECURE_REGISTRY
export SSL_CERT_FILE=$SECURE_REGISTRY_CA
export DOCKER_HOST=unix://$XDG_RUNTIME_DIR/no-engine # nobody's engine is asked
config=$HOME/.docker/config.json
mkdir "$HOME/.docker"
credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$config"
image=$REGISTRY/tiny
inspect=(docker manifest inspect)

forget_the_log
log_in_with 'docker login succeeds' docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
is 'and does not warn of a password in a file' "$(grep -ci warning <<<"$stderr")" 0
helper_ran store "$(id -u)" "$(own_map)" 'docker ran the helper as who it is itself'
keyring_holds_the_login 'logged in'
no_file_holds_the_secret 'logged in'
is 'the configuration file has no login' "$(grep -c '"auth"' "$config")" 0
# without an engine this login ends there, but it has asked the keyring
forget_the_log
attempt docker login "$REGISTRY" </dev/null
like 'docker login without a user finds a login' "$stdout $stderr" '*existing credentials*'
helper_ran get "$(id -u)" "$(own_map)" 'and has it from the helper'
# docker 20.10 reads manifests of its own format only
succeeds "skopeo pushes with docker's login" \
  skopeo copy --format v2s2 "$REGISTRY_IMAGE" "docker://$image"
forget_the_log
succeeds 'docker reads the manifest' "${inspect[@]}" "$image"
like 'and it is that of the image' "$stdout" '*"layers":*'
helper_ran get "$(id -u)" "$(own_map)" 'and asked the helper'
no_file_holds_the_secret 'after a push and a pull'

forget_the_log
succeeds 'docker logout succeeds' docker logout "$REGISTRY"
is 'and does not complain' "$stderr" ''
helper_ran erase "$(id -u)" "$(own_map)" 'docker logout ran the helper'
keyring_holds_no_login 'logged out'
# what a manifest says is kept by the client
rm -rf "$HOME/.docker/manifests"
refused 'after the logout the manifest is refused' "${inspect[@]}" "$image"
succeeds 'a second logout succeeds too' docker logout "$REGISTRY"

# --- the helper of every registry --------------------------------------------------------------------

printf '{"credsStore":"cppsecret"}\n' >"$config"
log_in_with 'docker login with credsStore succeeds' docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY"
keyring_holds_the_login 'logged in with credsStore'
no_file_holds_the_secret 'logged in with credsStore'
succeeds 'docker logout with credsStore succeeds' docker logout "$REGISTRY"
keyring_holds_no_login 'logged out with credsStore'

# --- without a keyring ------------------------------------------------------------------------------

credential_helpers cppsecret "$REGISTRY" "$PUBLIC_REGISTRY" >"$config"
skopeo copy -q --format v2s2 --dest-tls-verify=false "$REGISTRY_IMAGE" "docker://$PUBLIC_REGISTRY/tiny" >/dev/null 2>&1
export DBUS_SESSION_BUS_ADDRESS=disabled:
succeeds 'without a bus a public manifest can be read' "${inspect[@]}" --insecure "$PUBLIC_REGISTRY/tiny"
like 'and the hint says why there is no login' "$stderr" '*docker-credential-cppsecret: *bus*'
refused 'without a bus a private one is refused' "${inspect[@]}" "$image"
attempt docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$password"
if [ "$status" != 0 ]; then pass 'without a bus a login fails'; else fail 'without a bus a login fails' "$stdout"; fi
like 'and says why' "$stderr" '*bus*'
no_file_holds_the_secret 'after a login that failed'
finish
