# shellcheck shell=bash disable=SC2153  # REGISTRY is from registry.sh
# SPDX-License-Identifier: MIT
# The common part of the end-to-end tests; sourced, not run.
#
#   e2e_main SCRIPT HELPER [root|user] PROGRAM…
#
# starts SCRIPT again inside of what it needs, from the outside in: an unprivileged user (variant
# 'user', if we are root), a registry with a password, a public one, an unlocked gnome-keyring.
# Then it goes on there, with HOME, XDG_RUNTIME_DIR, TMPDIR and the bus below PROV_ROOT, and
#   helper       the helper under test; a wrapper of the same name, which logs who runs it, and
#                its name …-containers are in PATH
#   password     the registry's
# A script that sets $companion before is given it as a third argument; one that sets $with_tls has
# one more registry, SECURE_REGISTRY, with the same login; one that sets $provider, the script of
# support/providers that it names in place of gnome-keyring.sh.
e2e=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$e2e/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
# shellcheck source=../support/items.sh
. "$support/items.sh"
# shellcheck source=../support/files_with.sh
. "$support/files_with.sh"

e2e_main() {
  local script variant=${3:-root}
  script=$e2e/$(basename "$1")
  helper=$(realpath -e -- "${2:?usage: $(basename "$1") HELPER [root|user]}") || exit 2
  local registries=("$support/registry.sh" "$support/registry.sh" --public) files=("$helper")
  [ -z "${with_tls:-}" ] || registries+=("$support/registry.sh" --tls)
  if [ -n "${companion:-}" ]; then
    companion=$(realpath -e -- "$companion") || exit 2
    files+=("$companion")
  fi
  shift 2
  [ $# = 0 ] || shift
  provider=${provider:-gnome-keyring.sh}
  [ "$provider" != gnome-keyring.sh ] || need dbus-daemon gdbus gnome-keyring-daemon secret-tool
  need unshare docker-registry htpasswd "$@"
  case $variant in
    root) ;;
    user)
      if [ "$(id -u)" = 0 ]; then
        need useradd userdel setpriv flock
        exec "$support/as-user.sh" -f "$helper" ${companion:+-f "$companion"} -f "$support" -f "$e2e" \
          -f "$(command -v docker-registry)" \
          bash -c 'PATH=$FILES:$PATH exec bash "$FILES/e2e/$0" "$FILES/$1" user ${2:+"$FILES/$2"}' \
          "$(basename "$script")" "${files[@]##*/}"
      fi
      ;;
    *) echo "usage: $(basename "$script") HELPER [root|user]" >&2; exit 2 ;;
  esac
  # what a person has set must not change the test
  unset DOCKER_CONFIG DOCKER_HOST DOCKER_CONTEXT REGISTRY_AUTH_FILE CONTAINERS_CONF CONTAINERS_REGISTRIES_CONF \
    CONTAINERS_STORAGE_CONF CONTAINER_HOST STORAGE_DRIVER STORAGE_OPTS BUILDAH_ISOLATION \
    CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING CPPSECRET_PASSPHRASE_FILE \
    CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE CREDENTIALS_DIRECTORY G_MESSAGES_DEBUG
  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
  # As root the container tools keep a cache below /var/lib/containers, whatever they are told. Here
  # that is a folder of ours, in a mount namespace of ours; who may not mount is in a container.
  if [ "$(id -u)" = 0 ] && [ -z "${E2E_HIDDEN:-}" ] && unshare --mount true 2>/dev/null; then
    export E2E_HIDDEN=1
    exec unshare --mount --propagation private bash -c '
      for folder in /var/lib/containers /run/containers /run/libpod; do
        until [ -d "$folder" ]; do folder=${folder%/*}; done
        case $folder in
          */containers | */libpod) mount -t tmpfs tmpfs "$folder" || exit 125 ;;
          /var/lib) mount -t tmpfs tmpfs "$folder" || exit 125 ;;
        esac
      done
      exec bash "$@"' bash "$script" "$helper" "$variant" ${companion:+"$companion"}
  fi
  if [ -z "${PROV_ROOT:-}" ]; then
    exec "${registries[@]}" "$support/providers/$provider" \
      bash "$script" "$helper" "$variant" ${companion:+"$companion"}
  fi
  e2e_install
}

e2e_install() {
  local bin=$HOME/bin
  e2e_containers
  password=$REGISTRY_PASSWORD
  export E2E_HELPER=$helper E2E_LOG=$HOME/helper.log
  mkdir -p "$bin"
  printf '%s\n' '#!/bin/bash' \
    '# verb, uid, and the uid outside that is uid 0 in here' \
    'read -r inside outside count </proc/self/uid_map' \
    'printf "%s\n" "${0##*/} $* uid=$(id -u) map=$inside:$outside:$count" >>"$E2E_LOG"' \
    'exec -a "$0" "$E2E_HELPER" "$@"' >"$bin/docker-credential-cppsecret"
  chmod +x "$bin/docker-credential-cppsecret"
  ln -s docker-credential-cppsecret "$bin/docker-credential-cppsecret-containers"
  PATH=$bin:$PATH
  : >"$E2E_LOG"
  printf 'the secret is %s\n' "$password" >"$HOME/probe"
  # shellcheck disable=SC2119
  is 'the search for secrets in files finds one' "$(files_with_the_secret)" "$HOME/probe"
  rm "$HOME/probe"
}

# --- what the scripts ask -------------------------------------------------------------------------

files_with_the_secret() {
  files_with "$REGISTRY_USER" "$password" "$PROV_ROOT" "$XDG_RUNTIME_DIR"
}

no_file_holds_the_secret() { # WHEN
  is "no file holds the password, plain or in base64 ($1)" "$(files_with_the_secret)" ''
}

# the keyring, asked past the tool under test
keyring_holds_the_login() { # WHEN
  is "the helper has the login ($1)" "$(printf '%s' "$REGISTRY" | "$helper" get)" \
    "{\"ServerURL\":\"$REGISTRY\",\"Username\":\"$REGISTRY_USER\",\"Secret\":\"$password\"}"
  is "the keyring has one item of the official helper's schema, with our attribute ($1)" \
    "$(search_items server "$REGISTRY" |
      grep -E '^(label|secret|schema|attribute\..*) = ' | sort)" \
    "attribute.cppsecret:registry = $REGISTRY
attribute.docker_cli = 1
attribute.label = Docker Credentials
attribute.server = $REGISTRY
attribute.username = $REGISTRY_USER
label = Registry credentials for $REGISTRY
schema = io.docker.Credentials
secret = $password"
}

keyring_holds_no_login() { # WHEN
  attempt "$helper" get <<<"$REGISTRY"
  is "the helper has no login ($1)" "$status $stdout $stderr" '1 credentials not found in native keychain '
  is "the keyring has no item ($1)" "$(search_items docker_cli 1)" ''
}

# succeeds DESCRIPTION COMMAND…: as check does, and leaves $stdout and $stderr
succeeds() {
  local description=$1
  shift
  attempt "$@"
  if [ "$status" = 0 ]; then pass "$description"; else fail "$description" "$* (status $status): $stdout $stderr"; fi
}

# refused DESCRIPTION COMMAND…: the registry wants a login that the command has not got
refused() {
  local description=$1
  shift
  attempt "$@"
  if [ "$status" = 0 ]; then
    fail "$description" "$* succeeded: $stdout"
  else
    like "$description" "$stdout $stderr" \
      '*@(unauthorized|authentication required|no basic auth credentials|basic credential not found)*'
  fi
}

log_in_with() { # DESCRIPTION COMMAND…: the password comes on standard input
  local description=$1
  shift
  succeeds "$description" "$@" < <(printf '%s\n' "$password")
}

helper_ran() { # VERB UID MAP DESCRIPTION: as the wrapper has logged since the last forget_the_log
  if grep -q "^docker-credential-cppsecret $1 uid=$2 map=$3\$" "$E2E_LOG"; then
    pass "$4"
  else
    fail "$4" "no '$1 uid=$2 map=$3' in: $(cat "$E2E_LOG")"
  fi
}

forget_the_log() {
  : >"$E2E_LOG"
}

# credential_helpers HELPER REGISTRY…: an auth file that names the helper for them
credential_helpers() {
  local name=$1 separator='' registry
  shift
  printf '{"credHelpers":{'
  for registry; do
    printf '%s"%s":"%s"' "$separator" "$registry" "$name"
    separator=,
  done
  printf '}}\n'
}

# the uid map of this process, as the wrapper writes it
own_map() {
  local inside outside count
  read -r inside outside count </proc/self/uid_map
  printf '%s:%s:%s' "$inside" "$outside" "$count"
}

# The container tools with everything they keep below PROV_ROOT and nothing of the machine's
# settings; for what any machine can do: no overlay, no systemd, no journal.
e2e_containers() {
  local settings=$HOME/.config/containers
  mkdir -p "$settings" "$XDG_RUNTIME_DIR/libpod"
  export CONTAINERS_STORAGE_CONF=$settings/storage.conf CONTAINERS_CONF=$settings/containers.conf
  export CONTAINERS_REGISTRIES_CONF=$settings/registries.conf
  printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' \
    "$HOME/storage" "$XDG_RUNTIME_DIR/storage" >"$CONTAINERS_STORAGE_CONF"
  {
    printf '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n'
    printf 'tmp_dir = "%s"\nstatic_dir = "%s"\nvolume_path = "%s"\n' \
      "$XDG_RUNTIME_DIR/libpod" "$HOME/libpod" "$HOME/volumes"
  } >"$CONTAINERS_CONF"
  printf 'unqualified-search-registries = []\n' >"$CONTAINERS_REGISTRIES_CONF"
}

# the folder of the OCI layout with the image to push
image_folder() {
  local image=${REGISTRY_IMAGE#oci:}
  printf '%s' "${image%:*}"
}

# The uid map, as the wrapper writes it, of where podman and buildah run a helper: our own as root,
# else a user namespace whose uid 0 is us.
container_map() {
  if [ "$(id -u)" = 0 ]; then own_map; else printf '0:%s:1' "$(id -u)"; fi
}

# Ends the process that holds rootless podman's user namespace, and lets the storage be removed:
# the layers' root folders are read-only.
e2e_containers_end() {
  local pid file
  while IFS= read -r file; do
    read -r pid <"$file" && kill -TERM "$pid" 2>/dev/null
  done < <(find "$PROV_ROOT" "$XDG_RUNTIME_DIR" -name pause.pid -type f 2>/dev/null)
  chmod -R u+rwX "$HOME" 2>/dev/null
}
