#!/bin/bash
# SPDX-License-Identifier: MIT
# Times a get from the unlocked keyring file against a get of docker-credential-secretservice from
# gnome-keyring: whole processes, one after the other in every round, with 1 and with 300 logins.
#   benchmark_file.sh HELPER COMPANION INTERLEAVE
# Fails where ours takes more than 0.6 of the other.
set -euo pipefail
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2") interleave=$(realpath -e -- "$3")
need docker-credential-secretservice secret-tool gnome-keyring-daemon setsid
on_a_keyring "$support/providers/gnome-keyring.sh" "$0" "$@"
export CPPSECRET_KEYRING=file
(umask 077; echo 'a phrase' >"$HOME/phrase")
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase setsid --wait "$companion" keyring create </dev/null >/dev/null
stored=0 failed=0
for count in 1 300; do
  while [ "$stored" -lt "$count" ]; do
    stored=$((stored + 1))
    request "r$stored.example" u "s$stored" | "$helper" store
    item "r$stored.example" u "s$stored"
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
