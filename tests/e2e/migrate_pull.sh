#!/bin/bash
# SPDX-License-Identifier: MIT
# base64 logins in three files, written by podman, buildah and docker themselves, go into the keyring:
# every tool pulls afterwards as before, also after a reboot, and no file holds the password.
#   migrate_pull.sh HELPER root|user COMPANION
# docker has no engine here: its pull is 'docker manifest inspect', which the client does by itself.
# SECURE_REGISTRY is from registry.sh; succeeds runs functions
# shellcheck source-path=SCRIPTDIR disable=SC2153,SC2317,SC2329
companion=${3:?usage: migrate_pull.sh HELPER root|user COMPANION}
# shellcheck disable=SC2034  # for e2e_main
with_tls=1
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" podman buildah skopeo docker openssl jq
# shellcheck source=../support/helper.sh
. "$support/helper.sh"

# without this the drop-ins are read, which 'configure --all-registries' writes
unset CONTAINERS_REGISTRIES_CONF
export DOCKER_HOST=unix://$XDG_RUNTIME_DIR/no-engine # nobody's engine is asked
ln -s "$companion" "$HOME/bin/cppsecret"
primary=$XDG_RUNTIME_DIR/containers/auth.json
persistent=$HOME/.config/containers/auth.json
docker=$HOME/.docker/config.json
# the login of each file; the one at localhost is another name of the first
by_podman=$REGISTRY by_buildah=localhost:${REGISTRY#*:} by_docker=$SECURE_REGISTRY
unseen=localhost:${SECURE_REGISTRY#*:} # nobody logs in to it at first
declare -A verify=([$by_podman]=false [$by_buildah]=false [$by_docker]=true [$unseen]=true)
for registry in "$by_docker" "$unseen"; do
  mkdir -p "$HOME/.config/containers/certs.d/$registry"
  cp "$SECURE_REGISTRY_CA" "$HOME/.config/containers/certs.d/$registry/ca.crt"
done

# --- what is done again and again --------------------------------------------------------------------

podman_log_in() { # DESCRIPTION REGISTRY
  log_in_with "$1" podman login "--tls-verify=${verify[$2]}" -u "$REGISTRY_USER" --password-stdin "$2"
}

# docker looks for authorities where only root can put them
docker_client() {
  SSL_CERT_FILE=$SECURE_REGISTRY_CA docker "$@"
}

docker_log_in() { # DESCRIPTION REGISTRY
  log_in_with "$1" docker_client login -u "$REGISTRY_USER" --password-stdin "$2"
}

docker_reads() { # REGISTRY
  local insecure=()
  [ "${verify[$1]}" = true ] || insecure=(--insecure)
  rm -rf "$HOME/.docker/manifests" # what a manifest says is kept by the client
  docker_client manifest inspect "${insecure[@]}" "$1/tiny"
}

podman_pulls() { # WHEN REGISTRY
  succeeds "podman pulls from $2 ($1)" podman pull "--tls-verify=${verify[$2]}" "$2/tiny"
}

# everybody_pulls WHEN DOCKERS-REGISTRY…: each tool with the login that it has made, and skopeo with all
everybody_pulls() {
  local when=$1 registry
  shift
  podman rmi --all --force >/dev/null 2>&1
  podman_pulls "$when" "$by_podman"
  succeeds "buildah pulls from $by_buildah ($when)" \
    buildah pull --policy always --tls-verify=false "docker://$by_buildah/tiny"
  for registry in "$by_podman" "$by_buildah" "$by_docker"; do
    rm -rf "$HOME/pulled"
    succeeds "skopeo pulls from $registry ($when)" \
      skopeo copy "--src-tls-verify=${verify[$registry]}" "docker://$registry/tiny" "dir:$HOME/pulled"
  done
  for registry; do
    succeeds "docker reads the manifest from $registry ($when)" docker_reads "$registry"
    like 'and it is that of the image' "$stdout" '*"layers":*'
  done
}

# Empties the runtime folder, but for the sockets of the bus and of the keyring.
reboot() {
  e2e_containers_end
  find "$XDG_RUNTIME_DIR" -depth ! -type s ! -type d -delete
  find "$XDG_RUNTIME_DIR" -depth -mindepth 1 -type d -empty -delete
  mkdir "$XDG_RUNTIME_DIR/libpod"
  check 'rebooted' test ! -e "$primary"
}

keyring_holds() { # WHEN REGISTRY…
  local when=$1 registry
  shift
  for registry; do
    is "the keyring has the login for $registry ($when)" "$(login "$registry")" "$REGISTRY_USER:$password"
  done
  is "and no other ($when)" "$(items)" $#
}

# --- three files with base64 -------------------------------------------------------------------------

mkdir "$HOME/.docker"
# with this docker does not look for a helper by itself
echo '{"auths":{"elsewhere.example":{}}}' >"$docker"
podman_log_in 'podman logs in' "$by_podman"
log_in_with 'buildah logs in' buildah login --authfile "$persistent" --tls-verify=false \
  -u "$REGISTRY_USER" --password-stdin "$by_buildah"
docker_log_in 'docker logs in' "$by_docker"
is 'three files hold the password in base64' "$(files_with_the_secret | sort)" \
  "$(printf '%s\n' "$primary" "$persistent" "$docker" | sort)"
is 'and the keyring holds none' "$(items)" 0
for registry in "$by_podman" "$by_docker"; do
  # docker 20.10 reads manifests of its own format only
  succeeds "skopeo pushes to $registry" skopeo copy --format v2s2 "--dest-tls-verify=${verify[$registry]}" \
    "$REGISTRY_IMAGE" "docker://$registry/tiny"
done
everybody_pulls 'with base64' "$by_docker"

# --- migrate alone -----------------------------------------------------------------------------------

succeeds 'cppsecret migrate' cppsecret migrate --yes
no_file_holds_the_secret 'migrated'
keyring_holds migrated "$by_podman" "$by_buildah" "$by_docker"
everybody_pulls migrated "$by_docker"
reboot
everybody_pulls 'migrated and rebooted' "$by_docker"
no_file_holds_the_secret 'migrated and rebooted'
podman_log_in 'podman logs in once more' "$by_podman"
is 'and writes base64 again, as migrate has said' "$(files_with_the_secret)" "$primary"

# --- and configure for all registries: what README promises ------------------------------------------

succeeds 'migrate, configure --all-registries and doctor are content' \
  bash -c 'cppsecret migrate --yes && cppsecret configure --all-registries --yes && cppsecret doctor'
no_file_holds_the_secret 'configured'
keyring_holds configured "$by_podman" "$by_buildah" "$by_docker"
everybody_pulls configured "$by_docker" "$by_podman" "$by_buildah"
reboot
everybody_pulls 'configured and rebooted' "$by_docker" "$by_podman" "$by_buildah"

# new logins, of a registry that was there and of one that was not
podman_log_in 'podman logs in after that' "$by_podman"
podman_log_in 'podman logs in to another registry' "$unseen"
docker_log_in 'docker logs in after that' "$by_docker"
is 'and no file has a login' "$(grep -l '"auth":' "$primary" "$persistent" "$docker" 2>/dev/null)" ''
no_file_holds_the_secret 'logged in again'
keyring_holds 'logged in again' "$by_podman" "$by_buildah" "$by_docker" "$unseen"
podman_pulls 'logged in again' "$unseen"
podman_pulls 'logged in again' "$by_docker"

# --- and out again -----------------------------------------------------------------------------------

succeeds 'podman logs out' podman logout "$by_podman"
succeeds 'podman logs out of the other' podman logout "$unseen"
keyring_holds 'podman logged out' "$by_buildah" "$by_docker"
refused 'a pull by podman is refused then' podman pull --tls-verify=false "$by_podman/tiny"
refused 'and so is one by skopeo' skopeo inspect --tls-verify=false "docker://$by_podman/tiny"
succeeds 'docker logs out' docker_client logout "$by_docker"
succeeds 'buildah logs out' buildah logout "$by_buildah"
is 'the keyring is empty' "$(items)" 0
refused 'docker reads no manifest then' docker_reads "$by_docker"
refused 'and buildah pulls none' buildah pull --policy always --tls-verify=false "docker://$by_buildah/tiny"
succeeds 'a second logout by podman succeeds too' podman logout "$by_podman"
no_file_holds_the_secret 'logged out'
podman rmi --all --force >/dev/null 2>&1
e2e_containers_end
finish
