#!/bin/bash
# SPDX-License-Identifier: MIT
# Everything from a fresh Debian 12 to a login that no file holds: packages, build, installation to
# a folder, and the main job shown on a throwaway keyring and registry. See usage below.
# (quickstart.sh --inside PREFIX STEP FILE KIND: what it starts beside the registry and the keyring)
set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
support=$top/tests/support
build=$top/build/quickstart
tools=$build/tools
helper=docker-credential-cppsecret
# 127.0.0.1 is not asked through a proxy, and no setting of this person's may change what is shown
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY REGISTRY_AUTH_FILE \
  DOCKER_CONFIG CONTAINERS_CONF CONTAINERS_REGISTRIES_CONF CPPSECRET_COLLECTION CPPSECRET_DEBUG \
  CPPSECRET_KEYRING CPPSECRET_PASSPHRASE_FILE CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE \
  CREDENTIALS_DIRECTORY G_MESSAGES_DEBUG KEEP

usage() {
  cat <<'END'
usage: packaging/quickstart.sh [--headless] [--prefix DIR] [--no-install-packages]

Builds docker-credential-cppsecret, installs it, and shows with skopeo what it
does: on a keyring and a registry of its own, never on yours. Run it as
yourself (it asks sudo where root is needed) or as root.

  --headless             for a machine without a desktop: shows it on an
                         encrypted keyring file, and needs no package of one
  --prefix DIR           install to DIR (default: build/quickstart/prefix)
  --no-install-packages  install no package: name what is missing, and end
  -h, --help             print this

Writes packages that are missing, DIR, build/quickstart in the checkout, and
a folder in /tmp that it removes. Ends all that it starts.
END
}

# --- what is printed ------------------------------------------------------------------------------

step_number=0
step() { # TITLE
  step_number=$((step_number + 1))
  printf '\n== %d. %s\n' "$step_number" "$1"
}

indent() { # what comes on standard input
  fold -s -w 76 | sed -e 's/^/  /' -e 's/ *$//'
}

say() { # TEXT
  fold -s -w 78 <<<"$*" | sed 's/ *$//'
}

# shows TEXT: what the step that ends here has shown
shows() {
  fold -s -w 75 <<<"$*" | sed -e 's/ *$//' -e '1s/^/=> /' -e '2,$s/^/   /'
}

fail() { # WHAT HINT
  printf '\nquickstart: error: %s\n' "$1" >&2
  printf 'quickstart: hint: %s\n' "$2" >&2
  exit 1
}

show_command() { # WORD…: as one would type it, in lines of less than 80 columns
  local word line='  $'
  for word; do
    [[ $word == *[[:space:]\"\{]* && $word != '<<<'* ]] && word="'$word'"
    if [ $((${#line} + ${#word})) -gt 75 ]; then
      printf '%s \\\n' "$line"
      line='     '
    fi
    line+=" $word"
  done
  printf '%s\n' "$line"
}

# --- packages -------------------------------------------------------------------------------------

# What is needed and the packages that have it: a program, or pkg-config's name and version of a
# library. A minus: no package that we know of.
needed() {
  cat <<'END'
# for             Debian             Fedora               openSUSE              Arch
c++               g++                gcc-c++              gcc-c++               gcc
meson             meson              meson                meson                 meson
ninja             ninja-build        ninja-build          ninja                 ninja
pkg-config        pkg-config         pkgconf-pkg-config   pkgconf-pkg-config    pkgconf
libsecret-unstable>=0.20.5 libsecret-1-dev libsecret-devel libsecret-devel      libsecret
libsodium>=1.0.18 libsodium-dev     libsodium-devel      libsodium-devel       libsodium
gio-2.0>=2.74     libglib2.0-dev     glib2-devel          glib2-devel           glib2
nlohmann_json>=3.11.2 nlohmann-json3-dev json-devel       nlohmann_json-devel   nlohmann-json
CLI11>=2.1.2      libcli11-dev       cli11-devel          cli11-devel           cli11
tomlplusplus>=3.3.0 libtomlplusplus-dev tomlplusplus-devel tomlplusplus-devel    tomlplusplus
libcurl>=7.85     libcurl4-openssl-dev libcurl-devel      libcurl-devel         curl
libcrypto>=3.0    libssl-dev         openssl-devel        libopenssl-devel      openssl
END
  [ "$kind" = headless ] || cat <<'END'
gnome-keyring-daemon gnome-keyring   gnome-keyring        gnome-keyring         gnome-keyring
dbus-daemon       dbus-daemon        dbus-daemon          dbus-1-daemon         dbus
gdbus             libglib2.0-bin     glib2                glib2-tools           glib2
secret-tool       libsecret-tools    libsecret            secret-tool           libsecret
END
  cat <<'END'
skopeo            skopeo             skopeo               skopeo                skopeo
docker-registry   docker-registry    docker-distribution  distribution-registry -
htpasswd          apache2-utils      httpd-tools          apache2-utils         apache
END
}

is_there() { # WHAT
  local name
  case $1 in
    *'>='*) pkg-config --exists "${1%%>=*} >= ${1##*>=}" 2>/dev/null ;;
    c++)
      for name in ${CXX:+"${CXX%% *}"} c++ g++ clang++; do
        if command -v "$name" >/dev/null; then return 0; fi
      done
      return 1
      ;;
    docker-registry) command -v docker-registry >/dev/null || use_other_registry ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Debian calls the registry docker-registry; others call the same program just registry
use_other_registry() {
  local program
  program=$(command -v registry) && "$program" --version 2>/dev/null | grep -q distribution &&
    mkdir -p "$tools/usr/bin" && ln -sf "$program" "$tools/usr/bin/docker-registry"
}

# sets missing, and packages: those that have it on this DISTRIBUTION
find_missing() { # DISTRIBUTION
  local what debian fedora opensuse arch
  missing=() packages=()
  while read -r what debian fedora opensuse arch; do
    if [ "$what" = '#' ] || is_there "$what"; then continue; fi
    missing+=("$what")
    case $1 in
      debian) packages+=("$debian") ;;
      fedora) packages+=("$fedora") ;;
      opensuse) packages+=("$opensuse") ;;
      arch) packages+=("$arch") ;;
    esac
  done < <(needed)
}

distribution() {
  local ID='' ID_LIKE='' name
  # shellcheck disable=SC1091  # not there when this is checked
  [ ! -r /etc/os-release ] || . /etc/os-release
  for name in $ID $ID_LIKE; do
    case $name in
      debian | fedora | opensuse | arch) echo "$name" && return ;;
      suse) echo opensuse && return ;;
    esac
  done
}

# logged LOG [as_root] COMMAND…: shows the command and runs it, as_root with sudo unless we are root;
# what it prints goes to the log, and here if it fails
logged() {
  local log=$build/$1 status=0 start=$SECONDS
  shift
  if [ "$1" = as_root ]; then
    shift
    if [ "$(id -u)" != 0 ]; then
      command -v sudo >/dev/null || fail "no sudo to run as root: $*" 'run this script as root'
      set -- sudo "$@"
    fi
  fi
  show_command "$@"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    tail -n 30 "$log"
  else
    printf '  (%d s; what it printed is in %s)\n' $((SECONDS - start)) "${log#"$top/"}"
  fi
  return "$status"
}

update_lists() {
  updated=1
  logged apt-update.log as_root apt-get update ||
    fail 'apt-get update failed' 'look at what it says above; is this machine online?'
}

# with_fresh_lists COMMAND…: if it fails it is tried once more, with new lists of packages
with_fresh_lists() {
  if "$@"; then return 0; fi
  [ -z "$updated" ] || return 1
  update_lists
  "$@"
}

# Debian's docker-registry package would leave a registry running that the network reaches, so it is
# not installed: the program in it is all that is needed.
unpack_registry() {
  # as root apt would first become a user who may not write here
  rm -rf "$tools" && mkdir "$tools" && cd "$tools" &&
    logged registry.log apt-get -o APT::Sandbox::User=root download docker-registry &&
    logged registry-unpack.log dpkg --extract docker-registry_*.deb .
}

install_packages() {
  local wanted=() package with_registry=''
  updated=''
  for package in "${packages[@]}"; do
    if [ "$package" = docker-registry ]; then with_registry=1; else wanted+=("$package"); fi
  done
  # a new machine has no lists yet
  apt-get --simulate install "${packages[@]}" >/dev/null 2>&1 || update_lists
  if [ ${#wanted[@]} != 0 ]; then
    with_fresh_lists logged packages.log as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install --yes --no-install-recommends "${wanted[@]}" ||
      fail 'apt-get could not install the packages' \
        'look at what it says above, install them, and run this script again'
  fi
  if [ -n "$with_registry" ]; then
    say 'docker-registry is only unpacked, to build/quickstart/tools: installed, it' \
      'would start a registry that the network can reach.'
    (with_fresh_lists unpack_registry) ||
      fail 'apt-get could not fetch the package docker-registry' \
        'look at what it says above; is this machine online?'
  fi
}

have_packages() {
  local names
  step 'What is needed'
  mkdir -p "$build" ||
    fail "cannot write to '$build'" "make '$top' writable for you, or copy the checkout"
  PATH=$PATH:$tools/usr/bin
  find_missing "$(distribution)"
  if [ ${#missing[@]} = 0 ]; then
    shows 'all is here; nothing is installed'
    return
  fi
  say "missing: ${missing[*]}"
  names=${packages[*]}
  if [ "$install_missing" = no ]; then
    fail 'something is missing, and --no-install-packages was given' \
      "install ${names:-it} and run this script again"
  elif [ "$(distribution)" != debian ] || ! command -v apt-get >/dev/null; then
    if [[ " $names " == *' - '* ]]; then
      names=${names/- /} names=${names/ -/}
      say "docker-registry: no package is known; it is the program 'registry' of" \
        'github.com/distribution/distribution.'
    fi
    fail 'something is missing, and packages are only installed on Debian' \
      "install ${names:-what is missing} and run this script again"
  fi
  install_packages
  hash -r
  find_missing debian
  [ ${#missing[@]} = 0 ] ||
    fail "still missing after the installation: ${missing[*]}" \
      'Debian 12 or newer is needed; on an older one build by hand, see README.md'
  shows 'all that was missing is here now'
}

# --- build and installation -----------------------------------------------------------------------

build_and_install() {
  local setup=(meson setup) install=(meson install) folder=$prefix name
  # nothing is downloaded: what is needed is installed, and what only tests need is not
  local options=(--buildtype=release --wrap-mode=nofallback "--prefix=$prefix")
  step 'Build'
  [ ! -e "$build/meson-private/coredata.dat" ] || setup+=(--reconfigure)
  cd "$top" || exit
  logged setup.log "${setup[@]}" "${options[@]}" build/quickstart ||
    fail 'meson could not configure the build' \
      "look at what it says above; if an older build is in the way, remove '$build'"
  logged compile.log meson compile -C build/quickstart installed ||
    fail 'the build failed' "look at the compiler's words above; the whole output is in '$build'"
  shows 'it is built, as a release'

  step 'Install'
  until [ -e "$folder" ]; do folder=$(dirname "$folder"); done
  [ -w "$folder" ] || install=(as_root meson install)
  logged install.log "${install[@]}" --no-rebuild -C build/quickstart ||
    fail "could not install to '$prefix'" 'give a folder that you can write to with --prefix'
  PATH=$prefix/bin:$PATH
  hash -r
  show_command "$prefix/bin/$helper" --version
  "$prefix/bin/$helper" --version >"$build/version.log" 2>&1 ||
    fail 'the installed helper does not run' "is '$prefix' on a file system mounted noexec?"
  indent <"$build/version.log"
  for name in "$helper" "$helper-containers"; do
    [ "$(command -v "$name")" = "$prefix/bin/$name" ] ||
      fail "'$name' is not found in PATH" "is '$prefix/bin/$name' executable?"
  done
  shows "the helper and its second name $helper-containers are in $prefix/bin"
}

# Under sudo the build must not stay behind as root's in somebody else's checkout.
give_back() {
  local created=$build
  [ "$(id -u)" = 0 ] && [ "$(stat -c %u "$top")" != 0 ] && [ -d "$build" ] || return 0
  [ "$(stat -c %u "$top/build")" != 0 ] || created=$top/build
  chown --recursive --no-dereference --reference="$top" "$created"
}

# --- the demonstration, beside a registry and on a keyring of its own -----------------------------

# run COMMAND…: shows it and what it prints; leaves $status and $output
run() {
  show_command "$@"
  execute "$@" </dev/null
}

execute() {
  "$@" <&0 >"$TMPDIR/output" 2>&1 &
  child=$!
  wait "$child"
  status=$?
  child=
  output=$(<"$TMPDIR/output")
  rm "$TMPDIR/output"
  [ -z "$output" ] || indent <<<"$output"
  if [ "$status" != 0 ]; then printf '  (exit status %d)\n' "$status"; fi
}

succeeded() { # WHAT HINT
  [ "$status" = 0 ] || fail "$1 failed" "$2"
}

# refused WHAT: the last command was, for want of a login
refused() {
  [ "$status" != 0 ] || fail "the registry did not ask for a login: $1 succeeded" "$report"
  [[ $output == *@(unauthorized|'authentication required'|'no basic auth credentials')* ]] ||
    fail "$1 failed, but not for want of a login" "$report"
}

# the files of this demonstration that hold the password, as it is or in base64
files_with_the_password() {
  local both
  both=$(printf '%s:%s' "$REGISTRY_USER" "$REGISTRY_PASSWORD" | base64 -w 0)
  find "$PROV_ROOT" -type f -exec grep -laF -e "$REGISTRY_PASSWORD" -e "${both%%=*}" \
    -e "$(printf %s "$REGISTRY_PASSWORD" | base64 -w 0 | tr -d =)" {} +
}

# make_keyring: the encrypted file, which takes the place of a desktop's keyring
make_keyring() {
  step 'Make a keyring file'
  (umask 077; head -c 18 /dev/urandom | base64 >"$HOME/passphrase")
  export CPPSECRET_PASSPHRASE_FILE=$HOME/passphrase
  # shellcheck disable=SC2088  # shown as one would type it
  say 'Its passphrase is typed; here nobody is asked, so a random one is in a file:'
  show_command export 'CPPSECRET_PASSPHRASE_FILE=~/passphrase'
  run cppsecret keyring create
  succeeded 'cppsecret keyring create' 'look at what it says above'
  run cppsecret keyring status
  succeeded 'cppsecret keyring status' 'look at what it says above'
  [[ $output == 'keyring:   file'* ]] || fail 'the keyring file is not used' "$report"
  shows 'there is a keyring, without a desktop, a bus or a daemon'
}

# file_holds_the_login, file_is_empty: the keyring file, as the step says
file_holds_the_login() {
  step 'What the keyring file holds'
  run cppsecret list
  [[ $output == *"$REGISTRY"*"$REGISTRY_USER"* ]] || fail 'the login is not in the keyring file' "$report"
  [[ $("$helper" get <<<"$REGISTRY") == *"\"Secret\":\"$REGISTRY_PASSWORD\""* ]] ||
    fail 'the password in the keyring file is not the one of the login' "$report"
  ! grep -qaF -e "$REGISTRY" -e "$REGISTRY_USER" "$HOME/.local/share/cppsecret/keyring" ||
    fail 'the keyring file names the registry or the user in the clear' "$report"
  run "$helper" list
  [ "$output" = "{\"$REGISTRY\":\"$REGISTRY_USER\"}" ] ||
    fail 'the helper does not list the login' "$report"
  shows 'the login is in the file, with the right password, and nothing of it can be read there'
}

keyring_holds_the_login() {
  step 'What the keyring holds'
  show_command secret-tool search --all server "$REGISTRY"
  execute keyring_item
  [[ $output == *"username = $REGISTRY_USER"* ]] || fail 'the login is not in the keyring' "$report"
  [ "$(secret-tool lookup server "$REGISTRY")" = "$REGISTRY_PASSWORD" ] ||
    fail 'the password in the keyring is not the one of the login' "$report"
  run "$helper" list
  [ "$output" = "{\"$REGISTRY\":\"$REGISTRY_USER\"}" ] ||
    fail 'the helper does not list the login' "$report"
  shows 'the login is in the keyring, with the right password, and the helper lists it'
}

# keyring_item: what the keyring holds for the registry, but for the password
keyring_item() {
  secret-tool search --all server "$REGISTRY" 2>&1 | sed -E 's/^(secret = ).*/\1(not shown)/'
}

# the processes that were started for the demonstration: ours above, and what they started
started_processes() {
  local above=$PPID provider file key value name pid parent words word
  provider=$above
  while read -r key value; do
    if [ "$key" = PPid: ]; then above=$value; fi
  done <"/proc/$provider/status"
  for file in /proc/[0-9]*/status; do
    pid=${file#/proc/} pid=${pid%/status} name='' parent=''
    while read -r key value; do
      case $key in
        Name:) name=$value ;;
        PPid:) parent=$value ;;
      esac
    done 2>/dev/null <"$file"
    [ "$pid" != $$ ] || continue
    if [ "$pid" = "$above" ] || [ "$parent" = "$above" ] || [ "$parent" = "$provider" ]; then
      # the kernel cuts this name short; a script has its own behind the shell's
      mapfile -d '' -t words <"/proc/$pid/cmdline"
      for word in "${words[@]:0:2}"; do
        if [[ ${word##*/} == "$name"* ]]; then name=${word##*/}; fi
      done
      printf '%s %s\n' "$pid" "$name"
    fi
  done
}

demonstrate() { # PREFIX STEP FILE
  local refused_in
  local auth=$XDG_RUNTIME_DIR/containers/auth.json settings=$HOME/.config/containers
  local without=$HOME/without-helper.json plain=--tls-verify=false found pid name
  local login=(skopeo login "$plain" --username "$REGISTRY_USER" --password-stdin)
  PATH=$1/bin:$PATH
  step_number=$2
  report='something here is not as it should be; please report it with this output'
  child=
  trap 'if [ -n "$child" ]; then kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; fi; exit 143' TERM
  # as root skopeo keeps a cache below /var/lib/containers, unless it is told that it is rootless
  [ "$(id -u)" != 0 ] || export _CONTAINERS_ROOTLESS_UID=65534
  mkdir -p "$settings" "${auth%/*}"
  export CONTAINERS_REGISTRIES_CONF=$settings/registries.conf
  printf 'unqualified-search-registries = []\n' >"$CONTAINERS_REGISTRIES_CONF"
  printf '{"default":[{"type":"insecureAcceptAnything"}]}\n' >"$settings/policy.json"
  started_processes | sort -n >"$3"
  printf 'folder %s\n' "$PROV_ROOT" "${REGISTRY_LOG%/*}" >>"$3"

  step 'A keyring and a registry of its own'
  while read -r pid name; do
    if [ "$pid" != folder ]; then printf '  %-22s process %s\n' "$name" "$pid"; fi
  done <"$3"
  printf '  registry               %s, user %s, a random password\n' "$REGISTRY" "$REGISTRY_USER"
  printf '  HOME                   %s\n' "$HOME"
  run skopeo copy --dest-tls-verify=false "$REGISTRY_IMAGE" "docker://$REGISTRY/tiny"
  refused 'skopeo copy'
  shows 'without a login the registry takes no image'
  refused_in=$step_number

  step 'What a login does without the helper'
  show_command "${login[@]}" --authfile "${without/#"$HOME"/\~}" "$REGISTRY" '<<<"$PASSWORD"'
  execute "${login[@]}" --authfile "$without" "$REGISTRY" <<<"$REGISTRY_PASSWORD"
  succeeded 'skopeo login' 'look at what skopeo says above'
  show_command cat "${without/#"$HOME"/\~}"
  sed -E -e 's/("auth": *)"[^"]*"/\1"(not shown)"/' -e 's/\t/  /g' "$without" | indent
  echo
  [ "$(files_with_the_password)" = "$without" ] ||
    fail "the search for the password in files does not find it in '$without'" "$report"
  rm "$without"
  shows 'a search finds the password in this file, in base64: whoever can read the file has it'

  [ "$kind" = desktop ] || make_keyring

  step 'Name the helper for the registry'
  printf '{"credHelpers": {"%s": "cppsecret"}}\n' "$REGISTRY" >"$auth"
  # shellcheck disable=SC2016  # shown as one would type it
  show_command cat '$XDG_RUNTIME_DIR/containers/auth.json'
  indent <"$auth"
  shows 'podman, buildah and skopeo read this file; docker reads ~/.docker/config.json'

  step 'Log in'
  show_command "${login[@]}" "$REGISTRY" '<<<"$PASSWORD"'
  execute "${login[@]}" "$REGISTRY" <<<"$REGISTRY_PASSWORD"
  succeeded 'skopeo login' "look at what skopeo says above; is $helper installed whole?"
  # shellcheck disable=SC2016
  show_command cat '$XDG_RUNTIME_DIR/containers/auth.json'
  indent <"$auth"
  found=$(files_with_the_password)
  [ -z "$found" ] || fail "the password is in a file: $found" "$report"
  shows 'logged in, and neither this file nor another has the password, plain or in base64'

  if [ "$kind" = desktop ]; then keyring_holds_the_login; else file_holds_the_login; fi

  step 'Use it'
  run skopeo copy --dest-tls-verify=false "$REGISTRY_IMAGE" "docker://$REGISTRY/tiny"
  succeeded 'skopeo copy' 'look at what skopeo says above'
  run skopeo inspect "$plain" --format '{{.Name}} {{.Digest}}' "docker://$REGISTRY/tiny"
  succeeded 'skopeo inspect' 'look at what skopeo says above'
  [[ $output == "$REGISTRY/tiny sha256:"* ]] || fail 'skopeo found another image' "$report"
  found=$(files_with_the_password)
  [ -z "$found" ] || fail "the password is in a file: $found" "$report"
  shows 'what was refused in step '"$refused_in"' is done: skopeo had the login from the keyring, and still no' \
    'file has the password'

  step 'Log out'
  run skopeo logout "$REGISTRY"
  succeeded 'skopeo logout' 'look at what skopeo says above'
  run "$helper" list
  [ "$output" = '{}' ] || fail 'the helper still lists the login' "$report"
  if [ "$kind" = desktop ]; then
    show_command secret-tool search --all server "$REGISTRY"
    execute keyring_item
    [ -z "$output" ] || fail 'the keyring still holds the login' "$report"
  fi
  run skopeo inspect "$plain" "docker://$REGISTRY/tiny"
  refused 'skopeo inspect'
  shows 'the login is gone from the keyring, and the registry is closed again'
  printf 'ended at step %d\n' "$step_number" >>"$3"
}

demonstration=
end_demonstration() { # STATUS
  trap '' INT TERM HUP
  if [ -n "$demonstration" ]; then
    kill "$demonstration" 2>/dev/null
    wait "$demonstration"
  fi
  printf '\nquickstart: stopped; all that it started has ended\n' >&2
  exit "$1"
}

show_the_main_job() {
  local state=$build/demonstration status=0 provider=gnome-keyring pid rest
  [ "$kind" = desktop ] || provider=no-bus
  : >"$state"
  # in the background, so that a signal to this script is not kept waiting
  "$support/registry.sh" "$support/providers/$provider.sh" \
    "$top/packaging/quickstart.sh" --inside "$prefix" "$step_number" "$state" "$kind" </dev/null &
  demonstration=$!
  wait "$demonstration" || status=$?
  demonstration=
  [ "$status" != 125 ] || fail 'the keyring or the registry did not start' \
    'look at what is said above; is /tmp full, or mounted noexec?'
  [ "$status" = 0 ] || exit "$status"

  step_number=$(sed -n 's/^ended at step //p' "$state")
  step 'Nothing is left behind'
  while read -r pid rest; do
    case $pid in
      folder) [ ! -e "$rest" ] || fail "'$rest' is still there" "remove it with: rm -r '$rest'" ;;
      [0-9]*)
        ! kill -0 "$pid" 2>/dev/null ||
          fail "process $pid ($rest) still runs" "end it with: kill $pid"
        ;;
    esac
  done <"$state"
  rm "$state"
  shows 'all that was started has ended, and its folders are removed'
}

how_to_go_on() {
  cat <<END

It works. To use it for real, put it into PATH (a line for ~/.profile):

  export PATH="$prefix/bin:\$PATH"

END
  if [ "$kind" = headless ]; then
    printf 'make the keyring file, with a passphrase that you type,\n\n  cppsecret keyring create\n\n'
  fi
  cat <<'END'
and have your tools ask it for your registry, here registry.example:

  cppsecret configure registry.example

It shows what it would change in the auth files of podman, buildah, skopeo and
docker, and asks. Then log in as ever: podman login registry.example
END
}

# --- main -----------------------------------------------------------------------------------------

if [ "${1:-}" = --inside ] && [ $# = 5 ] && [ -n "${PROV_ROOT:-}" ] && [ -n "${REGISTRY:-}" ]; then
  kind=$5
  demonstrate "$2" "$3" "$4"
  exit 0
fi

prefix=$build/prefix
install_missing=yes
kind=desktop
while [ $# != 0 ]; do
  case $1 in
    --prefix=?*) prefix=${1#--prefix=} ;;
    --prefix)
      [ -n "${2:-}" ] || { usage >&2; exit 2; }
      prefix=$2
      shift
      ;;
    --headless) kind=headless ;;
    --no-install-packages) install_missing=no ;;
    -h | --help) usage; exit 0 ;;
    *)
      printf "quickstart: error: '%s' is no option\n" "$1" >&2
      usage >&2
      exit 2
      ;;
  esac
  shift
done
prefix=$(realpath -m -- "$prefix") || exit 1
trap give_back EXIT
trap 'end_demonstration 130' INT
trap 'end_demonstration 143' TERM
trap 'end_demonstration 129' HUP

have_packages
build_and_install
show_the_main_job
how_to_go_on
