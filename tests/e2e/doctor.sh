#!/bin/bash
# SPDX-License-Identifier: MIT
# cppsecret doctor on an unlocked gnome-keyring, with a HOME of its own: each check has a case in
# which it finds something, and the command that it tells is run to see whether it mends that.
#   doctor.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon jq script
companion=$(realpath -e -- "${1:?usage: doctor.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: doctor.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  # what a person has set must not change the test
  unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
    CONTAINERS_REGISTRIES_CONF CONTAINER_HOST NO_COLOR SUDO_UID CPPSECRET_COLLECTION CPPSECRET_DEBUG \
    CPPSECRET_KEYRING CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE G_MESSAGES_DEBUG
  exec "$support/providers/gnome-keyring.sh" bash "$here/doctor.sh" "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"
# shellcheck source=../support/doctor.sh
. "$support/doctor.sh"

# a machine: our programs, podman and docker, and systemd's units with a PATH that finds them
bin=$HOME/bin
mkdir -p "$bin" "$HOME/units" "$HOME/system"
ln -s "$companion" "$bin/cppsecret"
for name in cppsecret cppsecret-containers; do ln -s "$helper" "$bin/docker-credential-$name"; done
program() { # PATH: what it does comes on standard input
  { echo '#!/bin/sh'; cat; } >"$1"
  chmod +x "$1"
}
program "$bin/podman" <<<'echo podman version 5.4.2'
program "$bin/docker" <<<'echo Docker version 28.3.0, build 0'
units_path=$bin:/usr/bin
units() { program "$bin/systemctl" \
  <<<"[ \"\$*\" = '--user show-environment' ] && echo 'HOME=x' && echo 'PATH=$units_path'"; }
units
program "$bin/docker-credential-other" <<<'touch "$HOME/other-was-run"; echo "{}"'
# the rest of the machine, without container tools and their helpers
find /usr/bin -maxdepth 1 ! -type d -exec ln -s -t "$HOME/system" {} +
rm -f "$HOME"/system/{docker*,podman*,buildah*,skopeo*,nerdctl*,pass,systemctl,sudo}
real_path=$PATH
export PATH=$bin:$HOME/system
# "an editor": changes the file as $EDIT says
program "$bin/editor" <<<'sh -c "$EDIT" editor "$1"'
export EDITOR=editor EDIT=
edit_with_jq() { EDIT="jq '$1' \"\$1\" >\"\$1.x\" && cat \"\$1.x\" >\"\$1\" && rm \"\$1.x\""; }

primary=$XDG_RUNTIME_DIR/containers/auth.json
persistent=$HOME/.config/containers/auth.json
docker=$HOME/.docker/config.json
conf=$HOME/.config/containers/registries.conf.d
mkdir -p "${primary%/*}" "${docker%/*}" "$conf"
auth() { # USER: a base64 login
  printf '{"auth":"%s"}' "$(printf '%s:secret-of-%s' "$1" "$1" | base64 -w 0)"
}
no_files() {
  rm -rf "$primary" "$persistent" "$docker" "$HOME/.dockercfg" "$conf"
  mkdir -p "$conf"
}
all_registries() {
  no_files
  cppsecret configure --all-registries --tool all --yes >/dev/null 2>&1
}

store quay.io ann secret-of-ann
store https://index.docker.io/v1/ bob secret-of-bob

# --- a machine that is in order ---------------------------------------------------------------------

all_registries
before=$(find "$HOME" "$XDG_RUNTIME_DIR" -type f -exec md5sum {} + 2>/dev/null | sort)
examine
is 'where all is well the exit status is 0' "$status" 0
is 'and there is no warning, and nothing on standard error' "$(jq -c '[.errors, .warnings]' <<<"$stdout")$stderr" \
  '[0,0]'
finds 'the keyring that is used is told' ok choice '*secret-service*'
finds 'and the bus' ok bus "*$DBUS_SESSION_BUS_ADDRESS*DBUS_SESSION_BUS_ADDRESS*"
finds 'and the provider' ok provider 'gnome-keyring [0-9]* (process [0-9]*)*'
finds 'and its state' ok keyring '*unlocked*'
finds 'and the helper' ok helper "'$bin/docker-credential-cppsecret' is of version [0-9]*"
finds 'under both names' ok helper "'$bin/docker-credential-cppsecret-containers' is of version [0-9]*"
finds "and systemd's units" ok units "*'$units_path'*"
finds 'and how many logins there are' ok logins '*2 logins*'
finds 'and what registries.conf says' ok registries '*50-cppsecret.conf*'
finds "and where docker's next login goes" ok next-login '*docker*keyring*'
is 'the keyring is told in JSON' "$(jq -c '[.keyring | .kind, .provider.name, .collection, .locked]' <<<"$stdout")" \
  '["secret-service","gnome-keyring","Login",false]'
is 'nothing is changed' "$(find "$HOME" "$XDG_RUNTIME_DIR" -type f -exec md5sum {} + 2>/dev/null | sort)" "$before"
attempt cppsecret doctor
is 'the text has a line for each' "$status $(grep -c '^ok ' <<<"$stdout") $(grep -vc '^ok ' <<<"$stdout")" \
  "0 $(cppsecret doctor --json | jq '.findings | length') 0"
attempt cppsecret doctor surplus
is 'doctor takes no argument' "$status" 2

# every word of the output is in the help
words=$(cppsecret doctor --help | tr -d '\n')
known() {
  local word
  for word in $(jq -r '.findings[].check' <<<"$stdout"); do
    [[ $words =~ [\ \|]${word}[\|,] ]] || echo "$word"
  done
}
examine
is 'every check is in the help' "$(known)" ''

# --- plain text, and how it is told -----------------------------------------------------------------

no_files
echo "{\"auths\":{\"plain.example\":$(auth paul)}}" >"$primary"
chmod 644 "$primary"
attempt cppsecret doctor
like 'a warning is no failure' "$status" 0
like 'it is told with its reason and the command' "$stdout" "*
warning  mode: others may read '$primary'
         it holds passwords
         \$ chmod go= $primary*"
like 'no secret is told' "$stdout$stderr" '!(*secret-of*|*c2VjcmV0*)'
appears 'a mode for all' warning mode "*'$primary'*"
mended 'is mended'
is 'and the mode is private' "$(stat -c %a "$primary")" 600
appears 'a login in plain text' warning plain "*'$primary' holds 1 login in plain text*"
mended 'is moved into the keyring'
is 'and out of the file' "$(jq -c .auths "$primary") $(login plain.example)" \
  '{} paul:secret-of-paul'
docker-credential-cppsecret erase <<<plain.example
no_files
echo "{\"auths\":{\"plain.example\":$(auth paul)}}" >"$HOME/given.json"
appears 'plain text in a file that is given' warning plain "*'$HOME/given.json' holds 1 login*" \
  --authfile "$HOME/given.json"
mended 'is moved as well'
docker-credential-cppsecret erase <<<plain.example
rm "$HOME/given.json"
echo "{\"auths\":{\"x.example/team\":$(auth team)}}" >"$primary"
appears 'a login for a namespace' warning plain '*namespaces*x.example/team*'
edit_with_jq 'del(.auths["x.example/team"])'
mended 'is mended with the editor'
hub=https://index.docker.io/v1/
printf '{"auths":{"%s":%s,"%saccess-token":%s,"%srefresh-token":%s}}' \
  "$hub" "$(auth bob)" "$hub" "$(auth access)" "$hub" "$(auth refresh)" >"$docker"
appears "what docker's login in the browser leaves" warning plain '*holds 3 logins in plain text*'
finds_no 'docker finds its tokens there' warning shadowed '*-token*'
mended 'is moved, all three'
for token in access-token refresh-token; do docker-credential-cppsecret erase <<<"$hub$token"; done
echo "{\"auths\":{\"${hub}access-token\":$(auth access)},\"credHelpers\":{\"$hub\":\"cppsecret\"}}" >"$docker"
appears 'a token that docker looks for in the keyring' warning shadowed \
  "*docker does not find its token '${hub}access-token'*"
like 'is not to be thrown away' "$command" 'cppsecret migrate docker.io'
mended 'but moved'
is 'into the keyring' "$(docker-credential-cppsecret get <<<"${hub}access-token" | jq -r .Username)" access
docker-credential-cppsecret erase <<<"${hub}access-token"
no_files

# --- the account ------------------------------------------------------------------------------------

all_registries
SUDO_UID=1000 examine
if [ "$(id -u)" = 0 ]; then
  finds 'trap 19: root under sudo' error sudo '*sudo*'
  is 'trap 19: has to leave it' "$command $status" 'exit 1'
  examine
  finds_no 'trap 19: and all is well' error sudo '*'
  chown 65534 "$HOME"
  appears 'a HOME of somebody else' error home "*'$HOME', which belongs to user 65534*"
  # the account's own home is another one: it is told, and not touched
  like 'a HOME of somebody else: the own one is told' "$command" 'export HOME=/*'
  chown 0 "$HOME"
  appears_not() { examine; finds_no "$@"; }
  appears_not 'and one that is ours is fine' error home '*'
  chown 65534 "$docker"
  appears "a file of somebody else" error owner "'$docker' belongs to user 65534*"
  mended 'is mended'
fi
rm -rf "$HOME/nowhere"
HOME=$HOME/nowhere appears 'a HOME that is not there' error home '*no such folder*'
XDG_RUNTIME_DIR=$HOME/nowhere appears 'a runtime folder that is not there' error runtime "*'$HOME/nowhere'*"
XDG_RUNTIME_DIR=$HOME/nowhere mended 'is mended'
rm -rf "$HOME/nowhere"

# --- trap 13: the environment -----------------------------------------------------------------------

all_registries
DOCKER_AUTH_CONFIG=$(printf '{"auths":{"a.example":%s}}' "$(auth env)")
export DOCKER_AUTH_CONFIG
appears 'trap 13: DOCKER_AUTH_CONFIG' warning environment '*DOCKER_AUTH_CONFIG*'
like 'trap 13: its value is not told' "$stdout$stderr" '!(*secret-of*|*c2VjcmV0*)'
mended 'trap 13: is mended'
unset DOCKER_AUTH_CONFIG
echo "{\"credHelpers\":{\"quay.io\":\"cppsecret\"}}" >"$primary"
export REGISTRY_AUTH_FILE=$HOME/mine.json
appears 'trap 13: REGISTRY_AUTH_FILE' ok environment "*REGISTRY_AUTH_FILE is '$HOME/mine.json'*"
appears 'trap 13: a file that is not read any more' warning environment "*'$primary' while REGISTRY_AUTH_FILE is set*"
mended 'trap 13: is mended'
unset REGISTRY_AUTH_FILE
export DOCKER_CONFIG=$HOME/other-docker
appears 'trap 13: DOCKER_CONFIG' warning environment "*'$docker' while DOCKER_CONFIG is set*"
mended 'trap 13: is mended too'
mkdir -p "$DOCKER_CONFIG"
rm "$conf"/*
echo '{"credsStore":"cppsecret","proxies":{}}' >"$DOCKER_CONFIG/config.json"
appears "trap 13: podman writes to docker's file" warning keys \
  "*DOCKER_CONFIG is set, and drops 'proxies', 'credsStore'*"
mended 'trap 13: which it does not with a helper for all'
unset DOCKER_CONFIG
rm -r "$HOME/other-docker"

# --- trap 3: keys that are dropped ------------------------------------------------------------------

all_registries
echo '{"auths":{},"zeta":1}' >"$primary"
appears 'trap 3: podman drops unknown keys' warning keys "*'$primary' holds 'zeta', which podman does not know*"
edit_with_jq 'del(.zeta)'
mended 'trap 3: is mended'
rm "$primary"
echo "{\"auths\":{\"quay.io\":{\"note\":1}},\"psFormat\":\"x\",\"zeta\":1,\"credsStore\":\"cppsecret\"}" >"$docker"
appears 'trap 3: docker drops unknown keys' warning keys \
  "*'$docker' holds 'zeta', 'quay.io: note', which docker does not know*"
edit_with_jq 'del(.zeta, .auths["quay.io"].note)'
mended 'trap 3: is mended, psFormat may stay'
if judge=$(PATH=$real_path; command -v docker) || PATH=$real_path have docker; then
  # all that docker 28 keeps, and what it does not: docker itself says what is dropped
  echo '{"auths":{"a.example":{"auth":"YTpi"}},"credHelpers":{"b.example":"x"},"HttpHeaders":{"A":"b"},"psFormat":"x",
    "imagesFormat":"x","networksFormat":"x","pluginsFormat":"x","volumesFormat":"x","statsFormat":"x",
    "detachKeys":"ctrl-p","serviceInspectFormat":"x","servicesFormat":"x","tasksFormat":"x","secretFormat":"x",
    "configFormat":"x","nodesFormat":"x","pruneFilters":["label=a"],"proxies":{"default":{"httpProxy":"h"}},
    "currentContext":"default","cliPluginsExtraDirs":["/x"],"plugins":{"a":{"b":"c"}},"aliases":{"builder":"b"},"features":{"x":"true"},"zeta":1,"futureFormat":"x"}' >"$docker"
  examine
  told=$(jq -r '.findings[] | select(.check == "keys") | .what' <<<"$stdout" | grep -o "'[A-Za-z]*'[, ]" |
    tr -d "', " | sort | tr '\n' ' ')
  before=$(jq -r 'keys[]' "$docker")
  "$judge" logout a.example >/dev/null 2>&1
  dropped=$(comm -23 <(echo "$before") <(jq -r 'keys[]' "$docker") | tr '\n' ' ')
  is "trap 3: docker drops what is told, and nothing else" "$told" "$dropped"
fi

# --- traps 8 and 11: docker's own detection ---------------------------------------------------------

no_files
program "$bin/docker-credential-secretservice" <<<'touch "$HOME/other-was-run"'
appears 'trap 8: docker finds a helper by itself' ok next-login '*docker finds the helper*secretservice*'
echo '{"credHelpers":{"quay.io":"cppsecret"}}' >"$docker"
appears 'trap 8: and not beside credHelpers' warning next-login "*docker goes into '$docker' in plain text*"
like 'trap 8: which is told' "$(jq -r '.findings[] | select(.check == "next-login") | .why' <<<"$stdout")" \
  "*does not look for 'secretservice' by itself any more*"
appears 'trap 8: docker does' warning next-login "*docker goes into '$docker' in plain text*"
mended 'trap 8: is mended'
no_files
program "$bin/pass" <<<:
program "$bin/docker-credential-pass" <<<'touch "$HOME/other-was-run"'
appears 'trap 8: pass comes before the keyring' warning next-login "*helper 'pass' by itself*"
mended 'trap 8: is mended too'
rm "$bin/pass" "$bin/docker-credential-pass" "$bin/docker-credential-secretservice"
no_files
appears "docker's plain text" warning next-login "*docker goes into '$docker' in plain text*"
mended 'is mended'
program "$bin/podman" <<<'exit 1'
appears 'a podman that tells no version' warning version \
  '*cannot determine the version of podman; assuming the newest*'
program "$bin/podman" <<<'echo podman version 5.4.2'
appears "podman's plain text" warning next-login "*podman*goes into '$primary' in plain text*"
mended 'is mended too'

# --- trap 9: Docker Hub's URL -----------------------------------------------------------------------

all_registries
echo '{"credsStore":"cppsecret","credHelpers":{"https://index.docker.io/v1/":"cppsecret"}}' >"$docker"
examine
finds_no "trap 9: docker's key for Docker Hub is fine" error url '*'
finds_no 'trap 9: without a warning' warning url '*'
export CONTAINER_HOST=ssh://x
appears 'trap 9: but not beside a podman with a connection' error url \
  "*'$docker'*https://index.docker.io/v1/*CONTAINER_HOST*"
mended 'trap 9: is mended'
is 'trap 9: by credsStore' "$(jq -c . "$docker")" '{"credsStore":"cppsecret"}'
echo '{"credsStore":"other","credHelpers":{"https://index.docker.io/v1/":"other"}}' >"$docker"
appears 'trap 9: of another helper' error url "*'$docker'*CONTAINER_HOST*"
edit_with_jq 'del(.credHelpers)'
mended 'trap 9: is mended with the editor'
unset CONTAINER_HOST
echo '{"credHelpers":{"https://index.docker.io/v1/":"cppsecret"}}' >"$primary"
appears "trap 9: podman never asks by that URL" warning url "*'$primary'*"
mended 'trap 9: is mended, too'
is 'trap 9: by its name' "$(jq -c .credHelpers "$primary")" '{"docker.io":"cppsecret"}'

# --- trap 10 and helpers that are not there ---------------------------------------------------------

all_registries
echo '{"credHelpers":{"nobody.example":"cppsecret","quay.io":"cppsecret"}}' >"$primary"
appears 'trap 10: an entry without a login' warning dangling "*'nobody.example', and it has no login for it*"
mended 'trap 10: is mended'
is 'trap 10: the others stay' "$(jq -c .credHelpers "$primary")" '{"quay.io":"cppsecret"}'
echo '{"credHelpers":{"quay.io":"absent"}}' >"$primary"
appears 'a helper that is not there' error dangling "*'absent' for 'quay.io'*not in PATH*"
mended 'is mended'
echo '{"credHelpers":{"quay.io":""}}' >"$primary"
appears 'a helper without a name' error dangling "*for 'quay.io': it has no name*"
mended 'is mended'
echo '{"credHelpers":{"index.docker.io":"absent"}}' >"$primary"
appears "Docker Hub's under a name that we do not write" error dangling "*'absent' for 'index.docker.io'*"
edit_with_jq 'del(.credHelpers)'
mended 'is mended with the editor'
rm "$primary"
echo '{"credHelpers":{"docker.io":"absent"}}' >"$docker"
appears "and one that docker's file may have" error dangling "*'$docker' names the helper 'absent' for 'docker.io'*"
edit_with_jq 'del(.credHelpers)'
mended 'is mended with the editor as well'
echo '{"credHelpers":{"https://index.docker.io/v1/":"absent"}}' >"$docker"
appears 'and the one that docker asks for' error dangling "*'absent' for 'https://index.docker.io/v1/'*"
mended 'is mended by us'
echo '{"credsStore":"absent"}' >"$docker"
appears "docker's store that is not there" error dangling "*credsStore 'absent'*"
mended 'is mended'
echo 'credential-helpers = ["absent", "cppsecret-containers"]' >"$conf/60-later.conf"
appears 'a helper of registries.conf that is not there' error dangling "*60-later.conf' names the helper 'absent'*"
EDIT='rm "$1"' mended 'is mended'

# --- trap 12: who comes first -----------------------------------------------------------------------

all_registries
echo 'credential-helpers = ["containers-auth.json"]' >"$conf/60-later.conf"
appears 'trap 12: a later drop-in that overrides ours' error registries "*60-later.conf' overrides *50-cppsecret.conf*"
EDIT='rm "$1"' mended 'trap 12: is mended'
echo 'credential-helpers = ["containers-auth.json", "cppsecret-containers"]' >"$conf/60-later.conf"
appears 'trap 12: ours is not the first' warning registries '*60-later.conf*ours not first*'
EDIT='rm "$1"' mended 'trap 12: is mended as well'
rm -f "$conf/60-later.conf"
echo '# nothing' >"$conf/50-cppsecret.conf"
appears 'trap 12: a drop-in of ours that says nothing' error registries '*50-cppsecret.conf* names no helper*'
mended 'trap 12: is written again'
mv "$conf" "$conf.real"
ln -s "$conf.real" "$conf"
appears 'trap 12: a folder that is a link is not read' error registries '*is a symbolic link*'
mended 'trap 12: a folder is'
rm -rf "$conf.real"
no_files
echo "{\"auths\":{\"quay.io\":$(auth old)}}" >"$primary"
echo '{"credHelpers":{"quay.io":"cppsecret"}}' >"$persistent"
appears 'trap 12: plain text before the helper' warning shadowed \
  "*use the login for 'quay.io' in plain text in '$primary', not the one in the keyring*"
all_registries
echo "{\"auths\":{\"quay.io\":$(auth old)}}" >"$primary"
appears 'a login that no tool uses' warning shadowed \
  "*'quay.io' in '$primary': 'docker-credential-cppsecret-containers' is asked first*"
edit_with_jq 'del(.auths)'
mended 'is mended with the editor'
echo "{\"auths\":{\"plain.example\":$(auth paul)}}" >"$primary"
appears 'trap 12b: plain text that came later' warning plain "*'$primary' holds 1 login in plain text*"
like 'trap 12b: why is told' "$(jq -r '.findings[] | select(.check == "plain") | .why' <<<"$stdout")" \
  '*when the keyring refuses it*'
cppsecret configure --all-registries --strict --tool containers --yes >/dev/null 2>&1
appears 'trap 12b: with --strict a file does not count' warning shadowed "*'plain.example' in '$primary'*not read*"
echo '{"credHelpers":{"other.example":"other"}}' >"$primary"
appears 'trap 12b: nor do other helpers' warning registries "*do not ask 'other' for 'other.example'*"
mended 'trap 12b: is mended'

# --- trap 18: other helpers -------------------------------------------------------------------------

all_registries
echo '{"credHelpers":{"other.example":"other","third.example":"other"}}' >"$primary"
appears "trap 18: another helper's entries are told" ok foreign "*'other' answers for 2 registries*'$primary'*"
echo '{"credHelpers":{"quay.io":"other"}}' >"$docker"
appears "trap 18: and one in the place of ours" warning foreign "*'$docker' names the helper 'other' for 'quay.io'*"
mended 'trap 18: is mended'
check 'helpers of others are not run' test ! -e "$HOME/other-was-run"

# --- files that tools cannot read -------------------------------------------------------------------

all_registries
echo '{"auths":{,' >"$primary"
appears 'a file that is no JSON' error file "'$primary', line 1, column 11*"
EDIT='echo "{}" >"$1"' mended 'is mended with the editor'
: >"$primary"
appears 'trap 6: an empty auth.json' error file "*'$primary'*"
mended 'trap 6: is mended'
: >"$docker"
appears "trap 6: an empty file of docker's, which podman reads too" error file "*'$docker' is empty*"
finds_no 'trap 6: is not called usable' ok file "*'$docker' can be used*"
mended 'trap 6: is mended likewise'
echo '{"auths":{}} more' >"$docker"
appears 'something after the end' error file "*'$docker'*after the end*"
finds_no 'is not called usable either' ok file "*'$docker' can be used*"
echo '{}' >"$docker"
echo '{"auths":{"x.example":{"auth":"///"}}}' >"$primary"
appears 'trap 7: an auth that is not base64' error file "*'$primary', line 1*base64*"
edit_with_jq 'del(.auths)'
mended 'trap 7: is mended'
echo '{"auths":{},"AUTHS":{}}' >"$primary"
appears 'trap 4: a key twice' warning file "'$primary', line 1*second key*"
edit_with_jq 'del(.AUTHS)'
mended 'trap 4: is mended'
echo '{"auths":{"x.example":{"username":7}},"credsStore":"cppsecret"}' >"$docker"
appears "what only docker refuses" error file "'$docker', line 1*"
edit_with_jq 'del(.auths)'
mended 'is mended'
echo '{"auths":{},"credsStore":"cppsecret"}' >"$primary"
appears 'a credsStore in auth.json' warning credsStore "'$primary' has a credsStore*"
edit_with_jq 'del(.credsStore)'
mended 'is mended with the editor'
echo 'credential-helpers = [' >"$conf/60-later.conf"
appears 'a broken registries.conf' error file "*60-later.conf', line *"
EDIT='rm "$1"' mended 'is mended with the editor'
rm -f "$primary"
echo '{"auths":{},"zeta":1}' >"$HOME/mine.json"
examine
finds_no 'a file that no tool reads is not looked at' warning keys '*mine.json*'
appears 'but with --authfile it is' warning keys "*'$HOME/mine.json'*" --authfile "$HOME/mine.json"
edit_with_jq 'del(.zeta)'
mended 'is mended'

# --- the helper and where it is found ---------------------------------------------------------------

all_registries
mkdir "$HOME/opt" "$HOME/local"
cp "$companion" "$helper" "$HOME/opt/"
cp "$helper" "$HOME/opt/docker-credential-cppsecret-containers"
companion=$HOME/opt/cppsecret
mv "$bin/docker-credential-cppsecret" "$HOME/"
PATH=$HOME/local:$bin:$HOME/system appears 'a helper that is not in PATH' error helper \
  "'docker-credential-cppsecret' is not in PATH*"
ln -sf "$companion" "$bin/cppsecret"
PATH=$HOME/local:$bin:$HOME/system mended 'is mended by a link'
rm "$HOME/local/docker-credential-cppsecret"
program "$bin/docker-credential-cppsecret" <<<'echo "docker-credential-cppsecret (cppsecret) 0.0.1"'
appears 'a helper of another version' warning helper \
  "'$bin/docker-credential-cppsecret' is of version 0.0.1, and this is [0-9]*"
mended 'is mended'
program "$bin/docker-credential-cppsecret" <<<'echo "nothing of ours"'
appears 'a helper that is another program' error helper "'$bin/docker-credential-cppsecret' is not the helper*"
mended 'is mended'
units_path=$HOME/units:/nonexistent
units
appears "systemd's units do not find the helper" warning units "*'$bin/docker-credential-cppsecret'*'$units_path'*"
mended 'are mended by a link'
program "$bin/systemctl" <<<'exit 1'
examine
like 'a manager that does not answer has its default' "$(findings | grep ' units ')" \
  '*/usr/local/bin:/usr/bin*does not answer*'
rm "$bin/systemctl"
examine
is 'without systemd nothing is said of units' "$(findings | grep ' units ')" ''

finish
