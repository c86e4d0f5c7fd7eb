#!/bin/bash
# SPDX-License-Identifier: MIT
# usage: packaging/quickstart.sh [--headless] [--prefix DIR] [--no-install-packages]
#
# Everything from a fresh Debian 12 to a login that no file holds: builds
# docker-credential-cppsecret, installs it, and shows with skopeo what it does:
# on a keyring and a registry of its own, never on yours. Run it as yourself (it
# asks sudo where root is needed) or as root.
#
#   --headless             for a machine without a desktop: shows it on an
#                          encrypted keyring file, and needs no package of one
#   --prefix DIR           install to DIR (default: build/quickstart/prefix)
#   --no-install-packages  install no package: name what is missing, and end
#   -h, --help             print this
#
# Writes packages that are missing, DIR, build/ in the checkout, and folders in
# /tmp that it removes. Ends all that it starts.
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/..
# shellcheck disable=SC2016,SC2053,SC2088,SC2153  # commands as typed, patterns as meant; REGISTRY is of registry.sh
set -u
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$top/tests/support/packages.sh"
. "$top/tests/support/files_with.sh"
build=$top/build/quickstart support=$top/tests/support helper=docker-credential-cppsecret
look='look at what it says above' report='please report it with this output'

step() { # TITLE; the number is in a file, since what is shown is a process of its own
  number=$(($(<"$build/step") + 1))
  echo "$number" >"$build/step"
  printf '\n== %d. %s\n' "$number" "$1"
}

# text FIRST OTHERS: standard input in lines of less than 80 columns, behind these
text() { fmt -s -w 71 | sed -e 's/ *$//' -e "1s/^/$1/" -e "2,\$s/^/$2/"; }
show() { text '  $ ' '      ' <<<"$1" | sed '$!s/$/ \\/'; } # COMMAND, as one would type it
shows() { text '=> ' '   ' <<<"$1"; } # what the step that ends here has shown

run() { # COMMAND [PATTERN [STATUS]]: shows it and its output; these have to be as said, the status 0
  local status=0
  show "$1"
  eval "exec $1" </dev/null >"$build/output" 2>&1 & # in the background, so that a signal is not kept waiting
  wait "$!" || status=$?
  output=$(<"$build/output")
  [ -z "$output" ] || text '  ' '  ' <<<"$output"
  [ "$status" = 0 ] || echo "  (exit status $status)"
  [[ $output == ${2-*} && $status = "${3-0}" ]] || fail "that is not as it should be: $1" "$look, or $report"
}

logged() { # LOG COMMAND HINT: runs it; what it prints goes to the log, and here if it fails
  local log=$build/$1 start=$SECONDS
  show "$2"
  eval "$2" </dev/null >"$log" 2>&1 || { tail -n 30 "$log"; fail "that failed: $2" "$3"; }
  printf '  (%d s; what it printed is in %s)\n' $((SECONDS - start)) "${log#"$top/"}"
}

have_packages() {
  local registry need needs missing=() packages
  registry=$(command -v docker-registry registry | head -n 1) # the same program, of other distributions
  needs=("${build_needs[@]}" skopeo "${registry:-docker-registry}" htpasswd:apache2-utils)
  [ "$keyring" = no-bus ] ||
    needs+=(gnome-keyring-daemon:gnome-keyring dbus-daemon gdbus:libglib2.0-bin secret-tool:libsecret-tools)
  for need in "${needs[@]}"; do
    command -v "${need%:*}" >/dev/null || pkg-config --exists "${need%:*}" 2>/dev/null || missing+=("$need")
  done
  step 'What is needed'
  [ ${#missing[@]} != 0 ] || { shows 'all is here; nothing is installed'; return; }
  packages="${missing[*]#*:}"
  text '' '' <<<"missing: ${missing[*]%:*}"
  { [ "$install_missing" = yes ] && command -v apt-get >/dev/null; } ||
    fail 'this script installs packages on Debian alone, and not with --no-install-packages' \
      "install what is missing and run it again; Debian's packages are: $packages"
  if [ "$packages" != docker-registry ]; then
    logged apt-update.log "${sudo}apt-get update" "$look; is this machine online?"
    logged packages.log "${sudo}env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
${packages/docker-registry/}" "$look, install them, and run this script again"
  fi
  if [[ $packages == *docker-registry* ]]; then
    text '' '' <<<'docker-registry is only unpacked: installed, it would start a registry that the network can reach.'
    mkdir -p build/tools
    logged registry.log "(cd build/tools && $unpack_registry)" "$look; try: apt-get update"
  fi
  shows 'all that was missing is here now'
}

build_and_install() {
  local folder=$prefix options='--buildtype=release --wrap-mode=nofallback' # downloads nothing
  step 'Build'
  [ ! -e "$build/meson-private/coredata.dat" ] || options="--reconfigure $options"
  logged setup.log "meson setup $options --prefix=$(printf %q "$prefix") build/quickstart" \
    "$look; if an older build is in the way, remove '$build'"
  logged compile.log 'meson compile -C build/quickstart installed' "look at the compiler's words above"
  shows 'it is built, as a release'

  step 'Install'
  until [ -e "$folder" ]; do folder=$(dirname "$folder"); done
  [ ! -w "$folder" ] || sudo=''
  logged install.log "${sudo}meson install --no-rebuild -C build/quickstart" 'choose a folder with --prefix, or be root'
  run "$(printf %q "$prefix/bin/$helper") --version"
  shows "the helper and its second name $helper-containers are in $prefix/bin"
}

stop() { # STATUS
  trap '' INT TERM HUP
  jobs -p | xargs -r kill 2>/dev/null
  wait
  [ -n "${REGISTRY:-}" ] || printf '\nquickstart: stopped; all that it started has ended\n' >&2
  exit "$1"
}
trap 'stop 130' INT && trap 'stop 143' TERM && trap 'stop 129' HUP

if [ "${1:-}" != --inside ]; then
  keyring=gnome-keyring headless='' prefix=$build/prefix install_missing=yes sudo='sudo ' status=0
  while [ $# != 0 ]; do
    case $1 in
      --prefix=?*) prefix=${1#--prefix=} ;;
      --prefix) prefix=${2:?--prefix needs a DIR}; shift ;;
      --headless) keyring=no-bus headless=yes ;;
      --no-install-packages) install_missing=no ;;
      -h | --help) sed -n '3,17s/^# \{0,1\}//p' "$0"; exit 0 ;;
      *) "$0" --help >&2; exit 2 ;;
    esac
    shift
  done
  prefix=$(realpath -m -- "$prefix") && cd "$top" || exit
  { mkdir -p "$build" && echo 0 >"$build/step"; } || fail "cannot write to '$build'" "make '$top' writable, or copy it"
  if [ "$(id -u)" = 0 ]; then
    sudo=''
    trap 'chown --recursive --no-dereference --reference="$top" "$top/build"' EXIT # of somebody else, under sudo
  fi
  PATH=$PATH:$top/build/tools/usr/bin
  have_packages
  build_and_install
  # this person's environment changes nothing of it; as root skopeo would keep a cache below /var/lib/containers
  env -i "PATH=$prefix/bin:$PATH" LC_ALL=C.UTF-8 CONTAINERS_REGISTRIES_CONF=/dev/null _CONTAINERS_ROOTLESS_UID=65534 \
    "$support/registry.sh" "$support/providers/$keyring.sh" packaging/quickstart.sh --inside "$keyring" </dev/null &
  wait "$!" || status=$?
  [ "$status" != 125 ] || fail 'the keyring or the registry did not start' "$look; is /tmp full, or mounted noexec?"
  [ "$status" = 0 ] || exit "$status"
  step 'Nothing is left behind'
  while read -r place name; do
    [ ! -e "$place" ] || fail "$place is still there${name:+ ($name)}" 'end that process, or remove the folder'
  done <"$build/started"
  shows 'all that was started has ended, and its folders are removed'
  cat <<END

It works. To use it for real, put it into PATH (a line for ~/.profile):

  export PATH="$prefix/bin:\$PATH"
${headless:+
make the keyring file, with a passphrase that you type,

  cppsecret keyring create
}
and have your tools ask it for your registry, here registry.example:

  cppsecret configure registry.example

It shows what it would change in the auth files of podman, buildah, skopeo and
docker, and asks. Then log in as ever: podman login registry.example
END
  exit
fi

# --- what is shown, beside a registry and on a keyring of its own: quickstart.sh --inside KEYRING -----------------

started() { # PID: it and what it has started, but this script
  local child words
  mapfile -d '' -t words <"/proc/$1/cmdline"
  [ "${words[0]##*/}" != bash ] || words=("${words[@]:1}") # a script
  echo "/proc/$1 ${words[0]##*/}"
  for child in $(<"/proc/$1/task/$1/children"); do [ "$child" = $$ ] || started "$child"; done
}

password_is_in() { # FILE, and in no other that is written here; '': in none
  [ "$(files_with "$REGISTRY_USER" "$PASSWORD" "$PROV_ROOT" "$XDG_RUNTIME_DIR")" = "$1" ] ||
    fail 'the password is in other files than it should be' "$report"
}

keyring=$2 auth=$XDG_RUNTIME_DIR/containers/auth.json PASSWORD=$REGISTRY_PASSWORD
copy="skopeo --insecure-policy copy --dest-tls-verify=false $REGISTRY_IMAGE docker://$REGISTRY/tiny"
login="skopeo login --tls-verify=false --username $REGISTRY_USER --password-stdin"
refused='*@(unauthorized|authentication required|no basic auth credentials)*'
step 'A keyring and a registry of its own'
read -r _ _ _ above _ <"/proc/$PPID/stat" # registry.sh, above the script of the keyring
started "$above" >"$build/started"
while read -r place name; do printf '  %-22s process %s\n' "$name" "${place#/proc/}"; done <"$build/started"
printf '%s\n' "$PROV_ROOT" "${REGISTRY_LOG%/*}" >>"$build/started"
printf '  %-22s %s\n' registry "$REGISTRY, user $REGISTRY_USER, a random password" HOME "$HOME"
run "$copy" "$refused" 1
shows 'without a login the registry takes no image'

step 'What a login does without the helper'
run "$login --authfile ~/without-helper.json $REGISTRY <<<\"\$PASSWORD\""
run "expand -t 2 ~/without-helper.json | sed '/\"auth\"/s/\S*$/(hidden)/'"
password_is_in ~/without-helper.json
rm ~/without-helper.json
shows 'a search finds the password in this file, in base64: whoever can read the file has it'

if [ "$keyring" = no-bus ]; then
  step 'Make a keyring file'
  (umask 077 && head -c 18 /dev/urandom | base64 >~/passphrase)
  echo 'Its passphrase is typed; here nobody is asked, so a random one is in a file:'
  show 'export CPPSECRET_PASSPHRASE_FILE=~/passphrase'
  export CPPSECRET_PASSPHRASE_FILE=~/passphrase
  run 'cppsecret keyring create'
  run 'cppsecret keyring status' 'keyring:   file*'
  shows 'there is a keyring, without a desktop, a bus or a daemon'
fi

step 'Name the helper for the registry'
mkdir -p "${auth%/*}"
echo "{\"credHelpers\": {\"$REGISTRY\": \"cppsecret\"}}" >"$auth"
run 'cat $XDG_RUNTIME_DIR/containers/auth.json'
shows 'podman, buildah and skopeo read this file; docker reads ~/.docker/config.json'

step 'Log in'
run "$login $REGISTRY <<<\"\$PASSWORD\""
run 'cat $XDG_RUNTIME_DIR/containers/auth.json'
password_is_in ''
shows 'logged in, and neither this file nor another has the password, plain or in base64'

if [ "$keyring" = no-bus ]; then
  step 'What the keyring file holds'
  look_up='cppsecret list' holds="*$REGISTRY *$REGISTRY_USER *" empty='*no logins*'
  ! grep -qaF -e "$REGISTRY" -e "$REGISTRY_USER" ~/.local/share/cppsecret/keyring || fail 'it can be read' "$report"
  found='the file, with the right password, and nothing of it can be read there'
else
  step 'What the keyring holds'
  look_up="secret-tool search --all server $REGISTRY 2>&1 | sed '/^secret/s/\S*$/(hidden)/'"
  holds="*username = $REGISTRY_USER*" empty=''
  [ "$(secret-tool lookup server "$REGISTRY")" = "$PASSWORD" ] || fail 'it has another password' "$report"
  found='the keyring, with the right password, and the helper lists it'
fi
run "$look_up" "$holds"
[[ $("$helper" get <<<"$REGISTRY") == *"\"$PASSWORD\"}" ]] || fail 'the helper has another password' "$report"
run "$helper list" "{\"$REGISTRY\":\"$REGISTRY_USER\"}"
shows "the login is in $found"

step 'Use it'
run "$copy"
run "skopeo inspect --tls-verify=false --format '{{.Name}} {{.Digest}}' docker://$REGISTRY/tiny" "$REGISTRY/tiny sha*"
password_is_in ''
shows 'what was refused without a login is done: skopeo had it from the keyring, and still no file has the password'

step 'Log out'
run "skopeo logout $REGISTRY"
run "$helper list" '{}'
run "$look_up" "$empty"
run "skopeo inspect --tls-verify=false docker://$REGISTRY/tiny" "$refused" 1
shows 'the login is gone from the keyring, and the registry is closed again'
