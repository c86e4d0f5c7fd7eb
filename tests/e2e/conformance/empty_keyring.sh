#!/bin/bash
# SPDX-License-Identifier: MIT
# An empty keyring, and verbs that need no standard input.
#   empty_keyring.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

lists '{}' 'an empty keyring is listed as {}'
misses registry.example 'a login that is not there is not found'
misses https://not.a.real.registry/url 'the not-found line holds no host name'
send registry.example erase
expect 'erase of what is not there is silent and succeeds' 0 ''

run list <&-
expect 'list needs no standard input' 0 $'{}\n'
mkfifo "$work/silent"
exec 5<>"$work/silent"
run list <&5
expect 'list does not wait for a silent standard input' 0 $'{}\n'
run version <&5
older_differs 0 '[0-9]*' 'it prints the version alone' 'clients and people see which helper answers'
expect 'version does not wait for a silent standard input' 0 "$name ($package) *" glob
exec 5>&-

end_of_file
