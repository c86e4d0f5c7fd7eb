#!/bin/bash
# SPDX-License-Identifier: MIT
# Times `cppsecret verify` of 50 logins at one registry on loopback, and 50 runs of `skopeo login`
# one after the other with the same logins; prints both and their ratio. Three rounds, the median.
#   benchmark_verify.sh COMPANION HELPER
set -u
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
companion=$(realpath -e -- "${1:?usage: benchmark_verify.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: benchmark_verify.sh COMPANION HELPER}") || exit 2
need skopeo docker-registry htpasswd gnome-keyring-daemon
on_a_keyring "$support/registry.sh" "$support/providers/gnome-keyring.sh" "$0" "$companion" "$helper"
logins=50
for ((i = 1; i <= logins; i++)); do
  request "$REGISTRY/team$i" "$REGISTRY_USER" "$REGISTRY_PASSWORD" | "$helper" store || exit 1
done
by_verify() { "$companion" verify --tls-verify=false >/dev/null 2>&1; }
by_skopeo() {
  local i
  for ((i = 1; i <= logins; i++)); do
    skopeo login --tls-verify=false --authfile "$TMPDIR/auth.json" --username "$REGISTRY_USER" --password-stdin \
      "$REGISTRY/team$i" <<<"$REGISTRY_PASSWORD" >/dev/null 2>&1 || return 1
  done
}
# median_of COMMAND: of three rounds
median_of() {
  local rounds=() round
  for round in 0 1 2; do rounds[round]=$(milliseconds "$1") || fail "$1 fails in round $round"; done
  median "${rounds[@]}"
}
ours=$(median_of by_verify) && theirs=$(median_of by_skopeo) || exit 1
echo "cppsecret verify, $logins logins: $ours ms"
echo "skopeo login, $logins times:      $theirs ms"
awk -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "ratio: %.3f\n", ours / theirs }'
