#!/bin/bash
# SPDX-License-Identifier: MIT
# Times `cppsecret migrate` of 300 logins, each read back and compared, beside 300 runs of
# `docker-credential-secretservice store` for the same logins, as whole processes in turn on one keyring;
# prints both and their ratio, the median of five rounds, and fails above 0.75.
#   benchmark_migrate.sh COMPANION HELPER
set -u
here=$(cd "$(dirname "$0")" && pwd)
companion=$(realpath -e -- "${1:?usage: benchmark_migrate.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: benchmark_migrate.sh COMPANION HELPER}") || exit 2
for program in docker-credential-secretservice gnome-keyring-daemon secret-tool jq; do
  command -v "$program" >/dev/null || { echo "benchmark_migrate.sh: skipped, $program is not installed" >&2; exit 77; }
done
if [ -z "${PROV_ROOT:-}" ]; then
  unset DOCKER_CONFIG DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_REGISTRIES_CONF SUDO_UID \
    CONTAINER_HOST "${!CPPSECRET_@}"
  exec "$here/support/providers/gnome-keyring.sh" bash "$0" "$companion" "$helper"
fi
logins=300 rounds=5 limit=0.75
mkdir "$HOME/bin"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
# no podman and no skopeo for 'migrate' to ask afterwards: they would be measured
for program in docker-credential-secretservice env; do ln -s "$(command -v $program)" "$HOME/bin/"; done
file=$XDG_RUNTIME_DIR/containers/auth.json
mkdir -p "${file%/*}"
for ((i = 1; i <= logins; i++)); do
  requests[i]=$(printf '{"ServerURL":"host-%d.example","Username":"ann","Secret":"secret-of-%d"}' "$i" "$i")
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
# round COMMAND: leaves its time in $milliseconds; afterwards the keyring has all logins, and then none
round() {
  local start kept
  printf '%s\n' "$filled" >"$file"
  rm -f "$HOME/.config/containers/auth.json"
  start=${EPOCHREALTIME/[.,]/}
  "$1" || { echo "benchmark_migrate.sh: $1 fails: $(cat "$TMPDIR/output")" >&2; exit 1; }
  milliseconds=$(((${EPOCHREALTIME/[.,]/} - start) / 1000))
  kept=$(secret-tool search --all docker_cli 1 2>/dev/null | grep -c '^secret = secret-of-')
  [ "$kept" = "$logins" ] || { echo "benchmark_migrate.sh: after $1 the keyring has $kept logins" >&2; exit 1; }
  secret-tool clear docker_cli 1
  [ -z "$(secret-tool search docker_cli 1 2>/dev/null)" ] ||
    { echo 'benchmark_migrate.sh: the keyring is not empty' >&2; exit 1; }
}
median() { printf '%s\n' "$@" | sort -n | sed -n "$(($# / 2 + 1))p"; }

ours=() theirs=()
for ((n = 0; n < rounds; n++)); do
  for command in by_migrate by_official; do
    round "$command"
    if [ "$command" = by_migrate ]; then ours+=("$milliseconds"); else theirs+=("$milliseconds"); fi
  done
done
echo "cppsecret migrate, $logins logins, read back:          $(median "${ours[@]}") ms"
echo "docker-credential-secretservice store, $logins times:  $(median "${theirs[@]}") ms"
awk -v ours="$(median "${ours[@]}")" -v theirs="$(median "${theirs[@]}")" -v limit="$limit" 'BEGIN {
  printf "ratio: %.3f, at most %.2f\n", ours / theirs, limit
  exit ours / theirs > limit
}'
