#!/bin/bash
# SPDX-License-Identifier: MIT
# The room rule: a room includes rooms on lower lines that its row names, what these may include, and
# its own sub-rooms; never a room of its own line. A library is included only where the table lets it in.
#   rooms.sh SOURCE_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"

# room, line, and the rooms and libraries that it may use
house='
base         0
hardening    1   base
glibpp       1   base glib
credential   1   base
json         2   credential nlohmann
protocol     3   json
client       3   json
keyring/common 3 credential
keyring/secret_service 4 keyring/common glibpp libsecret
keyring/file 4   hardening keyring/common json libsodium
keyring      5
authfile/files 4 json glibpp
authfile/registries 5 authfile/files tomlplusplus
authfile/lookup 6 authfile/registries
registry     6   authfile/registries glibpp curl
machine/model 7 authfile/lookup keyring/common
machine      8  client keyring
setup        9  machine
migration    10 setup
doctor       10 setup hardening
cli/terminal 10  credential glibpp
cli          11  hardening migration doctor registry cli11
helper       11  hardening protocol keyring
'
# a library's headers; a room hands glib and nlohmann on to the rooms that use it, the others it keeps
declare -A headers=(
  [glib]='^<(glib|gio)'
  [nlohmann]='^<nlohmann/'
  [libsecret]='^<libsecret/'
  [libsodium]='^<sodium'
  [tomlplusplus]='^<toml\+\+/'
  [curl]='^<(curl|openssl)/'
  [cli11]='^<CLI/'
  ['no library']='^<(iostream|istream|ostream|fstream)>'
)
handed_on="glib nlohmann"
# what is of no library: the headers of C++ and of the system
system='^<([a-z_]+|(arpa|linux|net|netinet|sys)/[a-z_]+\.h'
system+='|(dirent|dlfcn|fcntl|grp|link|malloc|poll|pwd|signal|spawn|stdlib|string|termios|time|unistd)\.h)>$'

contains() { [[ " $1 " == *" $2 "* ]]; }

declare -A line uses reach
# read_house TABLE: fills `line` and `uses`
read_house() {
  local room number used
  line=() uses=() reach=()
  while read -r room number used; do
    [ -n "$room" ] || continue
    line[$room]=$number
    uses[$room]=$used
  done <<<"$1"
  for room in "${!line[@]}"; do
    [ -z "${line[${room%/*}]-}" ] || [ "${room%/*}" = "$room" ] || uses[${room%/*}]+=" $room"
  done
}

# table_faults: a line for each word of a row that is neither a library nor a room on a lower line
table_faults() {
  local room used
  for room in "${!line[@]}"; do
    for used in ${uses[$room]}; do
      [ -n "${headers[$used]-}" ] || [ "${line[$used]-99}" -lt "${line[$room]}" ] ||
        echo "$room may not use $used: not on a lower line"
    done
  done
}

# fill_reach ROOM: what ROOM may include, by its row and by the rows of the rooms there
fill_reach() {
  local used further all=""
  [ -z "${reach[$1]-}" ] || return 0
  for used in ${uses[$1]}; do
    all+=" $used"
    [ -n "${line[$used]-}" ] || continue
    fill_reach "$used"
    for further in ${reach[$used]}; do
      [ -z "${headers[$further]-}" ] || contains "$handed_on" "$further" || continue
      all+=" $further"
    done
  done
  reach[$1]="$all "
}

# room_of PATH: the longest folder of it that is a room, in $room
room_of() {
  room=${1%/*}
  while [ -z "${line[$room]-}" ] && [[ $room == */* ]]; do room=${room%/*}; done
  [ -n "${line[$room]-}" ]
}

# judge FILE ROOM INCLUDE: a line if ROOM may not include it
judge() {
  local room library of=''
  if [[ $3 == \"* ]]; then
    room_of "${3//\"/}" && { [ "$room" = "$2" ] || contains "${reach[$2]}" "$room"; } ||
      echo "$1: $2 may not include $3"
    return
  fi
  for library in "${!headers[@]}"; do
    [[ $3 =~ ${headers[$library]} ]] || continue
    of=$library
    contains "${reach[$2]}" "$library" || echo "$1: $2 may not include $3"
  done
  [ -n "$of" ] || [[ $3 =~ $system ]] || echo "$1: no row has the library of $3"
  # it is large, and what it holds is a room's own business
  [[ $1 != *.hpp || $3 != \<nlohmann/* ]] || echo "$1: JSON belongs into the .cpp"
}

# violations FOLDER: a line each
violations() {
  local file include room
  for room in "${!line[@]}"; do fill_reach "$room"; done
  # a folder that builds a library is a room
  find "$1" -mindepth 2 -name meson.build -exec grep -q static_library {} \; -printf '%P\n' |
    while IFS= read -r file; do
      [ -n "${line[${file%/*}]-}" ] || echo "$file: '${file%/*}' is not in the table of rooms"
    done
  while IFS=: read -r file include; do
    if room_of "$file"; then
      judge "$file" "$room" "$include"
    else
      echo "$file: '${file%%/*}' is not in the table of rooms"
    fi
  done < <(cd "$1" && find . -name '*.[ch]pp' -printf '%P\0' | xargs -0 -r sed -nE -s \
    '/^[[:space:]]*#[[:space:]]*include[[:space:]]*["<]/{F;s/^[^"<]*(["<][^">]*[">]).*/\1/p}' | paste -d: - -)
}

read_house "$house"
is "the table names rooms on lower lines only" "$(table_faults)" ""
check "there is source to read" test "$(find "$1" -name '*.[ch]pp' | wc -l)" -gt 100
is "every #include keeps to the rooms" "$(violations "$1")" ""

# the rule itself is tested on a tree that breaks it
planted=$(mktemp -d)
trap 'rm -r "$planted"' EXIT
plant() { # WRONG|FINE FILE [INCLUDE]
  mkdir -p "$planted/${2%/*}"
  printf '#include %s\n' "${3-}" >"$planted/$2"
  [ "$1" = FINE ] || wanted+="$2"$'\n'
}
wanted=""
plant WRONG base/up.cpp '"credential/credential.hpp"'
plant WRONG client/sideways.cpp '"protocol/request.hpp"'
plant WRONG registry/lower_but_not_named.cpp '"protocol/request.hpp"'
plant WRONG authfile/lookup/terminal.cpp '"cli/terminal/table.hpp"'
plant WRONG cli/terminal/parent.cpp '"cli/command.hpp"'
plant WRONG keyring/file/sideways.cpp '"keyring/secret_service/provider.hpp"'
plant WRONG keyring/common/parent.cpp '"keyring/open_keyring.hpp"'
plant WRONG keyring/libsecret.cpp '<libsecret/secret.h>'
plant WRONG helper/libsecret.cpp '<libsecret/secret.h>'
plant WRONG cli/sodium.cpp '<sodium.h>'
plant WRONG cli/toml.cpp '<toml++/toml.h>'
plant WRONG cli/curl.cpp '<curl/curl.h>'
plant WRONG client/glib.cpp '<glib.h>'
plant WRONG protocol/json.hpp '<nlohmann/json.hpp>'
plant WRONG credential/stream.cpp '<iostream>'
plant WRONG cli/new_folder.cpp '<boost/asio.hpp>'
plant WRONG cli/new_library.cpp '<yaml.h>'
plant FINE base/system.cpp '<sys/stat.h>'
plant FINE base/standard.cpp '<string_view>'
plant WRONG no_room/x.cpp '<string>'
plant WRONG base/not_a_room_yet/meson.build static_library
plant WRONG client/no_folder.cpp '"process.hpp"'
plant FINE client/named.cpp '"credential/credential.hpp"'
plant FINE client/handed_on.cpp '"base/error.hpp"'
plant FINE helper/glib_handed_on.cpp '<glib.h>'
plant FINE helper/grandchild.cpp '"keyring/file/document.hpp"'
plant FINE cli/sub_room.cpp '"cli/terminal/table.hpp"'
plant FINE cli/terminal/handed_on.cpp '"base/text.hpp"'
plant FINE cli/commands/second_folder.cpp '"cli/command.hpp"'
is "each kind of wrong #include is found, and nothing else" \
  "$(violations "$planted" | cut -d: -f1 | sort)" "$(printf %s "$wanted" | sort)"

read_house 'lower 1
sideways 1 lower
upward 1 top
unknown 1 nowhere
top 2 lower glib
top/sub 2 lower'
is "a row that names a room of its own line or a higher one is found" "$(table_faults | cut -d: -f1 | sort)" \
  "$(printf '%s may not use %s\n' sideways lower top top/sub unknown nowhere upward top | sort)"
finish
