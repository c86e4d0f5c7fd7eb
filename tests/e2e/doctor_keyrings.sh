#!/bin/bash
# SPDX-License-Identifier: MIT
# What cppsecret doctor says of keyrings in every state. It never asks, never unlocks, never hangs.
#   doctor_keyrings.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
providers=$support/providers
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool jq script python3
companion=$(realpath -e -- "${1:?usage: doctor_keyrings.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: doctor_keyrings.sh COMPANION HELPER}") || exit 2
unset DOCKER_CONFIG DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF CONTAINERS_REGISTRIES_CONF CONTAINER_HOST \
  NO_COLOR SUDO_UID CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING \
  CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
bin=$(mktemp -d)
trap 'rm -r "$bin"' EXIT
ln -s "$companion" "$bin/cppsecret"
for name in cppsecret cppsecret-containers; do ln -s "$helper" "$bin/docker-credential-$name"; done
export PATH=$bin:$PATH
status='' stdout='' stderr='' command=''

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

# finds DESCRIPTION SEVERITY CHECK PATTERN: passes if the last run tells this, with its reason and what to do;
# leaves $command
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

# in_state PROVIDER…: examines there; its settings come from the environment; leaves $took as well
in_state() {
  local began=${EPOCHREALTIME/./}
  attempt "$@" timeout 60 "$companion" doctor --json
  took=$(((${EPOCHREALTIME/./} - began) / 1000))
}

# unusable DESCRIPTION PATTERN PROVIDER…
unusable() {
  in_state "${@:3}"
  finds "$1" error keyring "$2"
  like "$1: it is a failure, told on one line" "$status|$stderr" \
    '1|cppsecret: error: there @(is 1 error|are +([0-9]) errors) and *'
  is "$1: the JSON says so" "$(jq -c '[.keyring.locked, .keyring.provider == null]' <<<"$stdout")" '[null,true]'
  if [ "$took" -lt 9000 ]; then pass "$1: in time"; else fail "$1: in time" "$took ms"; fi
}

for state in unset noruntime; do
  NOBUS=$state unusable "no bus ($state)" 'no session bus: *' "$providers/no-bus.sh"
done
for state in dead refused disabled; do
  NOBUS=$state unusable "no bus ($state)" 'cannot reach the session bus: *' "$providers/no-bus.sh"
  finds "no bus ($state): what named it is told" ok bus '*, by DBUS_SESSION_BUS_ADDRESS'
done
NOBUS=silent CPPSECRET_TIMEOUT=2 unusable 'a bus that never answers' \
  'the session bus does not answer' "$providers/no-bus.sh"
unusable 'no provider' 'no keyring is running on the session bus: *' "$providers/gnome-keyring-absent.sh"
if [ -e /etc/debian_version ]; then
  like 'no provider: the package is told' "$command" '?(sudo )apt-get install gnome-keyring'
fi
PROMPTER=none in_state "$providers/gnome-keyring-nocollection.sh"
finds 'no keyring yet' error keyring 'the keyring*has no keyring yet'
finds 'no keyring yet: the provider is told' ok provider 'gnome-keyring [0-9]*'

# --- locked -----------------------------------------------------------------------------------------

for lock in disk session; do
  for prompter in none system; do
    LOCK=$lock PROMPTER=$prompter in_state "$providers/gnome-keyring-locked.sh"
    finds "locked ($lock, prompter $prompter)" warning keyring "*'Login' is locked"
    is "locked ($lock, prompter $prompter): is no failure" "$status $(jq .keyring.locked <<<"$stdout")" '0 true'
  done
done
if have Xvfb xdotool; then
  # the entry that the locked keyring may well have a login for is not called dangling; nobody is asked
  # shellcheck disable=SC2016  # expanded in there
  LOCK=disk PROMPTER=xvfb attempt "$providers/gnome-keyring-locked.sh" bash -c '
    mkdir -p "$XDG_RUNTIME_DIR/containers"
    echo "{\"credHelpers\":{\"locked.example\":\"cppsecret\"}}" >"$XDG_RUNTIME_DIR/containers/auth.json"
    cppsecret doctor --json
    gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
      -m org.freedesktop.DBus.NameHasOwner org.gnome.keyring.SystemPrompter >&2'
  is 'doctor asks nobody' "$stderr" '(false,)'
  finds_no 'a login that cannot be seen is not missed' warning dangling '*'
  # the command that is told asks, and a person answers
  # shellcheck disable=SC2016  # expanded in there
  LOCK=disk PROMPTER=xvfb attempt "$providers/gnome-keyring-locked.sh" bash -c '
    command=$(cppsecret doctor --json | jq -r ".findings[] | select(.check == \"keyring\") | .command")
    bash -c "$command" </dev/null >/dev/null 2>&1 & asking=$!
    . "$0/dialogs.sh"
    has_ended() { ! kill -0 "$asking" 2>/dev/null; }
    be_a_person Unlock && press_grabbed has_ended t e s t Return
    wait "$asking"
    cppsecret doctor --json' "$support"
  finds 'a keyring that is locked is unlocked by the command' ok keyring '*is unlocked'
fi

# --- settings ---------------------------------------------------------------------------------------

setting() { # NAME VALUE PATTERN
  # shellcheck disable=SC2016  # expanded in there
  attempt env "$1=$2" "$providers/gnome-keyring.sh" bash -c '
    cppsecret doctor --json >"$TMPDIR/before"
    eval "$(jq -r ".findings[] | select(.check == \"keyring\" and .severity == \"error\") | .command" "$TMPDIR/before")"
    cppsecret doctor --json >"$TMPDIR/after"
    jq -s "{findings: [.[0].findings, .[1].findings]}" "$TMPDIR/before" "$TMPDIR/after"'
  like "a wrong $1 is told" "$(jq -r '.findings[0][] | select(.check == "keyring") | .what' <<<"$stdout")" "$3"
  is "a wrong $1 is mended" "$(jq -r '.findings[1][] | select(.check == "keyring") | .severity' <<<"$stdout")" ok
}
setting CPPSECRET_TIMEOUT soon 'CPPSECRET_TIMEOUT is not *'
setting CPPSECRET_KEYRING nothing 'CPPSECRET_KEYRING *'
setting CPPSECRET_COLLECTION nowhere "there is no collection 'nowhere'*"

# --- other providers --------------------------------------------------------------------------------

if have keepassxc keepassxc-cli; then
  in_state "$providers/keepassxc.sh"
  finds 'KeePassXC is known' ok provider 'KeePassXC [0-9]*.[0-9]* (process [0-9]*)*'
  finds 'KeePassXC: and its state' ok keyring '*is unlocked'
  in_state "$providers/keepassxc-locked.sh"
  finds 'KeePassXC: locked' warning keyring '*is locked'
  is 'KeePassXC: locked is no failure' "$status" 0
fi
if have 'kwalletd6|kwalletd5'; then
  # a wallet is closed until the first program opens it, which asks nobody
  # shellcheck disable=SC2016  # expanded in there
  in_state "$providers/kwallet.sh" bash -c '
    eval "$(cppsecret doctor --json | jq -r ".findings[] | select(.check == \"keyring\") | .command")" >/dev/null 2>&1
    exec "$@"' bash
  finds 'KWallet is known' ok provider 'KWallet*(process [0-9]*)*'
  finds 'KWallet: it is opened by the command' ok keyring '*is unlocked'
  in_state "$providers/kwallet-locked.sh"
  finds 'KWallet: locked' warning keyring '*is locked'
fi

finish
