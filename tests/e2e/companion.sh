#!/bin/bash
# SPDX-License-Identifier: MIT
# The companion on an unlocked gnome-keyring, with a HOME of its own; podman and skopeo judge what
# it says where they are there.
#   companion.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool jq script
companion=$(realpath -e -- "${1:?usage: companion.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: companion.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  # what a person has set must not change the test
  unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
    CONTAINERS_REGISTRIES_CONF CONTAINER_HOST NO_COLOR SUDO_UID CPPSECRET_COLLECTION CPPSECRET_DEBUG \
    CPPSECRET_KEYRING CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE G_MESSAGES_DEBUG
  exec "$support/providers/gnome-keyring.sh" bash "$here/companion.sh" "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"

mkdir "$HOME/bin"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret"
ln -s "$helper" "$HOME/bin/docker-credential-cppsecret-containers"
PATH=$HOME/bin:$PATH
export TZ=UTC
unset NO_COLOR
export TERM=xterm

# run COMMAND…: the companion; leaves $status, $stdout and $stderr
run() {
  attempt timeout 60 "$companion" "$@" </dev/null
}

# json FILTER: of the last standard output
json() {
  jq -c "$1" <<<"$stdout"
}

# on_a_terminal ANSWER COMMAND…: the companion on a terminal; leaves $status and $stdout
on_a_terminal() {
  local answer=$1
  shift
  attempt timeout 60 script -qec "$(printf '%q ' "$companion" "$@")" /dev/null <<<"$answer"
}

# --- every command ----------------------------------------------------------------------------------

run --help
is 'help is no failure' "$status" 0
is 'and says nothing on standard error' "$stderr" ''
mapfile -t commands < <(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p' <<<"$stdout")
check 'help names the commands' test ${#commands[@]} -ge 1
for command in "${commands[@]}"; do
  run "$command" --help
  like "$command has a help" "$status $stdout" "0 *Usage: cppsecret $command*"
  run "$command" --no-such-option
  like "$command refuses an unknown option" "$status $stdout$stderr" \
    "2 cppsecret: error: *--no-such-option*cppsecret: hint: try: cppsecret $command --help"
done
run --version
like 'the version is printed' "$status $stdout" '0 cppsecret [0-9]*.[0-9]*'
run
like 'without a command the usage is wrong' "$status $stdout$stderr" \
  '2 cppsecret: error: *cppsecret: hint: try: cppsecret --help'
run frobnicate
like 'an unknown command is named' "$status $stdout$stderr" '2 cppsecret: error: *frobnicate*'
if [ -w /dev/full ]; then
  attempt bash -c '"$0" --help >/dev/full' "$companion"
  like 'a lost answer is a failure' "$status $stderr" '1 cppsecret: error: *No space*'
fi

# --- list -------------------------------------------------------------------------------------------

run list
is 'an empty keyring lists nothing' "$status $stdout $stderr" \
  '0  cppsecret: hint: the keyring holds no logins of registries'
run list --json
is 'and nothing as JSON' "$(json .)" '{"logins":[],"complete":true}'
store quay.io ann secret-of-ann
store https://index.docker.io/v1/ bob secret-of-bob
item localhost:5000 'é "quoted"' secret-of-local
today=$(date -u +%F)
run list
is 'list shows registries, users and days' "$status $(sed -E "s/$today [0-9:]{5}/today/" <<<"$stdout")" \
  '0 REGISTRY        USER        CHANGED
docker.io       bob         today
localhost:5000  é "quoted"  today
quay.io         ann         today'
is 'and nothing on standard error' "$stderr" ''
run list --json
is 'list prints JSON' "$status $(json '[.logins[] | [.registry, .server, .username]]')" \
  '0 [["docker.io","https://index.docker.io/v1/","bob"],["localhost:5000","localhost:5000","é \"quoted\""],["quay.io","quay.io","ann"]]'
is 'with the time of the last change' \
  "$(jq -r '.logins[].changed | fromdate | if now - . < 120 and now - . > -2 then "now" else . end' <<<"$stdout" | uniq)" now
like 'no secret is ever printed' "$stdout$stderr" '!(*secret-of*)'
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: "$companion" list
like 'without a bus list fails and says why' "$status $stdout$stderr" '1 cppsecret: error: *bus*'
run list surplus
is 'list takes no argument' "$status" 2

finish
