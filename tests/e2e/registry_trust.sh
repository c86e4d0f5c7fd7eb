#!/bin/bash
# SPDX-License-Identifier: MIT
# cppsecret trust, login, verify and logout against Debian's docker-registry over TLS, on a machine
# that has skopeo but neither podman nor docker; skopeo judges what verify says of a connection.
#   registry_trust.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need dbus-daemon gdbus gnome-keyring-daemon secret-tool docker-registry htpasswd skopeo openssl jq python3
companion=$(realpath -e -- "${1:?usage: registry_trust.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: registry_trust.sh COMPANION HELPER}") || exit 2
if [ -z "${PROV_ROOT:-}" ]; then
  unset DOCKER_CONFIG DOCKER_AUTH_CONFIG REGISTRY_AUTH_FILE CONTAINERS_CONF CONTAINERS_REGISTRIES_CONF NO_COLOR \
    http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR SUDO_UID \
    CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
  # the registry of it gives the image
  exec "$support/registry.sh" "$support/providers/gnome-keyring.sh" bash "$here/registry_trust.sh" \
    "$companion" "$helper"
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"

# as root skopeo keeps a cache below /var/lib/containers, unless it is told that it is rootless
[ "$(id -u)" != 0 ] || export _CONTAINERS_ROOTLESS_UID=65534
# a PATH with what a person would need, and nothing else
mkdir "$HOME/bin"
for name in docker-credential-cppsecret docker-credential-cppsecret-containers; do
  ln -s "$helper" "$HOME/bin/$name"
done
ln -s "$companion" "$HOME/bin/cppsecret"
ln -s "$(command -v skopeo)" "$HOME/bin/skopeo"
alone() { # COMMAND…: leaves $status, $stdout and $stderr
  attempt env PATH="$HOME/bin" "$(command -v timeout)" 60 "$@"
}
# curl would write the keys of every connection there, which open a recording of it
export SSLKEYLOGFILE=$HOME/tls-keys
settings=$HOME/.config/containers
mkdir -p "$settings" "$XDG_RUNTIME_DIR/containers"
printf '{"default":[{"type":"insecureAcceptAnything"}]}\n' >"$settings/policy.json"
printf 'unqualified-search-registries = []\n' >"$settings/registries.conf"
password=$REGISTRY_PASSWORD user=$REGISTRY_USER

certificates=$HOME/certificates
mkdir "$certificates"
# shellcheck source=../support/certificates.sh
. "$support/certificates.sh"
{
  make_authority first && make_authority second
  make_certificate good first IP:127.0.0.1,DNS:localhost
  make_certificate wrong first DNS:other.example
  make_certificate nameless first -
  make_certificate expired first IP:127.0.0.1 20200101 20210101
  make_certificate early first IP:127.0.0.1 20980101 20990101
  make_certificate closed first IP:127.0.0.1
  make_certificate padded first IP:127.0.0.1
  make_certificate client second - && make_certificate stranger first -
  openssl_quietly req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=lonely \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$certificates/selfsigned.key" -out "$certificates/selfsigned.crt"
} || exit 1
openssl_quietly x509 -in "$certificates/good.crt" -out "$certificates/leaf.crt" || exit 1
# what the server shows: with its authority, and once without; and once with one that signed nothing of it
cat "$certificates/first.crt" >>"$certificates/good.crt"
cat "$certificates/first.crt" "$certificates/second.crt" >>"$certificates/padded.crt"
htpasswd -niB -C 4 "$user" <<<"$password" >"$HOME/htpasswd"

# registry NAME: docker-registry with this certificate; its port is left in ${port[NAME]}
declare -A port pid
registry() {
  local name=$1 line
  {
    printf 'version: 0.1\nlog: {level: info, formatter: text}\n'
    printf 'storage: {filesystem: {rootdirectory: "%s"}}\n' "$HOME/storage-$name"
    printf 'auth: {htpasswd: {realm: test, path: "%s"}}\n' "$HOME/htpasswd"
    printf 'http: {addr: "127.0.0.1:0", secret: none, tls: {certificate: "%s", key: "%s"%s}}\n' \
      "$certificates/$name.crt" "$certificates/$name.key" \
      "$([ "$name" != closed ] || printf ', clientcas: ["%s"]' "$certificates/second.crt")"
  } >"$HOME/$name.yml"
  env -u REGISTRY_USER -u REGISTRY_PASSWORD -u REGISTRY_IMAGE -u REGISTRY_LOG -u REGISTRY \
    docker-registry serve "$HOME/$name.yml" </dev/null >"$HOME/$name.log" 2>&1 &
  pid[$name]=$!
}
names=(good wrong nameless expired early closed padded selfsigned)
for name in "${names[@]}"; do registry "$name"; done
trap 'kill "${pid[@]}" 2>/dev/null; wait' EXIT
end=$((SECONDS + 30))
for name in "${names[@]}"; do
  until line=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$HOME/$name.log") && [ -n "$line" ]; do
    [ "$SECONDS" -lt "$end" ] || { fail "the registry '$name' starts" "$(cat "$HOME/$name.log")"; finish; }
    read -r -t 0.05 <> <(:) || :
  done
  port[$name]=$line
done

# --- every case of TLS, judged by skopeo ------------------------------------------------------------

certs=$settings/certs.d
# case NAME REGISTRY RESULT [FILE SOURCE]…: with these files in the folder of the registry
tls_case() {
  local description=$1 host=127.0.0.1:${port[$2]} wanted=$3 judge folder name
  folder=$certs/$host
  rm -rf "$certs"
  shift 3
  while [ $# -gt 0 ]; do
    case $1 in
      */*) mkdir -p "$certs/${1%/*}" && cp "$certificates/$2" "$certs/$1" ;;
      *) mkdir -p "$folder" && cp "$certificates/$2" "$folder/$1" ;;
    esac
    shift 2
  done
  alone cppsecret login --no-verify --username "$user" --password-stdin "$host" <<<"$password"
  alone cppsecret verify --json "$host"
  reason=$(jq -r '.logins[0].reason' <<<"$stdout") hint=$(jq -r '.logins[0].hint' <<<"$stdout")
  is "$description: $wanted" "$(jq -r '.logins[0].result' <<<"$stdout")" "$wanted"
  is "$description: the exit status" "$status" "$([ "$wanted" = accepted ] && echo 0 || echo 1)"
  alone skopeo login --authfile "$HOME/judge.json" --username "$user" --password-stdin "$host" <<<"$password"
  judge=$status
  alone skopeo inspect --authfile "$HOME/judge.json" "docker://$host/absent"
  if [ "$wanted" = accepted ]; then
    like "$description: skopeo agrees" "$judge $stderr" '0 *manifest unknown*'
  else
    like "$description: skopeo agrees" "$judge $stderr" '[1-9]* *@(x509|certificate|missing key)*'
  fi
  rm -f "$HOME/judge.json"
}
folder_of() { printf '%s/127.0.0.1:%s' "$certs" "${port[$1]}"; }

tls_case 'the right authority' good accepted ca.crt first.crt
tls_case 'no authority' good not-trusted
is 'the authority is named' "$reason" \
  "the certificate of '127.0.0.1:${port[good]}' is signed by 'first CA', which is not trusted"
is 'and the file that would mend it' "$hint" \
  "put the certificate into '$(folder_of good)/ca.crt', or run 'cppsecret trust 127.0.0.1:${port[good]}'"
tls_case 'another authority' good not-trusted ca.crt second.crt
tls_case "the server's own certificate" good accepted ca.crt leaf.crt
tls_case 'one of several authorities' good accepted a.crt second.crt b.crt first.crt
tls_case 'the name is another' wrong not-trusted ca.crt first.crt
is 'the name is told' "$reason" \
  "the certificate of '127.0.0.1:${port[wrong]}' is for 'other.example' and not for it"
tls_case 'a common name alone' nameless not-trusted ca.crt first.crt
like 'it is told' "$reason" '*no subjectAltName*'
tls_case 'expired' expired not-trusted ca.crt first.crt
like 'the day is told' "$reason" '*has expired: * was valid until 2021-01-01 00:00 UTC'
tls_case 'not yet valid' early not-trusted ca.crt first.crt
like 'that day is told too' "$reason" '*not valid yet, but from 2098-01-01 00:00 UTC'
tls_case 'self-signed' selfsigned not-trusted
like 'it is told as such' "$reason" '*is self-signed*'
tls_case 'self-signed and trusted' selfsigned accepted ca.crt selfsigned.crt
tls_case 'a client certificate is wanted' closed not-trusted ca.crt first.crt
is 'where to put it is told' "$hint" \
  "put one into '$(folder_of closed)/client.cert' and its key into '$(folder_of closed)/client.key'"
tls_case 'a client certificate is shown' closed accepted ca.crt first.crt me.cert client.crt me.key client.key
tls_case 'one that the registry does not know' closed not-trusted ca.crt first.crt \
  me.cert stranger.crt me.key stranger.key
tls_case 'a certificate without its key' closed not-trusted ca.crt first.crt me.cert client.crt
like 'the key is named' "$reason" "the key '$(folder_of closed)/me.key' of the client's certificate is missing"
tls_case 'a folder without the port' good not-trusted 127.0.0.1/ca.crt first.crt
is 'the folder is named' "$hint" \
  "rename '$certs/127.0.0.1' to '$(folder_of good)': the name and the port must match exactly"
tls_case 'a folder with another port' good not-trusted 127.0.0.1:1/ca.crt first.crt
rm -rf "$certs"
mkdir "$HOME/given" && cp "$certificates/first.crt" "$HOME/given/x.crt"
alone cppsecret verify --cert-dir "$HOME/given" "127.0.0.1:${port[good]}"
is '--cert-dir takes the place of certs.d' "$status" 0
alone cppsecret verify --tls-verify=false "127.0.0.1:${port[selfsigned]}"
like '--tls-verify=false takes any certificate, with a warning' "$status $stderr" '0 cppsecret: warning: *not verified*'

# --- trust ------------------------------------------------------------------------------------------

alone cppsecret logout --all
is 'logout --all erases every login' "$status $(search_items docker_cli 1)" '0 '
host=127.0.0.1:${port[good]}
file=$certs/$host/ca.crt
alone cppsecret trust "$host" --from "$HOME/htpasswd"
like '--from wants a certificate' "$status $stderr" "1 cppsecret: error: '$HOME/htpasswd' holds no certificate in PEM*"
alone cppsecret trust "$host" --from "$HOME/absent"
like 'that is there' "$status $stderr" "1 *'$HOME/absent' does not exist*"
alone cppsecret trust "$host" </dev/null
like 'without a terminal nothing is trusted' "$status $stderr" '2 *nobody can be asked*'
fingerprint_of() { openssl x509 -in "$certificates/$1.crt" -noout -fingerprint -sha256 | cut -d = -f 2; }
fingerprint=$(fingerprint_of first)
like 'but what the server shows is told' "$stdout" \
  '*subject ' 'CN=127.0.0.1' 'subject ' 'CN=first CA, O=Test' "SHA-256 *$fingerprint*"
check 'and nothing is written' test ! -e "$certs"
alone cppsecret trust "$host" --fingerprint "${fingerprint/:/:0}"
like 'another fingerprint is refused' "$status $stderr" \
  "1 *'$host' shows no certificate with this fingerprint; nothing was changed" "first CA' (SHA-256 $fingerprint)*"
check 'and nothing is written then' test ! -e "$certs"
alone cppsecret trust "127.0.0.1:${port[expired]}" --fetch </dev/null
like 'no file would make a certificate of yesterday good' "$status $stderr" '1 *has expired*'

# on_terminal KEYS COMMAND…: types KEYS, each line once what stands before it in KEYS is shown;
# leaves the exit status and all that the terminal showed in $stdout
on_terminal() {
  attempt timeout 60 python3 "$support/on-terminal.py" "$1" env PATH="$HOME/bin" "${@:2}"
}
on_terminal 'Trust it for=n' cppsecret trust "$host"
like 'a person who says no changes nothing' "$status $stdout" '1 *nothing was changed*'
check 'nothing at all' test ! -e "$certs"
on_terminal 'Trust it for=y' cppsecret trust "$host"
like 'a person who says yes' "$status $stdout" "0 *$fingerprint*written: $file*is trusted now*"
is 'the authority is what is written' "$(cat "$file")" "$(cat "$certificates/first.crt")"
alone cppsecret trust "$host"
is 'once is enough' "$status $stdout" "0 '$host' is trusted already"
alone cppsecret trust "$host" --from "$certificates/second.crt"
is 'another one comes beside it' "$status $(grep -c BEGIN "$file")" '0 2'
rm -rf "$certs"

# --- trust --fingerprint: what has it is trusted, and nothing else ----------------------------------

cat "$certificates/first.crt" "$certificates/second.crt" >"$HOME/both.crt"
alone cppsecret trust "$host" --from "$HOME/both.crt" --fingerprint "$fingerprint"
is 'of a file only the certificate with the fingerprint is trusted' "$status $(cat "$file")" \
  "0 $(cat "$certificates/first.crt")"
like 'and the other is named' "$stdout" "*left out: 'second CA' (SHA-256 $(fingerprint_of second))*is trusted now"
alone cppsecret trust "$host" --fingerprint "${fingerprint//:/}"
is 'where it is trusted already that is said' "$status $stdout" "0 '$host' is trusted already"
alone cppsecret trust "$host" --fingerprint "$(fingerprint_of leaf)"
is "also of the server's own certificate" "$status $stdout" "0 '$host' is trusted already"
before=$(cat "$file")
alone cppsecret trust "$host" --fingerprint "$(fingerprint_of second)"
like 'but the fingerprint is compared' "$status $stdout $stderr" \
  '1 *subject ' 'CN=first CA' "'$host' shows no certificate with this fingerprint; nothing was changed" "$fingerprint*"
is 'and nothing is written' "$(cat "$file")" "$before"
alone cppsecret trust "$host" --from "$HOME/both.crt" --fingerprint "$(fingerprint_of leaf)"
like 'a file without it is refused' "$status $stderr" \
  "1 *'$HOME/both.crt' holds no certificate with this fingerprint; nothing was changed*second CA*"
is 'and nothing is written then' "$(cat "$file")" "$before"
alone cppsecret trust "$host" --from "$HOME/both.crt" --fingerprint "$(fingerprint_of second)"
like 'a connection that is trusted by another certificate is told' "$status $stderr" \
  "1 *'second CA' is trusted now, but did not sign the certificate of '$host'*"
rm -rf "$certs"

alone cppsecret trust "$host" --fingerprint "$fingerprint"
is 'of what the server shows the authority is trusted' "$status $(cat "$file")" "0 $(cat "$certificates/first.crt")"
like 'and its own certificate left out' "$stdout" \
  "*left out: '127.0.0.1' (SHA-256 $(fingerprint_of leaf))*is trusted now"
rm -rf "$certs"
alone cppsecret trust "$host" --fingerprint "$(fingerprint_of leaf)"
is 'or its own certificate' "$status $(cat "$file")" "0 $(cat "$certificates/leaf.crt")"
like 'and its authority left out' "$stdout" "*left out: 'first CA' (SHA-256 $fingerprint)*is trusted now"
like 'which is trusted for a while' "$stderr" "*warning: '127.0.0.1' is trusted only until the registry replaces it*"

# anybody can send the certificate of an authority along
padded=127.0.0.1:${port[padded]}
alone cppsecret trust "$padded" --fingerprint "$(fingerprint_of second)"
like 'an authority that signed nothing is not trusted' "$status $stderr" \
  "1 *'second CA' did not sign the certificate of '$padded'; nothing was changed*"
check 'and not written' test ! -e "$certs/$padded"
alone cppsecret trust "$padded" --fingerprint "$fingerprint"
is 'but the one that signed it' "$status $(cat "$certs/$padded/ca.crt")" "0 $(cat "$certificates/first.crt")"
alone cppsecret trust "$padded" --fingerprint "$(fingerprint_of second)"
like 'nor is it what a trusted connection is trusted for' "$status $stderr" \
  "1 *'second CA' did not sign the certificate of '$padded'; nothing was changed*"
# one that sends its own certificate alone is trusted for the authority in the file
short=127.0.0.1:${port[closed]}
mkdir -p "$certs/$short"
cp "$certificates/client.crt" "$certs/$short/me.cert"
cp "$certificates/client.key" "$certs/$short/me.key"
alone cppsecret trust "$short" --from "$certificates/first.crt" --fingerprint "$fingerprint"
like 'a server that does not send its authority' "$status $stdout" '0 *is trusted now'
alone cppsecret trust "$short" --fingerprint "$fingerprint"
is 'is trusted for it all the same' "$status $stdout" "0 '$short' is trusted already"
rm -rf "$certs"

# --- tools of two ages look into two folders --------------------------------------------------------

printf '#!/bin/sh\necho podman version 6.0.0\n' >"$HOME/bin/podman"
chmod +x "$HOME/bin/podman"
of_new=$HOME/other/containers/certs.d/$host/ca.crt
XDG_CONFIG_HOME=$HOME/other alone cppsecret trust "$host" --from "$certificates/first.crt"
is 'each of them gets the certificate' "$status $(cat "$file" "$of_new")" \
  "0 $(cat "$certificates/first.crt" "$certificates/first.crt")"
rm "$file"
XDG_CONFIG_HOME=$HOME/other alone cppsecret trust "$host" --fingerprint "$fingerprint"
is 'also where one has it already' "$status $(cat "$file" "$of_new")" \
  "0 $(cat "$certificates/first.crt" "$certificates/first.crt")"
rm -rf "$certs" "$HOME/other" "$HOME/bin/podman"

# --- the whole way: trust, login, verify, pull ------------------------------------------------------

alone cppsecret login "$host" --username "$user" --password-stdin <<<"$password"
like 'without trust there is no login' "$status $stderr" \
  "1 *signed by 'first CA', which is not trusted; nothing was stored" 'cppsecret: hint: ' "$file*"
alone cppsecret trust "$host" --from "$certificates/first.crt"
is 'trust' "$status $stdout" "0 '$certificates/first.crt' holds
$(grep -A5 ' holds' <<<"$stdout" | tail -5)
written: $file
'$host' is trusted now"

on_terminal $'Username: =tester\nPassword: =wrong' cppsecret login "$host"
like 'a wrong password on a terminal is refused' "$status $stdout" '1 *refuses this user or password*'
on_terminal $'Username: =tester\nPassword: =!interrupt' cppsecret login "$host"
like 'Ctrl-C at the password ends it with a sane terminal' "$status $stdout" '130 *Password: *echo is on*'
on_terminal $'Username: =!interrupt' cppsecret login "$host"
like 'and at the user name' "$status $stdout" '130 *Username: *echo is on*'
alone docker-credential-cppsecret list
is 'and nothing is stored' "$stdout" '{}'
typed=("Username: =$user" "Password: =$password" 'Show the changes=y' 'Change these files=y')
on_terminal "$(printf '%s\n' "${typed[@]}")" cppsecret login "$host"
like 'login on a terminal, and configure' "$status $stdout" "0 *logged in: '$user' at '$host' is in the keyring" \
  'do not look into the keyring' 'credHelpers' "user '$user' from the keyring*"
like 'the password was not shown' "$stdout" "!(*$password*)"
is 'the keyring has it' "$(login "$host")" "$user:$password"
alone cppsecret verify
is 'verify' "$status $(tail -1 <<<"$stdout" | tr -s ' ')" "0 $host $user accepted"
alone skopeo copy "$REGISTRY_IMAGE" "docker://$host/tiny:1"
is 'skopeo pushes with the stored login' "$status" 0
alone skopeo copy "docker://$host/tiny:1" "dir:$HOME/pulled"
is 'and pulls' "$status $([ -s "$HOME/pulled/manifest.json" ] && echo pulled)" '0 pulled'
encoded=$(printf '%s:%s' "$user" "$password" | base64 -w 0)
is 'no file holds the password' \
  "$(grep -rlaF -e "$password" -e "$encoded" "$HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)" ''
alone cppsecret login "$host" --username "$user" --password-stdin <<<"$password"
is 'once it is configured nothing is asked' "$status $stdout" "0 logged in: '$user' at '$host' is in the keyring
podman, buildah and skopeo will use it"

# --- logout -----------------------------------------------------------------------------------------

auth=$HOME/.config/containers/auth.json
alone skopeo login --authfile "$auth.new" --username "$user" --password-stdin "$host" <<<"$password"
mv "$auth.new" "$auth"
alone cppsecret logout "$host"
like 'logout erases, and says where another login is' "$status $stdout $stderr" \
  "0 logged out: the keyring has no login for '$host' any more \
cppsecret: warning: there is still a login for '$host' in plain text in '$auth'" \
  "hint: to erase it: skopeo logout --authfile $auth $host"
alone docker-credential-cppsecret list
is 'the keyring is empty' "$stdout" '{}'
alone cppsecret logout "$host"
like 'a second logout finds nothing' "$status $stderr" \
  "3 *error: the keyring has no login for '$host'" "hint: see 'cppsecret list'*"
alone cppsecret verify "$host"
like 'and so does verify' "$status $stderr" "3 *error: the keyring has no login for '$host'*"
alone cppsecret verify
like 'verify without logins is no failure' "$status $stderr" '0 *holds no logins*'

# --- the command lines ------------------------------------------------------------------------------

alone cppsecret login "$host" </dev/null
like 'without a terminal and a password nobody is asked' "$status $stderr" '2 *no terminal*--password-stdin*'
alone cppsecret login "$host" --password-stdin <<<x
like '--password-stdin needs --username' "$status $stderr" '2 *--password-stdin needs --username*'
alone cppsecret login https://registry.example/v2/ --username u --password-stdin <<<x
like 'a HOST is no address' "$status $stderr" "2 *write 'registry.example'*"
alone cppsecret login "$host/Team" --username u --password-stdin <<<x
like 'a namespace is one of an image' "$status $stderr" "2 *is not HOST/NAMESPACE*"
alone cppsecret login "$host/team" --username "$user" --password-stdin <<<"$password"
like 'a namespace has a login of its own, which few tools find' "$status $stderr" "0 *never find this login*"
alone cppsecret logout "$host/team"
is 'and is logged out by itself' "$status $stderr" '0 '
alone cppsecret logout
like 'logout wants a HOST or --all' "$status $stderr" '2 *name a HOST, or use --all*'
alone cppsecret verify --timeout 0
like '--timeout is a number of seconds' "$status $stderr" '2 *from 1 to 3600*'
check 'no connection of all these has logged its keys' test ! -e "$SSLKEYLOGFILE"
finish
