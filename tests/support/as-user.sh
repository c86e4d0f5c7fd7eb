#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs a command as an unprivileged user: what is refused to everybody else must not be tested as
# root, to whom nothing is refused. Started by root it makes a user and removes it afterwards;
# started by anybody else it just runs the command.
#   as-user.sh [-f FILE]… COMMAND…
# -f copies a file or folder to $FILES, since the checkout may lie where the user cannot look.
# The command sees FILES, HOME (its own, empty) and TMPDIR; XDG_RUNTIME_DIR and the bus are unset.
set -u
usage="usage: as-user.sh [-f FILE]… COMMAND…"
files=()
while getopts f: option; do
  case $option in
    f) files+=("$OPTARG") ;;
    *) echo "$usage" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { echo "$usage" >&2; exit 2; }
unset XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS XDG_CONFIG_HOME XDG_DATA_HOME DOCKER_CONFIG REGISTRY_AUTH_FILE
if [ "$(id -u)" != 0 ]; then
  FILES=$(mktemp -d) || exit 125
  export FILES
  [ ${#files[@]} = 0 ] || cp -rL "${files[@]}" "$FILES" || exit 125
  "$@"
  status=$?
  rm -rf "$FILES"
  exit "$status"
fi

user=cppsecret-test-$$
# the account files have one lock for the whole machine, and tests run side by side
accounts() { flock /run/lock/cppsecret-test-accounts "$@"; }

accounts useradd --create-home --home-dir "/tmp/$user" --shell /bin/bash "$user" || exit 125
# shellcheck disable=SC2317,SC2329  # run by the trap
clean_up() {
  local status=$?
  trap '' TERM INT HUP
  # a rootless client may leave its pause process behind; its files belong to subordinate ids
  ps -o pid= -u "$user" | while read -r pid; do kill -KILL "$pid" 2>/dev/null; done
  accounts userdel --force "$user" 2>/dev/null
  rm -rf "/tmp/${user:?}"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
mkdir -m 700 "/tmp/$user/tmp" && mkdir "/tmp/$user/files" || exit 125
[ ${#files[@]} = 0 ] || cp -rL "${files[@]}" "/tmp/$user/files" || exit 125
chown -R "$user:" "/tmp/$user/tmp" "/tmp/$user/files" || exit 125
cd "/tmp/$user" || exit 125 # the folder that it was started in may be closed to the user
HOME=/tmp/$user TMPDIR=/tmp/$user/tmp FILES=/tmp/$user/files USER=$user LOGNAME=$user \
  setpriv --reuid "$user" --regid "$user" --init-groups "$@" <&0 &
child=$!
wait "$child"
