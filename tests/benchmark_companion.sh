#!/bin/bash
# SPDX-License-Identifier: MIT
# The time that the companion takes for auth files of 100, 1,000 and 10,000 logins, and that it grows
# with their number and no faster: each further login must not cost more than three times as much in
# the large file as in the small one.
#   benchmark_companion.sh COMPANION HELPER
# Times are those of the processor, the shortest of five runs; no keyring is needed.
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
[ $# = 2 ] || { echo "usage: benchmark_companion.sh COMPANION HELPER" >&2; exit 2; }
companion=$(realpath -e -- "$1")
helper=$(realpath -e -- "$2")
root=$(mktemp -d "${TMPDIR:-/tmp}/benchmark.XXXXXX")
trap 'rm -r "$root"' EXIT
unset DOCKER_CONFIG DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_REGISTRIES_CONF SUDO_UID \
  XDG_CONFIG_HOME CONTAINER_HOST "${!CPPSECRET_@}"
export HOME=$root/home XDG_RUNTIME_DIR=$root/run DBUS_SESSION_BUS_ADDRESS=disabled:
mkdir -p "$HOME/bin" "$XDG_RUNTIME_DIR/containers"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
# no podman and no skopeo for 'configure' to ask: they would be measured
for program in bash base64 cp rm; do ln -s "$(command -v $program)" "$HOME/bin/"; done
PATH=$HOME/bin
file=$XDG_RUNTIME_DIR/containers/auth.json
persistent=$HOME/.config/containers/auth.json
sizes=(100 1000 10000)

fill() { # COUNT
  local i secret
  secret=$(printf 'ann:secret-of-ann' | base64)
  {
    printf '{\n\t"auths": {\n'
    for ((i = 1; i <= $1; i++)); do
      ((i == 1)) || printf ',\n'
      printf '\t\t"host-%d.example": {\n\t\t\t"auth": "%s"\n\t\t}' "$i" "$secret"
    done
    printf '\n\t}\n}\n'
  } >"$root/filled"
}

# processor_time COMMAND…: the shortest of five runs, in thousandths
processor_time() {
  local best=999999999 time user system
  for _ in 1 2 3 4 5; do
    cp "$root/filled" "$file"
    rm -f "$persistent"
    TIMEFORMAT='%3U %3S'
    time=$( { time "$@" >"$root/output" 2>"$root/errors" || echo "$?" >"$root/status"; } 2>&1)
    [ ! -e "$root/status" ] || fail "$* failed: $(<"$root/errors")"
    read -r user system <<<"$time"
    user=${user/./} system=${system/./}
    time=$((10#$user + 10#$system))
    ((time >= best)) || best=$time
  done
  echo "$best"
}

declare -A times
run_all() { # COUNT
  fill "$1"
  times[status,$1]=$(processor_time "$companion" status)
  times[resolve,$1]=$(processor_time "$companion" resolve "host-$1.example/app")
  times[configure,$1]=$(processor_time "$companion" configure --tool containers --yes "host-$1.example")
  times[configure --from-auths,$1]=$(processor_time "$companion" configure --tool containers --from-auths --yes)
}
for size in "${sizes[@]}"; do run_all "$size"; done

printf '%-24s %8s %8s %8s   %s\n' 'milliseconds of' "${sizes[@]}" 'each further login, in microseconds'
failed=0
for command in status resolve configure 'configure --from-auths'; do
  small=${times[$command,100]} middle=${times[$command,1000]} large=${times[$command,10000]}
  first=$(((middle - small) * 1000 / 900)) then=$(((large - middle) * 1000 / 9000))
  # a start takes some milliseconds more or less: below three nothing can be told
  floor=$((3 * 1000 / 900))
  printf '%-24s %8d %8d %8d   %d, then %d' "$command" "$small" "$middle" "$large" "$first" "$then"
  if ((then > 3 * (first > floor ? first : floor))); then
    printf ': grows faster than the file'
    failed=1
  fi
  printf '\n'
done
exit "$failed"
