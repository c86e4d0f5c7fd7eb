# shellcheck shell=bash disable=SC2034  # some variables are for the scripts
# SPDX-License-Identifier: MIT
# The common part of the tests of the companion; sourced, not run.
#
#   companion_main SCRIPT COMPANION HELPER
#
# starts SCRIPT again on an unlocked gnome-keyring, with a HOME of its own; there it goes on, with
# the helper under both of its names in PATH and
#   run COMMAND…                  the companion; leaves $status, $stdout and $stderr
#   on_a_terminal ANSWER COMMAND… the companion on a terminal; leaves $status and $stdout
#   json FILTER                   of the last standard output
#   primary, persistent, docker   the auth files; their folders are there
#   auth USER                     an entry of auths with base64 of USER:secret-of-USER
#   no_files                      takes all of the tools' files away
#   names FILE                    its credHelpers and credsStore
# and what helper.sh offers.
support=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tap.sh
. "$support/tap.sh"
status='' stdout='' stderr='' # attempt sets them

companion_main() {
  need dbus-daemon gdbus gnome-keyring-daemon secret-tool jq script
  companion=$(realpath -e -- "${2:?usage: $(basename "$1") COMPANION HELPER}") || exit 2
  helper=$(realpath -e -- "${3:?usage: $(basename "$1") COMPANION HELPER}") || exit 2
  if [ -z "${PROV_ROOT:-}" ]; then
    # what a person has set must not change the test
    unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
      CONTAINERS_REGISTRIES_CONF CONTAINER_HOST NO_COLOR SUDO_UID CPPSECRET_COLLECTION CPPSECRET_DEBUG \
      CPPSECRET_KEYRING CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE G_MESSAGES_DEBUG
    exec "$support/providers/gnome-keyring.sh" bash "$1" "$companion" "$helper"
  fi
  # shellcheck source=helper.sh
  . "$support/helper.sh"
  mkdir "$HOME/bin"
  ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
  ln -s "$helper" "$HOME/bin/docker-credential-cppsecret-containers"
  PATH=$HOME/bin:$PATH
  export TZ=UTC TERM=xterm
  unset NO_COLOR
  primary=$XDG_RUNTIME_DIR/containers/auth.json
  persistent=$HOME/.config/containers/auth.json
  docker=$HOME/.docker/config.json
  mkdir -p "${primary%/*}" "${persistent%/*}" "${docker%/*}" "$HOME/.config/containers/registries.conf.d"
}

run() {
  attempt timeout 60 "$companion" "$@" </dev/null
}

json() {
  jq -c "$1" <<<"$stdout"
}

on_a_terminal() {
  local answer=$1
  shift
  attempt timeout 60 script -qec "$(printf '%q ' "$companion" "$@")" /dev/null <<<"$answer"
  # the terminal may echo the answer before or after it is read
  stdout=${stdout#"$answer"}
  stdout=${stdout#$'\r'}
  stdout=${stdout#$'\n'}
}

auth() {
  printf '{"auth":"%s"}' "$(printf '%s:secret-of-%s' "$1" "$1" | base64 -w 0)"
}

no_files() {
  rm -f "$primary" "$persistent" "$docker" "$HOME/.dockercfg" "$HOME"/.config/containers/registries.conf.d/*
}

names() {
  jq -c '[.credHelpers, .credsStore]' "$1" 2>&1
}
