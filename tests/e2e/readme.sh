#!/bin/bash
# SPDX-License-Identifier: MIT
# Types every transcript of README as it stands there, and compares what is printed: on a machine of its own
# (network, /home and /etc/hosts in namespaces) on which registry.example is a registry with TLS, signed by
# 'Example CA', whose user is ann. The transcript of 'migrate' needs files that are there before: scripts/migrate/.
#   readme.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need unshare mount ip python3 docker-registry htpasswd openssl skopeo podman dbus-daemon gdbus gnome-keyring-daemon
companion=$(realpath -e -- "${1:?usage: readme.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: readme.sh COMPANION HELPER}") || exit 2
password=correct-horse

case ${README_STAGE:-} in
  '')
    unset DOCKER_CONFIG DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF CONTAINERS_REGISTRIES_CONF \
      http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR \
      SUDO_UID \
      CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING \
      CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE CPPSECRET_PASSPHRASE_FILE
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(--map-root-user)
    README_STAGE=machine exec "$support/registry.sh" unshare "${as_root[@]}" --mount --net --propagation private \
      bash "$here/readme.sh" "$companion" "$helper"
    ;;
  machine)
    mount -t tmpfs -o mode=755 tmpfs /home && mkdir -m 755 /home/ann /home/setup || exit 125
    ip link set lo up || exit 125
    echo '127.0.0.1 localhost registry.example' >/home/setup/hosts
    mount --bind /home/setup/hosts /etc/hosts || exit 125
    certificates=/home/setup/certificates
    mkdir "$certificates"
    # shellcheck source=../support/certificates.sh
    . "$support/certificates.sh"
    make_authority Example && make_certificate server Example DNS:registry.example || exit 1
    htpasswd -niB -C 4 ann <<<"$password" >/home/setup/htpasswd
    for user in alice ci; do htpasswd -niB -C 4 "$user" <<<"$password" >>/home/setup/htpasswd; done
    registries=()
    trap 'kill "${registries[@]}" 2>/dev/null' EXIT
    for port in 443 5000; do
      {
        printf 'version: 0.1\nlog: {level: info, formatter: text}\n'
        printf 'storage: {filesystem: {rootdirectory: /home/setup/storage}}\n'
        printf 'auth: {htpasswd: {realm: test, path: /home/setup/htpasswd}}\n'
        printf 'http: {addr: "127.0.0.1:%s", secret: none, tls: {certificate: %s.crt, key: %s.key}}\n' \
          "$port" "$certificates/server" "$certificates/server"
      } >"/home/setup/$port.yml"
      env -u REGISTRY_USER -u REGISTRY_PASSWORD -u REGISTRY_IMAGE -u REGISTRY_LOG -u REGISTRY \
        docker-registry serve "/home/setup/$port.yml" </dev/null >"/home/setup/$port.log" 2>&1 &
      registries+=($!)
    done
    end=$((SECONDS + 30))
    for port in 443 5000; do
      until grep -q 'listening on' "/home/setup/$port.log"; do
        [ "$SECONDS" -lt "$end" ] || { cat "/home/setup/$port.log" >&2; exit 125; }
        read -r -t 0.05 <> <(:) || :
      done
    done
    README_STAGE=person "$support/providers/gnome-keyring.sh" bash "$here/readme.sh" "$companion" "$helper"
    exit
    ;;
esac

export HOME=/home/ann
mkdir -p "$HOME/bin" "$HOME/.config/containers" "$XDG_RUNTIME_DIR/containers"
for name in docker-credential-cppsecret docker-credential-cppsecret-containers; do
  ln -s "$helper" "$HOME/bin/$name"
done
ln -s "$companion" "$HOME/bin/cppsecret"
export PATH=$HOME/bin:$PATH
printf '{"default":[{"type":"insecureAcceptAnything"}]}\n' >"$HOME/.config/containers/policy.json"
cp /home/setup/certificates/Example.crt "$HOME/example-ca.pem"
# the image that is copied
export REGISTRY_AUTH_FILE=/home/setup/auth.json
trusted=/home/setup/certs.d
mkdir "$trusted" && cp "$HOME/example-ca.pem" "$trusted/ca.crt"
skopeo login --cert-dir "$trusted" -u ann --password-stdin registry.example:5000 <<<"$password" >/dev/null &&
  skopeo copy -q --dest-cert-dir "$trusted" "$REGISTRY_IMAGE" docker://registry.example:5000/team/image || exit 1
unset REGISTRY_AUTH_FILE

# transcript FIRST_COMMAND: types the transcript that begins with it
transcript() {
  (cd "$HOME" && python3 "$support/transcript.py" "$here/../../README.md" "$1" "$password") >"$HOME/log" 2>&1
  local result=$?
  [ "$result" = 0 ] || sed 's/^/# /' "$HOME/log"
  is "README: '$1…'" "$result" 0
}

# the first needs a registry that is trusted already
mkdir -p "$HOME/.config/containers/certs.d"
cp -r "$trusted" "$HOME/.config/containers/certs.d/registry.example"
transcript "echo '{ \"credHelpers\""
rm -r "$HOME/.config/containers/certs.d"
"$helper" erase <<<registry.example
transcript 'cppsecret login registry.example:5000'
# a machine without a desktop, on which registry.example is trusted
unset DBUS_SESSION_BUS_ADDRESS
rm -f "$XDG_RUNTIME_DIR/bus" "$XDG_RUNTIME_DIR/containers/auth.json" "$HOME/.config/containers/auth.json"
rm -rf "$HOME/.config/containers/certs.d" && mkdir "$HOME/.config/containers/certs.d"
cp -r "$trusted" "$HOME/.config/containers/certs.d/registry.example"
transcript 'cppsecret keyring create'
# the recipe for CI, with the same registry
rm -f "$HOME/.config/containers/auth.json" "$XDG_RUNTIME_DIR/containers/auth.json"
mkdir "$HOME/job"
# all files but those of the job, and what they hold
beside_the_job() {
  find "$HOME" "$XDG_RUNTIME_DIR" -path "$HOME/job" -prune -o -path "$HOME/log" -prune -o -type f -exec sha256sum {} + |
    sort -k 2
}
printf '%s\n' "$password" >"$HOME/password"
recipe=$(sed -n '/^# in a CI job/,/^```$/p' "$here/../../README.md" | sed '$d')
before=$(beside_the_job)
attempt env JOB_FOLDER="$HOME/job" REGISTRY_PASSWORD_FILE="$HOME/password" bash -euc "$recipe"'
skopeo inspect --format "found {{.Name}}" docker://registry.example/team/image'
like "README: the recipe for CI logs in, and the login is used" "$status $stdout" \
  '0 *Login Succeeded!*found registry.example/team/image'
check "and keeps the login in the job's folder" test -s "$HOME/job/data/cppsecret/keyring"
[ "$(stat -f -c %T "$HOME/job")" = tmpfs ] ||
  is "but not its key, which would be on a disk there" "$(find "$HOME/job" -name 'keyring.key*')" ''
is "in plain text nowhere" "$(grep -rlF -e "$password" -e "$(printf 'ci:%s' "$password" | base64)" \
  "$HOME/job" "$HOME/.config" "$XDG_RUNTIME_DIR")" ''
is "and what is outside of the job's folder is as it was" "$(beside_the_job)" "$before"
other=$(sed -n '/^```console$/{n;s/^\$ //p}' "$here/../../README.md" |
  grep -cvE "^(echo '\{|cppsecret login registry|cppsecret keyring create|cppsecret migrate --yes)")
is 'README has no other transcript' "$other" 0
finish
