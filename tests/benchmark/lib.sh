# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the benchmarks share; sourced, not run.
#   fail MESSAGE                 ends the benchmark
#   need PROGRAM…                ends it as skipped if one is missing; a failure if CPPSECRET_TESTS_MUST_RUN=1
#   on_a_keyring COMMAND…        starts it again by this, around which is a keyring of its own, unless there is one
#   request SERVER USER SECRET   the input of store
#   item, items                  of items.sh
#   milliseconds COMMAND…        how long it takes; fails as the command does
#   median NUMBER…
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/../support" && pwd)
# shellcheck source=../support/items.sh
. "$support/items.sh"

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

need() {
  local program
  for program; do
    command -v -- "$program" >/dev/null && continue
    [ "${CPPSECRET_TESTS_MUST_RUN:-}" != 1 ] || fail "$program is not installed"
    echo "${0##*/}: skipped, $program is not installed" >&2
    exit 77
  done
}

on_a_keyring() {
  [ "${DBUS_SESSION_BUS_ADDRESS:-}" != "unix:path=${PROV_ROOT:-/nowhere}/run/bus" ] || return 0
  unset DOCKER_CONFIG DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_REGISTRIES_CONF SUDO_UID CONTAINER_HOST \
    http_proxy https_proxy all_proxy G_DEBUG G_MESSAGES_DEBUG G_SLICE "${!CPPSECRET_@}"
  exec "$@"
}

request() {
  printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}' "$@"
}

milliseconds() {
  local start=${EPOCHREALTIME/[.,]/}
  "$@" || return
  echo $(((${EPOCHREALTIME/[.,]/} - start) / 1000))
}

median() {
  printf '%s\n' "$@" | sort -n | sed -n "$(($# / 2 + 1))p"
}
