#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs a command in a mount namespace of its own, in which these folders are there and empty, so that
# nothing of the machine's is read and nothing is left behind in it. Only for root.
#   hidden.sh FOLDER… -- COMMAND…
# Of a folder that does not exist the nearest one above it is hidden; / and /etc never are. Exit
# status 125: it cannot be done.
set -u
folders=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  folders+=("$1")
  shift
done
[ $# -gt 1 ] || { echo "usage: hidden.sh FOLDER… -- COMMAND…" >&2; exit 2; }
shift
if [ -z "${HIDDEN_INSIDE:-}" ]; then
  HIDDEN_INSIDE=1 exec unshare --mount --propagation private "$0" "${folders[@]}" -- "$@"
fi
unset HIDDEN_INSIDE
hidden=
for folder in "${folders[@]}"; do
  there=$folder
  until [ -d "$there" ]; do there=${there%/*}; done
  case $there in
    '' | /etc) echo "hidden.sh: '$folder' does not exist" >&2; exit 125 ;;
  esac
  # a second time would hide what was made there for another of the folders
  [[ "$hidden " == *" $there "* ]] || mount -t tmpfs -o mode=755 tmpfs "$there" || exit 125
  hidden+=" $there"
  mkdir -p "$folder" || exit 125
done
exec "$@"
