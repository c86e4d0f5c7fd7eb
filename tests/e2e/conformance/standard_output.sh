#!/bin/bash
# SPDX-License-Identifier: MIT
# Where the answer goes: when nobody takes it, and what must not get into it.
#   standard_output.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

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

end_of_file
