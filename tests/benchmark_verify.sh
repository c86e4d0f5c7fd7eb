#!/bin/bash
# SPDX-License-Identifier: MIT
# Times `cppsecret verify` of 50 logins at one registry on loopback, and 50 runs of `skopeo login`
# one after the other with the same logins; prints both and their ratio. Three rounds, the median.
#   benchmark_verify.sh COMPANION HELPER
set -u
here=$(cd "$(dirname "$0")" && pwd)
companion=$(realpath -e -- "${1:?usage: benchmark_verify.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: benchmark_verify.sh COMPANION HELPER}") || exit 2
for program in skopeo docker-registry htpasswd gnome-keyring-daemon; do
  command -v "$program" >/dev/null || { echo "benchmark_verify.sh: skipped, $program is not installed" >&2; exit 77; }
done
if [ -z "${PROV_ROOT:-}" ]; then
  unset REGISTRY_AUTH_FILE CONTAINERS_REGISTRIES_CONF http_proxy https_proxy all_proxy
  exec "$here/support/registry.sh" "$here/support/providers/gnome-keyring.sh" bash "$0" "$companion" "$helper"
fi
logins=50
for ((i = 1; i <= logins; i++)); do
  printf '{"ServerURL":"%s/team%d","Username":"%s","Secret":"%s"}' \
    "$REGISTRY" "$i" "$REGISTRY_USER" "$REGISTRY_PASSWORD" | "$helper" store || exit 1
done
by_verify() { "$companion" verify --tls-verify=false >/dev/null 2>&1; }
by_skopeo() {
  local i
  for ((i = 1; i <= logins; i++)); do
    skopeo login --tls-verify=false --authfile "$TMPDIR/auth.json" --username "$REGISTRY_USER" --password-stdin \
      "$REGISTRY/team$i" <<<"$REGISTRY_PASSWORD" >/dev/null 2>&1 || return 1
  done
}
# milliseconds COMMAND: the median of three rounds
milliseconds() {
  local start round
  for round in 1 2 3; do
    start=${EPOCHREALTIME/[.,]/}
    "$1" || { echo "benchmark_verify.sh: $1 fails in round $round" >&2; return 1; }
    echo $(((${EPOCHREALTIME/[.,]/} - start) / 1000))
  done | sort -n | sed -n 2p
}
ours=$(milliseconds by_verify) && theirs=$(milliseconds by_skopeo) && [ -n "$ours" ] && [ -n "$theirs" ] || exit 1
echo "cppsecret verify, $logins logins: $ours ms"
echo "skopeo login, $logins times:      $theirs ms"
awk -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "ratio: %.3f\n", ours / theirs }'
