#!/bin/bash
# SPDX-License-Identifier: MIT
# cppsecret export on an unlocked gnome-keyring; skopeo, podman, docker and kubectl judge what it
# writes, and a registry what they make of it.
#   export.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool jq script skopeo docker-registry htpasswd
companion=$(realpath -e -- "${1:?usage: export.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: export.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  # what a person has set must not change the test
  unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF \
    CONTAINERS_REGISTRIES_CONF CONTAINER_HOST KUBECONFIG SUDO_UID CPPSECRET_COLLECTION CPPSECRET_DEBUG \
    CPPSECRET_KEYRING CPPSECRET_TIMEOUT http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
  exec "$support/registry.sh" "$support/providers/gnome-keyring.sh" bash "$here/export.sh" "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"
cd "$HOME" || exit 1

run() {
  attempt timeout 60 "$companion" export "$@" </dev/null
}

store quay.io ann secret-of-ann
store https://index.docker.io/v1/ bob secret-of-bob
store "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
store token.example '<token>' 'to\"ken-of-tom'
store colon.example 'a:b' secret-of-colon

# --- the command line -------------------------------------------------------------------------------

run
like 'a format must be named' "$status $stdout$stderr" '2 cppsecret: error: say which --format*hint: *'
run --format auth.json
like 'and a HOST' "$status $stdout$stderr" '2 cppsecret: error: name a HOST*hint: *'
run --format yaml quay.io
like 'an unknown format is wrong' "$status $stdout" '2 '
run --format auth.json https://quay.io/x
like 'so is what is no HOST' "$status $stdout$stderr" "2 *hint: write 'quay.io'*"
run --format auth.json --name x quay.io
like '--name is about Kubernetes' "$status $stdout$stderr" '2 *k8s-secret*'
for name in '' A a_b -a 'a"b' 'a
b'; do
  run --format k8s-secret --name "$name" quay.io
  like "$(printf %q "$name") is no name" "$status $stdout$stderr" '2 cppsecret: error: *is not the name of a Secret*hint: *'
done
for name in a.b A ''; do
  run --format k8s-secret --namespace "$name" quay.io
  like "'$name' is no namespace" "$status $stdout$stderr" '2 cppsecret: error: *is not a namespace*hint: *'
done
run --format auth.json quay.io nobody.example --output "$HOME/none"
like 'a HOST without a login is 3, and named' "$status $stdout$stderr" "3 cppsecret: error: the keyring has no login for 'nobody.example'*"
check 'and nothing is written' test ! -e "$HOME/none"
run --format auth.json colon.example --output "$HOME/none"
like 'a user that no auth file can hold is refused' "$status $stdout$stderr" "1 cppsecret: error: the user 'a:b' of 'colon.example'*"
check 'and nothing is written then' test ! -e "$HOME/none"
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: "$companion" export --format auth.json quay.io
like 'without a bus it fails' "$status $stdout$stderr" '1 cppsecret: error: *bus*'

# --- where it goes ----------------------------------------------------------------------------------

run --format auth.json quay.io
is 'an auth.json on standard output' "$status $(jq -c . <<<"$stdout")" "0 {\"auths\":{\"quay.io\":{\"auth\":\"$(printf ann:secret-of-ann | base64 -w 0)\"}}}"
like 'with a warning' "$stderr" 'cppsecret: warning: the output holds 1 login in plain text*hint: *'
on_a_terminal() {
  attempt timeout 60 script -qec "$(printf '%q ' "$companion" export "$@")" /dev/null </dev/null
}
on_a_terminal --format auth.json quay.io
like 'a terminal gets no passwords' "$status $stdout" "2 *passwords are not shown on a terminal*--output FILE; force it with '--output -'*"
like 'none at all' "$stdout" '!(*"auth"*)'
on_a_terminal --format auth.json --output - quay.io
like 'unless it is forced' "$status $stdout" '0 *"auth"*'
umask 022
run --format auth.json --output exported quay.io
is 'a file is private' "$status $stdout $(stat -c '%a' exported)" '0  600'
like 'and warned of' "$stderr" "cppsecret: warning: 'exported' holds 1 login in plain text*"
cp exported before
run --format auth.json --output exported docker.io
like 'it is not overwritten' "$status $stderr" "1 cppsecret: error: 'exported' is there already*hint: *"
check 'not at all' cmp exported before
ln -s nowhere dangling
run --format auth.json --output dangling quay.io
like 'a link is not followed' "$status $stderr" "1 *'dangling' is there already*"
check 'to nowhere' test ! -e nowhere
run --format auth.json --output no/folder/file quay.io
like 'a folder must be there' "$status $stderr" "1 cppsecret: error: cannot make 'no/folder/file': *"
# shellcheck disable=SC2016  # expanded in there
attempt bash -c '(ulimit -f 0; trap "" XFSZ; exec "$@") 2>&1 | cat; exit "${PIPESTATUS[0]}"' bash \
  "$companion" export --format auth.json --output full quay.io
like 'a file that cannot be written is a failure' "$status $stdout" '1 cppsecret: error: *'
check 'that leaves nothing behind' test ! -e full
if [ -w /dev/full ]; then
  # shellcheck disable=SC2016  # expanded in there
  attempt bash -c '"$0" export --format auth.json quay.io >/dev/full' "$companion"
  like 'so is a lost answer' "$status $stderr" '1 cppsecret: error: *No space*'
fi

# --- who reads it -----------------------------------------------------------------------------------

hosts=(quay.io index.docker.io docker.io "$REGISTRY" token.example)
run --format auth.json --output auth.json "${hosts[@]}"
is 'several, each once, by the names of podman' "$status $(jq -c '.auths | keys' auth.json)" \
  "0 [\"$REGISTRY\",\"docker.io\",\"quay.io\",\"token.example\"]"
is 'a token is one' "$(jq -c '.auths["token.example"]' auth.json)" \
  "{\"auth\":\"$(printf '<token>:' | base64)\",\"identitytoken\":\"to\\\"ken-of-tom\"}"
for judge in skopeo podman; do
  have "$judge" || continue
  for pair in quay.io=ann docker.io=bob "$REGISTRY=$REGISTRY_USER"; do
    attempt timeout 60 "$judge" login --get-login --authfile "$HOME/auth.json" "${pair%%=*}"
    is "$judge finds the login for ${pair%%=*}" "$status $stdout" "0 ${pair#*=}"
  done
done
image=$REGISTRY/tiny
attempt skopeo copy -q --format v2s2 --dest-tls-verify=false --authfile auth.json "$REGISTRY_IMAGE" "docker://$image"
is 'skopeo pushes with it' "$status $stderr" '0 '
attempt "$companion" resolve --authfile auth.json --tool containers --json token.example/x
is 'cppsecret itself finds the token' "$(jq -c '.tools[0] | [.outcome, .username]' <<<"$stdout")" '["entry","<token>"]'

mkdir config
run --format docker-config-json --output config/config.json "${hosts[@]}"
is "docker's file has Docker Hub under its URL" "$status $(jq -c '.auths | keys - ["quay.io", "token.example"]' config/config.json)" \
  "0 [\"$REGISTRY\",\"https://index.docker.io/v1/\"]"
if have docker; then
  export DOCKER_HOST=unix://$XDG_RUNTIME_DIR/no-engine # nobody's engine is asked
  attempt docker --config config manifest inspect --insecure "$image"
  like "docker's client gets in with it" "$status $stdout" '0 *"layers":*'
  is 'and has nothing to say of the file' "$stderr" ''
  mkdir empty
  attempt docker --config empty manifest inspect --insecure "$image"
  like 'without it it does not' "$status $stderr" '1 *@(unauthorized|no basic auth credentials)*'
fi

run --format k8s-secret --name true --namespace 123 "${hosts[@]}"
is 'a manifest' "$status" 0
printf '%s\n' "$stdout" >secret.yaml
is 'that holds the config.json' "$(sed -n 's/^  .dockerconfigjson: //p' secret.yaml | base64 -d | cmp - config/config.json && echo same)" same
# every line, so that this holds also where no kubectl judges
is 'in the form of one, with quoted names' "$(sed 's/^\(  .dockerconfigjson: \)[A-Za-z0-9+/]*=*$/\1BASE64/' secret.yaml)" \
  'apiVersion: v1
kind: Secret
metadata:
  name: "true"
  namespace: "123"
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: BASE64'
if have kubectl; then
  # --local: no cluster is asked, the manifest is read as 'apply' reads it
  attempt kubectl label --local -f secret.yaml a=b -o json
  is 'kubectl reads it' "$status $(jq -c '[.apiVersion, .kind, .type, .metadata.name, .metadata.namespace, (.data | keys)]' <<<"$stdout")" \
    '0 ["v1","Secret","kubernetes.io/dockerconfigjson","true","123",[".dockerconfigjson"]]'
  run --format k8s-secret docker.io
  printf '%s\n' "$stdout" >hub.yaml
  ours=$(kubectl label --local -f hub.yaml a=b -o json | jq -S 'del(.metadata.labels)')
  attempt kubectl create secret docker-registry registry-credentials --docker-username bob --docker-password secret-of-bob \
    --dry-run=client -o json
  is "it is as kubectl's own" "$(jq -S 'del(.data, .metadata.creationTimestamp)' <<<"$stdout")" "$(jq -S 'del(.data)' <<<"$ours")"
  is 'with the same login' "$(jq -r '.data[".dockerconfigjson"]' <<<"$stdout" | base64 -d | jq -c '.auths | map_values(.auth)')" \
    "$(jq -r '.data[".dockerconfigjson"]' <<<"$ours" | base64 -d | jq -c '.auths | map_values(.auth)')"
fi
finish
