# shellcheck shell=bash disable=SC2034  # what attempt leaves is for the caller
# SPDX-License-Identifier: MIT
# Test Anything Protocol for shell tests; sourced, not run.
#
#   check DESCRIPTION COMMAND…    passes if COMMAND succeeds; its output is shown if it fails
#   is DESCRIPTION GOT WANTED     passes if the two texts are the same
#   like DESCRIPTION GOT PATTERN…  passes if GOT matches the glob; several are its parts, with any text between them
#   pass DESCRIPTION, fail DESCRIPTION [DETAIL]
#   need PROGRAM…                 ends the test as skipped if one is missing; of 'a|b' one is enough
#   have PROGRAM…                 whether a part of the test can be run; a failure as with skip_all
#   skip_all REASON               ends the test as skipped; a failure if CPPSECRET_TESTS_MUST_RUN=1
#   finish                        prints the plan; the last line of every test
#   attempt COMMAND…              runs it, leaves $status, $stdout and $stderr
tap_count=0
tap_failed=0

pass() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s\n' "$tap_count" "$1"
}

fail() {
  tap_count=$((tap_count + 1))
  tap_failed=$((tap_failed + 1))
  printf 'not ok %d - %s\n' "$tap_count" "$1"
  if [ $# -gt 1 ]; then printf '%s\n' "$2" | sed 's/^/# /'; fi
  # of a test that failed meson shows the standard error alone, which it keeps apart
  if ! [ /dev/stdout -ef /dev/stderr ]; then printf 'failed: %s\n' "$@" >&2; fi
}

is() { # DESCRIPTION GOT WANTED
  if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "got:    $2"$'\n'"wanted: $3"; fi
}

like() { # DESCRIPTION GOT PATTERN…
  local IFS='*'
  local pattern="${*:3}"
  # shellcheck disable=SC2053  # the pattern is meant as one
  if [[ $2 == $pattern ]]; then pass "$1"; else fail "$1" "got:    $2"$'\n'"wanted: $pattern"; fi
}

check() { # DESCRIPTION COMMAND…
  local description=$1 output
  shift
  if output=$("$@" 2>&1); then pass "$description"; else fail "$description" "$* (status $?): $output"; fi
}

skip_all() {
  if [ "${CPPSECRET_TESTS_MUST_RUN:-}" = 1 ]; then
    fail "nothing is skipped" "$1"
    finish
  fi
  printf '1..0 # SKIP %s\n' "$1"
  exit 0
}

# missing PROGRAM…: prints what is not installed; of 'a|b' one is enough
missing() {
  local programs program
  for programs; do
    for program in ${programs//|/ }; do command -v "$program" >/dev/null && continue 2; done
    printf '%s is not installed\n' "${programs//|/ or }"
    return
  done
}

need() {
  local reason
  reason=$(missing "$@")
  [ -z "$reason" ] || skip_all "$reason"
}

have() {
  local reason
  reason=$(missing "$@")
  [ -n "$reason" ] || return 0
  if [ "${CPPSECRET_TESTS_MUST_RUN:-}" = 1 ]; then fail 'no part of a test is left out' "$reason"; fi
  return 1
}

finish() {
  printf '1..%d\n' "$tap_count"
  [ "$tap_failed" = 0 ] && exit 0
  exit 1
}

# attempt COMMAND…: standard input is passed on; the output without trailing newlines
attempt() {
  local folder
  folder=$(mktemp -d)
  status=0
  "$@" >"$folder/out" 2>"$folder/err" || status=$?
  stdout=$(tr -d '\0' <"$folder/out") stderr=$(tr -d '\0' <"$folder/err")
  rm -r "$folder"
}
