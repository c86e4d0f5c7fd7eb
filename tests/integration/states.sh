#!/bin/bash
# SPDX-License-Identifier: MIT
# Every state in which no keyring can be used: what each verb says, that it ends in time, and that
# nothing is lost.
#   states.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool python3
helper=$(realpath "$1")
providers=$here/../support/providers
not_found='credentials not found in native keychain'

# in_state DESCRIPTION PATTERN SECONDS PROVIDER…: the four verbs where no keyring can be used;
# PATTERN matches the reason. The settings of the provider script come from the environment.
in_state() {
  local description=$1 pattern=$2 seconds=$3 verb began
  shift 3
  for verb in get list store erase; do
    began=${EPOCHREALTIME/./}
    attempt "$@" "$helper" "$verb" < <(
      case $verb in
        store) printf '{"ServerURL":"https://locked.example","Username":"new","Secret":"new"}' ;;
        *) printf 'https://locked.example' ;;
      esac
    )
    took=$(((${EPOCHREALTIME/./} - began) / 1000))
    case $verb in
      get) like "$description: get says not found, and why" "$status|$stdout|$stderr" "1|$not_found|*: $pattern; *" ;;
      list) like "$description: list shows what it can, and why not all" "$status|$stdout|$stderr" "0|{}|*: $pattern; *" ;;
      *) like "$description: $verb fails with the reason" "$status|$stdout|$stderr" "1|$pattern; *|" ;;
    esac
    if [ "$took" -lt $((seconds * 1000)) ]; then pass "$description: $verb ends in time"; else
      fail "$description: $verb ends in time" "$took ms"
    fi
  done
  attempt env CPPSECRET_UNAVAILABLE=error "$@" "$helper" get <<<https://locked.example
  like "$description: get fails openly if it is told to" "$status|$stdout|$stderr" "1|$pattern; *|"
}

for state in unset noruntime; do
  NOBUS=$state in_state "no bus ($state)" 'no session bus: DBUS_SESSION_BUS_ADDRESS is not set and *' 5 "$providers/no-bus.sh"
done
for state in dead refused disabled; do
  NOBUS=$state in_state "no bus ($state)" 'cannot reach the session bus: *' 5 "$providers/no-bus.sh"
done
NOBUS=silent CPPSECRET_TIMEOUT=1 in_state "a bus that never answers" 'the session bus does not answer' 5 "$providers/no-bus.sh"
in_state "no provider" 'no keyring is running on the session bus: *' 5 "$providers/gnome-keyring-absent.sh"
# os-release of other distributions, over this one's in a mount namespace
on_distribution() { # TEXT COMMAND
  attempt "$providers/gnome-keyring-absent.sh" unshare --mount --propagation private bash -c '
    printf "%b" "$1" >"$TMPDIR/os-release" && mount --bind "$TMPDIR/os-release" "$(realpath /etc/os-release)" &&
      exec "$0" erase <<<https://a.example' "$helper" "$1"
  like "no provider: the command is that of the distribution: $2" "$status|$stdout" "1|no keyring *; run '$2' (or keepassxc) as root; *"
}
if [ -e /etc/os-release ] && unshare --mount true 2>/dev/null; then
  on_distribution 'ID=debian\n' 'apt-get install gnome-keyring'
  on_distribution 'NAME=x\nID="rocky"\nID_LIKE="rhel centos fedora"\n' 'dnf install gnome-keyring'
  on_distribution 'ID=arch' 'pacman -S gnome-keyring'
  on_distribution 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n' 'zypper install gnome-keyring'
  on_distribution 'ID=alpine\n' 'apk add gnome-keyring'
fi
in_state "no keyring in it" "the keyring's provider has no keyring yet" 10 "$providers/gnome-keyring-nocollection.sh"
ACTIVATE=1 in_state "no keyring in it, started by the bus" "the keyring's provider has no keyring yet" 10 "$providers/gnome-keyring-nocollection.sh"

# a locked keyring: list never asks and so says something else than the others
locked() { # DESCRIPTION LIST_ANSWER LIST_HINT: the environment as for in_state
  local verb
  for verb in get store erase; do
    attempt "$providers/gnome-keyring-locked.sh" "$helper" "$verb" < <(
      if [ "$verb" = store ]; then
        printf '{"ServerURL":"https://locked.example","Username":"u","Secret":"new"}'
      else
        printf 'https://locked.example'
      fi
    )
    if [ "$verb" = get ]; then
      like "$1: get says not found, and why" "$status|$stdout|$stderr" "1|$not_found|*: nobody could be asked to unlock the keyring; *"
    else
      like "$1: $verb fails with the reason" "$status|$stdout|$stderr" "1|nobody could be asked to unlock the keyring; *|"
    fi
  done
  attempt "$providers/gnome-keyring-locked.sh" "$helper" list
  # shellcheck disable=SC2053  # the third argument is a pattern
  if [[ "$status|$stdout" == "0|$2" && $stderr == $3 ]]; then pass "$1: list"; else
    fail "$1: list" "$status|$stdout|$stderr"
  fi
}
for prompter in system none; do
  LOCK=disk PROMPTER=$prompter locked "locked on disk, prompter $prompter" "{}" '*: the keyring is locked, *'
  LOCK=session PROMPTER=$prompter locked "locked in the session, prompter $prompter" '{"https://locked.example":"u"}' ''
done

after='printf "%s" "{\"ServerURL\":\"https://locked.example\",\"Username\":\"x\",\"Secret\":\"y\"}" | "$0" store
echo https://locked.example | "$0" erase
# the same keyring, opened with its password by another daemon
kill "$(gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
  -m org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets | tr -s "(), " " " | cut -d" " -f3)"
while gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
  -m org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets | grep -q true; do :; done
printf test | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & daemon=$!
gdbus wait --session --timeout 10 org.freedesktop.secrets
echo https://locked.example | "$0" get
kill "$daemon"; wait "$daemon"'
attempt env LOCK=disk PROMPTER=none "$providers/gnome-keyring-locked.sh" bash -c "$after" "$helper"
is "what could not be reached was not changed" "$(tail -n 1 <<<"$stdout")" \
  '{"ServerURL":"https://locked.example","Username":"u","Secret":"p"}'

for state in 0 -1 x 1.5; do
  attempt env CPPSECRET_TIMEOUT=$state "$providers/gnome-keyring-absent.sh" "$helper" get <<<a.example
  like "CPPSECRET_TIMEOUT=$state is refused" "$status|$stdout" "1|CPPSECRET_TIMEOUT is not a number of seconds *"
done
attempt env CPPSECRET_KEYRING=other "$providers/gnome-keyring-absent.sh" "$helper" get <<<a.example
like "an unknown CPPSECRET_KEYRING is refused" "$status|$stdout" "1|CPPSECRET_KEYRING names no keyring *"
attempt env CPPSECRET_COLLECTION=nowhere "$providers/gnome-keyring.sh" "$helper" store <<<'{"ServerURL":"a","Username":"b","Secret":"c"}'
like "an unknown CPPSECRET_COLLECTION is refused, with those that exist" "$status|$stdout" \
  "1|there is no collection 'nowhere', as CPPSECRET_COLLECTION wants; set it to one of: *'Login'*"
for collection in login Login default; do
  attempt env CPPSECRET_COLLECTION=$collection "$providers/gnome-keyring.sh" bash -c \
    'echo "{\"ServerURL\":\"a\",\"Username\":\"b\",\"Secret\":\"c\"}" | "$0" store; echo a | "$0" get' "$helper"
  is "CPPSECRET_COLLECTION=$collection is found by alias or label" "$stdout" '{"ServerURL":"a","Username":"b","Secret":"c"}'
done

# --- the provider stops answering, or goes away, in the middle of a call
interrupted='provider=$(gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
  -m org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets | tr -s "(), " " " | cut -d" " -f3)
printf "%s" "{\"ServerURL\":\"k.example\",\"Username\":\"u\",\"Secret\":\"old\"}" | "$0" store
kill -STOP "$provider"
dbus-monitor --session --profile "interface=org.freedesktop.Secret.Service" >"$TMPDIR/calls" 2>/dev/null & monitor=$!
until grep -q NameAcquired "$TMPDIR/calls"; do read -r -t 0.02 <> <(:); done
printf "%s" "$3" | "$0" "$1" & child=$!
if [ "$2" = kill ]; then
  until grep -qE "SearchItems|ReadAlias" "$TMPDIR/calls"; do read -r -t 0.02 <> <(:); done
  kill -KILL "$provider"
fi
wait $child; echo "status $?"
kill -CONT "$provider" 2>/dev/null
kill $monitor; wait $monitor 2>/dev/null
[ "$2" = kill ] || { echo k.example | "$0" get; }'
new='{"ServerURL":"k.example","Username":"u","Secret":"new"}'
attempt "$providers/gnome-keyring.sh" bash -c "$interrupted" "$helper" get kill k.example
like "a provider killed during get" "$stdout|$stderr" "$not_found*status 1|*: the keyring's provider went away; *"
attempt "$providers/gnome-keyring.sh" bash -c "$interrupted" "$helper" store kill "$new"
like "a provider killed during store" "$stdout" "the keyring's provider went away; *status 1"
attempt "$providers/gnome-keyring.sh" bash -c "$interrupted" "$helper" erase kill k.example
like "a provider killed during erase" "$stdout" "the keyring's provider went away; *status 1"
attempt env CPPSECRET_TIMEOUT=1 "$providers/gnome-keyring.sh" bash -c "$interrupted" "$helper" store stop "$new"
like "a provider that stops during store: in time, and the old login stays" "$stdout" \
  "the keyring's provider did not answer in time; *status 1*\"Secret\":\"old\"}"
finish
