#!/bin/bash
# SPDX-License-Identifier: MIT
# When the keyring is only read: with CPPSECRET_READONLY=1, and where podman's API service runs the
# helper. store, and erase in the first case, say so at once and open no keyring. A stand-in with
# the service's command line starts the helper; podman itself does in e2e/podman_service.sh.
#   read_only.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool Xvfb
providers=$here/../support/providers
helper=$(realpath "$1")
unset CPPSECRET_READONLY CPPSECRET_KEYRING CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
read_only='CPPSECRET_READONLY forbids changes to the keyring; unset it to log in or out'
service="podman's API service must not change the logins of its owner; as the owner, run 'podman login', \
or add 'containers-auth.json' to credential-helpers in registries.conf"
request='{"ServerURL":"a.example","Username":"bob","Secret":"other"}'

# run_as COMMAND… -- VERB INPUT: the helper as a child of a process with this command line, whose
# program is bash and whose second word a script of this name
run_as() {
  local command=() verb
  while [ "$1" != -- ]; do command+=("$1"); shift; done
  verb=$2
  attempt env -C "$TMPDIR" VERB="$verb" HELPER="$helper" \
    bash -c 'exec -a "$0" bash "$@"' "${command[@]}" <<<"$3"
}
as_service=(podman system service -t 0 unix:///run/podman.sock)
make_scripts() { # the last line keeps bash from becoming the helper
  printf '%s\n' '"$HELPER" "$VERB"' 'exit $?' | tee "$TMPDIR/system" "$TMPDIR/login" >/dev/null
}

# a keyring that is locked, and a person who could be asked: whoever opens it waits for the limit
if [ "${2:-}" = locked ]; then
  export CPPSECRET_TIMEOUT=2
  # shellcheck source=../support/helper.sh
  . "$here/../support/helper.sh"
  make_scripts
  answer store "$request"
  like 'without them a person is asked' "$status|$stdout" '1|nobody answered the request to unlock the keyring*'
  CPPSECRET_READONLY=1 answer store "$request"
  is 'CPPSECRET_READONLY: store refuses at once' "$status|$stdout|$stderr" "1|$read_only|"
  CPPSECRET_READONLY=1 answer erase a.example
  is 'CPPSECRET_READONLY: erase refuses at once' "$status|$stdout|$stderr" "1|$read_only|"
  run_as "${as_service[@]}" -- store "$request"
  is 'under the service store refuses at once' "$status|$stdout|$stderr" "1|$service|"
  CPPSECRET_READONLY=true answer erase a.example
  like 'another value is an error' "$status|$stdout|$stderr" '1|CPPSECRET_READONLY is neither 0 nor 1; *|'
  finish
fi
if [ -z "${PROV_NAME:-}" ]; then
  attempt env LOCK=disk PROMPTER=xvfb "$providers/gnome-keyring-locked.sh" "$0" "$helper" locked
  printf '%s\n' "$stdout" | sed 's/^/# /'
  if [ "$status" = 0 ]; then pass 'a locked keyring'; else fail 'a locked keyring' "$stdout"$'\n'"$stderr"; fi
  attempt "$providers/gnome-keyring.sh" "$0" "$helper"
  printf '%s\n' "$stdout" | sed 's/^/# /'
  if [ "$status" = 0 ]; then pass 'an unlocked keyring'; else fail 'an unlocked keyring' "$stdout"$'\n'"$stderr"; fi
  finish
fi
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"
make_scripts

store a.example ann secret
is 'a login is stored' "$status $(login a.example) $(items)" '0 ann:secret 1'

# --- podman's API service

run_as "${as_service[@]}" -- store "$request"
is 'under the service store refuses' "$status|$stdout|$stderr" "1|$service|"
is 'and the login is as it was' "$(login a.example) $(items)" 'ann:secret 1'
run_as /usr/bin/podman system service -- store "$request"
is 'podman in any folder' "$status|$stdout|$stderr" "1|$service|"
run_as "${as_service[@]}" -- get a.example
like 'get answers' "$status|$stdout" '0|*"ann"*'
run_as "${as_service[@]}" -- list ''
is 'list answers' "$status|$stdout" '0|{"a.example":"ann"}'
run_as "${as_service[@]}" -- store 'no request'
is 'a request is not looked at' "$status|$stdout|$stderr" "1|$service|"
DBUS_SESSION_BUS_ADDRESS=disabled: run_as "${as_service[@]}" -- store "$request"
is 'nor the session bus' "$status|$stdout|$stderr" "1|$service|"
CPPSECRET_KEYRING='file' run_as "${as_service[@]}" -- store "$request"
is 'nor the keyring file' "$status|$stdout|$stderr" "1|$service|"
run_as podman login -- store "$request"
is 'podman login stores' "$status|$stdout|$(login a.example)" '0||bob:other'
run_as podman-remote system service -- store '{"ServerURL":"a.example","Username":"ann","Secret":"secret"}'
is 'another program stores' "$status|$stdout|$(login a.example)" '0||ann:secret'
run_as "${as_service[@]}" -- erase a.example
is 'erase, which the service never runs, works' "$status|$stdout|$(items)" '0||0'
store a.example ann secret

# --- CPPSECRET_READONLY

export CPPSECRET_READONLY=1
answer store "$request"
is 'CPPSECRET_READONLY=1: store refuses' "$status|$stdout|$stderr" "1|$read_only|"
answer erase a.example
is 'erase refuses' "$status|$stdout|$stderr" "1|$read_only|"
is 'the login is as it was' "$(login a.example) $(items)" 'ann:secret 1'
answer erase nobody.example
is 'erase of what is not there refuses too' "$status|$stdout|$stderr" "1|$read_only|"
answer list
is 'list answers' "$status|$stdout" '0|{"a.example":"ann"}'
for verb in store erase; do
  DBUS_SESSION_BUS_ADDRESS=disabled: answer "$verb" "$request"
  is "$verb does not look for a bus" "$status|$stdout|$stderr" "1|$read_only|"
done
run_as "${as_service[@]}" -- store "$request"
is 'under the service it is the reason' "$status|$stdout" "1|$read_only"
for value in true yes 2 ' '; do
  for verb in store erase; do
    CPPSECRET_READONLY=$value answer "$verb" "$request"
    is "${value@Q} is an error of $verb" "$status|$stdout|$stderr" \
      '1|CPPSECRET_READONLY is neither 0 nor 1; set it to 1, or unset it|'
  done
done
CPPSECRET_READONLY=true answer get a.example
like 'and none of get' "$status|$stdout" '0|*"ann"*'
for value in '' 0; do
  CPPSECRET_READONLY=$value answer store "$request"
  is "${value@Q} is as if unset" "$status|$stdout" '0|'
done
unset CPPSECRET_READONLY
is 'what was stored then is there' "$(login a.example) $(items)" 'bob:other 1'
answer erase a.example
is 'and can be erased' "$status|$stdout $(items)" '0| 0'
finish
