#!/bin/bash
# SPDX-License-Identifier: MIT
# Times `cppsecret migrate` of 300 logins, each read back and compared, beside 300 runs of
# `docker-credential-secretservice store` for the same logins, as whole processes in turn on one keyring;
# prints both and their ratio, the median of five rounds, and fails above 0.75.
#   benchmark_migrate.sh COMPANION HELPER
set -u
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
companion=$(realpath -e -- "${1:?usage: benchmark_migrate.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: benchmark_migrate.sh COMPANION HELPER}") || exit 2
need docker-credential-secretservice gnome-keyring-daemon secret-tool jq
on_a_keyring "$support/providers/gnome-keyring.sh" "$0" "$companion" "$helper"
logins=300 rounds=5 limit=0.75
mkdir "$HOME/bin"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
# no podman and no skopeo for 'migrate' to ask afterwards: they would be measured
for program in docker-credential-secretservice env; do ln -s "$(command -v $program)" "$HOME/bin/"; done
file=$XDG_RUNTIME_DIR/containers/auth.json
mkdir -p "${file%/*}"
for ((i = 1; i <= logins; i++)); do
  requests[i]=$(request "host-$i.example" ann "secret-of-$i")
done
filled=$(printf '%s\n' "${requests[@]}" | jq -s '
  {auths: map({key: .ServerURL, value: {auth: (.Username + ":" + .Secret | @base64)}}) | from_entries}') || exit 1

by_migrate() { PATH=$HOME/bin "$companion" migrate --yes >"$TMPDIR/output" 2>&1; }
by_official() {
  local i
  for ((i = 1; i <= logins; i++)); do
    "$HOME/bin/docker-credential-secretservice" store <<<"${requests[i]}" >"$TMPDIR/output" 2>&1 || return 1
  done
}
# round COMMAND: prints its time; afterwards the keyring has all logins, and then none
round() {
  local kept
  printf '%s\n' "$filled" >"$file"
  rm -f "$HOME/.config/containers/auth.json"
  milliseconds "$1" || fail "$1 fails: $(cat "$TMPDIR/output")"
  kept=$(items)
  [ "$kept" = "$logins" ] || fail "after $1 the keyring has $kept logins"
  secret-tool clear docker_cli 1
  [ "$(items)" = 0 ] || fail 'the keyring is not empty'
}

ours=() theirs=()
for ((n = 0; n < rounds; n++)); do
  ours[n]=$(round by_migrate) && theirs[n]=$(round by_official) || exit 1
done
echo "cppsecret migrate, $logins logins, read back:          $(median "${ours[@]}") ms"
echo "docker-credential-secretservice store, $logins times:  $(median "${theirs[@]}") ms"
awk -v ours="$(median "${ours[@]}")" -v theirs="$(median "${theirs[@]}")" -v limit="$limit" 'BEGIN {
  printf "ratio: %.3f, at most %.2f\n", ours / theirs, limit
  exit ours / theirs > limit
}'
