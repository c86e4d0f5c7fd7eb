# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# bash completion for cppsecret. The program itself says what may come next, so that this knows
# every command and option that it has.
_cppsecret() {
  local line word prefix candidate
  local -a words candidates
  # COMP_WORDS is cut at ':' and '='; nothing that cppsecret takes but a file needs quotes
  line=${COMP_LINE:0:COMP_POINT}
  read -ra words <<<"$line"
  [[ $line != *[[:blank:]] ]] || words+=('')
  word=${words[-1]}
  COMPREPLY=()
  mapfile -t candidates < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
  if [[ ${candidates[0]-} == :files ]]; then
    compopt -o default
    return
  fi
  # what stands before the last ':' or '=' is not part of the word that bash replaces
  prefix=
  if [[ $word == *[:=]* ]]; then prefix=${word%"${word##*[:=]}"}; fi
  for candidate in "${candidates[@]}"; do
    candidate=${candidate%%$'\t'*}
    # an image goes on after its host
    if [[ $candidate == */ ]]; then compopt -o nospace; fi
    COMPREPLY+=("${candidate#"$prefix"}")
  done
}
complete -F _cppsecret cppsecret
