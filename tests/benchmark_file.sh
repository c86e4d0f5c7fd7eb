#!/bin/bash
# SPDX-License-Identifier: MIT
# Times the helper on the unlocked keyring file against docker-credential-pass, with a warm gpg-agent, where that
# is installed, and a get against one of docker-credential-secretservice from gnome-keyring: whole processes, one
# after the other in every round, with 1, 30, 300 and 1,200 logins.
#   benchmark_file.sh HELPER COMPANION INTERLEAVE
# Fails where a get takes more than 0.6 of docker-credential-secretservice's.
set -euo pipefail
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
helper=$(realpath -e -- "$1") companion=$(realpath -e -- "$2") interleave=$(realpath -e -- "$3")
need docker-credential-secretservice secret-tool gnome-keyring-daemon setsid
on_a_keyring "$support/providers/gnome-keyring.sh" "$0" "$@"
export CPPSECRET_KEYRING=file
(umask 077; echo 'a phrase' >"$HOME/phrase")
CPPSECRET_PASSPHRASE_FILE=$HOME/phrase setsid --wait "$companion" keyring create </dev/null >/dev/null
item r1.example u secret

# the store of pass: a folder for each server, named by its base64; it holds what gpg made of the secret
pass=''
if command -v docker-credential-pass pass gpg >/dev/null; then
  pass=docker-credential-pass
  export GNUPGHOME=$HOME/gnupg
  mkdir -m 700 "$GNUPGHOME"
  trap 'gpgconf --kill gpg-agent' EXIT
  gpg --batch --quiet --passphrase '' --quick-generate-key benchmark default default never 2>/dev/null
  pass init benchmark >/dev/null
  request r1.example u secret | "$pass" store
fi
passes=$HOME/.password-store/docker-credential-helpers

stored=0
fill() { # COUNT
  local folder
  while [ "$stored" -lt "$1" ]; do
    stored=$((stored + 1))
    request "r$stored.example" u secret | "$helper" store
    [ -n "$pass" ] || continue
    folder=$passes/$(printf 'r%d.example' "$stored" | base64 | tr '/+' '_-')
    mkdir -p "$folder"
    [ -e "$folder/u.gpg" ] || cp "$passes/$(printf r1.example | base64)/u.gpg" "$folder"
  done
}

# Each beside the same of the peer; ours comes first.
measure() { # COUNT PEER
  local hit=(--input "r$1.example" --output '"Secret":"secret"') new list=(--output "\"r$1.example\":\"u\"")
  new=$(request new.example u secret)
  "$interleave" --rounds 20 --warm-up 2 :: "${hit[@]}" ours/hit "$helper" get :: "${hit[@]}" "$2/hit" "$2" get
  "$interleave" --rounds 20 --warm-up 2 :: --exit 1 --input absent.example ours/miss "$helper" get \
    :: --input absent.example "$2/miss" "$2" get # which ends with 0
  "$interleave" --rounds 10 \
    :: --input "$new" ours/store "$helper" store + --input new.example ours/erase "$helper" erase \
    :: --input "$new" "$2/store" "$2" store + --input new.example "$2/erase" "$2" erase
  "$interleave" --rounds 5 :: "${list[@]}" ours/list "$helper" list :: "${list[@]}" "$2/list" "$2" list
}

compare() { # COUNT: reads lines of interleave
  awk -F '\t' -v count="$1" '
    { split($1, part, "/"); median[part[1] == "ours", part[2]] = $2 / 1000
      if (part[1] == "ours") order[++steps] = part[2]; else peer = part[1] }
    END {
      for (i = 1; i <= steps; i++)
        printf "%5d stored, %-5s: keyring file %7.1f ms, %s %7.1f ms, ratio %.2f\n", count, order[i],
          median[1, order[i]], peer, median[0, order[i]], median[1, order[i]] / median[0, order[i]]
    }'
}

failed=0
for count in 1 30 300 1200; do
  fill "$count"
  [ -z "$pass" ] || measure "$count" "$pass" | compare "$count"
  "$interleave" --rounds 100 :: --input "r$count.example" ours/hit "$helper" get \
    :: --input r1.example docker-credential-secretservice/hit docker-credential-secretservice get |
    compare "$count" | tee "$TMPDIR/line"
  awk '{ exit $NF > 0.6 }' "$TMPDIR/line" || failed=1
done
printf 'load average: %s\n' "$(cut -d ' ' -f 1-3 /proc/loadavg)"
exit "$failed"
