#!/bin/bash
# SPDX-License-Identifier: MIT
# Docker Hub and its names; the keys of its login with a browser.
#   docker_hub.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

hub=https://index.docker.io/v1/
spellings=(
  "$hub"
  https://index.docker.io/v1
  http://index.docker.io/v1/
  HTTPS://INDEX.DOCKER.IO/v1/
  index.docker.io/v1/
  index.docker.io
  index.docker.io:443
  docker.io
  docker.io:443
  Docker.IO
  https://docker.io
  registry-1.docker.io
  https://registry-1.docker.io
  https://registry-1.docker.io/v2/
)
others=(
  "${hub}access-token"
  "${hub}refresh-token"
  docker.io/library/alpine
  index.docker.io/library/alpine
  docker.io:5000
  hub.docker.com
)

for key in "${spellings[@]}"; do
  stored="a Docker Hub login stored as $key"
  store "$key" alice s
  expect "a Docker Hub login is stored as $key" 0 ''
  differs_if_respelled "$key" "$hub" 1 "$not_found"
  gets "$hub" alice s "$stored is found as docker asks"
  differs_if_respelled "$key" docker.io 1 "$not_found"
  gets docker.io alice s "$stored is found as podman asks"
  [ "$key" = "$hub" ] || differs 0 "{\"$key\":\"alice\"}"$'\n' \
    'it lists the key that it was stored under' "docker's builder knows Docker Hub by one key"
  lists "{\"$hub\":\"alice\"}" "$stored is listed under docker's key"
  send docker.io erase
  differs_if_respelled "$key" docker.io 0 "{\"$key\":\"alice\"}"$'\n'
  lists '{}' "$stored is erased as docker.io"
  reset
done

store "$hub" alice s
for key in "${spellings[@]}"; do
  differs_if_respelled "$key" "$hub" 1 "$not_found"
  gets "$key" alice s "Docker Hub is found as $key"
done
for key in "${others[@]}"; do
  misses "$key" "a Docker Hub login is not found as $key"
done

# --- the three logins of docker's login with a browser ---

store "${hub}access-token" alice access
store "${hub}refresh-token" alice refresh
gets "$hub" alice s "docker's access token is not taken for the login"
gets "${hub}access-token" alice access "docker's access token is a key of its own"
gets "${hub}refresh-token" alice refresh "docker's refresh token is a key of its own"
lists "{\"$hub\":\"alice\",\"${hub}access-token\":\"alice\",\"${hub}refresh-token\":\"alice\"}" 'the three are listed'

if [ -z "$official" ]; then # it has no such name
  store https://quay.example quinn q
  store registry.example:5000/namespace nat n
  ln -s "$helper" "$work/$name-containers"
  helper=$work/$name-containers send unused list
  expect "the name $name-containers lists hosts without a scheme and no keys with a path" \
    0 $'{"docker.io":"alice","quay.example":"quinn"}\n'
fi

send "$hub" erase
misses "$hub" 'the Docker Hub login is erased'
gets "${hub}access-token" alice access 'the access token stays'
reset

end_of_file
