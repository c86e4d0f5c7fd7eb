#!/bin/bash
# SPDX-License-Identifier: MIT
# What `store` does with bad input: it stores nothing and says why in one line.
#   store_refuses.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

refused_store() { # REQUEST GLOB DESCRIPTION
  local differs=${#difference[@]}
  send "$1" store
  refused "$3" "$2"
  reset_if_stored "$differs"
}

reset_if_stored() { # COUNT: that of the recorded difference, which is that the official helper stores it
  [ -z "$official" ] || [ "$1" = 0 ] || reset
}

login_of() { # USERNAME SECRET
  printf '{"ServerURL":"a.example","Username":"%s","Secret":"%s"}' "$@"
}

# --- a field is missing ---

send '{"Username":"u","Secret":"s"}' store
expect 'store without a server URL says so' 1 "$no_server"
send '{"ServerURL":"","Username":"u","Secret":"s"}' store
expect 'store with an empty server URL says so' 1 "$no_server"
send '{"ServerURL":"a.example","Secret":"s"}' store
expect 'store without a username says so' 1 "$no_username"
send '{"ServerURL":"a.example","Username":"","Secret":"s"}' store
expect 'store with an empty username says so' 1 "$no_username"
send '{}' store
expect 'an empty object has no server URL' 1 "$no_server"
for request in '{"ServerURL":"a.example","Username":"u"}' "$(login_of u '')"; do
  send "$request" store
  differs 0 '' 'it stores an empty secret' 'it takes an empty secret for none when it is asked for it'
  expect "a store request without a secret is refused: $request" 1 "$no_secret"
  reset_if_stored 1
done

# --- it is no request ---

for request in '' ' '; do
  refused_store "$request" '?*' "not a store request: '$request'"
done
while IFS= read -r request; do
  refused_store "$request" '?*' "not a store request: '$request'"
done <<'END'
[]
null
"text"
1
{
registry.example
{"ServerURL":"a.example","Username":"u","Secret":"s"
{"ServerURL":"a.example","Username":"u","Secret":7}
{"ServerURL":["a.example"],"Username":"u","Secret":"s"}
{"ServerURL":"a.example","Username":{},"Secret":"s"}
{'ServerURL':'a.example','Username':'u','Secret':'s'}
{"ServerURL":"a.example","Username":"u","Secret":"s",}
END
for more in ' x' '{}'; do
  differs 0 '' 'it does not look at what follows the object' 'a garbled request may hold anything'
  refused_store "$(login_of u s)$more" '?*' "not a store request: '$(login_of u s)$more'"
done

lists '{}' 'nothing of these was stored'

# --- a text is none ---

as_sent='what is stored must be what was sent'

differs 0 '' 'it joins the lines and stores that' "$as_sent"
refused_store "$(login_of u $'a\nb')" '?*' 'an unescaped line feed in a text is refused'
refused_store "$(login_of u $'a\x01b')" '?*' 'an unescaped control character in a text is refused'

for text in '\ud83d' '\ude00' '\ud83dx' '\ud83d\ud83d'; do
  differs 0 '' 'it stores another text, with U+FFFD' "$as_sent"
  refused_store "$(login_of u "$text")" '?*' "the lone surrogate $text is refused"
done

for bytes in $'\xff' $'\xc3' $'\xc0\x80' $'\xed\xa0\x80' $'\xf4\x90\x80\x80'; do
  printf -v shown %q "$bytes"
  differs 0 '' 'it stores another text, with U+FFFD' "$as_sent"
  refused_store "$(login_of u "a${bytes}b")" '?*' "invalid UTF-8 in the secret is refused, not altered: $shown"
  differs 0 '' 'it stores another text, with U+FFFD' "$as_sent"
  refused_store "$(login_of "a${bytes}b" s)" '?*' "invalid UTF-8 in the username is refused, not altered: $shown"
done

differs 0 '' 'it cuts the text at the NUL and stores that' "$as_sent"
refused_store "$(login_of u 'a\u0000b')" '*secret*NUL*' 'a NUL in the secret is refused by name'
differs 0 '' 'it cuts the text at the NUL and stores that' "$as_sent"
refused_store "$(login_of 'u\u0000v' s)" '*username*NUL*' 'a NUL in the username is refused by name'
differs 0 '' 'it cuts the text at the NUL and stores that' "$as_sent"
refused_store '{"ServerURL":"a.example\u0000","Username":"u","Secret":"s"}' '*server URL*NUL*' \
  'a NUL in the server URL is refused by name'
printf '{"ServerURL":"a.example","Username":"u","Secret":"a\0b"}' | run store
refused 'a raw NUL in a store request is refused' '?*'

lists '{}' 'nothing of these was stored either'

end_of_file
