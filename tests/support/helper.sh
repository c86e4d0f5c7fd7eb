# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# The helper's verbs for shell tests; sourced after tap.sh, with $helper set.
#   answer VERB [INPUT]       runs the verb, leaves $status, $stdout and $stderr
#   store SERVER USER SECRET  the same for store; texts that need no escape in JSON
#   login SERVER              what get says, as "user:secret"; else the error line
#   search_items, items, item of items.sh
# shellcheck source=items.sh
. "$(dirname "${BASH_SOURCE[0]}")/items.sh"
helper=${helper:?}
status='' stdout='' # attempt sets them

answer() {
  attempt timeout 60 "$helper" "$1" <<<"${2-}"
}

store() {
  answer store "{\"ServerURL\":\"$1\",\"Username\":\"$2\",\"Secret\":\"$3\"}"
}

login() {
  answer get "$1"
  if [ "$status" = 0 ]; then
    sed -E 's/.*"Username":"(.*)","Secret":"(.*)"\}$/\1:\2/' <<<"$stdout"
  else
    printf '%s\n' "$stdout"
  fi
}

# next_second: gnome-keyring orders items by whole seconds, so a later one must be in a later second
next_second() {
  local now=$EPOCHSECONDS
  until [ "$EPOCHSECONDS" -gt "$now" ]; do read -r -t 0.05 <> <(:) || :; done
}
