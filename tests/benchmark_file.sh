#!/bin/bash
# SPDX-License-Identifier: MIT
# Times a get from the unlocked keyring file against a get of docker-credential-secretservice from
# gnome-keyring: whole processes, one after the other in every round, with 1 and with 300 logins.
#   benchmark_file.sh HELPER COMPANION INTERLEAVE
# Fails where ours takes more than 0.6 of the other.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2") interleave=$(realpath -e -- "$3")
for program in docker-credential-secretservice secret-tool gnome-keyring-daemon setsid; do
  command -v "$program" >/dev/null || { echo "benchmark_file.sh: skipped, $program is not installed" >&2; exit 77; }
done
[ -n "${PROV_ROOT:-}" ] || exec "$here/support/providers/gnome-keyring.sh" "$0" "$@"
for name in "${!CPPSECRET_@}"; do unset "$name"; done
export CPPSECRET_KEYRING=file
(umask 077; echo 'a phrase' >"$HOME/phrase")
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase setsid --wait "$companion" keyring create </dev/null >/dev/null
stored=0 failed=0
for count in 1 300; do
  while [ "$stored" -lt "$count" ]; do
    stored=$((stored + 1))
    printf '{"ServerURL":"r%d.example","Username":"u","Secret":"s%d"}' "$stored" "$stored" | "$helper" store
    printf 's%d' "$stored" | secret-tool store --label="r$stored.example" xdg:schema io.docker.Credentials \
      label 'Docker Credentials' server "r$stored.example" username u docker_cli 1
  done
  get=(--input "r$count.example" --output "\"Secret\":\"s$count\"")
  "$interleave" --rounds 200 :: "${get[@]}" ours "$helper" get \
    :: "${get[@]}" official docker-credential-secretservice get |
    awk -F '\t' -v count="$count" '
      { median[$1] = $2 / 1000 }
      END {
        ratio = median["ours"] / median["official"]
        printf "get, %d stored: keyring file %.1f ms, official helper %.1f ms, ratio %.2f\n",
          count, median["ours"], median["official"], ratio
        exit ratio > 0.6
      }' || failed=1
done
printf 'load average: %s\n' "$(cut -d ' ' -f 1-3 /proc/loadavg)"
exit "$failed"
