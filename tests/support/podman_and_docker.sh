#!/bin/bash
# SPDX-License-Identifier: MIT
# The machine of scripts that must not depend on the tools of this one. Makes in $HOME/bin what says that it is
# podman 5, which finds what our helper has, and docker 28, systemctl, sudo and an editor that does what jq does with
# $EDIT, each unless the block has one; and in $HOME/system the few programs that these and the commands of doctor
# need. With PATH=$HOME/bin:$HOME/system there is no other container tool, no other helper and no pass.
set -eu
program() { # NAME LINE…
  local path=$HOME/bin/$1
  [ ! -e "$path" ] || return 0
  shift
  printf '%s\n' '#!/bin/bash' "$@" >"$path"
  chmod 755 "$path"
}
program podman 'case $1 in' \
  '  --version) echo podman version 5.4.2 ;;' \
  '  login) printf %s "${!#}" | docker-credential-cppsecret get | jq -r .Username ;;' \
  'esac'
program docker 'echo Docker version 28.3.0, build 0'
program systemctl '[ "$*" = "--user show-environment" ] && echo HOME=x && echo "PATH=$HOME/bin:/usr/bin"'
program sudo 'exec "$@"'
program editor 'jq "$EDIT" "$1" >"$1.new" && cat "$1.new" >"$1" && rm "$1.new"'
mkdir "$HOME/system"
for name in bash cat chmod chown cp env find gnome-keyring-daemon grep install jq ln md5sum mkdir mv python3 rm sed \
  sort tr; do
  ln -s "$(command -v "$name")" "$HOME/system/$name"
done
