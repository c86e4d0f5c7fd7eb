#!/bin/bash
# SPDX-License-Identifier: MIT
# What cppsecret makes of every answer that a registry may give, and where it sends the login.
#   registry_answers.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon jq openssl python3
companion=$(realpath -e -- "${1:?usage: registry_answers.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: registry_answers.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  unset CONTAINERS_REGISTRIES_CONF http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY \
    SSL_CERT_FILE SSL_CERT_DIR CPPSECRET_COLLECTION CPPSECRET_KEYRING CPPSECRET_TIMEOUT SUDO_UID
  exec "$support/providers/gnome-keyring.sh" bash "$here/registry_answers.sh" "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"

certificates=$HOME/certificates
mkdir "$certificates" "$HOME/server"
# shellcheck source=../support/certificates.sh
. "$support/certificates.sh"
make_authority server && make_certificate registry server IP:127.0.0.1 && make_certificate nameless server - ||
  exit 1

export SERVER_PASSWORD=c4n4ry-of-the-password SERVER_TOKEN=c4n4ry-of-the-token
exec {server_input}> >(exec python3 "$support/registry-server.py" "$HOME/server" \
  "$certificates/registry.crt" "$certificates/registry.key" "$certificates/nameless.crt" "$certificates/nameless.key")
end=$((SECONDS + 20))
until [ -e "$HOME/server/ports" ]; do
  [ "$SECONDS" -lt "$end" ] || skip_all 'the server does not start'
  read -r -t 0.05 <> <(:) || :
done
declare -A port
while read -r name number; do port[$name]=$number; done <"$HOME/server/ports"

# plain HTTP only for those that registries.conf calls insecure
conf=$HOME/.config/containers/registries.conf
mkdir -p "${conf%/*}"
printf 'unqualified-search-registries = []\n' >"$conf"
for name in "${!port[@]}"; do
  host=127.0.0.1:${port[$name]}
  if [[ $name == tls-* ]]; then
    mkdir -p "$HOME/.config/containers/certs.d/$host"
    cp "$certificates/server.crt" "$HOME/.config/containers/certs.d/$host/ca.crt"
  else
    printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' "$host" >>"$conf"
  fi
  case $name in
    elsewhere | *neighbour* | tls-nameless-token) ;; # nobody has a login for them
    oauth*) store "$host" '<token>' "$SERVER_TOKEN" ;;
    *) store "$host" tester "$SERVER_PASSWORD" ;;
  esac
done

declare -A hint
# with the sanitizers TLS takes seconds
verify=(timeout 120 "$companion" verify --json --timeout "${ASAN_OPTIONS:+9}3")
result_of() {
  jq -r --arg registry "127.0.0.1:${port[$1]}" '
    .logins[]
    | select(.registry == $registry)
    | .result
      + (if .open then " open" else "" end)
      + (if .exposed then " exposed" else "" end)
      + (if .reason then ": " + .reason else "" end)
  ' <<<"$stdout"
}
expect() { # NAME RESULT
  like "$1: $2" "$(result_of "$1")" "$2"
}
attempt "${verify[@]}"
like 'without a HOST an insecure registry is passed over' "$(result_of basic) $(result_of broken)" \
  'skipped: registries.conf calls it insecure*skipped: *'
is 'and hears nothing' "$(jq -r .server "$HOME/server/requests" | grep -v '^tls-' | sort -u)" ''
expect tls-basic accepted
# what it said before it broke the connection is looked for while others are asked
expect tls-patient accepted
expect tls-hang 'unreachable: the connection breaks*'
like 'how to ask it is told' "$stdout" "*cppsecret verify 127.0.0.1:${port[basic]}*"
mapfile -t stored < <(jq -r '.logins[].registry' <<<"$stdout")
attempt "${verify[@]}" "${stored[@]}"
is 'verify fails if one of many is not accepted' "$status" 1
expect basic 'accepted exposed'
expect token 'accepted exposed'
expect access-token 'accepted exposed'
expect oauth 'accepted exposed: its token was renewed and stored'
expect oauth-nul 'accepted exposed: the token server * gives a new identity token that no keyring can hold: *'
expect oauth-useless 'accepted exposed: the token server * gives a new identity token that was not shown to work: *'
expect several 'accepted exposed'
expect http10 'accepted exposed'
expect open 'accepted open exposed: it lets everybody in'
expect realm-elsewhere 'accepted exposed'
expect tls-basic accepted
expect tls-realm accepted
expect tls-nameless-realm "not-trusted: the certificate of *${port[tls-nameless-token]}* has no subjectAltName, *"
expect tls-plain-realm "failed: the realm that the registry names is on plain HTTP: 'localhost:*'; \
the login is not sent there"
expect unknown "failed: the registry asks for a login by 'negotiate'*"
away() { printf "the login is sent to 'http://127.0.0.1:%s' only" "${port[$1]}"; }
expect redirect "failed: the registry redirects to 'http://localhost:*', which asks for a login; $(away redirect)"
expect redirect-login "failed exposed: the registry redirects to 'http://localhost:*'; $(away redirect-login)"
expect redirect-port "failed: the registry redirects to 'http://127.0.0.1:${port[neighbour]}', which asks for a \
login; $(away redirect-port)"
expect redirect-tls "failed: the registry redirects to 'https://127.0.0.1:${port[tls-neighbour]}', which asks for a \
login; $(away redirect-tls)"
expect redirect-open 'accepted open: it lets everybody in'
for name in port tls; do
  hint[$name]=$(jq -r --arg registry "127.0.0.1:${port[redirect-$name]}" \
    '.logins[] | select(.registry == $registry) | .hint' <<<"$stdout")
done
expect no-challenge 'failed: the registry asks for a login, but does not say how'
expect forbidden 'failed: the registry answers with the status 403'
expect not-found 'failed: what answers is no registry: there is no /v2/ (404)'
expect broken 'failed: the registry is out of order (500)'
expect too-many 'failed: the registry is asked too often (429)'
like 'the time to wait is told' "$stdout" '*"repeat it in 17 seconds"*'
expect garbage 'failed: it does not speak HTTP'
expect empty 'failed: it ends the connection before its answer ends'
expect endless-body 'failed: its answer is too long'
expect endless-header 'failed: its answer is too long'
expect slow 'unreachable: no answer in time'
like 'no secret is printed' "$stdout$stderr" '!(*c4n4ry*)'
is 'the renewed token is what the keyring has' "$(login "127.0.0.1:${port[oauth]}")" "<token>:$SERVER_TOKEN++"
for name in nul useless; do
  is "oauth-$name: the token that was there stays" "$(login "127.0.0.1:${port[oauth-$name]}")" "<token>:$SERVER_TOKEN"
done
attempt timeout 60 "$companion" verify "127.0.0.1:${port[oauth]}"
is 'and it is good once more' "$status" 0

store "127.0.0.1:${port[basic]}" tester "$SERVER_PASSWORD\\n"
attempt timeout 60 "$companion" verify --json "127.0.0.1:${port[basic]}"
expect basic 'refused exposed: *its password ends in a line break'
store "127.0.0.1:${port[basic]}" tester "$SERVER_PASSWORD"

# --- where the login went ---------------------------------------------------------------------------

encoded=$(printf 'tester:%s' "$SERVER_PASSWORD" | base64 -w 0)
with_secret() {
  jq -r --arg plain c4n4ry --arg encoded "${encoded:0:20}" '
    select((.headers.authorization // "" | contains($encoded)) or (tostring | contains($plain)))
    | .server + " " + .method + " " + (.target | split("?")[0])
  ' "$HOME/server/requests" | sort -u
}
first_with_authorization() {
  jq -rs '
    map(select(.target | startswith("/token") | not))
    | group_by(.server)[]
    | select(.[0].server != "elsewhere")
    | .[0]
    | select(.headers.authorization)
    | .server
  ' "$HOME/server/requests"
}
is 'the login was shown where it should be, and nowhere else' "$(with_secret)" \
"access-token GET /token
basic GET /v2/
elsewhere GET /token
http10 GET /v2/
oauth POST /token
oauth-nul POST /token
oauth-useless POST /token
open GET /v2/
redirect-login GET /v2/
several GET /v2/
tls-basic GET /token
tls-basic GET /v2/
tls-patient GET /v2/
token GET /token"
is 'a token server whose certificate has no name is asked nothing' \
  "$(jq -r 'select(.server == "tls-nameless-token")' "$HOME/server/requests")" ''
is 'in a header or in a form, never in an address' \
  "$(jq -r '.target' "$HOME/server/requests" | grep -c -e c4n4ry -e "${encoded:0:20}")" 0
is 'the first request to every registry shows nothing' "$(first_with_authorization)" ''
is 'nobody gets a cookie or a referrer' \
  "$(jq -r '.headers | keys[]' "$HOME/server/requests" | sort -u | tr '\n' ' ')" \
  'accept authorization content-length content-type host user-agent '

# --- a login that a redirection needs is one of its own, and the hint has it -------------------------

for name in port tls; do
  like "redirect-$name: the login that would be needed is told" "${hint[$name]}" '*: cppsecret login *'
  read -ra words <<<"${hint[$name]#*: cppsecret }"
  attempt timeout 60 "$companion" "${words[@]}" --username tester --password-stdin <<<"$SERVER_PASSWORD"
  like "redirect-$name: it works" "$status $stdout" "0 logged in: 'tester' at *"
done

# --- login keeps what was there until the new one is proven -----------------------------------------

# log_in REGISTRY USER PASSWORD [OPTION…]
log_in() {
  attempt timeout 60 "$companion" login "${@:4}" --username "$2" --password-stdin "127.0.0.1:${port[$1]}" <<<"$3"
}

log_in basic tester wrong-c4n4ry
like 'a refused login is not stored' "$status $stderr" '1 *refuses this user or password; nothing was stored*'
is 'and the one that was there is kept' "$(login "127.0.0.1:${port[basic]}")" "tester:$SERVER_PASSWORD"
like 'and its password is not printed' "$stdout$stderr" '!(*c4n4ry*)'
for name in forbidden not-found broken too-many garbage no-challenge redirect; do
  log_in "$name" new c4n4ry --timeout 5
  is "a login at '$name' is not stored" "$status $(login "127.0.0.1:${port[$name]}")" "1 tester:$SERVER_PASSWORD"
done
log_in broken new unproven --no-verify
is 'but with --no-verify it is' "$status $(login "127.0.0.1:${port[broken]}")" '0 new:unproven'
log_in basic tester "$SERVER_PASSWORD" --tls-verify=true
like '--tls-verify=true overrules registries.conf' "$status $stderr" '1 *TLS*'
printf 'x\n[[registry]' >"$conf"
attempt timeout 60 "$companion" verify
like 'a registries.conf that cannot be read is told' "$status $stderr" "1 cppsecret: error: '$conf', line 1*"

exec {server_input}>&-
finish
