#!/bin/bash
# SPDX-License-Identifier: MIT
# The credential helper protocol, seen from outside: what a client sends, what it must get, to the
# byte. Runs on ours and, to know where we differ, on the official docker-credential-secretservice.
#   conformance.sh HELPER
# On the official helper a line ends in "# differs: what it does; ours is right because why". What
# it does is checked too, so that the list of differences printed at the end stays true.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
# shellcheck source=../support/items.sh
. "$here/../support/items.sh"
helper=$(realpath -e -- "${1:?usage: conformance.sh HELPER}") || exit 2
need dbus-daemon gdbus gnome-keyring-daemon secret-tool timeout
[ -n "${PROV_NAME:-}" ] ||
  exec "$here/../support/providers/gnome-keyring.sh" "$here/conformance.sh" "$helper"

export LC_ALL=C # bytes, not characters
unset CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
unset G_MESSAGES_DEBUG
work=$(mktemp -d)
# a helper that hangs fails its test
deadline=60
name=${helper##*/}
official=
[ "$name" = docker-credential-secretservice ] && official=1
differences=()
difference=()

not_found=$'credentials not found in native keychain\n'
no_server=$'no credentials server URL\n'
no_username=$'no credentials username\n'
no_secret=$'no credentials secret\n'

run() { # ARGUMENT…: the helper on our standard input; leaves the files out, err and status
  local code=0
  timeout "$deadline" "$helper" "$@" >"$work/out" 2>"$work/err" || code=$?
  echo "$code" >"$work/status"
}

send() { # INPUT VERB
  printf '%s' "$1" | run "$2"
}

store() { # SERVER USERNAME SECRET: texts that need no escape in JSON
  send "{\"ServerURL\":\"$1\",\"Username\":\"$2\",\"Secret\":\"$3\"}" store
}

# an empty keyring for the next check, whatever the helper left of the last one
reset() {
  secret-tool clear docker_cli 1 >/dev/null 2>&1 || true # fails where there is nothing to clear
}

# observe COMMAND…: what it prints is compared as an answer is
observe() {
  "$@" >"$work/out" 2>/dev/null
  : >"$work/err"
  echo 0 >"$work/status"
}

# differs STATUS STDOUT WHAT WHY: the official helper does something else on the next check: exits
# with STATUS and prints what matches the glob STDOUT
differs() {
  difference=("$@")
}

# may_differ …: the same with some of the versions of Go and GLib that it is built with; with others it is right
may_differ() {
  difference=("$@" or_right)
}

# expect DESCRIPTION STATUS STDOUT [glob]: what the last run must have done, and that standard
# error is silent
expect() {
  local code out err wanted found=() seen is_right=
  code=$(cat "$work/status")
  out=$(tr '\0' '@' <"$work/out"; printf .) # the dot keeps the newlines
  out=${out%.}
  err=$(tr '\0' '@' <"$work/err")
  printf -v seen 'status %s, stdout %q, stderr %q' "$code" "$out" "$err"
  # shellcheck disable=SC2053  # a glob
  if [ "$code" = "$2" ] && [ -z "$err" ] &&
    { [ "$out" = "$3" ] || { [ "${4:-}" = glob ] && [[ $out == $3 ]]; }; }; then is_right=1; fi
  if [ -n "$official" ] && [ ${#difference[@]} != 0 ]; then
    found=("${difference[@]}")
    difference=()
    # shellcheck disable=SC2053  # a glob
    if [ -n "$is_right" ] && [ -n "${found[4]:-}" ]; then
      pass "$1"
    elif [ "$code" = "${found[0]}" ] && [[ $out == ${found[1]} ]]; then
      differences+=("$1: ${found[2]}; ours is right because ${found[3]}")
      pass "$1 # differs: ${found[2]}; ours is right because ${found[3]}"
    else
      printf -v wanted 'status %s, stdout like %q' "${found[0]}" "${found[1]}"
      fail "$1 (the recorded difference)" "got:    $seen"$'\n'"wanted: $wanted"
    fi
    return
  fi
  difference=()
  if [ -n "$is_right" ]; then
    pass "$1"
  else
    printf -v wanted 'status %s, stdout %q, stderr silent' "$2" "$3"
    fail "$1" "got:    $seen"$'\n'"wanted: $wanted"
  fi
}

# refused DESCRIPTION GLOB: exit status 1 and one line, like GLOB, on standard output
refused() {
  if [ "$(wc -l <"$work/out")" != 1 ] && { [ -z "$official" ] || [ ${#difference[@]} = 0 ]; }; then
    difference=()
    fail "$1" "not one line: $(cat "$work/out")"
    return
  fi
  expect "$1" 1 "$2"$'\n' glob
}

login() { # SERVER USERNAME SECRET: the line that get prints
  printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}\n' "$@"
}

# gets SERVER USERNAME SECRET DESCRIPTION
gets() {
  send "$1" get
  expect "$4" 0 "$(login "$1" "$2" "$3")"$'\n'
}

misses() { # SERVER DESCRIPTION
  send "$1" get
  expect "$2" 1 "$not_found"
}

lists() { # JSON DESCRIPTION
  send unused list
  expect "$2" 0 "$1"$'\n'
}

# gnome-keyring orders items by whole seconds
let_the_second_pass() {
  local now=$EPOCHSECONDS
  until [ "$EPOCHSECONDS" -gt "$now" ]; do sleep 0.02; done
}

# --- the command line -------------------------------------------------------------------------

for verb in version --version -v; do
  run "$verb" </dev/null
  differs 0 '[0-9]*' 'it prints the version alone' 'clients and people see which helper answers'
  [ "$verb" = version ] ||
    differs 1 "Unknown*$verb*" "it does not know $verb" 'newer official helpers know it too'
  expect "'$verb' prints name, package and version" 0 "$name (cppsecret) [0-9]*"$'\n' glob
done
for verb in --help -h; do
  run "$verb" </dev/null
  differs 1 "Unknown*$verb*" "it does not know $verb" 'asking for help is no failure'
  expect "'$verb' prints how it is used" 0 "[Uu]sage: $name <*list*"$'\n' glob
done
run </dev/null
refused 'no verb is refused with the usage' "[Uu]sage: *$name *"
run frobnicate </dev/null
refused 'an unknown verb is refused by name' '*frobnicate*'
run '' </dev/null
refused 'an empty verb is refused' '?*'
run GET </dev/null
refused 'a verb in upper case is refused' '*GET*'
run list list </dev/null
refused 'two arguments are refused with the usage' "[Uu]sage: *$name *"
run $'fr\nob' </dev/null
differs 1 'Unknown*fr?ob*' 'it prints what it was given' 'an answer of several lines is none'
refused 'a line feed in the verb does not split the answer' '*'

# --- an empty keyring ---------------------------------------------------------------------------

lists '{}' 'an empty keyring is listed as {}'
run list <&-
expect 'list needs no standard input' 0 $'{}\n'
mkfifo "$work/silent"
exec 5<>"$work/silent"
run list <&5
expect 'list does not wait for a silent standard input' 0 $'{}\n'
run version <&5
differs 0 '[0-9]*' 'it prints the version alone' 'clients and people see which helper answers'
expect 'version does not wait for a silent standard input' 0 "$name (cppsecret) *" glob
exec 5>&-
misses registry.example 'a login that is not there is not found'
misses https://not.a.real.registry/url 'the not-found line holds no host name'
send registry.example erase
expect 'erase of what is not there is silent and succeeds' 0 ''
for verb in get erase; do
  run "$verb" </dev/null
  expect "$verb of an empty server URL says so" 1 "$no_server"
  send $' \r\n\t ' "$verb"
  expect "$verb of blanks says that there is no server URL" 1 "$no_server"
  run "$verb" <&-
  refused "$verb without standard input is refused" '?*'
done

# --- round trip -----------------------------------------------------------------------------------

store registry.example alice s3cret
expect 'store is silent' 0 ''
gets registry.example alice s3cret 'get answers ServerURL, Username, Secret in one line'
lists '{"registry.example":"alice"}' 'list answers server and username'
send $'  registry.example \t\r\n' get
expect 'blanks around the key are trimmed' 0 "$(login registry.example alice s3cret)"$'\n'
attributes=$(search_items server registry.example)
is 'the item has the schema and attributes of the official helper' \
  "$(grep -E '^(schema|attribute)' <<<"$attributes" | sort)" \
  "attribute.docker_cli = 1
attribute.label = Docker Credentials
attribute.server = registry.example
attribute.username = alice
schema = io.docker.Credentials"
observe grep '^label' <<<"$attributes"
differs 0 $'label = registry.example\n' 'it labels the item with the server alone' \
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

# --- the store request --------------------------------------------------------------------------

refused_store() { # REQUEST GLOB DESCRIPTION
  send "$1" store
  refused "$3" "$2"
}

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
for request in '{"ServerURL":"a.example","Username":"u"}' '{"ServerURL":"a.example","Username":"u","Secret":""}'; do
  send "$request" store
  differs 0 '' 'it stores an empty secret' 'it takes an empty secret for none when it is asked for it'
  expect "a store request without a secret is refused: $request" 1 "$no_secret"
  reset
done
for request in '{"ServerURL":"a.example","Username":"u","Secret":"s"} x' \
  '{"ServerURL":"a.example","Username":"u","Secret":"s"}{}'; do
  differs 0 '' 'it does not look at what follows the object' 'a garbled request may hold anything'
  refused_store "$request" '?*' "not a store request: '$request'"
  reset
done
for request in '' ' ' '[]' 'null' '"text"' '1' '{' '{"ServerURL":"a.example","Username":"u","Secret":"s"' \
  'registry.example' '{"ServerURL":"a.example","Username":"u","Secret":7}' \
  '{"ServerURL":["a.example"],"Username":"u","Secret":"s"}' \
  '{"ServerURL":"a.example","Username":{},"Secret":"s"}' \
  "{'ServerURL':'a.example','Username':'u','Secret':'s'}" \
  '{"ServerURL":"a.example","Username":"u","Secret":"s",}'; do
  refused_store "$request" '?*' "not a store request: '$request'"
done
lists '{}' 'nothing of these was stored'

accepted() { # REQUEST SECRET DESCRIPTION: for a.example and the user u
  send "$1" store
  cp "$work/status" "$work/stored"
  send a.example get
  if [ "$(cat "$work/stored")" != 0 ]; then cp "$work/stored" "$work/status"; fi
  expect "$3" 0 "$(login a.example u "$2")"$'\n'
  reset
}

accepted '{"serverurl":"a.example","USERNAME":"u","sEcReT":"s"}' s 'key names match in any letter case'
accepted $'{"ServerURL":"a.example","U\xc5\xbfername":"u","\xc5\xbfecret":"s"}' s \
  'key names are folded as Go folds them, the long s too'
accepted '{"Secret":"s","More":{"a":[1,null,true,{"Secret":"no"}]},"Username":"u","ServerURL":"a.example"}' s \
  'unknown fields are ignored and the order is free'
accepted '{"ServerURL":"a.example","Username":"u","Secret":"s","n":1e400,"m":-123456789012345678901234567890}' s \
  'unknown fields are ignored, numbers that no machine holds too'
accepted '{"ServerURL":"b.example","Username":"v","Secret":"t","ServerURL":"a.example","Username":"u","secret":"s"}' s \
  'the last of a duplicate wins'
accepted $' \r\n{\r\n  "ServerURL" : "a.example",\r\n\t"Username": "u",\r\n  "Secret": "s"\r\n}\r\n' s \
  'a request of several lines, with CRLF, is read'
differs 1 "$not_found" 'it stores a key that it can never find' 'get and erase trim their key'
accepted '{"ServerURL":" a.example\n","Username":"u","Secret":"s"}' s \
  'blanks around the server URL of a store request are trimmed'
accepted '{"ServerURL":"a.example","Username":"u","Secret":"  s "}' '  s ' 'blanks in a secret are kept'
may_differ 0 '*"A/\\"\\\\\\u0008\\u000c\\n\\r\\t\\u001f'* 'it writes the same text with other escapes' 'both are JSON for it'
accepted '{"ServerURL":"a.example","Username":"u","Secret":"\u0041\/\"\\\b\f\n\r\t\u001f\u007f"}' \
  $'A/\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7f' 'escapes are read and control characters escaped again'
differs 0 '*"Secret":"\\u0026\\u003cx\\u003e"}'* 'it escapes < > & as for a web page' 'the text is the same, and people can read it'
accepted '{"ServerURL":"a.example","Username":"u","Secret":"\u0026\u003cx\u003e"}' '&<x>' \
  'what Go escapes for HTML is given back as it is'
accepted '{"ServerURL":"a.example","Username":"u","Secret":"\ud83d\ude00\u20ac"}' $'\xf0\x9f\x98\x80\xe2\x82\xac' \
  'surrogate pairs become one character'
accepted $'{"ServerURL":"a.example","Username":"u","Secret":"p\xc3\xa4ss\xf0\x9f\x94\x91"}' \
  $'p\xc3\xa4ss\xf0\x9f\x94\x91' 'UTF-8 is kept unescaped'
send '{"ServerURL":"a.example","Username":"<token>","Secret":"identity"}' store
send a.example get
differs 0 '*"Username":"\\u003ctoken\\u003e"'* 'it escapes < > & as for a web page' 'the text is the same, and people can read it'
expect 'the username <token> of identity tokens is kept' 0 "$(login a.example '<token>' identity)"$'\n'
reset

differs 0 '' 'it joins the lines and stores that' 'what is stored must be what was sent'
refused_store $'{"ServerURL":"a.example","Username":"u","Secret":"a\nb"}' '?*' \
  'an unescaped line feed in a text is refused'
reset
refused_store $'{"ServerURL":"a.example","Username":"u","Secret":"a\x01b"}' '?*' \
  'an unescaped control character in a text is refused'
for text in '\ud83d' '\ude00' '\ud83dx' '\ud83d\ud83d'; do
  differs 0 '' 'it stores another text, with U+FFFD' 'what is stored must be what was sent'
  refused_store "{\"ServerURL\":\"a.example\",\"Username\":\"u\",\"Secret\":\"$text\"}" '?*' \
    "the lone surrogate $text is refused"
  reset
done
for bytes in $'\xff' $'\xc3' $'\xc0\x80' $'\xed\xa0\x80' $'\xf4\x90\x80\x80'; do
  for field in secret username; do
    username=u secret=s
    printf -v "$field" 'a%sb' "$bytes"
    differs 0 '' 'it stores another text, with U+FFFD' 'what is stored must be what was sent'
    # shellcheck disable=SC2154  # set by name
    refused_store "{\"ServerURL\":\"a.example\",\"Username\":\"$username\",\"Secret\":\"$secret\"}" '?*' \
      "invalid UTF-8 in the $field is refused, not altered: $(printf %q "$bytes")"
    reset
  done
done
send $'a\xff.example' get
differs 1 "$not_found" 'it says not found, and libsecret warns on standard error' 'the client sent no key'
refused 'invalid UTF-8 in the server URL of get is refused' '*UTF-8*'
send $'a\xff.example' erase
differs 0 '' 'it erases nothing and succeeds' 'the client sent no key'
refused 'invalid UTF-8 in the server URL of erase is refused' '*UTF-8*'

differs 0 '' 'it cuts the text at the NUL and stores that' 'what is stored must be what was sent'
refused_store '{"ServerURL":"a.example","Username":"u","Secret":"a\u0000b"}' '*secret*NUL*' \
  'a NUL in the secret is refused by name'
reset
differs 0 '' 'it cuts the text at the NUL and stores that' 'what is stored must be what was sent'
refused_store '{"ServerURL":"a.example","Username":"u\u0000v","Secret":"s"}' '*username*NUL*' \
  'a NUL in the username is refused by name'
reset
differs 0 '' 'it cuts the text at the NUL and stores that' 'what is stored must be what was sent'
refused_store '{"ServerURL":"a.example\u0000","Username":"u","Secret":"s"}' '*server URL*NUL*' \
  'a NUL in the server URL is refused by name'
reset
printf '{"ServerURL":"a.example","Username":"u","Secret":"a\0b"}' | run store
refused 'a raw NUL in a store request is refused' '?*'
for verb in get erase; do
  printf 'a.example\0' | run "$verb"
  case $verb in
    get) differs 1 "$not_found" 'it says not found' 'the client sent no key' ;;
    erase) differs 0 '' 'it succeeds' 'the client sent no key' ;;
  esac
  refused "a NUL in the server URL of $verb is refused by name" '*NUL*'
done
lists '{}' 'nothing of these was stored either'

# --- how much is read -----------------------------------------------------------------------------

filler() { # BYTES: a request of exactly so many bytes, the size being in an unknown field
  local head='{"ServerURL":"a.example","Username":"u","Secret":"s","More":"' tail='"}'
  printf '%s' "$head"
  head -c $(($1 - ${#head} - ${#tail})) /dev/zero | tr '\0' x
  printf '%s' "$tail"
}

filler 1048576 | run store
differs 1 $'bufio.Scanner: token too long\n' 'it reads lines of less than 64 KiB' 'a token may be longer'
expect 'a request of 1 MiB is read' 0 ''
send a.example get
differs 1 "$not_found" 'it stored nothing' 'a token may be longer'
expect 'and its login stored' 0 "$(login a.example u s)"$'\n'
reset
filler 1048577 | run store
differs 1 $'bufio.Scanner: token too long\n' 'it reads lines of less than 64 KiB' 'a token may be longer'
refused 'one byte more is refused' '*1048576*'
misses a.example 'and nothing of it stored'
reset
for verb in get erase; do
  { printf 'a.example'; head -c 1048567 /dev/zero | tr '\0' ' '; } | run "$verb"
  differs 1 $'bufio.Scanner: token too long\n' 'it reads lines of less than 64 KiB' 'a token may be longer'
  if [ "$verb" = get ]; then
    expect "$verb reads an input of 1 MiB" 1 "$not_found"
  else
    expect "$verb reads an input of 1 MiB" 0 ''
  fi
  { printf 'a.example'; head -c 1048568 /dev/zero | tr '\0' ' '; } | run "$verb"
  differs 1 $'bufio.Scanner: token too long\n' 'it reads lines of less than 64 KiB' 'a token may be longer'
  refused "$verb refuses one byte more" '*1048576*'
done
secret=$(head -c 100000 /dev/zero | tr '\0' s)
store a.example u "$secret"
differs 1 "$not_found" 'it stored nothing, its lines being less than 64 KiB' 'a token may be longer'
gets a.example u "$secret" 'a secret of 100,000 bytes comes back whole'
reset
{
  printf '{"ServerURL":"a.example","Username":"u","Secret":"s","More":'
  head -c 100000 /dev/zero | tr '\0' '['
} | run store
refused '100,000 brackets that are not closed are refused' '?*'
misses a.example 'and nothing of them stored'

# --- a lost answer ----------------------------------------------------------------------------

lost() { # VERB: standard output is set by the caller
  local code=0
  printf a.example | timeout "$deadline" "$helper" "$1" 2>"$work/err" || code=$?
  : >"$work/out"
  : >"$work/err" # a line that says why is allowed
  echo "$code" >"$work/status"
}
store a.example u s
mkfifo "$work/broken"
exec 6<>"$work/broken" # a reader, without which the next line would wait for one
exec 7>"$work/broken"
exec 6>&-
for verb in get list version; do
  lost "$verb" >/dev/full
  [ "$verb" = list ] || differs 0 '' 'it does not look whether its answer was taken' 'half an answer is none'
  expect "a full disk under the answer of $verb is exit status 1" 1 ''
  lost "$verb" >&-
  may_differ 0 '' 'it does not look whether its answer was taken' 'half an answer is none'
  expect "a closed standard output of $verb is exit status 1" 1 ''
  lost "$verb" >&7
  differs 141 '' 'a signal ends it' 'a client takes a signal for a crash'
  expect "$verb into a broken pipe is exit status 1, no signal" 1 ''
done
exec 7>&-
reset

G_MESSAGES_DEBUG=all send unused list
may_differ 0 '*DEBUG*{}?' 'GLib prints to standard output' 'a client cannot read that as JSON'
expect 'debugging output of GLib does not get into the answer' 0 $'{}\n'

# --- keys: one registry, many spellings -----------------------------------------------------------

spellings_of() { # HOST
  local host=$1 upper=${1^^}
  printf '%s\n' "$host" "https://$host" "http://$host" "https://$host/" "$host/" "$host/v1" "$host/v1/" \
    "$host/v2" "$host/v2/" "https://$host/v1/" "https://$host/v2/" "$host:443" "https://$host:443/" "$upper" \
    "HTTPS://$upper/v2/"
}
hub_spellings() {
  printf '%s\n' https://index.docker.io/v1/ docker.io index.docker.io registry-1.docker.io https://docker.io \
    https://index.docker.io/v1 http://index.docker.io/v1/ index.docker.io/v1/ https://registry-1.docker.io/v2/ \
    https://registry-1.docker.io docker.io:443 index.docker.io:443 Docker.IO HTTPS://INDEX.DOCKER.IO/v1/
}

store registry.example alice s
while IFS= read -r spelling; do
  [ "$spelling" = registry.example ] ||
    differs 1 "$not_found" 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
  gets "$spelling" alice s "a login of registry.example is found as $spelling"
done < <(spellings_of registry.example)
for key in registry.example:5000 registry.example:80 registry.example/namespace registry.example/v3 \
  registry.example/v2/namespace https://registry.example/v1/access-token registry.exampl example \
  registry.example.org user@registry.example 'registry.example?a' 'registry.example#a' 'registry example'; do
  misses "$key" "a login of registry.example is not found as $key"
done
while IFS= read -r spelling; do
  store registry.example alice s
  send "$spelling" erase
  send registry.example get
  [ "$spelling" = registry.example ] || differs 0 "$(login registry.example alice s)"$'\n' 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
  expect "a login of registry.example is erased as $spelling" 1 "$not_found"
done < <(spellings_of registry.example)
reset

while IFS= read -r spelling; do
  store "$spelling" alice s
  expect "a Docker Hub login is stored as $spelling" 0 ''
  [ "$spelling" = https://index.docker.io/v1/ ] || differs 1 "$not_found" 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
  gets https://index.docker.io/v1/ alice s "a Docker Hub login stored as $spelling is found as docker asks"
  [ "$spelling" = docker.io ] || differs 1 "$not_found" 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
  gets docker.io alice s "a Docker Hub login stored as $spelling is found as podman asks"
  [ "$spelling" = https://index.docker.io/v1/ ] ||
    differs 0 "{\"$spelling\":\"alice\"}"$'\n' 'it lists the key that it was stored under' "docker's builder knows Docker Hub by one key"
  lists '{"https://index.docker.io/v1/":"alice"}' "a Docker Hub login stored as $spelling is listed under docker's key"
  send docker.io erase
  [ "$spelling" = docker.io ] || differs 0 "{\"$spelling\":\"alice\"}"$'\n' 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
  lists '{}' "a Docker Hub login stored as $spelling is erased as docker.io"
  reset
done < <(hub_spellings)

store https://index.docker.io/v1/ alice s
while IFS= read -r spelling; do
  [ "$spelling" = https://index.docker.io/v1/ ] || differs 1 "$not_found" 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
  gets "$spelling" alice s "Docker Hub is found as $spelling"
done < <(hub_spellings)
for key in https://index.docker.io/v1/access-token https://index.docker.io/v1/refresh-token docker.io/library/alpine \
  index.docker.io/library/alpine docker.io:5000 hub.docker.com; do
  misses "$key" "a Docker Hub login is not found as $key"
done
# the three logins of docker's login with a browser
store https://index.docker.io/v1/access-token alice access
store https://index.docker.io/v1/refresh-token alice refresh
gets https://index.docker.io/v1/ alice s "docker's access token is not taken for the login"
gets https://index.docker.io/v1/access-token alice access "docker's access token is a key of its own"
gets https://index.docker.io/v1/refresh-token alice refresh "docker's refresh token is a key of its own"
lists '{"https://index.docker.io/v1/":"alice","https://index.docker.io/v1/access-token":"alice","https://index.docker.io/v1/refresh-token":"alice"}' \
  'the three are listed'
if [ -z "$official" ]; then
  store https://quay.example quinn q
  store registry.example:5000/namespace nat n
  ln -s "$helper" "$work/$name-containers"
  timeout "$deadline" "$work/$name-containers" list </dev/null >"$work/out" 2>"$work/err"
  echo "$?" >"$work/status"
  expect "the name $name-containers lists hosts without a scheme and no keys with a path" \
    0 $'{"docker.io":"alice","quay.example":"quinn"}\n'
fi
send https://index.docker.io/v1/ erase
misses https://index.docker.io/v1/ 'the Docker Hub login is erased'
gets https://index.docker.io/v1/access-token alice access 'the access token stays'
reset

store registry.example host h
store registry.example/namespace name n
gets registry.example host h 'a path makes a key of its own: the host'
gets registry.example/namespace name n 'a path makes a key of its own: the path'
differs 1 "$not_found" 'it knows a login only by the key that it was stored under' 'every client spells a registry in its own way'
gets https://Registry.Example:443/namespace/ name n 'a key with a path has other spellings too'
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

# --- one registry, several users --------------------------------------------------------------------

for pause in no yes; do
  how="a second apart: $pause"
  for spellings in 'registry.example registry.example registry.example' \
    'registry.example https://registry.example registry.example/v2/' \
    'docker.io https://index.docker.io/v1/ registry-1.docker.io'; do
    read -ra keys <<<"$spellings"
    users=(alice bob alice)
    one_key=
    [ "${keys[0]}" != "${keys[1]}" ] || one_key=1
    for turn in 0 1 2; do
      key=${keys[turn]}
      store "$key" "${users[turn]}" "secret$turn"
      expect "${users[turn]} is stored as $key ($how)" 0 ''
      send "$key" get
      [ -z "$one_key" ] || [ "$turn" = 0 ] || differs 0 '{"ServerURL":"registry.example","Username":"@(alice|bob)",*' \
        'it keeps one item a user and returns any of them' 'the last login is the one that counts'
      expect "the login of $key is the last one stored, ${users[turn]} ($how)" \
        0 "$(login "$key" "${users[turn]}" "secret$turn")"$'\n'
      [ "$pause" = no ] || let_the_second_pass
    done
    for turn in 0 1 2; do
      key=${keys[turn]}
      send "$key" get
      if [ -n "$one_key" ]; then
        differs 0 '{"ServerURL":"registry.example","Username":"@(alice|bob)",*' \
          'it keeps one item a user and returns any of them' 'the last login is the one that counts'
      elif [ "$turn" != 2 ]; then
        differs 0 "$(login "$key" "${users[turn]}" "secret$turn")"$'\n' \
          'it keeps one item a spelling' 'the last login is the one that counts'
      fi
      expect "after alice, bob and alice $key is alice's ($how)" 0 "$(login "$key" alice secret2)"$'\n'
    done
    listed=${keys[2]}
    [ "${keys[0]}" != docker.io ] || listed=https://index.docker.io/v1/
    send unused list
    differs 0 '{"*":"@(alice|bob)"*}?' 'it lists what it keeps' 'one registry has one login'
    expect "one entry is left of $spellings ($how)" 0 "{\"$listed\":\"alice\"}"$'\n'
    observe items
    if [ -n "$one_key" ]; then
      differs 0 $'2\n' 'it keeps one item a user' 'one registry has one login'
    else
      differs 0 $'3\n' 'it keeps one item a spelling' 'one registry has one login'
    fi
    expect "one item is left of $spellings ($how)" 0 $'1\n'
    send "${keys[0]}" erase
    expect "erase of $spellings is silent ($how)" 0 ''
    observe items
    [ -n "$one_key" ] || differs 0 $'2\n' 'it erases one spelling' 'who logs out is logged out'
    expect "one erase is enough for $spellings ($how)" 0 $'0\n'
    reset
  done
done

observe items
expect 'the keyring is empty at the end' 0 $'0\n'
rm -r "$work"
if [ -n "$official" ]; then
  printf '# %s differs from cppsecret in %d checks:\n' "$name" "${#differences[@]}"
  printf '#   %s\n' "${differences[@]}"
fi
finish
