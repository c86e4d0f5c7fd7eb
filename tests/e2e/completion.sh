#!/bin/bash
# SPDX-License-Identifier: MIT
# The shells complete commands, options, their values, and the registries that are known: in a real
# bash on a terminal, in fish, and zsh's by its syntax.
#   completion.sh COMPANION HELPER
set -u
shopt -s extglob
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool script fish zsh
companion=$(realpath -e -- "${1:?usage: completion.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: completion.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  unset DOCKER_CONFIG REGISTRY_AUTH_FILE CONTAINERS_REGISTRIES_CONF CPPSECRET_COLLECTION CPPSECRET_DEBUG \
    CPPSECRET_KEYRING CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
  exec "$support/providers/gnome-keyring.sh" bash "$here/completion.sh" "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"
# shellcheck source=../support/commands.sh
. "$support/commands.sh"
completions=$(cd "$here/../../packaging/completions" && pwd)

# what is completed runs this: it keeps its arguments, and hands on what the completions ask
mkdir "$HOME/bin"
cat >"$HOME/bin/cppsecret" <<SCRIPT
#!/bin/bash
if [ "\$1" = __complete ]; then exec "$companion" "\$@"; fi
printf '<%s>' "\$@" >>"\$HOME/ran"
echo >>"\$HOME/ran"
SCRIPT
chmod +x "$HOME/bin/cppsecret"
PATH=$HOME/bin:$PATH
export TERM=dumb
store quay.io ann secret-of-ann
store https://index.docker.io/v1/ bob secret-of-bob
mkdir -p "$HOME/.docker" "$XDG_RUNTIME_DIR/containers"
echo '{"auths":{"ghcr.example":{"auth":"YTpi"},"local.example:5000":{"auth":"YTpi"}}}' >"$HOME/.docker/config.json"
echo '{"credHelpers":{"named.example":"other"}}' >"$XDG_RUNTIME_DIR/containers/auth.json"
echo '{}' >"$HOME/my-auth.json"

# --- what the program says ------------------------------------------------------------------------------

candidates() {
  "$companion" __complete "$@" | cut -f 1
}

is 'all commands of the help are offered, and no other' "$(candidates '')" "$(subcommands "$("$companion" --help)")"
mapfile -t commands < <(all_commands "$companion")
for command in "${commands[@]}"; do
  read -ra words <<<"$command"
  below=$(subcommands "$("$companion" "${words[@]}" --help)")
  if [ -n "$below" ]; then
    is "all commands of $command are offered, and no other" "$(candidates "${words[@]}" '')" "$below"
  fi
  is "all options of $command are offered, and no other" "$(candidates "${words[@]}" -- | sort)" \
    "$("$companion" "${words[@]}" --help | grep -oE '^  (-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort)"
done
is 'registries of the keyring and of files are offered' "$(candidates configure '' | xargs)" \
  'docker.io ghcr.example local.example:5000 named.example quay.io'
is 'but not a second time' "$(candidates configure quay.io q)" ''
is 'after -- there are no options' "$(candidates configure -- --)" ''
is 'values with a sign' "$(candidates configure --tool=d)" '--tool=docker'
is 'nothing comes after the last argument' "$(candidates resolve quay.io/app '')" ''
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: HOME=/nonexistent XDG_RUNTIME_DIR=/nonexistent \
  "$companion" __complete configure ''
is 'without keyring and files there is silence' "$status $stdout$stderr" '0 '
printf '{' >"$HOME/broken.json"
attempt env REGISTRY_AUTH_FILE="$HOME/broken.json" "$companion" __complete configure q
is 'also where a file is broken' "$status $stdout $stderr" '0 quay.io '
is 'no secret is in what is offered' "$(candidates configure '' | grep -c secret-of)" 0

# --- bash -----------------------------------------------------------------------------------------------

# typed KEYS…: in a bash on a terminal, each a line; $ran is what the commands got
typed() {
  : >"$HOME/ran"
  {
    printf '. %q\n' "$completions/cppsecret.bash"
    printf '%b\n' "$@"
    printf 'exit\n'
  } | (cd "$HOME" && timeout 60 script -qec 'bash --noprofile --norc -i' /dev/null) >"$HOME/terminal" 2>&1
  ran=$(<"$HOME/ran")
}

typed 'cppsecret conf\t--too\tdoc\tq\t'
is 'bash completes a command, an option, its value and a registry' "$ran" '<configure><--tool><docker><quay.io>'
typed 'cppsecret configure --tool=con\tloc\t'
is 'a value with a sign, a registry with a port' "$ran" '<configure><--tool=containers><local.example:5000>'
typed 'cppsecret configure local.example:5\tghcr\t'
is 'also from behind the colon' "$ran" '<configure><local.example:5000><ghcr.example>'
typed 'cppsecret resolve ghc\tapp'
is 'an image goes on after its host' "$ran" '<resolve><ghcr.example/app>'
typed 'cppsecret status --authfile my-\t'
is 'and names of files' "$ran" '<status><--authfile><my-auth.json>'
typed 'cppsecret frob\t'
is 'what is unknown stays as it is' "$ran" '<frob>'

# --- fish and zsh ---------------------------------------------------------------------------------------

# fished LINE: what fish offers
fished() {
  (cd "$HOME" && fish --no-config --command "source $completions/cppsecret.fish; complete --do-complete '$1'")
}
check "fish takes its file" fish --no-execute "$completions/cppsecret.fish"
is 'fish completes a command' "$(fished 'cppsecret conf' | cut -f 1)" configure
is 'with its description' "$(fished 'cppsecret conf' | cut -f 2)" 'Makes the keyring helper answer for registries'
is 'and a registry with a port' "$(fished 'cppsecret configure loc')" local.example:5000
like 'and names of files' "$(fished 'cppsecret status --authfile my-')" 'my-auth.json*'
check "zsh takes its file" zsh -n "$completions/_cppsecret"
is 'zsh finds it as the completion of cppsecret' "$(head -n 1 "$completions/_cppsecret")" '#compdef cppsecret'
finish
