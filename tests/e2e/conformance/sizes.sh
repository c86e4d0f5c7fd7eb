#!/bin/bash
# SPDX-License-Identifier: MIT
# How much is read: 1 MiB.
#   sizes.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

cannot_read_long_lines() {
  differs 1 $'bufio.Scanner: token too long\n' 'it reads lines of less than 64 KiB' 'a token may be longer'
}

repeated() { # CHARACTER TIMES
  head -c "$2" /dev/zero | tr '\0' "$1"
}

request_of() { # BYTES: a request of exactly so many, the size being in an unknown field
  local head='{"ServerURL":"a.example","Username":"u","Secret":"s","More":"' tail='"}'
  printf '%s' "$head"
  repeated x $(($1 - ${#head} - ${#tail}))
  printf '%s' "$tail"
}

key_of() { # BYTES: a key of exactly so many, most of them blanks
  printf 'a.example'
  repeated ' ' $(($1 - 9))
}

request_of 1048576 | run store
cannot_read_long_lines
expect 'a request of 1 MiB is read' 0 ''
differs 1 "$not_found" 'it stored nothing' 'a token may be longer'
gets a.example u s 'and its login stored'
reset
request_of 1048577 | run store
cannot_read_long_lines
refused 'one byte more is refused' '*1048576*'
misses a.example 'and nothing of it stored'
reset

key_of 1048576 | run get
cannot_read_long_lines
expect 'get reads an input of 1 MiB' 1 "$not_found"
key_of 1048576 | run erase
cannot_read_long_lines
expect 'erase reads an input of 1 MiB' 0 ''
for verb in get erase; do
  key_of 1048577 | run "$verb"
  cannot_read_long_lines
  refused "$verb refuses one byte more" '*1048576*'
done

secret=$(repeated s 100000)
store a.example u "$secret"
differs 1 "$not_found" 'it stored nothing, its lines being less than 64 KiB' 'a token may be longer'
gets a.example u "$secret" 'a secret of 100,000 bytes comes back whole'
reset

{
  printf '{"ServerURL":"a.example","Username":"u","Secret":"s","More":'
  repeated '[' 100000
} | run store
refused '100,000 brackets that are not closed are refused' '?*'
misses a.example 'and nothing of them stored'

end_of_file
