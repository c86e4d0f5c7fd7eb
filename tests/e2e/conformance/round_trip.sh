#!/bin/bash
# SPDX-License-Identifier: MIT
# A login is stored, found, listed, replaced and erased; what the keyring holds of it.
#   round_trip.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

store registry.example alice s3cret
expect 'store is silent' 0 ''
gets registry.example alice s3cret 'get answers ServerURL, Username, Secret in one line'
lists '{"registry.example":"alice"}' 'list answers server and username'
send $'  registry.example \t\r\n' get
expect 'blanks around the key are trimmed' 0 "$(login registry.example alice s3cret)"$'\n'

attributes=$(search_items server registry.example)
mark=''
[ -n "$official" ] || mark=$'attribute.cppsecret:registry = registry.example\n'
is "the item has the schema and attributes of the official helper${mark:+, and one of ours}" \
  "$(grep -E '^(schema|attribute)' <<<"$attributes" | sort)" \
  "${mark}attribute.docker_cli = 1
attribute.label = Docker Credentials
attribute.server = registry.example
attribute.username = alice
schema = io.docker.Credentials"
observe grep '^label' <<<"$attributes"
older_differs 0 $'label = registry.example\n' 'it labels the item with the server alone' \
  'newer official helpers use this label too, and it tells people what the item is'
expect 'the item is labelled' 0 $'label = Registry credentials for registry.example\n'

send registry.example erase
expect 'erase is silent' 0 ''
misses registry.example 'what was erased is not found'
lists '{}' 'what was erased is not listed'

store b.example bob 2
store a.example ann 1
store c.example cho 3
lists '{"a.example":"ann","b.example":"bob","c.example":"cho"}' 'list is one line, sorted by server'
store a.example ann one
gets a.example ann one 'storing again replaces the secret'
lists '{"a.example":"ann","b.example":"bob","c.example":"cho"}' 'and makes no second entry'
reset

end_of_file
