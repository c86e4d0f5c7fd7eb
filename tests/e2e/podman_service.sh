#!/bin/bash
# SPDX-License-Identifier: MIT
# podman's API service: its owner has a login in the keyring, a caller brings one of his own. The
# owner's is never replaced, and the registry's log says as whom an image was pulled. The order in
# credential-helpers decides; each order has a part below. The client runs with a HOME of its own.
#   podman_service.sh HELPER root|user COMPANION
# SECOND_USER is from registry.sh; succeeds runs functions
# shellcheck source-path=SCRIPTDIR disable=SC2153,SC2317,SC2329
companion=${3:?usage: podman_service.sh HELPER root|user COMPANION}
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
e2e_main "$0" "${1:-}" "${2:-root}" podman skopeo
# shellcheck source=../support/helper.sh
. "$support/helper.sh"

owner=$REGISTRY_USER:$REGISTRY_PASSWORD caller=$SECOND_USER:$SECOND_PASSWORD
none='credentials not found in native keychain'
image=$REGISTRY/tiny
socket=$XDG_RUNTIME_DIR/podman.sock
refusal="*podman's API service must not change the logins of its owner; as the owner, run 'podman login', or*"

# what a person with CONTAINERS_REGISTRIES_CONF sets is not read for a login that comes in
registries_conf=$CONTAINERS_REGISTRIES_CONF
unset CONTAINERS_REGISTRIES_CONF

service=
end_service() {
  [ -n "$service" ] || return 0
  kill -TERM "$service"
  wait "$service" 2>/dev/null
  service=
}
trap end_service EXIT

answers() { [ -S "$socket" ] && remote version; }

serve() { # HELPER…: the service, with these credential-helpers
  local helpers
  end_service
  printf -v helpers ', "%s"' "$@"
  printf 'unqualified-search-registries = []\ncredential-helpers = [%s]\n' "${helpers#, }" >"$registries_conf"
  podman --log-level error system service -t 0 "unix://$socket" >"$HOME/service.log" 2>&1 &
  service=$!
  # a service that runs may still refuse each call, for example where its cgroup's folder cannot be read
  local deadline=$((SECONDS + 20))
  until answers >/dev/null 2>"$HOME/client.log"; do
    if ! kill -0 "$service" 2>/dev/null || [ "$SECONDS" -gt "$deadline" ]; then
      fail 'the service answers' "$(cat "$HOME/service.log" "$HOME/client.log")"
      finish
    fi
  done
}

# the client: another HOME, without a helper and, unless he has logged in, without a login
client=$HOME/client
mkdir -p "$client/.config/containers" "$client/run"
chmod 700 "$client/run"
printf 'unqualified-search-registries = []\n' >"$client/.config/containers/registries.conf"
remote() {
  env -u CONTAINERS_STORAGE_CONF -u CONTAINERS_CONF HOME="$client" XDG_RUNTIME_DIR="$client/run" \
    XDG_CONFIG_HOME="$client/.config" REGISTRY_AUTH_FILE="$client/auth.json" \
    podman --remote --url "unix://$socket" "$@"
}
brings_no_login() { printf '{}' >"$client/auth.json"; }
brings_his_login() { # [REGISTRY]
  printf '{"auths":{"%s":{"auth":"%s"}}}' "${1:-$REGISTRY}" "$(printf %s "$caller" | base64 -w 0)" >"$client/auth.json"
}

# the owner himself as a client, whose helper gives the service what it asks the keyring for
remote_as_owner() { podman --remote --url "unix://$socket" "$@"; }

# pull [OPTION…]: leaves whose login the registry has seen in $pulled_as, - for nobody's
pulled_as=
pull() { pull_by remote "$@"; }
pull_by() { # CLIENT [OPTION…]
  local seen who=$1
  shift
  podman rmi --all --force >/dev/null 2>&1
  forget_the_log
  seen=$(stat -c %s "$REGISTRY_LOG/registry")
  attempt "$who" pull -q --tls-verify=false "$@" "$image"
  pulled_as=$(tail -c "+$((seen + 1))" "$REGISTRY_LOG/registry" |
    sed -n 's/.* auth\.user\.name=\([^ ]*\) .*/\1/p' | sort -u)
  pulled_as=${pulled_as:--}
}

owner_is() { # LOGIN DESCRIPTION: what the keyring has for the registry, in one item
  is "$2" "$(login "$REGISTRY") $(items)" "$1 $([ "$1" = "$none" ] && echo 0 || echo 1)"
}
stores() { # COUNT DESCRIPTION: how often the last pull has run 'store'
  is "$2" "$(grep -c ' store uid=0 ' "$E2E_LOG")" "$1"
}

succeeds 'skopeo pushes an image' skopeo copy --dest-tls-verify=false --dest-creds "$owner" \
  "$REGISTRY_IMAGE" "docker://$image"

# --- the helper, then a file: the owner has a login

serve cppsecret-containers containers-auth.json
store "$REGISTRY" "$SECOND_USER" "$SECOND_PASSWORD"
succeeds 'the owner saves an account' "$companion" account save "$REGISTRY" work
store "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
brings_his_login
pull
is 'helper first, the owner has a login: the pull is his' "$status $pulled_as" "0 $REGISTRY_USER"
stores 1 'the service ran store for the login of the caller'
like 'as uid 0, rootless in its user namespace' "$(cat "$E2E_LOG")" "* store uid=0 map=$(container_map)*"
owner_is "$owner" "and the owner's login is as it was"
brings_no_login
pull
is 'a call without a login is his too' "$status $pulled_as" "0 $REGISTRY_USER"
stores 0 'and has nothing to store'
pull --creds "$caller"
is 'what --creds gives is used as it is' "$status $pulled_as" "0 $SECOND_USER"
owner_is "$owner" "and the owner's login is as it was, after --creds"
pull_by remote_as_owner
is 'the owner as a client sends it' "$status $pulled_as" "0 $REGISTRY_USER"
stores 1 'and it is not stored again'
CPPSECRET_ACCOUNT=work pull_by remote_as_owner
is 'with CPPSECRET_ACCOUNT he sends that account, and the active login is used' "$status $pulled_as" "0 $REGISTRY_USER"
stores 1 'the service ran store for the login of the account'
owner_is "$owner" 'and the active login is as it was'
is 'as is the account' "$(CPPSECRET_ACCOUNT=work login "$REGISTRY")" "$caller"

# --- the same: the owner has none

answer erase "$REGISTRY"
brings_his_login
pull
is 'helper first, the owner has no login: the pull is the caller'"'s" "$status $pulled_as" "0 $SECOND_USER"
stores 1 'store was tried'
owner_is "$none" 'and the owner has none afterwards'

# --- who logs in on the machine itself is not the service, also while it runs

succeeds 'podman login of the owner stores' \
  podman login --tls-verify=false -u "$SECOND_USER" --password-stdin "$REGISTRY" <<<"$SECOND_PASSWORD"
owner_is "$caller" 'and the keyring has it'

# --- the helper alone

serve cppsecret-containers
store "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
pull
like 'the helper alone: a call with a login fails' "$status $pulled_as $stderr" "125 - *"
like 'and the client is told why, and what to do' "$stderr" "$refusal"
owner_is "$owner" "and the owner's login is as it was, with the helper alone"
brings_his_login other.example
pull
like 'so does a call with a login for another registry' "$status $pulled_as $stderr" "125 - $refusal"
brings_no_login
pull
is 'a call without a login is the owner'"'s, with the helper alone" "$status $pulled_as" "0 $REGISTRY_USER"

# --- a file, then the helper

serve containers-auth.json cppsecret-containers
brings_his_login
pull
is 'helper last: the pull is the caller'"'s" "$status $pulled_as" "0 $SECOND_USER"
stores 0 'store is not run'
owner_is "$owner" "and the owner's login is as it was, with the helper last"
brings_no_login
pull
is 'a call without a login is the owner'"'s, with the helper last" "$status $pulled_as" "0 $REGISTRY_USER"
CPPSECRET_ACCOUNT=work pull_by remote_as_owner
is 'CPPSECRET_ACCOUNT of the owner as a client chooses the login, with the helper last' \
  "$status $pulled_as" "0 $SECOND_USER"
owner_is "$owner" 'and the active login is as it was, with the helper last'

# --- CPPSECRET_READONLY in the environment of the service and of its owner

end_service
store "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
export CPPSECRET_READONLY=1
serve cppsecret-containers containers-auth.json
brings_his_login
pull
is 'with CPPSECRET_READONLY=1 it is the same' "$status $pulled_as" "0 $REGISTRY_USER"
attempt podman login --tls-verify=false -u "$SECOND_USER" --password-stdin "$REGISTRY" <<<"$SECOND_PASSWORD"
is "and 'podman login' writes to the file" "$status $(grep -c '"auth"' "$XDG_RUNTIME_DIR/containers/auth.json")" '0 1'
rm "$XDG_RUNTIME_DIR/containers/auth.json"
serve cppsecret-containers
attempt podman login --tls-verify=false -u "$SECOND_USER" --password-stdin "$REGISTRY" <<<"$SECOND_PASSWORD"
like "with the helper alone 'podman login' fails and says why" \
  "$status $stderr" '125 *CPPSECRET_READONLY forbids changes*'
unset CPPSECRET_READONLY
owner_is "$owner" "and the owner's login is as it was, with CPPSECRET_READONLY"

end_service
rm -r "$client"
no_file_holds_the_secret 'after all'
podman rmi --all --force >/dev/null 2>&1
e2e_containers_end
finish
