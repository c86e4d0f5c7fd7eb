#!/bin/bash
# SPDX-License-Identifier: MIT
# One registry, several users: alice, bob and again alice log in, and the last login counts.
#   several_users.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# gnome-keyring orders items by whole seconds: the clock is what this waits for
let_the_second_pass() {
  local now=$EPOCHSECONDS
  until [ "$EPOCHSECONDS" -gt "$now" ]; do sleep 0.02; done
}

users=(alice bob alice)

# may_be_of_either: the official helper's answer where all three have used one key
may_be_of_either() {
  differs 0 '{"ServerURL":"registry.example","Username":"@(alice|bob)",*' \
    'it keeps one item a user and returns any of them' 'the last login is the one that counts'
}

three_log_in() { # HOW KEY KEY KEY; and one_key of the caller
  local how=$1 keys=("${@:2}") turn key
  for turn in 0 1 2; do
    key=${keys[turn]}
    store "$key" "${users[turn]}" "secret$turn"
    expect "${users[turn]} is stored as $key ($how)" 0 ''
    [ -z "$one_key" ] || [ "$turn" = 0 ] || may_be_of_either
    gets "$key" "${users[turn]}" "secret$turn" "the login of $key is the last one stored, ${users[turn]} ($how)"
    [[ $how = *no ]] || let_the_second_pass
  done
}

the_last_counts() { # HOW KEY KEY KEY; and one_key of the caller
  local how=$1 keys=("${@:2}") turn key
  for turn in 0 1 2; do
    key=${keys[turn]}
    if [ -n "$one_key" ]; then
      may_be_of_either
    elif [ "$turn" != 2 ]; then
      differs 0 "$(login "$key" "${users[turn]}" "secret$turn")"$'\n' \
        'it keeps one item a spelling' 'the last login is the one that counts'
    fi
    gets "$key" alice secret2 "after alice, bob and alice $key is alice's ($how)"
  done
}

one_is_left() { # HOW KEY KEY KEY; and one_key of the caller
  local how=$1 keys=("${@:2}") listed=$4 kept=('3' 'a spelling')
  [ -z "$one_key" ] || kept=('2' 'a user')
  [ "$2" != docker.io ] || listed=https://index.docker.io/v1/
  differs 0 '{"*":"@(alice|bob)"*}?' 'it lists what it keeps' 'one registry has one login'
  lists "{\"$listed\":\"alice\"}" "one entry is left of ${keys[*]} ($how)"
  observe items
  differs 0 "${kept[0]}"$'\n' "it keeps one item ${kept[1]}" 'one registry has one login'
  expect "one item is left of ${keys[*]} ($how)" 0 $'1\n'

  send "$2" erase
  expect "erase of ${keys[*]} is silent ($how)" 0 ''
  observe items
  [ -n "$one_key" ] || differs 0 $'2\n' 'it erases one spelling' 'who logs out is logged out'
  expect "one erase is enough for ${keys[*]} ($how)" 0 $'0\n'
}

for how in 'a second apart: no' 'a second apart: yes'; do
  for spellings in 'registry.example registry.example registry.example' \
    'registry.example https://registry.example registry.example/v2/' \
    'docker.io https://index.docker.io/v1/ registry-1.docker.io'; do
    read -ra keys <<<"$spellings"
    one_key=
    [ "${keys[0]}" != "${keys[1]}" ] || one_key=1
    three_log_in "$how" "${keys[@]}"
    the_last_counts "$how" "${keys[@]}"
    one_is_left "$how" "${keys[@]}"
    reset
  done
done

end_of_file
