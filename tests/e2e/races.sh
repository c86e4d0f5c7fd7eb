#!/bin/bash
# SPDX-License-Identifier: MIT
# Many runs of 'configure' at once, and beside them a real podman that logs in and out of a real
# registry without ever taking a lock: no file is broken at any instant, no login is lost.
#   races.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR disable=SC2153  # REGISTRY is from registry.sh
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need jq python3 podman docker-registry htpasswd
companion=$(realpath -e -- "${1:?usage: races.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: races.sh COMPANION HELPER}") || exit 2
if [ -z "${REGISTRY:-}" ] || [ -z "${RACES_INSIDE:-}" ]; then
  export RACES_INSIDE=1
  inside=("$support/registry.sh" bash "$here/races.sh" "$companion" "$helper")
  if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
    exec "$support/hidden.sh" /etc/containers /var/lib/containers /run/containers /run/libpod -- "${inside[@]}"
  fi
  exec "${inside[@]}"
fi
unset DOCKER_CONFIG DOCKER_HOST DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
  CONTAINERS_REGISTRIES_CONF CONTAINER_HOST SUDO_UID XDG_CONFIG_HOME "${!CPPSECRET_@}"
export DBUS_SESSION_BUS_ADDRESS=disabled:
root=$(mktemp -d "${TMPDIR:-/tmp}/races.XXXXXX") || exit 1
pids=()
# shellcheck disable=SC2317,SC2329  # run by the trap
clean_up() {
  local pid
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  rm -rf "$root"
}
trap clean_up EXIT
export HOME=$root/home XDG_RUNTIME_DIR=$root/run TMPDIR=$root/tmp
mkdir -p "$HOME/bin" "$HOME/.config/containers" "$HOME/.docker" "$XDG_RUNTIME_DIR/containers" "$TMPDIR"
chmod 700 "$XDG_RUNTIME_DIR"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
PATH=$HOME/bin:$PATH
primary=$XDG_RUNTIME_DIR/containers/auth.json
persistent=$HOME/.config/containers/auth.json
docker=$HOME/.docker/config.json
hosts=()
for number in {1..50}; do hosts+=("host-$number.example"); done

# at_once COUNT ARGUMENT…: runs of the companion, one for each host, so many at a time; says which fail
at_once() {
  local count=$1
  shift
  printf '%s\n' "${hosts[@]}" | xargs -I HOST -P "$count" \
    bash -c 'timeout 120 "$@" >"$0" 2>&1 || { echo "$0: $(tail -n 2 "$0")"; }' \
      "$TMPDIR/HOST" "$companion" "$@" HOST 2>&1
}

missing_in() { # FILE: how many hosts it does not name
  jq --args '($ARGS.positional - (.credHelpers // {} | keys)) | length' "${hosts[@]}" <"$1"
}

# --- ourselves --------------------------------------------------------------------------------------

for file in "$primary" "$persistent" "$docker"; do
  printf '{\n  "zeta": 123456789012345678901234567890,\n  "auths": {"kept.example": {"auth": "dTpw"}}\n}' >"$file"
done
cp "$primary" "$root/before"
is 'fifty at once all succeed' "$(at_once 50 configure --tool all --yes)" ''
is 'and are all there, in three files' \
  "$(missing_in "$primary") $(missing_in "$persistent") $(missing_in "$docker")" '0 0 0'
is 'fifty at once take it back' "$(at_once 50 unconfigure --yes)" ''
for file in "$primary" "$persistent" "$docker"; do
  check "and every byte of ${file##*/} is as before" cmp "$file" "$root/before"
done

# --- and podman -------------------------------------------------------------------------------------

rm "$primary" "$persistent" "$docker"
log_in() {
  podman login --tls-verify=false --username "$REGISTRY_USER" --password-stdin "$REGISTRY/$1" \
    <<<"$REGISTRY_PASSWORD" >/dev/null 2>"$TMPDIR/podman"
}
for name in stays-1 stays-2 stays-3; do
  check "podman logs in to $name" log_in "$name"
done

# Reads the file again and again until it is told to stop; the logins that were there before all this
# must be in it every time. The last line says how often and how many different states it saw.
cat >"$root/reader.py" <<'PYTHON'
import json, signal, sys
stop = False
def end(*_):
    global stop
    stop = True
signal.signal(signal.SIGTERM, end)
file, log, *stays = sys.argv[1:]
reads, states, bad = 0, set(), []
open(log, "w").close()  # it listens
while not stop:
    with open(file, "rb") as stream:
        text = stream.read()
    reads += 1
    if hash(text) in states:
        continue
    states.add(hash(text))
    try:
        auths = json.loads(text)["auths"]
        bad += [name for name in stays if "auth" not in auths.get(name, {})]
    except (ValueError, KeyError) as error:
        bad.append(repr(error))
with open(log, "w") as stream:
    print(reads, len(states), file=stream)
    print(*bad, sep="\n", file=stream)
PYTHON
python3 "$root/reader.py" "$primary" "$root/reader.log" "$REGISTRY"/stays-{1,2,3} &
reader=$!
pids+=("$reader")
until [ -e "$root/reader.log" ]; do read -r -t 0.05 <> <(:) || :; done

has_login() { grep -qF "\"$REGISTRY/$1\"" "$primary"; }

# podman logs in and out until it is told to stop; what is not as it has left it is counted
churn() {
  local runs=0 failed=0 lost=0 back=0
  until [ -e "$root/stop" ]; do
    for name in churn-1 churn-2 churn-3; do
      log_in $name || failed=$((failed + 1))
      has_login $name || lost=$((lost + 1))
    done
    for name in churn-1 churn-2 churn-3; do
      if has_login $name; then
        podman logout "$REGISTRY/$name" >/dev/null 2>&1 || failed=$((failed + 1))
        if has_login $name; then back=$((back + 1)); fi
      fi
    done
    runs=$((runs + 6))
    printf '%d %d %d %d\n' "$runs" "$failed" "$lost" "$back" >"$root/churn.log"
  done
}
churn &
churn=$!
rounds=0 dropped=0 runs=0 failures=''
until [ "$runs" -ge 30 ] && [ "$rounds" -ge 3 ]; do
  [ $rounds = 0 ] || failures+=$(at_once 10 unconfigure --yes)
  failures+=$(at_once 10 configure --tool containers --yes)
  dropped=$((dropped + $(missing_in "$primary")))
  rounds=$((rounds + 1))
  if [ -s "$root/churn.log" ]; then read -r runs _ <"$root/churn.log"; fi
done
is 'every run beside podman succeeds' "$failures" ''
: >"$root/stop"
wait "$churn"
kill "$reader"
wait "$reader"
pids=()
read -r runs failed lost back <"$root/churn.log"
read -r reads states <"$root/reader.log"

is 'every state of the file that was seen is whole and has the logins from before' "$(tail -n +2 "$root/reader.log")" ''
check 'many states were seen' test "$states" -ge 20
is 'podman never failed' "$failed" 0
is 'the file that podman does not write to has all fifty' "$(missing_in "$persistent")" 0
is 'the logins from before are there' "$(jq -r '.auths | keys[]' "$primary" | grep -c stays)" 3
printf '# %d reads, %d states of the file; %d runs of podman\n' "$reads" "$states" "$runs"
printf '# podman dropped %d of our %d entries, which it had not read\n' "$dropped" $((50 * rounds))
printf '# written by podman in the instant between our last look and our rename: %d logins, %d logouts undone\n' \
  "$lost" "$back"
is 'another run for each brings back what podman has dropped' "$(at_once 10 configure --tool containers --yes)" ''
is 'so that all fifty are there' "$(missing_in "$primary")" 0
is 'and no temporary file is left' "$(find "$XDG_RUNTIME_DIR/containers" "$HOME/.config/containers" -type f | wc -l)" 2
finish
