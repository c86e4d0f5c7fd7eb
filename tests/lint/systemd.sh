#!/bin/bash
# SPDX-License-Identifier: MIT
# systemd takes the examples: units as they are, drop-ins below a unit of their name, a Quadlet as
# the service that podman makes of it, and environment.d with the values that it should have.
#   systemd.sh FOLDER_OF_EXAMPLES
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need systemd-analyze
examples=$1
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
export XDG_RUNTIME_DIR=$work/run HOME=$work/home
mkdir -m 700 "$work/run" "$work/home" "$work/units"

# verified NAME: what systemd says of a unit below $work/units
verified() {
  SYSTEMD_UNIT_PATH=$work/units:/usr/lib/systemd/user systemd-analyze verify --user --man=no \
    --recursive-errors=no "$work/units/$1" 2>&1
}

# a program that is there, since which ones are installed is not the question
here_and_now() {
  sed "s#/usr/bin/podman#$(type -P true)#" "$1"
}

# service NAME: a unit for drop-ins to hang on
service() {
  printf '[Unit]\nDescription=%s\n[Service]\nExecStart=%s\n' "$1" "$(type -P true)" >"$work/units/$1"
}

for unit in "$examples"/*.service; do
  here_and_now "$unit" >"$work/units/${unit##*/}"
  is "systemd takes ${unit##*/}" "$(verified "${unit##*/}")" ''
done
for folder in "$examples"/*.service.d "$examples"/headless/*.service.d; do
  name=${folder##*/}
  name=${name%.d}
  service "$name"
  rm -rf "$work/units/$name.d"
  cp -r "$folder" "$work/units/"
  is "systemd takes the drop-ins of $name in ${folder%/*}" "$(verified "$name")" ''
done
for quadlet in "$examples"/*.container "$examples"/headless/*.container; do
  name=${quadlet##*/}
  # podman passes on all sections but its own, and adds the command
  awk -v command="ExecStart=$(type -P true)" '
    /^\[/ { own = $0 == "[Container]" }
    !own { print }
    /^\[Service\]/ { print command }' "$quadlet" >"$work/units/${name%.container}.service"
  is "systemd takes what becomes of $name in ${quadlet%/*}" "$(verified "${name%.container}.service")" ''
done

generator=/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator
if [ -x "$generator" ]; then
  mkdir -p "$HOME/.config/environment.d"
  cp "$examples"/environment.d/* "$HOME/.config/environment.d/"
  is 'environment.d names the bus of the user' \
    "$(PATH=/usr/bin:/bin "$generator" | grep -E '^(DBUS|PATH)')" \
    "DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus
PATH=$HOME/.local/bin:/usr/bin:/bin"
else
  fail 'systemd has its generator for environment.d' "$generator"
fi

# the check itself is tested on units that are wrong
printf '[Service]\nExecStart=/nonexistent\n' >"$work/units/wrong.service"
like 'a unit without a program is found' "$(verified wrong.service)" '*/nonexistent*'
service wrong.service
mkdir "$work/units/wrong.service.d"
printf '[Service]\nEnvironmnt=A=b\n' >"$work/units/wrong.service.d/x.conf"
like 'a misspelt setting in a drop-in is found' "$(verified wrong.service)" '*Environmnt*'
finish
