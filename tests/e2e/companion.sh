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
  # shellcheck disable=SC2016  # expanded in there
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

# --- the files --------------------------------------------------------------------------------------

primary=$XDG_RUNTIME_DIR/containers/auth.json
persistent=$HOME/.config/containers/auth.json
docker=$HOME/.docker/config.json
mkdir -p "${primary%/*}" "${persistent%/*}" "${docker%/*}" "$HOME/.config/containers/registries.conf.d"

# auth USER: a base64 login
auth() {
  printf '{"auth":"%s"}' "$(printf '%s:secret-of-%s' "$1" "$1" | base64 -w 0)"
}

no_files() {
  rm -f "$primary" "$persistent" "$docker" "$HOME/.dockercfg" "$HOME"/.config/containers/registries.conf.d/*
}

# a helper of somebody else, which knows one registry
cat >"$HOME/bin/docker-credential-other" <<'SCRIPT'
#!/bin/sh
case $1 in
  get)
    read -r server
    case $server in
      other.example) echo '{"ServerURL":"other.example","Username":"olga","Secret":"secret-of-olga"}' ;;
      *) echo 'credentials not found in native keychain'; exit 1 ;;
    esac ;;
  list) echo '{"other.example":"olga"}' ;;
esac
SCRIPT
chmod +x "$HOME/bin/docker-credential-other"

# --- resolve ----------------------------------------------------------------------------------------

# judged NAME IMAGE: what resolve says is what skopeo and podman do
judged() {
  local ours judge
  run resolve --tool containers --json "$2"
  ours=$(json '.tools[0] | if .outcome == "helper" or .outcome == "entry" then .username else .outcome end')
  for judge in skopeo podman; do
    command -v "$judge" >/dev/null || continue
    attempt timeout 60 "$judge" login --get-login "$2"
    case $status$stderr in
      0*) is "$1: as $judge says" "$ours" "\"$stdout\"" ;;
      *'not logged into'*) is "$1: as $judge says" "$ours" '"none"' ;;
      *) is "$1: as $judge says" "$ours" '"failed"' ;;
    esac
  done
}

no_files
judged 'no file' quay.io/ann/app
run resolve nobody.example/app
like 'no login anywhere is 3' "$status $stdout" '3 containers: no login;*docker: *'
like 'and named' "$stderr" "cppsecret: error: there is no login for 'nobody.example/app'"
run resolve alpine:3.20 --json
is 'an image without a host is of Docker Hub' "$(json .image)" '"docker.io/library/alpine"'
run resolve --tool containers quay.io
like 'a host alone is explained' "$status $stderr" '3 *hint: a name without*'
run resolve
like 'an image must be named' "$status $stdout$stderr" '2 cppsecret: error: name an IMAGE*'
run resolve 'BAD//image'
like 'what is no image is wrong usage' "$status $stdout$stderr" '2 cppsecret: error: *hint: name an image*'

echo "{\"auths\":{\"quay.io\":$(auth host),\"quay.io/ann\":$(auth space)}}" >"$primary"
echo "{\"auths\":{\"quay.io\":$(auth late),\"late.example\":$(auth late)}}" >"$persistent"
echo "{\"auths\":{\"https://index.docker.io/v1/\":$(auth hub),\"docker.example\":$(auth dora)},
  \"credHelpers\":{\"other.example\":\"other\"}}" >"$docker"
judged 'the namespace before the host' quay.io/ann/app
judged 'the host for another namespace' quay.io/bob/app
judged 'a later file' late.example/app
judged 'the file of docker last' docker.example/app
judged 'the URL of Docker Hub' docker.io/library/alpine
judged 'the helper of somebody else' other.example/app
judged 'an unknown registry' unknown.example/app
run resolve --tool docker --json docker.example/app
is 'docker reads its own file' "$status $(json '.tools[] | [.tool, .username, .outcome, .file]')" \
  "0 [\"docker\",\"dora\",\"entry\",\"$docker\"]"
run resolve --tool docker late.example/app
is 'and no other' "$status" 3
run resolve quay.io/ann/app
is 'found by one tool is found' "$status" 0
like 'and the steps are told' "$stdout" "containers: user 'space' from '$primary'
*1. auths of '$primary', 'quay.io/ann/app': nothing
*2. auths of '$primary', 'quay.io/ann': found
docker: *"
like 'no secret is told' "$stdout$stderr" '!(*secret-of*)'

echo '{"credHelpers":{"quay.io":"cppsecret","broken.example":"absent"}}' >"$primary"
judged 'our helper' quay.io/ann/app
judged 'a helper that is not there' broken.example/app
run resolve --tool containers broken.example/app
like 'which is a failure, not nothing' "$status $stdout" "1 *'docker-credential-absent' failed: *not in PATH*"
printf 'credential-helpers = ["cppsecret-containers", "containers-auth.json"]\n' \
  >"$HOME/.config/containers/registries.conf.d/60-test.conf"
judged 'a helper of registries.conf' docker.io/library/alpine
judged 'a helper of registries.conf without the login' late.example/app
printf 'credential-helpers = ["containers-auth.json"' >"$HOME/.config/containers/registries.conf.d/60-test.conf"
judged 'a broken registries.conf' quay.io/ann/app
no_files
echo 'no JSON' >"$primary"
echo "{\"auths\":{\"late.example\":$(auth late)}}" >"$persistent"
judged 'a broken file' late.example/app
echo "{\"auths\":{\"mine.example\":$(auth mine)}}" >"$HOME/mine.json"
run resolve --authfile "$HOME/mine.json" --json mine.example/app
is '--authfile is about the containers tools' "$status $(json '[.tools[] | [.tool, .username]]')" '0 [["containers","mine"]]'
run resolve --authfile "$HOME/mine.json" --tool docker mine.example/app
is 'and wrong with docker' "$status" 2

on_a_terminal '' resolve --tool docker nobody.example/app
like 'a terminal gets colour' "$stdout" $'\e[1mdocker\e[0m: *'
NO_COLOR=1 on_a_terminal '' resolve --tool docker nobody.example/app
like 'and none with NO_COLOR' "$stdout" 'docker: *'
run resolve --tool docker nobody.example/app
like 'nor has a pipe any' "$stdout" 'docker: *'

# --- status -----------------------------------------------------------------------------------------

no_files
run status
like 'without files status shows the keyring' "$status $stdout" '0 REGISTRY *docker.io * bob * - *keyring*'
echo "{\"credHelpers\":{\"quay.io\":\"cppsecret\",\"gone.example\":\"cppsecret\",\"x.example\":\"absent\"},
  \"auths\":{\"quay.io\":$(auth old),\"plain.example\":$(auth paul)},\"credsStore\":\"cppsecret\"}" >"$primary"
echo "{\"auths\":{\"https://index.docker.io/v1/\":{},\"docker.example\":$(auth dora)},
  \"credsStore\":\"cppsecret\",\"credHelpers\":{\"other.example\":\"other\"}}" >"$docker"
chmod 600 "$primary"
chmod 644 "$docker"
run status --json
is 'status knows every login and who uses it' \
  "$(json '[.logins[] | [.registry, .username, .place, .used_by]][]')" \
  '["docker.example","dora","file",["containers"]]
["docker.io","bob","keyring",["docker"]]
["localhost:5000","é \"quoted\"","keyring",["docker"]]
["other.example","olga","helper",["containers","docker"]]
["plain.example","paul","file",["containers"]]
["quay.io","ann","keyring",["containers","docker"]]
["quay.io","old","file",[]]'
is 'and warns of what is wrong' "$(json '[.warnings[].kind] | sort')" \
  '["credsStore","dangling","dangling","mode","plain","plain","shadowed"]'
run status
is 'the table has the same rows' "$status $(wc -l <<<"$stdout")" '0 8'
like 'warnings go to standard error' "$stderr" "*cppsecret: warning: *cppsecret: hint: chmod go= $docker*"
like 'no secret is in either' "$stdout$stderr" '!(*secret-of*)'
printf '{"auths": {,' >"$persistent"
run status
like 'a broken file is a warning with its place' "$status $stderr" "0 *warning: '$persistent', line 1, column 12*"

finish
