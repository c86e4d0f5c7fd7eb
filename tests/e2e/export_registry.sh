#!/bin/bash
# SPDX-License-Identifier: MIT
# A registry lets skopeo and docker's client in with what cppsecret export writes.
#   export_registry.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool skopeo docker-registry htpasswd
companion=$(realpath -e -- "${1:?usage: export_registry.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: export_registry.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  # what a person has set must not change the test
  unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
    CONTAINERS_REGISTRIES_CONF CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING CPPSECRET_TIMEOUT \
    http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
  exec "$support/registry.sh" "$support/providers/gnome-keyring.sh" bash "$here/export_registry.sh" \
    "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"
cd "$HOME" || exit 1
image=$REGISTRY/tiny
store "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
push() {
  attempt skopeo copy -q --format v2s2 --dest-tls-verify=false --authfile "$1" "$REGISTRY_IMAGE" "docker://$image"
}

echo '{}' >empty.json
push empty.json
like 'skopeo cannot push without a login' "$status $stderr" '1 *@(unauthorized|authentication required)*'
check 'an auth.json is written' "$companion" export --format auth.json --output auth.json "$REGISTRY"
push auth.json
is 'skopeo pushes with it' "$status $stderr" '0 '

if have docker; then
  export DOCKER_HOST=unix://$XDG_RUNTIME_DIR/no-engine # nobody's engine is asked
  mkdir empty config
  attempt docker --config empty manifest inspect --insecure "$image"
  like "docker's client cannot pull without a login" "$status $stderr" '1 *@(unauthorized|no basic auth credentials)*'
  check 'a config.json is written' \
    "$companion" export --format docker-config-json --output config/config.json "$REGISTRY"
  attempt docker --config config manifest inspect --insecure "$image"
  like "docker's client gets in with it" "$status $stdout" '0 *"layers":*'
  is 'and has nothing to say of the file' "$stderr" ''
fi
finish
