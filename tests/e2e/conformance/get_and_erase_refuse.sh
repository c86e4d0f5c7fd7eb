#!/bin/bash
# SPDX-License-Identifier: MIT
# What `get` and `erase` do with bad input.
#   get_and_erase_refuse.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

for verb in get erase; do
  run "$verb" </dev/null
  expect "$verb of an empty server URL says so" 1 "$no_server"
  send $' \r\n\t ' "$verb"
  expect "$verb of blanks reports a missing server URL" 1 "$no_server"
  run "$verb" <&-
  refused "$verb without standard input is refused" '?*'
done

send $'a\xff.example' get
differs 1 "$not_found" 'it says not found, and libsecret warns on standard error' 'the client sent no key'
refused 'invalid UTF-8 in the server URL of get is refused' '*UTF-8*'
send $'a\xff.example' erase
differs 0 '' 'it erases nothing and succeeds' 'the client sent no key'
refused 'invalid UTF-8 in the server URL of erase is refused' '*UTF-8*'

printf 'a.example\0' | run get
differs 1 "$not_found" 'it says not found' 'the client sent no key'
refused 'a NUL in the server URL of get is refused by name' '*NUL*'
printf 'a.example\0' | run erase
differs 0 '' 'it succeeds' 'the client sent no key'
refused 'a NUL in the server URL of erase is refused by name' '*NUL*'

end_of_file
