#!/bin/bash
# SPDX-License-Identifier: MIT
# The room rule: a room includes only rooms on a lower line that its row names, never sideways, and
# a library is included only where the table lets it in.
#   rooms.sh SOURCE_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"

declare -A may_use=(
  [base]=""
  [glibpp]="base"
  [credential]="base"
  [protocol]="base credential"
  [keyring]="base glibpp credential"
  [authfile]="base glibpp credential"
  [client]="base credential"
  [registry]="base glibpp credential"
  [cli]="base glibpp credential authfile client keyring registry"
  [helper]="base glibpp credential protocol keyring"
)
# header pattern -> rooms whose files may include it; JSON stays out of headers everywhere
declare -A library_rooms=(
  ['^<(glib|gio)']="glibpp keyring authfile registry"
  ['^<libsecret/']="keyring"
  ['^<sodium']="keyring"
  ['^<nlohmann/']="protocol authfile client keyring registry cli"
  ['^<(curl|openssl)/']="registry"
  ['^<toml\+\+/']="authfile"
  ['^<CLI/']="cli"
  ['^<(iostream|istream|ostream|fstream)>']=""
)

contains() { [[ " $1 " == *" $2 "* ]]; }

# violations FOLDER: a line each
violations() {
  local file room include target pattern
  while IFS= read -r file; do
    room=${file#"$1"/}
    room=${room%%/*}
    if [ -z "${may_use[$room]+known}" ]; then
      echo "$file: '$room' is not in the table of rooms"
      continue
    fi
    while IFS= read -r include; do
      case $include in
        \"*)
          target=${include#\"}
          target=${target%%/*}
          [ "$target" = "$room" ] || contains "${may_use[$room]}" "$target" ||
            echo "$file: $room may not include $include"
          ;;
        *)
          for pattern in "${!library_rooms[@]}"; do
            [[ $include =~ $pattern ]] || continue
            contains "${library_rooms[$pattern]}" "$room" || echo "$file: $room may not include $include"
          done
          [[ $file == *.hpp && $include == \<nlohmann/* ]] && echo "$file: JSON belongs into the .cpp"
          ;;
      esac
    done < <(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*(["<][^">]*[">]).*/\1/p' "$file")
  done < <(find "$1" -name '*.[ch]pp')
}

source_folder=$1
is "every #include keeps to the rooms" "$(violations "$source_folder")" ""

# the rule itself is tested on a tree that breaks it
planted=$(mktemp -d)
trap 'rm -r "$planted"' EXIT
plant() { # ROOM FILE INCLUDE
  mkdir -p "$planted/$1"
  printf '#include %s\n' "$3" >"$planted/$1/$2"
}
plant base up.cpp '"keyring/keyring.hpp"'
plant protocol sideways.cpp '"keyring/keyring.hpp"'
plant helper secret.cpp '<libsecret/secret.h>'
plant cli sodium.cpp '<sodium.h>'
plant protocol json.hpp '<nlohmann/json.hpp>'
plant credential stream.cpp '<iostream>'
plant unknown room.cpp '<string>'
plant protocol fine.cpp '"credential/credential.hpp"'
is "each kind of wrong #include is found" "$(violations "$planted" | wc -l)" 7
finish
