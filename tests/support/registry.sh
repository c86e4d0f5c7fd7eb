#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs a command beside a registry of its own (docker-registry, elsewhere called registry) on a loopback port.
#   registry.sh COMMAND…            asks for a login; the command sees REGISTRY (127.0.0.1:PORT),
#                                   REGISTRY_USER and REGISTRY_PASSWORD; as well it takes
#                                   SECOND_USER with SECOND_PASSWORD. REGISTRY_LOG is the folder of
#                                   its log, which names the user of each request
#   registry.sh --public COMMAND…   asks for none; the command sees PUBLIC_REGISTRY
#   registry.sh --tls COMMAND…      asks for a login, that of a registry around it if there is one, over TLS;
#                                   the command sees SECURE_REGISTRY and SECURE_REGISTRY_CA (a file)
# All give it REGISTRY_IMAGE (oci:FOLDER:tiny), a tiny image to push. Standard streams and the exit
# status are the command's; 125: no registry.
# Needs docker-registry and htpasswd, for --tls openssl; no network and no privilege.
set -u
kind=
case ${1:-} in
  --public | --tls)
    kind=${1#--}
    shift
    ;;
esac
[ $# -gt 0 ] || { echo "usage: registry.sh [--public | --tls] COMMAND…" >&2; exit 2; }

umask 077
root=$(mktemp -d "${TMPDIR:-/tmp}/registry.XXXXXX") || exit 125
# shellcheck disable=SC2317,SC2329  # run by the trap
clean_up() {
  local status=$?
  trap '' TERM INT HUP
  for pid in "${child:-}" "${registry:-}"; do
    if [ -n "$pid" ]; then
      kill -TERM "$pid" 2>/dev/null
      wait "$pid" 2>/dev/null
    fi
  done
  rm -rf "$root"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP
die() {
  echo "registry.sh: $*" >&2
  exit 125
}

certificates=$root/certificates # of --tls
mkdir "$root/storage" "$root/log"
: >"$root/log/registry"
{
  printf 'version: 0.1\n'
  # in a log of this level each request has its user, written before the answer is
  printf 'log: {level: %s, formatter: text}\n' "$([ -n "$kind" ] && echo info || echo debug)"
  printf 'storage: {filesystem: {rootdirectory: "%s"}, delete: {enabled: true}}\n' "$root/storage"
  # the kernel picks a free port, and the log says which: nobody can take it in between
  printf 'http: {addr: "127.0.0.1:0", secret: not-a-secret%s}\n' \
    "$([ "$kind" != tls ] || printf ', tls: {certificate: "%s", key: "%s"}' "$certificates"/server.{crt,key})"
} >"$root/config.yml"
if [ "$kind" = tls ]; then
  here=$(cd "$(dirname "$0")" && pwd)
  mkdir "$certificates"
  # shellcheck source=certificates.sh
  . "$here/certificates.sh"
  { make_authority authority && make_certificate server authority IP:127.0.0.1,DNS:localhost; } ||
    die 'no certificate could be made'
  export SECURE_REGISTRY_CA=$certificates/authority.crt
fi
if [ "$kind" != public ]; then
  export REGISTRY_USER=tester
  if [ "$kind" != tls ] || [ -z "${REGISTRY_PASSWORD:-}" ]; then
    export REGISTRY_PASSWORD="pa55-of-the-registry-$RANDOM$RANDOM"
  fi
  # -C 4: every request costs one bcrypt
  printf '%s' "$REGISTRY_PASSWORD" | htpasswd -niB -C 4 "$REGISTRY_USER" >"$root/htpasswd" ||
    die 'htpasswd failed'
  export SECOND_USER=second SECOND_PASSWORD="pa55-of-the-second-$RANDOM$RANDOM"
  printf '%s' "$SECOND_PASSWORD" | htpasswd -niB -C 4 "$SECOND_USER" >>"$root/htpasswd" ||
    die 'htpasswd failed'
  printf 'auth: {htpasswd: {realm: test, path: "%s"}}\n' "$root/htpasswd" >>"$root/config.yml"
fi

# its configuration can be overridden by variables that start with REGISTRY_; ours are not meant
program=$(command -v docker-registry registry | head -n 1)
env -u REGISTRY_USER -u REGISTRY_PASSWORD -u REGISTRY_IMAGE -u REGISTRY_LOG \
  "${program:-docker-registry}" serve "$root/config.yml" </dev/null >"$root/log/registry" 2>&1 &
registry=$!

# does it answer? asked by bash itself, so that curl need not be there
answers() {
  local line
  port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$root/log/registry")
  [ -n "$port" ] || return 1
  {
    exec 9<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'GET /v2/ HTTP/1.0\r\n\r\n' >&9
    read -r -t 5 line <&9
    exec 9>&-
  } 2>/dev/null
  [[ $line == HTTP/1.?\ [24]* ]]
}
end=$((SECONDS + 15))
until answers; do
  kill -0 "$registry" 2>/dev/null || die "it ended at once: $(cat "$root/log/registry")"
  [ "$SECONDS" -lt "$end" ] || die "no answer after 15 s: $(cat "$root/log/registry")"
  sleep 0.02
done
case $kind in
  public) export PUBLIC_REGISTRY=127.0.0.1:$port ;;
  tls) export SECURE_REGISTRY=127.0.0.1:$port ;;
  *) export REGISTRY=127.0.0.1:$port REGISTRY_LOG=$root/log ;;
esac

# the image: an OCI layout with one layer that holds one file
layout=$root/image
mkdir -p "$layout/blobs/sha256"
blob() { # FILE: makes it a blob; prints "digest" and "size" as JSON
  local digest size
  digest=$(sha256sum <"$1") && digest=${digest%% *} && size=$(stat -c %s "$1") || return 1
  mv "$1" "$layout/blobs/sha256/$digest"
  printf '"digest":"sha256:%s","size":%s' "$digest" "$size"
}
printf 'hello\n' >"$root/hello"
chmod 644 "$root/hello"
tar --owner=0 --group=0 --mtime=@0 -C "$root" -cf "$root/layer" hello || die 'tar failed'
read -r diff_id _ < <(sha256sum <"$root/layer")
gzip -n "$root/layer"
layer=$(blob "$root/layer.gz")
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) architecture=$(uname -m) ;;
esac
cat >"$root/config" <<END
{
  "architecture": "$architecture",
  "os": "linux",
  "config": {"Cmd": ["/hello"]},
  "rootfs": {"type": "layers", "diff_ids": ["sha256:$diff_id"]}
}
END
type=application/vnd.oci.image
cat >"$root/manifest" <<END
{
  "schemaVersion": 2,
  "mediaType": "$type.manifest.v1+json",
  "config": {"mediaType": "$type.config.v1+json", $(blob "$root/config")},
  "layers": [{"mediaType": "$type.layer.v1.tar+gzip", $layer}]
}
END
cat >"$layout/index.json" <<END
{
  "schemaVersion": 2,
  "manifests": [
    {
      "mediaType": "$type.manifest.v1+json",
      $(blob "$root/manifest"),
      "annotations": {"org.opencontainers.image.ref.name": "tiny"}
    }
  ]
}
END
printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
export REGISTRY_IMAGE=oci:$layout:tiny

umask 022
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
kill -0 "$registry" 2>/dev/null || echo 'registry.sh: the registry died while the command ran' >&2
exit "$status"
