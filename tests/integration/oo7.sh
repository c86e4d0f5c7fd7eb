#!/bin/bash
# SPDX-License-Identifier: MIT
# What oo7 0.6 does in its own way, by the program that stands in for it: that it does so, and that the helper bears it.
# Every operation on it is in matrix.py.
#   oo7.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need secret-tool dbus-daemon gdbus openssl
helper=$(realpath "$1")
oo7=$here/../support/providers/oo7.sh

# shellcheck disable=SC2016  # expanded in there
unlock='gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
  -m org.freedesktop.Secret.Service.Unlock "[objectpath \"/org/freedesktop/secrets/$1\"]"'
attempt env OO7_LOCKED=1 "$oo7" bash -c "$unlock" - aliases/default
is "an alias is no collection to its Unlock" "$stdout" "(@ao [], objectpath '/')"
attempt env OO7_LOCKED=1 "$oo7" bash -c "$unlock" - collection/Login
like "the collection is" "$stdout" "(@ao [], objectpath '/org/freedesktop/secrets/prompt/*"

# shellcheck disable=SC2016  # expanded in there
attempt env OO7_LOCKED=1 "$oo7" bash -c '
  printf "%s" "{\"ServerURL\":\"https://a.example\",\"Username\":\"u\",\"Secret\":\"p\"}" | "$0" store &&
    echo https://a.example | "$0" get' "$helper"
is "a locked keyring is unlocked for a login, by its own path" "$status|$stdout|$stderr" \
  '0|{"ServerURL":"https://a.example","Username":"u","Secret":"p"}|'

# shellcheck disable=SC2016  # expanded in there
supersets='printf old | secret-tool store --label=more server s username u more 1
printf new | secret-tool store --label=less server s username u
secret-tool search --all server s 2>/dev/null | grep -c "^secret"'
attempt "$oo7" bash -c "$supersets"
is "it replaces an item that has the attributes and more" "$stdout" 1

# another program's item, which has all the attributes that ours gets, and more
# shellcheck disable=SC2016  # expanded in there
foreign='printf kept | secret-tool store --label=theirs xdg:schema io.docker.Credentials label "Docker Credentials" \
  server other.example username u docker_cli 1 cppsecret:registry other.example more 1
printf "%s" "{\"ServerURL\":\"https://a.example\",\"Username\":\"u\",\"Secret\":\"p\"}" | "$0" store
printf "%s" "{\"ServerURL\":\"https://a.example\",\"Username\":\"u\",\"Secret\":\"q\"}" | "$0" store
secret-tool search --all server other.example 2>/dev/null | grep "^secret"'
attempt "$oo7" bash -c "$foreign" "$helper"
is "a store takes nobody else's item" "$stdout" 'secret = kept'
finish
