#!/bin/bash
# SPDX-License-Identifier: MIT
# One canary secret goes through every verb and every failure, quietly and with all debugging on.
# It may be in the answer of a get that succeeds, and nowhere else: not in another answer, not on
# standard error, not in the files of the session, not in the arguments or environment of a process.
#   canary.sh HELPER
# (canary.sh HELPER STATE: what it starts under a provider, in that state)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
helper=$(realpath -e -- "${1:?usage: canary.sh HELPER}") || exit 2
state=${2:-}
export LC_ALL=C

if [ -z "$state" ]; then
  need dbus-daemon gdbus gnome-keyring-daemon secret-tool python3 timeout
  unset CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING \
    CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
  unset G_MESSAGES_DEBUG LOCK PROMPTER NOBUS
  export CPPSECRET_TIMEOUT=1
  providers=$here/../support/providers
  in_state() { # STATE VARIABLE=VALUE… PROVIDER: its checks become ours
    local state=$1 provider=${*: -1} line last=
    shift
    while IFS= read -r line; do
      case $line in
        'ok '*) pass "$state: ${line#* - }" ;;
        'not ok '*) fail "$state: ${line#* - }" ;;
        1..*) last=$line ;;
        *) printf '%s\n' "$line" ;;
      esac
    done < <(env "${@:1:$#-1}" timeout 120 "$providers/$provider" bash "$here/canary.sh" "$helper" "$state")
    [ -n "$last" ] || fail "$state: the checks came to their end"
  }
  in_state unlocked CPPSECRET_TIMEOUT=20 gnome-keyring.sh
  in_state 'locked on disk' LOCK=disk PROMPTER=none gnome-keyring-locked.sh
  in_state 'locked in the session' LOCK=session PROMPTER=none gnome-keyring-locked.sh
  in_state 'locked, prompter without a display' LOCK=disk PROMPTER=system gnome-keyring-locked.sh
  in_state 'no collection' PROMPTER=none gnome-keyring-nocollection.sh
  in_state 'no provider' gnome-keyring-absent.sh
  for no_bus in unset noruntime dead refused silent disabled; do
    in_state "no bus ($no_bus)" "NOBUS=$no_bus" no-bus.sh
  done
  finish
fi

# two halves, so that a part of it is found too
left=kAnArIeNvOgElLeFt right=rIgHtLeGoVnEiRaNaK
canary=$left-$right
encoded=$(printf %s "$canary" | base64 -w 0)
folder=$(mktemp -d)
# a file mentions the canary in any of these spellings
search=(grep -aF -e "$left" -e "$right" -e "${encoded:0:20}")
request='{"ServerURL":"canary.example","Username":"u","Secret":"'$canary'"}'
echo "holds $canary" >"$folder/probe"
check 'the search finds a canary' "${search[@]}" -q "$folder/probe"
rm "$folder/probe"

# probe DESCRIPTION STATUS VERB: the input comes on standard input; STATUS may be 'any'. Runs it
# quietly, with the libraries' debugging, and, unless the canary is sent as a server URL, which is
# an attribute and no secret, with a dump of the messages on the bus.
messages='CPPSECRET_DEBUG=1 G_MESSAGES_DEBUG=all G_DBUS_DEBUG=all'
probe() {
  local description=$1 wanted=$2 verb=$3 code debugging input=$folder/input found
  cat >"$input"
  for debugging in '' 'CPPSECRET_DEBUG=1 G_MESSAGES_DEBUG=all' "$messages"; do
    if [ "$debugging" = "$messages" ] && [[ $verb == @(get|erase) ]] && "${search[@]}" -q "$input"; then
      continue
    fi
    code=0
    # shellcheck disable=SC2086  # several words
    env $debugging timeout 60 "$helper" "$verb" <"$input" >"$folder/out" 2>"$folder/err" || code=$?
    found=$(cd "$folder" && "${search[@]}" -l out err)
    [ "$wanted" = any ] || [ "$code" = "$wanted" ] || found+=" status $code instead of $wanted: $(cat "$folder/out")"
    [ "$code" -le 1 ] || found+=" status $code"
    is "$description${debugging:+ ($debugging)}" "$found" ''
  done
  rm "$input"
}

usable=any
if [ "$state" = unlocked ]; then
  usable=0
  printf %s "$request" | probe 'store' 0 store
  is 'get gives the canary back' "$(printf canary.example | "$helper" get 2>/dev/null)" \
    '{"ServerURL":"canary.example","Username":"u","Secret":"'"$canary"'"}'
  printf canary.example | CPPSECRET_DEBUG=1 G_MESSAGES_DEBUG=all "$helper" get >/dev/full 2>"$folder/err"
  is 'a get whose answer is lost does not say it elsewhere' "$("${search[@]}" -c "$folder/err")" 0
  printf canary.example | CPPSECRET_DEBUG=1 G_MESSAGES_DEBUG=all "$helper" get 2>"$folder/err" >/dev/null
  # GLib 2.84 has nothing to say of a call that succeeds
  if [ -n "$(G_MESSAGES_DEBUG=all gdbus call --session -d org.freedesktop.DBus -o / \
    -m org.freedesktop.DBus.GetId 2>&1 >/dev/null)" ]; then
    check 'with debugging on there is something to search' test -s "$folder/err"
  fi
  is 'a get that succeeds has it on standard output only' "$("${search[@]}" -c "$folder/err")" 0
  printf '{"ServerURL":"canary.example","Username":"other","Secret":"%s"}' "$canary" |
    probe 'store for another user' 0 store
  : | probe 'list' 0 list
else
  printf %s "$request" | probe 'store fails' 1 store
  printf canary.example | probe 'get fails' 1 get
  : | probe 'list' 0 list
fi

printf %s "$request" | probe 'a store request given to get' 1 get
printf %s "$request" | probe 'a store request given to erase' "$usable" erase
printf %s "$request" | probe 'a store request given to list' 0 list
printf %s "$request" | probe 'a store request given to version' 0 version
printf %s "$request" | probe 'a store request given to an unknown verb' 1 frobnicate
printf %s "${request%\}}" | probe 'store without the last brace' 1 store
printf '%s x' "$request" | probe 'store with more behind it' 1 store
printf '%s"' "$canary" | probe 'store of the bare secret' 1 store
printf '"%s"' "$canary" | probe 'store of a text' 1 store
printf '["%s"]' "$canary" | probe 'store of an array' 1 store
printf '{"ServerURL":"canary.example","Username":"u","Secret":"%s\\ud800"}' "$canary" |
  probe 'store with a lone surrogate' 1 store
printf '{"ServerURL":"canary.example","Username":"u","Secret":"%s\xff"}' "$canary" |
  probe 'store with invalid UTF-8' 1 store
printf '{"ServerURL":"canary.example","Username":"u","Secret":"%s\n"}' "$canary" |
  probe 'store with a bare line feed' 1 store
printf '{"ServerURL":"canary.example","Username":"u","Secret":["%s"]}' "$canary" |
  probe 'store with the secret in an array' 1 store
printf '{"ServerURL":"canary.example","Username":7,"Secret":"%s"}' "$canary" |
  probe 'store with a number as username' 1 store
printf '{"ServerURL":"canary.example","Secret":"%s"}' "$canary" | probe 'store without a username' 1 store
printf '{"Username":"u","Secret":"%s"}' "$canary" | probe 'store without a server URL' 1 store
printf '{"ServerURL":"canary.example","Username":"u","Secret":"%s\\u0000"}' "$canary" | probe 'store with a NUL' 1 store
printf '{"ServerURL":"canary.example","Username":"u","Secret":"%s\0"}' "$canary" | probe 'store with a raw NUL' 1 store
printf '{"ServerURL":"canary.example","Username":"u","%s":"","Secret":"%s"' "$canary" "$canary" |
  probe 'store with the canary as a key' 1 store
{
  printf '{"ServerURL":"canary.example","Username":"u","Secret":"%s' "$canary"
  head -c 1048576 /dev/zero | tr '\0' x
  printf '"}'
} | probe 'store of more than 1 MiB' 1 store
printf %s "$canary" | probe 'the secret as a server URL' 1 get
printf '%s\xff' "$canary" | probe 'the secret and invalid UTF-8 as a server URL' 1 get
printf canary.example | probe 'erase' "$usable" erase

# while it waits for a bus that never answers: who can see it from outside?
if [ "$state" = 'no bus (silent)' ]; then
  printf %s "$request" >"$folder/input"
  CPPSECRET_TIMEOUT=20 "$helper" store <"$folder/input" >"$folder/out" 2>"$folder/err" &
  pid=$!
  waits() { # it has connected, so it has read its input
    readlink "/proc/$pid/fd/"* 2>/dev/null | grep -q '^socket:'
  }
  # by bash itself: the arguments of a grep would hold what it looks for
  processes_with_the_canary() {
    local file arguments
    for file in /proc/[0-9]*/cmdline; do
      { arguments=$(tr '\0' ' ' <"$file"); } 2>/dev/null || continue
      [[ $arguments != *@("$left"|"$right")* ]] || basename "${file%/cmdline}"
    done
  }
  end=$((SECONDS + 10))
  until waits || [ "$SECONDS" -ge "$end" ]; do sleep 0.02; done
  check 'it waits for the bus' waits
  is 'its arguments are the verb' "$(tr '\0' ' ' <"/proc/$pid/cmdline")" "$helper store "
  (exec -a "$canary" sleep 60) &
  control=$!
  until grep -q sleep "/proc/$control/comm"; do sleep 0.02; done
  is 'the search in arguments finds a canary' "$(processes_with_the_canary)" "$control"
  kill "$control"
  wait "$control" 2>/dev/null
  is 'no process has the canary in its arguments' "$(processes_with_the_canary)" ''
  is 'it starts no process that could have it' "$(cat "/proc/$pid/task/"*/children 2>/dev/null)" ''
  kill "$pid"
  wait "$pid" 2>/dev/null
fi

rm -r "$folder"
is 'no file of the session holds the canary' \
  "$(find "$PROV_ROOT" "$XDG_RUNTIME_DIR" -type f -readable -exec "${search[@]}" -l {} + 2>/dev/null)" ''
finish
