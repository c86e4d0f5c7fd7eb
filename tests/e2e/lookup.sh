#!/bin/bash
# SPDX-License-Identifier: MIT
# What 'cppsecret resolve' says is what podman, skopeo and docker do: a table of files, variables
# and images, each row judged by the tools that are there. skopeo and docker talk to a registry that
# writes down which login they come with; podman is asked with 'login --get-login', and with 'pull'
# where registries.conf sends it elsewhere, which its debug log tells.
#   lookup.sh COMPANION
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need jq openssl python3
companion=$(realpath -e -- "${1:?usage: lookup.sh COMPANION}") || exit 2
need 'podman|skopeo|docker'
# the machine's own files must not matter, and ours must not get there; who may not hide them leaves
# out the rows about them
account_home=$(getent passwd "$(id -u)" | cut -d : -f 6)
if [ "$(id -u)" = 0 ] && [ -z "${LOOKUP_HIDDEN:-}" ] && unshare --mount true 2>/dev/null; then
  hide=(/etc/containers /run/containers /run/libpod /var/cache/containers /var/lib/containers)
  case $here/ in "$account_home"/*) ;; *) hide+=("$account_home") ;; esac
  export LOOKUP_HIDDEN="${hide[*]}"
  exec "$support/hidden.sh" "${hide[@]}" -- bash "$here/lookup.sh" "$companion"
fi
is_hidden() { [[ " ${LOOKUP_HIDDEN:-} " == *" $1 "* ]]; }

# what a person has set must not change the test
unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
  CONTAINERS_REGISTRIES_CONF CONTAINERS_STORAGE_CONF CONTAINER_HOST XDG_CONFIG_HOME XDG_DATA_HOME \
  XDG_CACHE_HOME XDG_STATE_HOME no_proxy NO_PROXY
for variable in "${!CPPSECRET_@}"; do
  [ "$variable" = CPPSECRET_TESTS_MUST_RUN ] || unset "$variable"
done
export DBUS_SESSION_BUS_ADDRESS=disabled:
root=$(mktemp -d "${TMPDIR:-/tmp}/lookup.XXXXXX") || exit 1
recorder=
# shellcheck disable=SC2317  # run by the trap
clean_up() {
  if [ -n "$recorder" ]; then
    kill "$recorder"
    wait "$recorder" 2>/dev/null
  fi
  rm -rf "$root"
}
trap clean_up EXIT
cd "$root" || exit 1
export TMPDIR=$root/tmp
mkdir tmp bin

# --- the registry -----------------------------------------------------------------------------------

alternatives=$(printf ',DNS:%s' {quay,other,basic,nobody}.example {registry-1,index}.docker.io docker.io)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out certificate \
  -days 2 -subj /CN=test -addext "subjectAltName=${alternatives#,}" 2>/dev/null || exit 1
cat certificate key >both
mkdir seen asked
mkfifo port
python3 "$support/login-recorder.py" both seen >port &
recorder=$!
read -r port_number <port
export SSL_CERT_FILE=$root/certificate
export GOGC=off GOMAXPROCS=1 # short runs: nothing to collect, and the other processor is for the other tool

# --- the files --------------------------------------------------------------------------------------

export HOME=$root/home XDG_RUNTIME_DIR=$root/run
# the tools and what the helpers need, but no 'pass', which docker would find by itself
mkdir few
for program in podman skopeo docker sh tr; do
  ln -s "$(command -v "$program")" few/ 2>/dev/null
done
primary=$XDG_RUNTIME_DIR/containers/auth.json
persistent=$HOME/.config/containers/auth.json
docker=$HOME/.docker/config.json
legacy=$HOME/.dockercfg
settings=$HOME/.config/containers

# nothing is there
anew() {
  rm -rf "$HOME" "$XDG_RUNTIME_DIR" "$root/else"
  if is_hidden /etc/containers; then
    rm -rf /etc/containers/* /run/containers/* /var/cache/containers/*
  fi
  if is_hidden "$account_home"; then
    rm -rf "${account_home:?}/.config"
  fi
  mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
  mkdir -p "$root/else"
}

# put FILE TEXT
put() {
  mkdir -p "${1%/*}"
  printf '%s' "$2" >"$1"
}

encoded() { printf '%s' "$1" | base64 -w 0; }

# auth USER: the entry of a user
auth() {
  printf '{"auth":"%s"}' "$(encoded "$1:secret-of-$1")"
}

# entries KEY=USER…: the inside of auths
entries() {
  local separator='' entry
  for entry; do
    printf '%s"%s":%s' "$separator" "${entry%=*}" "$(auth "${entry##*=}")"
    separator=,
  done
}

# auths FILE KEY=USER…
auths() {
  put "$1" "{\"auths\":{$(entries "${@:2}")}}"
}

# old FILE KEY=USER…: in the format of .dockercfg
old() {
  put "$1" "{$(entries "${@:2}")}"
}

# raw FILE TEXT: an auth file with this entry for quay.example
raw() {
  put "$1" "{\"auths\":{\"quay.example\":$2}}"
}

# helpers FILE KEY=HELPER…
helpers() {
  local text='' entry
  for entry in "${@:2}"; do text+="${text:+,}\"${entry%=*}\":\"${entry##*=}\""; done
  put "$1" "{\"credHelpers\":{$text}}"
}

# credential_helpers FILE HELPER…: a registries.conf
credential_helpers() {
  local text='' name
  for name in "${@:2}"; do text+="${text:+, }\"$name\""; done
  put "$1" "credential-helpers = [$text]"$'\n'
}

# helper NAME SCRIPT: with the server in $server
helper() {
  printf '%s\n' '#!/bin/sh' '[ "$1" = get ] || exit 1' 'read -r server' "$2" >"$root/bin/docker-credential-$1"
  chmod +x "$root/bin/docker-credential-$1"
}
not_found='echo "credentials not found in native keychain"; exit 1'
# its user tells which key it was asked for
helper known 'user=$(printf "%s" "$server" | tr ":/" "__")
printf "{\"ServerURL\":\"%s\",\"Username\":\"%s\",\"Secret\":\"secret-of-%s\"}\n" "$server" "$user" "$user"'
helper none "$not_found"
helper secretservice "$not_found" # what docker would find by itself
helper broken 'echo "the keyring is on fire"; exit 1'
helper silent 'exit 1'
helper nothing 'exit 0'
helper nonsense 'echo "no JSON"'
helper empty 'echo "{\"ServerURL\":\"\",\"Username\":\"\",\"Secret\":\"\"}"'
helper nouser 'echo "{\"Username\":\"\",\"Secret\":\"secret-of-\"}"'
helper nosecret 'echo "{\"Username\":\"nosecret\",\"Secret\":\"\"}"'
helper token 'echo "{\"Username\":\"<token>\",\"Secret\":\"token-of-helper\"}"'
helper lower 'echo "{\"username\":\"lower\",\"secret\":\"secret-of-lower\"}"'
helper stderr 'echo "credentials not found in native keychain" >&2; exit 1'
helper padded 'printf "\n credentials not found in native keychain \n"; exit 1'

# --- the judges -------------------------------------------------------------------------------------

# A verdict is a user, 'token' for an identity token, '-' for no login, 'failed' for an error.

# ask NAME COMMAND…: in the background, with the changes of $environment; the proxy notes in seen/NAME
# which login comes
declare -A asked
ask() {
  local name=$1
  shift
  (
    export HTTPS_PROXY=http://$name:x@127.0.0.1:$port_number PATH=$root/bin:$root/few
    for change in "${environment[@]}"; do
      case $change in
        -*) unset "${change#-}" ;;
        *) export "${change?}" ;;
      esac
    done
    exec "$@"
  ) </dev/null >"asked/$name" 2>"asked/$name.errors" &
  asked[$name]=$!
}

# answer NAME: how it has ended and what it has printed, in $status, $stdout and $stderr
answer() {
  status=0
  wait "${asked[$1]}" || status=$?
  stdout=$(<"asked/$1") stderr=$(<"asked/$1.errors")
}

# has_shown NAME: the verdict by what the registry has seen
has_shown() {
  local line seen=
  verdict=failed
  answer "$1"
  if [ -e "seen/$1" ]; then seen=$(sort -u "seen/$1"); fi
  case $seen in
    'login '*)
      line=${seen#login }
      verdict=${line%" secret-of-${line%% *}"}
      verdict=${verdict% } # of a login without a password
      ;;
    'token token-of-'*) verdict=token ;;
    nothing) verdict=- ;;
    '')
      case $stderr in
        *'no basic auth credentials'*) verdict=- ;;
        *x509* | *proxyconnect* | *'connection refused'* | *'no such host'* | *'unknown flag'* | \
          *'is not a docker command'*)
          verdict="it cannot be asked: $stderr" ;;
      esac
      ;;
    *) verdict=$seen ;;
  esac
}

podman_says() {
  answer podman
  case $status$stderr in
    0*) verdict=$stdout ;;
    *'not logged into'*) verdict=- ;;
    *) verdict=failed ;;
  esac
}

# the login, and the file or helper that it is from, as the debug log names it
skopeo_says() {
  has_shown skopeo
  place=$(sed -nE \
    's/.*msg="Found credentials for .* in credential helper (containers-auth\.json in file )?(.*)"$/\2/p' <<<"$stderr")
}

# canonical IMAGE: the name with its host, without tag and digest
canonical() {
  local name=${1%%@*}
  [[ ${name##*/} != *:* ]] || name=${name%:*}
  name=${name#docker.io/} name=${name#index.docker.io/}
  case $name in
    *[.:]*/*) ;;
    */*) name=docker.io/$name ;;
    *) name=docker.io/library/$name ;;
  esac
  printf '%s' "$name"
}

rows=0 judgements=0
declare -A has
for judge in podman skopeo docker; do
  if have "$judge"; then has[$judge]=1; else has[$judge]=; fi
done

# what is found beside a file that is named: older versions go on with the other files; and what beside an
# empty setting of the other version of registries.conf, which they bear
other_files=- despite=failed
case $(podman --version 2>/dev/null || skopeo --version 2>/dev/null) in
  'podman version '[123].* | 'podman version 4.'[0-3].* | 'skopeo version 1.'[0-9].* | 'skopeo version 1.10.'*) \
    other_files=stays despite= ;;
esac

# row NAME IMAGE CONTAINERS DOCKER [OPTION | VARIABLE=VALUE | -u VARIABLE]…
# CONTAINERS and DOCKER are the verdicts that are right; without DOCKER, '.', docker is not asked. Options:
#   --authfile FILE   for all but docker
#   --not skopeo      it does not know what the row is about
#   --login           skopeo is asked as podman is: with 'login --get-login'
#   --docker PATTERN  docker's own verdicts, where it is not the same each time
row() {
  local name=$1 image=$2 containers=$3 docker=$4 options=() not='' login='' pattern=$4 full user of_podman ours=()
  shift 4
  environment=()
  while [ $# -gt 0 ]; do
    case $1 in
      -u) environment+=("-$2"); shift ;;
      --authfile) options+=("$1" "$2"); shift ;;
      --not) not=$2; shift ;;
      --login) login=1 ;;
      --docker) pattern=$2; shift ;;
      *) environment+=("$1") ;;
    esac
    shift
  done
  full=$(canonical "$image")
  rows=$((rows + 1))
  rm -f seen/*
  ask companion "$companion" resolve --json "${options[@]}" "$image"
  [ -z "${has[podman]}" ] || ask podman podman login --get-login "${options[@]}" "$full"
  if [ -z "${has[skopeo]}" ] || [ "$not" = skopeo ]; then
    :
  elif [ -n "$login" ]; then
    ask skopeo skopeo login --get-login "${options[@]}" "$full"
  else
    ask skopeo skopeo --debug inspect "${options[@]}" "docker://$image"
  fi
  [ -z "${has[docker]}" ] || [ "$docker" = . ] || ask docker docker manifest inspect "$image"

  # image; for containers the verdict, the place and the user; the verdict for docker
  answer companion
  mapfile -t ours < <(jq -r '
    def verdict: if .outcome == "none" then "-" elif .outcome == "failed" then "failed"
      elif .identity_token then "token" else .username // "" end;
    def of($tool): [.tools[] | select(.tool == $tool)][0];
    .image, (of("containers") | verdict,
      (.steps[-1] // {} | if .source == "credential-helpers" then .helper else .file end // ""),
      .username // ""), (of("docker") | if . then verdict else "" end)' <<<"$stdout" 2>/dev/null)
  if [ ${#ours[@]} != 5 ]; then
    fail "$name" "resolve prints no answer: $stdout $stderr"
    return
  fi
  is "$name: containers" "${ours[0]} ${ours[1]}" "$full $containers"
  [ "$docker" = . ] || is "$name: docker" "${ours[4]}" "$docker"
  user=${ours[3]} of_podman=${ours[1]}
  if [ -z "$user" ] || [ "$user" = '<token>' ]; then user=-; fi
  case $of_podman in
    - | failed) ;;
    *) of_podman=$user ;;
  esac
  if [ -n "${has[podman]}" ]; then
    podman_says
    is "$name: as podman does" "$of_podman" "$verdict"
    judgements=$((judgements + 1))
  fi
  if [ -n "${has[skopeo]}" ] && [ "$not" != skopeo ]; then
    if [ -n "$login" ]; then
      answer skopeo
      is "$name: as skopeo does" "$user" "${stdout:--}"
    else
      skopeo_says
      case $verdict in
        - | failed) is "$name: as skopeo does" "${ours[1]}" "$verdict" ;;
        *) is "$name: as skopeo does" "${ours[1]} from ${ours[2]}" "$verdict from ${place:-${ours[2]}}" ;;
      esac
    fi
    judgements=$((judgements + 1))
  fi
  if [ -n "${has[docker]}" ] && [ "$docker" != . ]; then
    has_shown docker
    # shellcheck disable=SC2053  # the pattern is meant as one
    if [[ $verdict == $pattern ]]; then
      pass "$name: as docker does"
    else
      fail "$name: as docker does" "docker: $verdict, wanted: $pattern"
    fi
    judgements=$((judgements + 1))
  fi
}
# what podman needs to pull, and to fail at once
podman_pull=(podman --root "$root/storage" --runroot "$root/runroot" --storage-driver vfs
  --cgroup-manager cgroupfs --events-backend none --log-level debug pull)

# asked_for TOOL: what its debug log says that it looked for a login for, and the users that the registry
# has seen, each in their order
asked_for() {
  local places users words
  answer "$1"
  places=$(sed -nE 's/.*msg="(Found credentials for|No credentials for) ([^ ]+) .*/\2/p' <<<"$stderr" |
    awk '!seen[$0]++')
  users=$(sed -nE 's/^login ([^ ]+) .*/\1/p' "seen/$1" 2>/dev/null | uniq)
  mapfile -t words < <(printf '%s\n' "$places" / "$users" | grep .)
  asked_for=${words[*]}
}

# places NAME IMAGE PLACE…: the places HOST/PATH=VERDICT where resolve says that it is looked for, in their
# order; the verdict of one that the tools must not or cannot ask is 'refused'. With 'podman:' or 'skopeo:'
# before it a place is for this tool alone.
places() {
  local name=$1 image=$2 place tool names users refused
  shift 2
  environment=()
  rows=$((rows + 1))
  rm -f seen/*
  ask companion "$companion" resolve --json --tool containers "$image"
  [ -z "${has[podman]}" ] || [ "$(id -u)" != 0 ] || ask podman "${podman_pull[@]}" "$image"
  [ -z "${has[skopeo]}" ] || ask skopeo skopeo --debug inspect "docker://${image#docker://}"
  answer companion
  is "$name" "$(jq -r '.tools[] | .image + "=" + (if .steps[0].source == "registries.conf" then "refused"
    elif .outcome == "none" then "-" else .username end)' <<<"$stdout" | paste -sd ' ')" \
    "$(printf '%s\n' "${@#*:::}" | paste -sd ' ')"
  for tool in podman skopeo; do
    [ -n "${has[$tool]}" ] || continue
    if [ "$tool" = podman ] && [ "$(id -u)" != 0 ]; then continue; fi
    names='' users='' refused=
    for place; do
      case $place in
        $tool:::* | !(*:::*)) ;;
        *) continue ;;
      esac
      place=${place#*:::}
      case $place in
        *=refused) refused=1 ;;
        *=-) names+="${place%=*} " ;;
        *) names+="${place%=*} " users+=" ${place#*=}" ;;
      esac
    done
    asked_for "$tool"
    judgements=$((judgements + 1))
    # the login for a place that is blocked is looked up before that is noticed
    if [ -n "$refused" ]; then
      reasons='is blocked in|must be canonical|short-name*did not resolve|short-name-aliases.conf'
      like "$name: as $tool does" "$asked_for|$stderr" "${names}*/$users|*@($reasons|invalid reference format)*"
    else
      is "$name: as $tool does" "$asked_for" "${names}/$users"
    fi
  done
}
app=quay.example/ann/app

# --- which files ------------------------------------------------------------------------------------

anew
row 'no file' $app - -
old "$legacy" quay.example=legacy
row 'the old file' $app legacy -
auths "$docker" quay.example=dora
row 'the file of docker' $app dora dora
auths "$persistent" quay.example=stays
row 'the file that a reboot leaves' $app stays dora
auths "$primary" quay.example=first
row 'the first of four files' $app first .
put "$primary" '{}'
row 'a file without the login is passed over' $app stays .
rm "$primary"
row 'as is one that is not there' $app stays .
auths "$root/else/auth.json" quay.example=named
row '--authfile is first' $app named . --authfile "$root/else/auth.json"
put "$root/else/empty.json" '{}'
row 'the others follow it' $app "$other_files" . --authfile "$root/else/empty.json"
row 'REGISTRY_AUTH_FILE is first' $app named dora REGISTRY_AUTH_FILE="$root/else/auth.json"
row 'REGISTRY_AUTH_FILE without the login' $app "$other_files" . REGISTRY_AUTH_FILE="$root/else/empty.json"
# a file that is named and is not there: with --authfile a pull of podman's ends, before 4.7 with the variable too,
# which is not what its --get-login says; skopeo does not mind
for given in REGISTRY_AUTH_FILE --authfile; do
  options=() environment=() wanted=failed
  if [ $given = --authfile ]; then
    options=(--authfile "$root/else/none.json")
  else
    environment=("REGISTRY_AUTH_FILE=$root/else/none.json")
    case $(podman --version 2>/dev/null) in
      'podman version '[123].* | 'podman version 4.'[0-6].*) ;;
      *) wanted=none ;;
    esac
  fi
  found=$(env "${environment[@]}" "$companion" resolve --json "${options[@]}" "$app" 2>/dev/null)
  of_tool() { # TOOL: what it finds, or how it ends
    jq -r --arg tool "$1 " '.tools[] | select(any(.programs[]; startswith($tool))) | .username // .outcome' <<<"$found"
  }
  [ -z "${has[skopeo]}" ] || is "a file that is not there, $given: skopeo" "$(of_tool skopeo)" "${other_files/-/none}"
  [ -n "${has[podman]}" ] || continue
  is "a file that is not there, $given: podman" "$(of_tool podman)" "$wanted"
  ask podman podman pull "${options[@]}" "$app"
  answer podman
  if grep -q 'none.json: no such file or directory' <<<"$stderr"; then verdict=failed; else verdict=none; fi
  is "a file that is not there, $given: as podman does" "$verdict" "$wanted"
done
# the same by the versions of tools that are not there
while IFS=: read -r tool version wanted; do
  rm -rf "$root/versions"
  mkdir "$root/versions"
  printf '#!/bin/sh\necho "%s version %s"\n' "$tool" "$version" >"$root/versions/$tool"
  chmod +x "$root/versions/$tool"
  is "beside a file that is named, $tool $version" \
    "$(PATH=$root/versions REGISTRY_AUTH_FILE=$root/else/empty.json "$companion" resolve --json "$app" |
      jq -r '.tools[] | select(.tool == "containers") | .username // "-"')" "$wanted"
done <<'END'
podman:3.4.4:stays
podman:4.3.1:stays
podman:4.4.0:-
podman:5.4.2:-
podman:10.0.0:-
podman:unknown:-
buildah:1.28.2 (image-spec 1.0.2):stays
buildah:1.29.0 (image-spec 1.0.2):-
skopeo:1.9.3:stays
skopeo:1.11.0:-
other:1.0.0:-
END
row 'an empty REGISTRY_AUTH_FILE' $app stays . REGISTRY_AUTH_FILE=
auths "$root/else/other.json" quay.example=stronger
row '--authfile beats REGISTRY_AUTH_FILE' $app stronger . REGISTRY_AUTH_FILE="$root/else/auth.json" \
  --authfile "$root/else/other.json"
auths "$primary" quay.example=first
row 'REGISTRY_AUTH_FILE replaces the file in XDG_RUNTIME_DIR' other.example/app - . \
  REGISTRY_AUTH_FILE="$root/else/auth.json"
auths "$root/else/config.json" quay.example=moved
# but not for skopeo's inspect and copy
row 'DOCKER_CONFIG moves the first file' $app moved moved DOCKER_CONFIG="$root/else" --login
row 'a slash after DOCKER_CONFIG' $app moved moved DOCKER_CONFIG="$root/else/" --login
row 'REGISTRY_AUTH_FILE beats DOCKER_CONFIG' $app named moved DOCKER_CONFIG="$root/else" \
  REGISTRY_AUTH_FILE="$root/else/auth.json"
row 'an empty DOCKER_CONFIG' $app first dora DOCKER_CONFIG=
row 'DOCKER_CONFIG without a folder' $app "$other_files" - DOCKER_CONFIG="$root/else/none" --login
row 'XDG_RUNTIME_DIR without a folder' $app stays dora XDG_RUNTIME_DIR="$root/else/none"
row 'XDG_RUNTIME_DIR elsewhere' $app stays . XDG_RUNTIME_DIR="$root/else"
put "$root/else/containers/auth.json" "{\"auths\":{$(entries quay.example=xdg)}}"
rm "$primary"
row 'XDG_CONFIG_HOME moves the file that stays' $app xdg dora XDG_CONFIG_HOME="$root/else"
row 'an empty XDG_CONFIG_HOME' $app stays . XDG_CONFIG_HOME=
auths "$root/else/.docker/config.json" quay.example=moved
row 'HOME elsewhere' $app moved moved HOME="$root/else"
rm "$docker"
row "the user's folder is not docker's" $app stays -
if is_hidden /run/containers; then
  anew
  auths "/run/containers/$(id -u)/auth.json" quay.example=uid
  row 'no XDG_RUNTIME_DIR' $app uid . -u XDG_RUNTIME_DIR
  row 'an empty XDG_RUNTIME_DIR' $app uid . XDG_RUNTIME_DIR=
  row 'the file for it is not read otherwise' $app - .
fi
if is_hidden "$account_home"; then
  auths "$account_home/.config/containers/auth.json" quay.example=account
  row 'no HOME' $app account - -u HOME
fi

# --- what is in them --------------------------------------------------------------------------------

anew
auths "$primary" quay.example=host quay.example/ann=space quay.example/ann/app=image quay.example/an=part
row 'the whole name' quay.example/ann/app image -
row 'the namespace' quay.example/ann/other space .
row 'a deeper name' quay.example/ann/other/deep space .
row 'the host' quay.example/bob/app host .
row 'a name is no prefix' quay.example/anna/app host .
row 'a tag makes no difference' quay.example/ann/app:1.2 image .
row 'nor does a digest' quay.example/ann/app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 \
  image -
row 'another host' other.example/ann/app - .
auths "$docker" quay.example=host quay.example/ann=space quay.example/ann/app=image
row 'docker knows no namespaces' quay.example/ann/app image host
anew
auths "$docker" quay.example/ann=space
row 'docker takes the path for nothing' quay.example/ann/app space space
row 'also for another image' quay.example/bob/app - space

for key in https://quay.example http://quay.example https://quay.example/v1/ https://quay.example/v2/ \
  https://quay.example/v2 https://quay.example/any/path; do
  anew
  auths "$docker" $key=url
  row "the key $key" $app url url
done
anew
auths "$docker" https://quay.example/v1/=url quay.example=host
row 'a host before a URL' $app host host
anew
auths "$docker" quay.example/=slash
row 'the key quay.example/' $app - slash
anew
auths "$docker" quay.example/v1/=path
row 'the key quay.example/v1/' $app - path
anew
auths "$docker" quay.example:5000=port https://other.example:5000/v2/=url
row 'a port' quay.example:5000/ann/app port port
row 'not without the port' $app - -
row 'a URL with a port' other.example:5000/ann/app url url
anew
auths "$docker" quay.example=host
row 'not with a port' quay.example:5000/ann/app - -
row 'nor with 443' quay.example:443/ann/app - .
anew
auths "$docker" Quay.Example=capital
row 'a key in capital letters' $app - -
row 'an image in capital letters' Quay.Example/ann/app capital capital
put "$docker" "{\"AUTHS\":{$(entries quay.example=capital)}}"
row 'a section in capital letters' $app capital capital
put "$docker" '{"auths":{"quay\u002eexample":'"$(auth escape)"'}}'
row 'a key with an escape' $app escape escape
put "$docker" "{\"auths\":{$(entries quay.example=one quay.example=two)}}"
row 'a key twice' $app two two
put "$docker" "{\"auths\":{$(entries quay.example=one)},\"auths\":{$(entries other.example=two)}}"
row 'a section twice' $app one one
put "$docker" "{\"auths\":{$(entries quay.example=one)},\"Auths\":null}"
row 'a section taken back' $app - -

# --- Docker Hub -------------------------------------------------------------------------------------

for key in docker.io index.docker.io https://index.docker.io/v1/ registry-1.docker.io https://docker.io \
  https://index.docker.io/v1 https://registry-1.docker.io/v2/; do
  anew
  auths "$docker" $key=hub
  case $key in
    https://index.docker.io/v1/) row "Docker Hub under $key" alpine hub hub ;;
    *) row "Docker Hub under $key" alpine hub - ;;
  esac
done
anew
auths "$docker" https://index.docker.io/v1/=url docker.io=host
row 'Docker Hub: the host before the URL' docker.io/library/alpine:3 host url
anew
auths "$docker" docker.io/ann=space docker.io/library=library
row 'Docker Hub: a namespace' ann/app space .
row "Docker Hub: docker's namespace" alpine library -
row 'Docker Hub: another name for it' index.docker.io/ann/app space .
anew
helpers "$docker" docker.io=known https://index.docker.io/v1/=known
row 'Docker Hub: helpers' alpine docker.io https___index.docker.io_v1_
anew
helpers "$docker" docker.io=known
row 'Docker Hub: a helper for the host' alpine docker.io -
helpers "$docker" index.docker.io=known
row 'Docker Hub: a helper for index.docker.io' alpine - -
helpers "$docker" https://index.docker.io/v1/=known
row 'Docker Hub: a helper for the URL' alpine - https___index.docker.io_v1_

# --- entries that are not in order ------------------------------------------------------------------

anew
raw "$docker" "{\"auth\":\"$(encoded ann:secret-of-ann)\",\"identitytoken\":\"token-of-ann\"}"
row 'an identity token' $app token token
raw "$docker" '{"identitytoken":"token-of-nobody"}'
row 'an identity token alone' $app - token
raw "$docker" "{\"auth\":\"$(encoded ann:)\",\"identitytoken\":\"token-of-ann\"}"
row 'an identity token beside a user' $app token token
raw "$docker" '{"username":"fields","password":"secret-of-fields"}'
row 'user and password in fields of their own' $app - fields
raw "$docker" "{\"auth\":\"$(encoded ann:secret-of-ann)\",\"username\":\"fields\",\"password\":\"secret-of-fields\"}"
row 'auth before the fields' $app ann ann
for entry in '{}' null '{"auth":""}' '{"auth":null}' '{"email":"ann@example.com"}'; do
  raw "$docker" "$entry"
  old "$legacy" quay.example=legacy
  row "the entry $entry" $app legacy -
done
raw "$docker" '{"auth":"!!!"}'
row 'no base64' $app failed -
put "$docker" "{\"auths\":{\"other.example\":{\"auth\":\"!!!\"},$(entries quay.example=good)}}"
row 'no base64 in another entry' $app good - --docker '@(-|good)'
raw "$docker" "{\"auth\":\"$(encoded nocolon)\"}"
row 'no colon' $app legacy -
put "$docker" "{\"auths\":{\"other.example\":{\"auth\":\"$(encoded nocolon)\"},$(entries quay.example=good)}}"
row 'no colon in another entry' $app good - --docker '@(-|good)'
# podman, buildah and skopeo show half a login only where no token is wanted, docker never does
half() { put "$docker" "{\"auths\":{\"quay.example\":$1,\"basic.example\":$1}}"; }
half "{\"auth\":\"$(encoded :secret-of-)\"}"
row 'no user' basic.example/ann/app '' -
half "{\"auth\":\"$(encoded ann:)\"}"
row 'no password' basic.example/ann/app ann -
raw "$docker" "{\"auth\":\"$(encoded :)\"}"
row 'neither' $app legacy -
raw "$docker" "{\"auth\":\"$(printf 'ann:secret-of-ann\0\0' | base64 -w 0)\"}"
row 'NULs behind the password' $app ann ann
raw "$docker" "{\"auth\":\"$(encoded ann:secret-of-ann | sed 's/./&\\n/8')\"}"
row 'a line break in the base64' $app ann ann
raw "$docker" "{\"auth\":\"$(encoded ann:secret-of-ann | tr -d =)\"}"
row 'base64 without its padding' $app failed -
raw "$docker" "{\"auth\":\" $(encoded ann:secret-of-ann)\"}"
row 'base64 behind a blank' $app failed -
raw "$docker" "{\"Auth\":\"$(encoded ann:secret-of-ann)\",\"unknown\":123456789012345678901234567890}"
row 'a field in capital letters' $app ann ann
raw "$docker" "{\"auth\":\"$(encoded ann:secret-of-ann)\",\"username\":7}"
row 'a user that is no text' $app ann -
raw "$docker" '{"auth":7}'
row 'an auth that is no text' $app failed -

# --- files that are not in order --------------------------------------------------------------------

anew
auths "$docker" quay.example=dora
for text in '' ' ' null; do
  put "$primary" "$text"
  case $text in
    null) row "the text 'null'" $app dora . ;;
    *) row "the text '$text'" $app failed . ;;
  esac
done
for text in '[]' '"text"' 7 '{"auths":[]}' '{"auths":{"x":7}}' '{"credHelpers":{"x":7}}' '{"auths":{},}' \
  '{"auths":{}} {}' \
  $'{} // comment' $'\xef\xbb\xbf{}' '{"auths":'; do
  put "$primary" "$text"
  row "the text '$text'" $app failed .
done
rm "$primary"
for text in '' ' ' null '[]' '{"credsStore":7}' '{"auths":{},}' $'\xef\xbb\xbf{}' \
  "{\"auths\":{$(entries quay.example=dora)}} trailing"; do
  put "$docker" "$text"
  case $text in
    null | '{"credsStore":7}') row "docker's file '$text'" $app - - ;;
    *trailing) row "docker's file with something behind it" $app failed dora ;;
    *) row "docker's file '$text'" $app failed - ;;
  esac
done
rm "$docker"
mkdir -p "$primary"
row 'a folder in its place' $app failed .
rmdir "$primary"
auths "$root/else/target.json" quay.example=linked
ln -s "$root/else/target.json" "$primary"
row 'a symbolic link' $app linked .
ln -sf "$root/else/gone.json" "$primary"
row 'a link to nothing' $app - .

# --- the old format ---------------------------------------------------------------------------------

anew
old "$legacy" quay.example=old
row 'the old format' $app old .
old "$legacy" https://quay.example/v1/=old
row 'the old format with a URL' $app old .
old "$legacy" quay.example/v1/=old
row 'the old format with a path' $app old .
old "$legacy" quay.example/ann=old
row 'the old format knows no namespaces' $app old .
old "$legacy" https://index.docker.io/v1/=old
row 'the old format for Docker Hub' alpine old .
put "$legacy" "{\"credHelpers\":{\"quay.example\":\"known\"}}"
row 'the old format knows no helpers' $app - .

# --- helpers of files -------------------------------------------------------------------------------

anew
put "$docker" \
  "{\"credHelpers\":{\"quay.example\":\"known\"},\"auths\":{$(entries quay.example/ann=space quay.example=host)}}"
row 'a helper before all entries' $app quay.example quay.example
for name in none padded empty; do
  put "$docker" "{\"credHelpers\":{\"quay.example\":\"$name\"},\"auths\":{$(entries quay.example=host)}}"
  old "$legacy" quay.example=legacy
  row "the helper '$name' has no login" $app legacy -
done
for name in broken silent nothing nonsense absent stderr; do
  put "$docker" "{\"credHelpers\":{\"quay.example\":\"$name\"},\"auths\":{$(entries quay.example=host)}}"
  row "the helper '$name' fails" $app failed host
done
helpers "$docker" quay.example=token
row 'a helper with an identity token' $app token token
helpers "$docker" basic.example=nosecret
row 'a helper without the secret' basic.example/ann/app nosecret -
helpers "$docker" basic.example=nouser
row 'a helper without the user' basic.example/ann/app '' -
helpers "$docker" quay.example=lower
row 'a helper with names in small letters' $app lower lower
helpers "$docker" quay.example/ann=known
row 'a helper for a namespace' $app legacy -
helpers "$docker" quay.example:5000=known
row 'a helper for a port' quay.example:5000/ann/app quay.example_5000 quay.example_5000
row 'not without the port, helper' $app legacy -
put "$docker" '{"CREDHELPERS":{"quay.example":"known"}}'
row 'helpers in capital letters' $app quay.example quay.example
helpers "$docker" Quay.Example=known
row 'a helper for capital letters' $app legacy -
put "$docker" "{\"credHelpers\":{\"quay.example\":\"\"},\"auths\":{$(entries quay.example=host)}}"
row 'a helper without a name' $app failed host
anew
helpers "$primary" quay.example=none
helpers "$persistent" quay.example=known
row 'a helper in the second file' $app quay.example .
auths "$persistent" quay.example=stays
row 'the next file after a helper without the login' $app stays .
helpers "$primary" quay.example=broken
row 'no next file after one that fails' $app failed .

# --- docker's store ---------------------------------------------------------------------------------

anew
put "$docker" '{"credsStore":"known"}'
row 'credsStore' $app - quay.example
row 'credsStore: Docker Hub' alpine - https___index.docker.io_v1_
put "$docker" "{\"credsStore\":\"known\",\"auths\":{$(entries quay.example=host)}}"
row 'credsStore before entries' $app host quay.example
put "$docker" "{\"credsStore\":\"none\",\"auths\":{$(entries quay.example=host)}}"
row 'credsStore without the login' $app host -
put "$docker" "{\"credsStore\":\"broken\",\"auths\":{$(entries quay.example=host)}}"
row 'credsStore fails' $app host host
put "$docker" '{"credsStore":"known","credHelpers":{"quay.example":"none"}}'
row 'credHelpers before credsStore' $app - -
put "$docker" '{"credsStore":"known","credHelpers":{"quay.example":""}}'
row 'a helper without a name beside credsStore' $app failed -
put "$docker" '{"CredsStore":"known"}'
row 'credsStore in another letter case' $app - quay.example
put "$primary" '{"credsStore":"known"}'
rm "$docker"
row "credsStore in podman's file" $app - -
rm "$primary"
helper secretservice 'printf "{\"Username\":\"detected\",\"Secret\":\"secret-of-detected\"}\n"'
row 'docker finds a helper by itself' $app - detected
put "$docker" '{}'
row 'also with an empty file' $app - detected
put "$docker" '{"auths":{}}'
row 'and an empty section' $app - detected
put "$docker" '{"credHelpers":{"x.example":"known"}}'
row 'not beside credHelpers' $app - -
auths "$docker" other.example=host
row 'nor beside entries' $app - -
put "$docker" '[]'
row 'but when the file is broken' $app failed detected
rm "$docker"
printf '#!/bin/sh\n' >"$root/bin/pass"
chmod +x "$root/bin/pass"
helper pass 'printf "{\"Username\":\"pass\",\"Secret\":\"secret-of-pass\"}\n"'
row 'docker finds pass first' $app - pass
rm "$root/bin/pass" "$root/bin/docker-credential-pass"
helper secretservice "$not_found"

# --- DOCKER_AUTH_CONFIG -----------------------------------------------------------------------------

auths "$docker" quay.example=dora
knows=$(docker --version 2>/dev/null | sed -nE 's/.*version ([0-9]+)\.([0-9]+)\..*/\1 \2/p' |
  { read -r major minor; if [ -z "$major" ] || [ $((major * 1000 + minor)) -ge 28003 ]; then echo yes; fi; })
for text in "{\"auths\":{$(entries quay.example=variable)}}" "{\"auths\":{$(entries other.example=variable)}}" \
  "{\"auths\":{$(entries quay.example=variable)},\"credsStore\":\"none\"}" '{"auths":{}}' 'no JSON' ''; do
  case ${knows}$text in
    *credsStore*) wanted=dora ;;
    yes*=variable* | yes*'"quay.example"'*) wanted=variable ;;
    *) wanted=dora ;;
  esac
  row "DOCKER_AUTH_CONFIG '${text:0:22}'" $app dora $wanted DOCKER_AUTH_CONFIG="$text"
done

# --- registries.conf --------------------------------------------------------------------------------

anew
auths "$primary" quay.example=host quay.example/ann=space
credential_helpers "$settings/registries.conf" known
row 'a helper of registries.conf' $app quay.example .
row 'a helper of registries.conf: Docker Hub' alpine docker.io .
credential_helpers "$settings/registries.conf" none
row 'a helper alone hides the files' $app - .
credential_helpers "$settings/registries.conf" none containers-auth.json
row 'the files after a helper' $app space .
credential_helpers "$settings/registries.conf" containers-auth.json known
row 'the files before a helper' $app space .
row 'the files without the login' other.example/app other.example .
credential_helpers "$settings/registries.conf" broken containers-auth.json
row 'the files after a helper that fails' $app space .
row 'the helper that fails counts in the end' other.example/app failed .
credential_helpers "$settings/registries.conf" broken none known
row 'several helpers' $app quay.example .
credential_helpers "$settings/registries.conf" absent
row 'a helper that is not installed' $app failed .
credential_helpers "$settings/registries.conf" token
row 'an identity token from registries.conf' $app token .
put "$settings/registries.conf" 'credential-helpers = []'
row 'no helper at all' $app space .
put "$settings/registries.conf" $'unqualified-search-registries = ["x.example"]\n'
row 'a registries.conf without helpers' $app space .
put "$settings/registries.conf" $'[registries.search]\nregistries = ["x.example"]\n'
row 'a registries.conf of version 1' $app space .
put "$settings/registries.conf" $'credential-helpers = ["known"]\n[registries.search]\nregistries = ["x.example"]\n'
row 'a registries.conf of both versions' $app failed .
put "$settings/registries.conf" $'short-name-mode = "permissive"\n[registries.block]\nregistries = ["x.example"]\n'
row 'both versions without helpers' $app failed .
put "$settings/registries.conf" $'credential-helpers = []\n[aliases]\n[registries.search]\nregistries = ["x.example"]\n'
row 'version 1 beside empty settings' $app "${despite:-space}" .
put "$settings/registries.conf" 'credential-helpers = ["known"'
row 'a broken registries.conf' $app failed .
put "$settings/registries.conf" 'credential-helpers = "known"'
row 'credential-helpers that is no array' $app failed .
put "$settings/registries.conf" $'Credential-Helpers = ["known"]\n'
row 'credential-helpers in capital letters' $app quay.example .
credential_helpers "$settings/registries.conf" known
put "$settings/registries.conf.d/50-a.conf" $'unqualified-search-registries = ["x.example"]\n'
row 'a drop-in that says nothing of helpers' $app quay.example .
credential_helpers "$settings/registries.conf.d/60-b.conf" containers-auth.json
row 'a drop-in overrides the file' $app space .
credential_helpers "$settings/registries.conf.d/70-c.conf" none known
row 'a later drop-in overrides an earlier one' $app quay.example .
credential_helpers "$settings/registries.conf.d/80-d.txt" none
row 'only *.conf are drop-ins' $app quay.example .
mkdir "$settings/registries.conf.d/90-e.conf"
row 'a folder is no drop-in' $app quay.example .
put "$settings/registries.conf.d/90-f.conf" 'credential-helpers = []'
row 'a drop-in with no helper' $app space .
put "$settings/registries.conf.d/90-f.conf" $'[registries.search]\nregistries = []\n'
row 'a drop-in with an empty list of version 1' $app "${despite:-quay.example}" .
put "$settings/registries.conf.d/90-f.conf" $'[registries.search]\nregistries = ["x.example"]\n'
row 'a drop-in of version 1' $app failed .
put "$settings/registries.conf.d/90-f.conf" 'no TOML'
row 'a broken drop-in' $app failed .
anew
auths "$primary" quay.example=host
credential_helpers "$root/else/containers/registries.conf" known
credential_helpers "$root/else/containers/registries.conf.d/50.conf" known
row 'registries.conf is not below XDG_CONFIG_HOME' $app host . XDG_CONFIG_HOME="$root/else"
credential_helpers "$root/else/named.conf" known
# skopeo knows the variable from 1.17 on
row 'CONTAINERS_REGISTRIES_CONF' $app quay.example . CONTAINERS_REGISTRIES_CONF="$root/else/named.conf" --not skopeo
row 'CONTAINERS_REGISTRIES_CONF without a file' $app failed . CONTAINERS_REGISTRIES_CONF="$root/else/none.conf" \
  --not skopeo
credential_helpers "$settings/registries.conf" none
row "CONTAINERS_REGISTRIES_CONF replaces the user's" $app quay.example . \
  CONTAINERS_REGISTRIES_CONF="$root/else/named.conf" --not skopeo
credential_helpers "$settings/registries.conf.d/50.conf" containers-auth.json
row 'and leaves the drop-ins' $app host . CONTAINERS_REGISTRIES_CONF="$root/else/named.conf" --not skopeo
if is_hidden /etc/containers; then
  anew
  auths "$primary" quay.example=host
  credential_helpers /etc/containers/registries.conf known
  row "the system's registries.conf" $app quay.example .
  credential_helpers /etc/containers/registries.conf.d/50.conf none
  row "the system's drop-in" $app - .
  credential_helpers "$settings/registries.conf.d/40.conf" known
  row "the user's drop-in comes after the system's, whatever its name" $app quay.example .
  put "$settings/registries.conf" ''
  rm "$settings/registries.conf.d/40.conf"
  row "the user's file replaces the system's and its drop-ins" $app host .
  credential_helpers "$root/else/named.conf" known
  row 'CONTAINERS_REGISTRIES_CONF leaves the drop-ins of the system' $app - . \
    CONTAINERS_REGISTRIES_CONF="$root/else/named.conf" --not skopeo
fi

# --- where registries.conf sends the tools ----------------------------------------------------------

# registries TEXT…: a registries.conf, one line each
registries() {
  put "$settings/policy.json" '{"default":[{"type":"insecureAcceptAnything"}]}' # podman pulls nothing without one
  put "$settings/registries.conf" "$(printf '%s\n' "$@")"
}
with_digest=$app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
anew
auths "$primary" quay.example=quay other.example=other other.example/deep=deep basic.example=basic docker.io=hub
registries '[[registry]]' 'location = "quay.example"'
places 'an entry that sends nowhere' $app $app=quay
registries '[[registry]]' 'prefix = "quay.example"' 'location = "other.example"'
places 'a location' $app other.example/ann/app=other
places 'a location is not for others' basic.example/ann/app basic.example/ann/app=basic
registries '[[registry]]' 'prefix = "quay.example/ann"' 'location = "other.example/deep"'
places 'a location for a namespace' $app other.example/deep/app=deep
places 'not for another namespace' quay.example/bob/app quay.example/bob/app=quay
registries '[[registry]]' 'prefix = "*.example"' 'location = "other.example"'
places 'a location for a domain' quay.example/ann/app other.example/ann/app=other
registries '[[registry]]' 'prefix = "quay.example"' 'location = "nobody.example"' '[[registry.mirror]]' \
  'location = "other.example/deep"' '[[registry.mirror]]' 'location = "basic.example"'
places 'mirrors come first' $app other.example/deep/ann/app=deep basic.example/ann/app=basic nobody.example/ann/app=-
registries '[[registry]]' 'location = "quay.example"' 'mirror-by-digest-only = true' '[[registry.mirror]]' \
  'location = "other.example"'
places 'a mirror for digests, without one' $app $app=quay
places 'a mirror for digests, with one' "$with_digest" other.example/ann/app=other $app=quay
registries '[[registry]]' 'location = "quay.example"' '[[registry.mirror]]' 'location = "other.example"' \
  'pull-from-mirror = "tag-only"' '[[registry.mirror]]' 'location = "basic.example"' 'pull-from-mirror = "digest-only"'
places 'mirrors that choose, without a digest' $app other.example/ann/app=other $app=quay
places 'mirrors that choose, with one' "$with_digest" basic.example/ann/app=basic $app=quay
registries '[[registry]]' 'location = "quay.example"' 'blocked = true'
places 'a registry that is blocked' $app $app=refused
registries '[[registry]]' 'location = "quay.example"' 'blocked = true' '[[registry.mirror]]' \
  'location = "other.example"'
places 'but not its mirror' $app other.example/ann/app=other $app=refused
registries '[[registry]]' 'prefix = "quay.example"' 'location = "other.example"' 'blocked = true'
places 'a block is for where the tools go' $app other.example/ann/app=other
registries '[registries.block]' 'registries = ["quay.example"]'
places 'a block of version 1' $app $app=refused
registries '[[registry]]' 'prefix = "quay.example"' 'location = "docker.io"'
places 'a location on Docker Hub' $app docker.io/ann/app=hub
places 'Docker Hub has no such short names' quay.example/app quay.example/app=refused
registries '[[registry]]' 'prefix = "quay.example"' 'location = "other.example"' '[[registry]]' \
  'prefix = "quay.example"' \
  'location = "basic.example"'
places 'the first of two with one prefix' $app other.example/ann/app=other
put "$settings/registries.conf.d/50.conf" $'[[registry]]\nprefix = "quay.example"\nlocation = "basic.example"\n'
places 'the later file' $app basic.example/ann/app=basic
for line in 'prefix = "quay.example"' $'location = "a.example"\npull-from-mirror = "all"' \
  $'location = "a.example"\n[[registry.mirror]]\ninsecure = true' \
  $'location = "a.example"\n[[registry.mirror]]\nlocation = "b.example"\npull-from-mirror = "some"' \
  $'location = "a.example"\n[[registry]]\nprefix = "b.example"\nlocation = "a.example"\nblocked = true'; do
  put "$settings/registries.conf.d/50.conf" $'[[registry]]\n'"$line"$'\n'
  row "an entry that is refused: ${line//$'\n'/ }" $app failed .
done

# --- short names ------------------------------------------------------------------------------------

rm -r "$settings/registries.conf.d"
chosen=$HOME/.cache/containers/short-name-aliases.conf
if [ "$(id -u)" = 0 ]; then chosen=/var/cache/containers/short-name-aliases.conf; fi
registries 'unqualified-search-registries = []'
places 'a short name that podman refuses' ann/app skopeo:::docker.io/ann/app=hub
places 'docker:// makes it no short name' docker://ann/app docker.io/ann/app=hub
registries 'unqualified-search-registries = ["quay.example", "docker.io", "nobody.example"]' '[aliases]' \
  '"ann/alias" = "other.example/deep/alias"' '"gone" = ""'
places 'the search registries' ann/app podman:::quay.example/ann/app=quay docker.io/ann/app=hub \
  podman:::nobody.example/ann/app=-
places 'an alias' ann/alias:1 podman:::other.example/deep/alias=deep skopeo:::docker.io/ann/alias=hub
places 'an alias that is taken back' gone podman:::quay.example/gone=quay docker.io/library/gone=hub \
  podman:::nobody.example/gone=-
put "$settings/registries.conf.d/50.conf" $'[aliases]\n"ann/alias" = "basic.example/alias"\n'
places 'the alias of a later file' ann/alias podman:::basic.example/alias=basic skopeo:::docker.io/ann/alias=hub
if is_hidden /var/cache/containers || [ "$(id -u)" != 0 ]; then
  put "$chosen" $'[aliases]\n"ann/alias" = "quay.example/chosen"\n'
  places 'what a person has chosen comes first' ann/alias podman:::quay.example/chosen=quay \
    skopeo:::docker.io/ann/alias=hub
  put "$chosen" 'no TOML'
  places 'a broken choice' ann/alias podman:::ann/alias=refused skopeo:::docker.io/ann/alias=hub
  rm "$chosen"
fi
registries 'unqualified-search-registries = ["docker.io"]'
places 'all agree on Docker Hub' ann/app docker.io/ann/app=hub
registries 'unqualified-search-registries = ["quay.example"]' '[[registry]]' 'prefix = "quay.example"' \
  'location = "other.example"'
places 'a search registry with a location' ann/app podman:::other.example/ann/app=other skopeo:::docker.io/ann/app=hub
for line in 'unqualified-search-registries = ["quay.example/ann"]' $'[aliases]\n"x" = "y"' \
  $'[aliases]\n"X" = "quay.example/y"'; do
  registries "$line"
  row "refused: ${line//$'\n'/ }" $app failed .
done

check 'at least 60 rows were judged' test "$rows" -ge 60
printf '# %d rows, %d judgements' "$rows" "$judgements"
for judge in podman skopeo docker; do
  if [ -n "${has[$judge]}" ]; then printf ', %s' "$("$judge" --version)"; else printf ', no %s' "$judge"; fi
done
printf '\n'
finish
