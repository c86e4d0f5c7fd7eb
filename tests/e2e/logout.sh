#!/bin/bash
# SPDX-License-Identifier: MIT
# What cppsecret logout says of logins that are left, on an unlocked gnome-keyring: the command that
# it tells erases that one, and no other.
#   logout.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
# shellcheck source=../support/companion.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/companion.sh"
companion_main "$0" "${1:-}" "${2:-}"
need docker podman
legacy=$HOME/.dockercfg

# keys FILE: those of the logins in it
keys() {
  jq -c '[.auths // . | to_entries[] | select(.value != {}) | .key]' "$1"
}

# erases DESCRIPTION NAME FILE LEFT: logs out of NAME, and runs each command that is told
erases() {
  local told
  run logout "$2"
  told=$(sed -n 's/^cppsecret: hint: to erase it: //p' <<<"$stderr")
  case $told in
    '') fail "$1" "nothing is told: $stdout $stderr" ;;
    *) EDITOR="$HOME/bin/editor" bash -c "$told" >"$HOME/said" 2>&1
      is "$1" "$(keys "$3")" "$4" || printf '# %s\n' "$told" "$(cat "$HOME/said")" ;;
  esac
}
# "an editor" that takes out what a person would
cat >"$HOME/bin/editor" <<'END'
#!/bin/sh
jq "del(.auths[\"$REMOVE\"]?) | del(.[\"$REMOVE\"])" "$1" >"$1.x" && cat "$1.x" >"$1" && rm "$1.x"
END
chmod +x "$HOME/bin/editor"
export REMOVE

store quay.io ann secret-of-ann
printf '{"quay.io":%s,"other.example":%s}' "$(auth ann)" "$(auth other)" >"$legacy"
REMOVE=quay.io erases 'of a .dockercfg the others are left' quay.io "$legacy" '["other.example"]'
no_files

for url in https://quay.io/v1/ quay.io/ Quay.io; do
  store quay.io ann secret-of-ann
  printf '{"auths":{"%s":%s,"other.example":%s}}' "$url" "$(auth ann)" "$(auth other)" >"$primary"
  REMOVE=$url erases "a key that podman does not log out of: $url" quay.io "$primary" '["other.example"]'
done
for key in quay.io quay.io/team; do
  store "$key" ann secret-of-ann
  printf '{"auths":{"%s":%s,"other.example":%s}}' "$key" "$(auth ann)" "$(auth other)" >"$primary"
  REMOVE=nothing erases "a key of podman's: $key" "$key" "$primary" '["other.example"]'
done
no_files

store quay.io/team team secret-of-team
printf '{"auths":{"quay.io/team":%s,"quay.io":%s}}' "$(auth team)" "$(auth ann)" >"$docker"
REMOVE=quay.io/team erases "a namespace in docker's file" quay.io/team "$docker" '["quay.io"]'
store quay.io/team team secret-of-team
store quay.io ann secret-of-ann
printf '{"auths":{"quay.io/team":%s},"credsStore":"cppsecret"}' "$(auth team)" >"$docker"
REMOVE=quay.io/team erases 'and beside a credsStore' quay.io/team "$docker" '[]'
like 'the login of the host stays in the keyring' "$(login quay.io)" ann:secret-of-ann
run logout quay.io

for url in quay.io https://quay.io/v1/; do
  store quay.io ann secret-of-ann
  printf '{"auths":{"%s":%s,"other.example":%s}}' "$url" "$(auth ann)" "$(auth other)" >"$docker"
  REMOVE=$url erases "a login of docker's: $url" quay.io "$docker" '["other.example"]'
done
hub=https://index.docker.io/v1/
store "$hub" bob secret-of-bob
printf '{"auths":{"%s":%s,"%saccess-token":%s,"other.example":%s}}' \
  "$hub" "$(auth bob)" "$hub" "$(auth token)" "$(auth other)" >"$docker"
REMOVE=${hub}access-token erases "Docker Hub's, with a token" docker.io "$docker" '["other.example"]'
no_files

for token in access-token refresh-token; do store "$hub$token" bob secret-of-bob; done
store quay.io ann secret-of-ann
run logout docker.io
is "docker's tokens for Docker Hub are erased with it" "$status|$stderr|$("$helper" list)" '0||{"quay.io":"ann"}'
run logout docker.io
is 'then there is nothing' "$status" 3

store "$hub" ann secret-of-ann
run account save docker.io work
store "$hub" bob secret-of-bob
store "${hub}access-token" bob secret-of-bob
CPPSECRET_ACCOUNT=work run logout docker.io
like 'beside an account a token is told with what erases it' "$status|$stderr" \
  "0|*still a login for '${hub}access-token' in the keyring*hint: to erase it: cppsecret logout docker.io*"
ln -s "$companion" "$HOME/bin/cppsecret"
bash -c "$(sed -n 's/^cppsecret: hint: to erase it: //p' <<<"$stderr" | tail -1)" >/dev/null 2>&1
is 'which does it' "$("$helper" list)" '{"quay.io":"ann"}'

(umask 077 && echo 'a passphrase of the test' >"$HOME/passphrase")
CPPSECRET_PASSPHRASE_FILE=$HOME/passphrase run keyring create --force
CPPSECRET_PASSPHRASE_FILE=$HOME/passphrase CPPSECRET_KEYRING=file run keyring unlock
CPPSECRET_KEYRING='file' store file.example ann secret-of-ann
run logout file.example
like 'a login that only the keyring file has is told' "$status|$stdout|$stderr" \
  "3||*error: the keyring has no login for 'file.example', the keyring file has*hint: to erase that: CPPSECRET_KEYRING=file cppsecret logout file.example"
bash -c "$(sed -n 's/.*hint: to erase that: //p' <<<"$stderr")" >/dev/null 2>&1
is 'and erased by the command that is told' "$(CPPSECRET_KEYRING='file' login file.example)" 'credentials not found in native keychain'
finish
