#!/bin/bash
# SPDX-License-Identifier: MIT
# The same on KeePassXC and KWallet, which prompt for every change, resolve placeholders in secrets,
# or lose a session now and then.
#   other_providers.sh HELPER [PROVIDER]
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need keepassxc kwalletd5 secret-tool
providers=$here/../support/providers
if [ -z "${PROV_NAME:-}" ]; then
  helper=$(realpath "$1")
  for provider in keepassxc kwallet; do
    attempt "$providers/$provider.sh" "$0" "$helper" "$provider"
    [ "$status" = 0 ] || stdout+=$'\n'"$stderr"
    if [ "$status" = 0 ]; then pass "$provider: all of it"; else fail "$provider: all of it" "$stdout"; fi
  done
  # every item asks for leave: the question is put, not taken for an answer
  for verb in store erase; do
    attempt env KPX_CONFIRM=1 CPPSECRET_TIMEOUT=2 "$providers/keepassxc.sh" "$helper" "$verb" < <(
      if [ "$verb" = store ]; then
        printf '{"ServerURL":"https://locked.example","Username":"u","Secret":"new"}'
      else
        printf 'https://locked.example'
      fi
    )
    like "KeePassXC that wants every access confirmed: $verb waits for the answer" "$status|$stdout" \
      "1|nobody answered the request to use the login in time; * 'Confirm when passwords are retrieved by clients' *"
  done
  for provider in keepassxc-locked kwallet-locked; do
    attempt env CPPSECRET_TIMEOUT=2 "$providers/$provider.sh" "$helper" get <<<https://locked.example
    like "$provider: get ends in time and says why" "$status|$stdout|$stderr" \
      "1|credentials not found in native keychain|*: nobody answered the request to unlock the keyring in time; *"
  done
  attempt "$providers/kwallet-noqca.sh" "$helper" store <<<'{"ServerURL":"a","Username":"b","Secret":"c"}'
  like "KWallet without its plugin: store names the package" "$status|$stdout" \
    "1|the keyring's provider opens no encrypted session: *; *libqca-qt5-2-plugins"
  finish
fi
helper=$1
# shellcheck source=../support/helper.sh
. "$here/../support/helper.sh"

for user in alice bob alice; do
  store r.example "$user" "of-$user"
  is "after $user's login it is $user's" "$(login r.example)|$(items)" "$user:of-$user|1"
done
store r.example alice changed
is "the same user again: the new secret" "$status|$(login https://r.example/v2/)|$(items)" "0|alice:changed|1"
store https://r.example carol other
is "another spelling replaces it" "$(login r.example)|$(items)" "carol:other|1"
answer list
is "list" "$status|$stdout|$stderr" '0|{"https://r.example":"carol"}|'
odd='x{USERNAME}y{TITLE}z ü 🔑 <&>'
store odd.example 'Jürgen 日本' "$odd"
is "placeholders stay as they are" "$status|$(login odd.example)" "0|Jürgen 日本:$odd"
store odd.example 'Jürgen 日本' "again $odd"
is "and in a change" "$status|$(login odd.example)" "0|Jürgen 日本:again $odd"
long=$(head -c 100000 /dev/zero | tr '\0' x)
store long.example user "$long"
is "a secret of 100,000 bytes" "$(login long.example | md5sum)" "$(printf 'user:%s\n' "$long" | md5sum)"
store ref.example user '{REF:P@T:nothing}'
if [ "$2" = keepassxc ]; then
  like "what KeePassXC will not keep is refused" "$status|$stdout" "1|the keyring does not keep this login as it was given; *"
  is "and nothing is left of it" "$(login ref.example)" "credentials not found in native keychain"
else
  is "a reference is a text like any other" "$(login ref.example)" 'user:{REF:P@T:nothing}'
  answer erase ref.example
fi
# a session in a hundred is bad on KWallet
wrong=
for ((i = 0; i < 100; i++)); do
  store r.example dave "secret-$i"
  [ "$status|$(login r.example)" = "0|dave:secret-$i" ] || wrong+="$i: $status $stdout; "
done
is "a hundred changes all come back" "$wrong" ""
for server in r.example odd.example long.example; do answer erase "$server"; done
is "erase removes all" "$status|$(items)" "0|0"
finish
