# shellcheck shell=bash disable=SC2034  # what they leave is for the caller
# SPDX-License-Identifier: MIT
# What doctor finds, for shell tests; sourced after tap.sh, with $companion set and cppsecret in PATH.
#   examine [OPTION…]                  runs doctor; leaves $status, $stdout (its JSON) and $stderr
#   finds DESCRIPTION SEVERITY CHECK PATTERN
#                                      passes if the last run tells this, with its reason and what
#                                      to do; leaves $command
#   finds_no DESCRIPTION SEVERITY CHECK PATTERN
#   appears DESCRIPTION SEVERITY CHECK PATTERN [OPTION…]    examine and finds
#   mended DESCRIPTION                 passes if running $command makes go what appears has found
companion=${companion:?}
status='' stdout='' stderr='' command=''

examine() {
  attempt timeout 60 "$companion" doctor --json "$@" </dev/null
}

# the findings of the last run, a line each: number, severity, check, what
findings() {
  jq -r '.findings | to_entries[] | "\(.key) \(.value.severity) \(.value.check) \(.value.what)"' <<<"$stdout"
}

# number_of SEVERITY CHECK PATTERN: of the first such finding
number_of() {
  local number severity check what
  while read -r number severity check what; do
    # shellcheck disable=SC2053  # the pattern is meant as one
    if [ "$severity $check" = "$1 $2" ] && [[ $what == $3 ]]; then
      printf '%s\n' "$number"
      return
    fi
  done < <(findings)
  return 1
}

finds() {
  local number
  command=''
  if ! number=$(number_of "$2" "$3" "$4"); then
    fail "$1" "wanted: $2 $3 $4"$'\n'"status $status, $stderr"$'\n'"$(findings)"
    return
  fi
  command=$(jq -r ".findings[$number].command // empty" <<<"$stdout")
  if [ "$2" = ok ] ||
    jq -e ".findings[$number] | .why != null and (.command != null or .advice != null)" <<<"$stdout" >/dev/null; then
    pass "$1"
  else
    fail "$1" "it says not why, or not what to do: $(jq ".findings[$number]" <<<"$stdout")"
  fi
}

finds_no() {
  local number
  if ! jq -e .findings <<<"$stdout" >/dev/null; then
    fail "$1" "no answer: status $status, $stderr"
  elif number=$(number_of "$2" "$3" "$4"); then
    fail "$1" "$(jq -c ".findings[$number]" <<<"$stdout")"
  else
    pass "$1"
  fi
}

appears() {
  appeared=("$2" "$3" "$4")
  local description=$1
  options=("${@:5}")
  examine "${options[@]}"
  finds "$description" "${appeared[@]}"
  if [ "${appeared[0]}" = error ]; then wanted=1; else wanted=0; fi
  if [ "$wanted" = 1 ]; then is "$description: and the exit status is 1" "$status" 1; fi
}

mended() {
  local said folder
  if [ -z "$command" ]; then
    fail "$1" 'no command is told'
    return
  fi
  # in one shell, since a command may be about its environment; on a terminal, since it may ask
  folder=$(mktemp -d)
  {
    printf '%s\n' "$command"
    printf '%q ' cppsecret doctor --json "${options[@]}"
    printf '>%q 2>%q\n' "$folder/out" "$folder/err"
  } >"$folder/script"
  said=$(timeout 60 script -qec "bash $(printf %q "$folder/script")" /dev/null <<<$'yes\nyes' 2>&1)
  stdout=$(cat "$folder/out") stderr=$(cat "$folder/err")
  rm -r "$folder"
  if ! jq -e .findings <<<"$stdout" >/dev/null; then
    fail "$1" "$command: $said: $stderr"
  elif number_of "${appeared[@]}" >/dev/null; then
    fail "$1" "$command does not mend it: $said"
  else
    pass "$1"
  fi
}
