#!/bin/bash
# SPDX-License-Identifier: MIT
# A credential helper that keeps each login in a file of ~/files, whose name is the server URL with '_' for '/'. What it
# is asked to get and to erase is in ~/files.log. If there is a program 'before-erase', that runs first, with the server
# URL; where it fails nothing is erased.
set -u
log() { echo "$1 $server" >>"$HOME/files.log"; }

server=
[ "${1-}" = list ] || read -r server
file=$HOME/files/${server//\//_}
case ${1-} in
  get)
    log get
    cat "$file" 2>/dev/null || { echo 'credentials not found in native keychain'; exit 1; }
    ;;
  erase)
    log erase
    ! command -v before-erase >/dev/null || before-erase "$server" || exit 1
    rm -f "$file"
    ;;
  list) cat "$HOME"/files/* 2>/dev/null | jq -sc 'map({(.ServerURL): .Username}) | add // {}' ;;
esac
