#!/bin/bash
# SPDX-License-Identifier: MIT
# Keys with a path, and keys that are no address.
#   paths.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

store registry.example host h
store registry.example/namespace name n
gets registry.example host h 'a path makes a key of its own: the host'
gets registry.example/namespace name n 'a path makes a key of its own: the path'
respelled=https://Registry.Example:443/namespace/
differs_if_respelled "$respelled" registry.example/namespace 1 "$not_found"
gets "$respelled" name n 'a key with a path has other spellings too'
misses registry.example/Namespace 'the letter case of a path counts'
send registry.example erase
gets registry.example/namespace name n 'erasing the host leaves the path'
reset

for key in 'user@registry.example' 'registry.example?a=b' 'registry.example#a' 'registry example'; do
  store "$key" odd o
  gets "$key" odd o "the odd key '$key' is found as it is"
  misses "https://$key" "the odd key '$key' has no other spelling"
  misses "$key/" "the odd key '$key' has no other spelling with a slash"
  reset
done

end_of_file
