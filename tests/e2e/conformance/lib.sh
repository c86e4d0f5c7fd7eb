# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the files of this folder share; sourced first, with HELPER as the file's argument. Alone each starts a
# gnome-keyring of its own; run by conformance.sh it gets that of the last one, emptied.
#   run, send, store, observe         ask the helper, or another program
#   expect, refused                   judge its answer
#   gets, misses, lists               do both
#   differs, may_differ, older_differs
#                                     what the official helper does instead, on the next judgement
#   end_of_file                       the last line of each file
# shellcheck source=../../support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../support/tap.sh"
# shellcheck source=../../support/items.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../support/items.sh"
helper=$(realpath -e -- "${1:?usage: $0 HELPER}") || exit 2
need dbus-daemon gdbus gnome-keyring-daemon secret-tool timeout
[ -n "${PROV_NAME:-}" ] ||
  exec "$(dirname "${BASH_SOURCE[0]}")/../../support/providers/gnome-keyring.sh" "$(realpath -- "$0")" "$helper"

export LC_ALL=C # bytes, not characters
unset CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
unset G_MESSAGES_DEBUG
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
# a helper that hangs fails its test
deadline=60
name=${helper##*/}
official=''
# shellcheck disable=SC2034  # for the files
package=cppsecret
# the official helper is known in two forms: 0.6, which prints its version alone, and 0.9
if [ "$name" = docker-credential-secretservice ]; then
  # shellcheck disable=SC2034  # for the files
  package=github.com/docker/docker-credential-helpers
  official=0.9
  [[ $("$helper" version) != 0.6* ]] || official=0.6
fi
difference=()

not_found=$'credentials not found in native keychain\n'
# shellcheck disable=SC2034  # for the files
{
  no_server=$'no credentials server URL\n'
  no_username=$'no credentials username\n'
  no_secret=$'no credentials secret\n'
}

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

# observe COMMAND…: what it prints is compared as an answer is
observe() {
  "$@" >"$work/out" 2>/dev/null
  : >"$work/err"
  echo 0 >"$work/status"
}

# an empty keyring for the next check, whatever the helper left of the last one
reset() {
  secret-tool clear docker_cli 1 >/dev/null 2>&1 || true # fails where there is nothing to clear
}

# differs STATUS STDOUT WHAT WHY: the official helper does something else on the next check: exits
# with STATUS and prints what matches the glob STDOUT
differs() {
  difference=("$@")
}

# older_differs …: the same, if it is 0.6; newer ones do as ours does
older_differs() {
  [ "$official" != 0.6 ] || differs "$@"
}

# may_differ …: the same with some of the versions of Go and GLib that it is built with; with others it is right
may_differ() {
  difference=("$@" or_right)
}

# differs_if_respelled KEY STORED STATUS STDOUT: the same if KEY is not how the login was stored
differs_if_respelled() {
  [ "$1" = "$2" ] || differs "$3" "$4" 'it knows a login only by the key that it was stored under' \
    'every client spells a registry in its own way'
}

# expect DESCRIPTION STATUS STDOUT [glob]: what the last run must have done, and that standard
# error is silent
expect() {
  local code out err other=() seen is_right=
  code=$(cat "$work/status")
  out=$(tr '\0' '@' <"$work/out"; printf .) # the dot keeps the newlines
  out=${out%.}
  err=$(tr '\0' '@' <"$work/err")
  printf -v seen 'got:    status %s, stdout %q, stderr %q\n' "$code" "$out" "$err"
  # shellcheck disable=SC2053  # a glob
  if [ "$code" = "$2" ] && [ -z "$err" ] &&
    { [ "$out" = "$3" ] || { [ "${4:-}" = glob ] && [[ $out == $3 ]]; }; }; then is_right=1; fi
  [ -z "$official" ] || other=("${difference[@]}")
  difference=()
  # shellcheck disable=SC2053  # a glob
  if [ ${#other[@]} = 0 ] || { [ -n "$is_right" ] && [ -n "${other[4]:-}" ]; }; then
    printf -v seen '%swanted: status %s, stdout %q, stderr silent' "$seen" "$2" "$3"
    if [ -n "$is_right" ]; then pass "$1"; else fail "$1" "$seen"; fi
  elif [ "$code" = "${other[0]}" ] && [[ $out == ${other[1]} ]]; then
    pass "$1 # differs: ${other[2]}; ours is right because ${other[3]}"
  else
    printf -v seen '%swanted: status %s, stdout like %q' "$seen" "${other[0]}" "${other[1]}"
    fail "$1 (the recorded difference)" "$seen"
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

gets() { # SERVER USERNAME SECRET DESCRIPTION
  send "$1" get
  expect "$4" 0 "$(login "$1" "$2" "$3")"$'\n'
}

misses() { # SERVER DESCRIPTION
  send "$1" get
  expect "$2" 1 "$not_found"
}

lists() { # JSON DESCRIPTION
  local labels
  send unused list
  if [ "$official" = 0.9 ]; then
    [ ${#difference[@]} != 0 ] || [ "$1" = '{}' ] ||
      differs 0 "$1"$'\n' 'it lists the labels of its items' 'who reads a list wants to know the servers'
    labels=$(printf '%s.' "${difference[1]:-}" | sed -z 's/"\([^"]*\)":/"Registry credentials for \1":/g')
    [ ${#difference[@]} = 0 ] || difference[1]=${labels%.}
  fi
  expect "$2" 0 "$1"$'\n'
}

end_of_file() {
  observe items
  expect 'the keyring is empty at the end' 0 $'0\n'
  finish
}

reset
