#!/bin/bash
# SPDX-License-Identifier: MIT
# What `store` takes, and that `get` gives it back.
#   store_accepts.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

accepted() { # REQUEST SECRET DESCRIPTION: for a.example and the user u
  send "$1" store
  cp "$work/status" "$work/stored"
  send a.example get
  if [ "$(cat "$work/stored")" != 0 ]; then cp "$work/stored" "$work/status"; fi
  expect "$3" 0 "$(login a.example u "$2")"$'\n'
  reset
}

accepted_secret() { # ESCAPED SECRET DESCRIPTION
  accepted "{\"ServerURL\":\"a.example\",\"Username\":\"u\",\"Secret\":\"$1\"}" "$2" "$3"
}

# --- the object ---

accepted '{"serverurl":"a.example","USERNAME":"u","sEcReT":"s"}' s 'key names match in any letter case'
accepted $'{"ServerURL":"a.example","U\xc5\xbfername":"u","\xc5\xbfecret":"s"}' s \
  'key names are folded as Go folds them, the long s too'
more='"More":{"a":[1,null,true,{"Secret":"no"}]}'
accepted "{\"Secret\":\"s\",$more,\"Username\":\"u\",\"ServerURL\":\"a.example\"}" s \
  'unknown fields are ignored and the order is free'
numbers='"n":1e400,"m":-123456789012345678901234567890'
accepted "{\"ServerURL\":\"a.example\",\"Username\":\"u\",\"Secret\":\"s\",$numbers}" s \
  'unknown fields are ignored, numbers that no machine holds too'
first='"ServerURL":"b.example","Username":"v","Secret":"t"'
accepted "{$first,\"ServerURL\":\"a.example\",\"Username\":\"u\",\"secret\":\"s\"}" s 'the last of a duplicate wins'
accepted $' \r\n{\r\n  "ServerURL" : "a.example",\r\n\t"Username": "u",\r\n  "Secret": "s"\r\n}\r\n' s \
  'a request of several lines, with CRLF, is read'

# --- blanks ---

differs 1 "$not_found" 'it stores a key that it can never find' 'get and erase trim their key'
accepted '{"ServerURL":" a.example\n","Username":"u","Secret":"s"}' s \
  'blanks around the server URL of a store request are trimmed'
accepted_secret '  s ' '  s ' 'blanks in a secret are kept'

# --- escapes ---

as_for_a_web_page() { # STDOUT
  differs 0 "$1" 'it escapes < > & as for a web page' 'the text is the same, and people can read it'
}

may_differ 0 '*"A/\\"\\\\\\u0008\\u000c\\n\\r\\t\\u001f'* \
  'it writes the same text with other escapes' 'both are JSON for it'
accepted_secret '\u0041\/\"\\\b\f\n\r\t\u001f\u007f' $'A/\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7f' \
  'escapes are read and control characters escaped again'
as_for_a_web_page '*"Secret":"\\u0026\\u003cx\\u003e"}'*
accepted_secret '\u0026\u003cx\u003e' '&<x>' 'what Go escapes for HTML is given back as it is'
accepted_secret '\ud83d\ude00\u20ac' $'\xf0\x9f\x98\x80\xe2\x82\xac' 'surrogate pairs become one character'
accepted_secret $'p\xc3\xa4ss\xf0\x9f\x94\x91' $'p\xc3\xa4ss\xf0\x9f\x94\x91' 'UTF-8 is kept unescaped'

store a.example '<token>' identity
as_for_a_web_page '*"Username":"\\u003ctoken\\u003e"'*
gets a.example '<token>' identity 'the username <token> of identity tokens is kept'
reset

end_of_file
