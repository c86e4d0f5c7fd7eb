#!/bin/bash
# SPDX-License-Identifier: MIT
# cppsecret migrate on an unlocked gnome-keyring: logins of auth files, and those of other helpers.
#   migrate.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
# shellcheck source=../support/companion.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/companion.sh"
companion_main "$0" "${1:-}" "${2:-}"

# entry USER SECRET: an entry of auths
entry() {
  printf '{"auth":"%s"}' "$(printf '%s:%s' "$1" "$2" | base64 -w 0)"
}

# plain: every text of the files that is base64 of one of our secrets, or a secret itself
plain() {
  local word
  { grep -ohE '[A-Za-z0-9+/]{12,}=*' "$primary" "$persistent" "$docker" "$HOME/.dockercfg" 2>/dev/null |
    while read -r word; do base64 -d <<<"$word" 2>/dev/null | tr -d '\0'; echo; done
    cat "$primary" "$persistent" "$docker" "$HOME/.dockercfg" 2>/dev/null; } | grep -c secret-of
}

# forget SERVER…: out of the keyring
forget() {
  local server
  for server; do answer erase "$server"; done
}

# keep, untouched DESCRIPTION: no file has changed in between
keep() {
  rm -rf "$HOME/kept"
  mkdir "$HOME/kept"
  cp -p "$primary" "$HOME/kept/primary" 2>/dev/null
  cp -p "$persistent" "$HOME/kept/persistent" 2>/dev/null
  cp -p "$docker" "$HOME/kept/docker" 2>/dev/null
}
untouched() {
  local name file
  for name in primary persistent docker; do
    file=${!name}
    [ -e "$file" ] || [ -e "$HOME/kept/$name" ] || continue
    cmp -s "$file" "$HOME/kept/$name" || { fail "$1" "$file differs"; return; }
  done
  pass "$1"
}

# --- the main line ----------------------------------------------------------------------------------

no_files
run migrate --yes
is 'without files there is nothing to do' "$status $stdout" '0 no login has to be moved'
run migrate quay.io
like 'a HOST without a login is 3' "$status $stderr" "3 cppsecret: error: no file holds a login for 'quay.io' in plain text*"

three_files() {
  no_files
  echo "{\"auths\":{\"quay.io\":$(auth ann)},\"zeta\":123456789012345678901234567890}" >"$primary"
  echo "{\"auths\":{\"two.example:5000\":$(auth two)}}" >"$persistent"
  printf '{\n\t"auths": {\n\t\t"https://index.docker.io/v1/": %s,\n\t\t"quay.io": {"auth":"%s","email":"a@b"}\n\t},\n\t"detachKeys": "x"\n}' \
    "$(auth hub)" "$(printf 'ann:secret-of-ann' | base64 -w 0)" >"$docker"
  echo "{\"https://old.example/v1/\":$(auth old)}" >"$HOME/.dockercfg"
  chmod 600 "$primary" "$docker"
}
three_files
keep
run migrate --dry-run
is 'a dry run is no failure' "$status" 0
like 'and shows what would be moved, masked' "$stdout" 'REGISTRY *USER *MOVED FROM*quay.io *ann *'"$primary"'*- *"auth":"…"*'
like 'no secret is shown' "$stdout$stderr" '!(*secret-of*|*c2VjcmV0*)'
untouched 'and changes nothing'
is 'nor stores anything' "$(items)" 0
run migrate
like 'without a terminal it needs --yes' "$status $stderr" '2 *hint: say --yes*'
untouched 'and changes nothing then'
is 'nor stores anything then' "$(items)" 0
on_a_terminal n migrate
like 'a no on a terminal changes nothing' "$status $stdout" '1 *Move these logins into the keyring and change these files? *nothing was changed*'
untouched 'nothing at all'
is 'and stores nothing' "$(items)" 0
on_a_terminal y migrate
like 'a yes moves them, with a progress bar' "$status $stdout" '0 *\[#*#\] 4/4*4 logins are in the keyring now*'
is 'all are in the keyring' "$(for key in quay.io two.example:5000 https://index.docker.io/v1/ docker.io old.example; do login "$key"; done | xargs)" \
  'ann:secret-of-ann two:secret-of-two hub:secret-of-hub hub:secret-of-hub old:secret-of-old'
is 'no more than these' "$(items)" 4
is 'and no file holds one, trap 12' "$(plain)" 0
is "trap 11: docker's file keeps what its tools look for" "$(jq -c .auths "$docker")" '{"https://index.docker.io/v1/":{},"quay.io":{"email":"a@b"}}'
is "in podman's file the entry goes" "$(jq -c .auths "$primary") $(jq -c .auths "$persistent") $(jq -c . "$HOME/.dockercfg")" '{} {} {}'
is "Docker Hub as docker wants it" "$(names "$docker")" '[{"quay.io":"cppsecret"},"cppsecret"]'
if have podman skopeo buildah; then
  is 'our helper is named for all of them' "$(jq -c '.credHelpers | keys' "$primary")" '["docker.io","old.example","quay.io","two.example:5000"]'
  is 'also where a reboot leaves it' "$(jq -c '.credHelpers | keys' "$persistent")" '["docker.io","old.example","quay.io","two.example:5000"]'
fi
is 'all else keeps its bytes' "$(grep -o '"zeta":[0-9]*' "$primary") $(grep -c $'^\t"detachKeys": "x",$' "$docker") $(stat -c %a "$primary")" '"zeta":123456789012345678901234567890 1 600'
like 'it is proven' "$stdout" "*containers: quay.io: user 'ann' from the keyring*docker: docker.io: user 'hub' from the keyring*"
like 'trap 21: copies are told of' "$stdout" '*hint: copies of these files*'
like 'trap 8: so is what writes base64 again' "$stdout" '*hint: the next login for another registry*cppsecret configure --all-registries*'
keep
run migrate --yes
is 'a second time there is nothing to do' "$status $stdout" '0 no login has to be moved'
untouched 'and nothing is done'

forget quay.io two.example:5000 docker.io old.example
three_files
run migrate --yes two.example:5000
is 'a HOST alone' "$status $(jq -c .auths "$persistent") $(jq -c '.auths | keys' "$primary") $(items)" '0 {} ["quay.io"] 1'
run migrate --yes docker.io
is 'while logins stay in its file docker learns of Docker Hub by its URL' "$status $(names "$docker") $(jq -c '.auths["quay.io"] | keys' "$docker")" \
  '0 [{"https://index.docker.io/v1/":"cppsecret"},null] ["auth","email"]'
printf '{"auths":{"https://index.docker.io/v1/":%s}}' "$(auth hub)" >"$docker"
ln -s .docker "$HOME/also-docker"
for spelling in "$HOME/.docker//config.json" "$HOME/also-docker/config.json" "$HOME/bin/../.docker/config.json"; do
  run migrate --dry-run --authfile "$spelling"
  like "docker's file is docker's by any spelling: ${spelling#"$HOME/"}" "$stdout" '*"credsStore":"cppsecret"*'
done
attempt env -C "$HOME/.docker" timeout 60 "$companion" migrate --yes --authfile config.json
is 'a relative one too' "$status $(names "$docker")" '0 [{"docker.io":"cppsecret"},"cppsecret"]'
run resolve --tool docker alpine
like 'and docker finds the login of Docker Hub' "$status $stdout" "0 *user 'hub'*"
docker-credential-cppsecret erase <<<docker.io
rm "$docker" "$HOME/also-docker"
run migrate --yes --authfile "$HOME/none.json"
is 'a file that is not there holds nothing' "$status $stdout" '0 no login has to be moved'
echo "{\"auths\":{\"mine.example\":$(auth mine)}}" >"$HOME/mine.json"
keep
run migrate --yes --authfile "$HOME/mine.json"
is '--authfile is one file alone' "$status $(jq -c '[.auths, .credHelpers]' "$HOME/mine.json") $(login mine.example)" \
  '0 [{},{"mine.example":"cppsecret"}] mine:secret-of-mine'
untouched 'and no other'
forget two.example:5000 docker.io mine.example

no_files
run configure --tool all --all-registries --yes
echo "{\"auths\":{\"quay.io\":$(auth ann)}}" >"$primary"
jq -c ".auths[\"dora.example\"] = $(auth dora)" "$docker" >"$HOME/new" && mv "$HOME/new" "$docker"
run migrate --yes
is 'with --all-registries nothing is named' "$status $(names "$primary") $(names "$docker") $(plain)" '0 [null,null] [null,"cppsecret"] 0'
check 'in no file' test ! -e "$persistent"
forget quay.io dora.example

# --- what is decoded --------------------------------------------------------------------------------

no_files
echo "{\"auths\":{\"https://colon.example/v2/\":$(entry c 'secret-of-c:with:colons'),\"nul.example\":{\"auth\":\"$(printf 'n:secret-of-n\0\0' | base64)\"}}}" >"$primary"
printf '{"auths":{"fields.example":{"username":"f","password":"secret-of-\\u00e9"},"token.example":{"auth":"%s","identitytoken":"secret-of-token"}}}' \
  "$(printf '00000000-0000-0000-0000-000000000000:' | base64 -w 0)" >"$docker"
run migrate --yes
is 'trap 16: colons, NULs, fields, URLs and tokens' "$status $(for key in colon.example nul.example fields.example token.example; do login "$key"; done | xargs)" \
  '0 c:secret-of-c:with:colons n:secret-of-n f:secret-of-é <token>:secret-of-token'
is 'nothing of them is left' "$(plain)" 0
is 'and one item each' "$(items)" 4
forget colon.example nul.example fields.example token.example

no_files
printf '{"auths":{"https://index.docker.io/v1/":%s,"https://index.docker.io/v1/access-token":%s,"https://index.docker.io/v1/refresh-token":%s}}' \
  "$(auth hub)" "$(entry hub secret-of-access)" "$(entry hub secret-of-refresh)" >"$docker"
run migrate --yes
is "docker's tokens of Docker Hub are keys of their own" "$status $(for word in '' access-token refresh-token; do login "https://index.docker.io/v1/$word"; done | xargs) $(plain)" \
  '0 hub:secret-of-hub hub:secret-of-access hub:secret-of-refresh 0'
forget docker.io https://index.docker.io/v1/access-token https://index.docker.io/v1/refresh-token

for bad in '{"auth":"not base64!"}' '{"auth":"bm9jb2xvbg=="}' '{"auth":"OnBhc3M="}'; do
  no_files
  echo "{\"auths\":{\"quay.io\":$(auth ann)}}" >"$primary"
  echo "{\"auths\":{\"fine.example\":$(auth fine),\"bad.example\":$bad}}" >"$docker"
  keep
  run migrate --yes
  like "trap 7: $bad stops everything" "$status $stderr" "1 cppsecret: error: '$docker', line 1, column *: the 'auth' of 'bad.example' *"
  untouched 'no file is changed'
  is 'and nothing is stored' "$(items)" 0
  run migrate --yes quay.io
  is 'but not for another HOST' "$status $(items) $(login quay.io) $(grep -c bad.example "$docker")" '0 1 ann:secret-of-ann 1'
  forget quay.io
done
no_files
echo "{\"auths\":{\"quay.io\":$(auth ann)}}" >"$primary"
echo '{"auths": {,' >"$persistent"
keep
run migrate --yes
like 'a broken file stops everything, with its place' "$status $stderr" "1 cppsecret: error: '$persistent', line 1, column 12*"
untouched 'and nothing is changed'
is 'or stored' "$(items)" 0

# --- another spelling than ours: the tools compare bytes ---------------------------------------------

for key in quay.example:443 https://quay.example:443 Quay.Example; do
  asked=${key#https://}
  no_files
  echo "{\"auths\":{\"$key\":$(auth ann)}}" | tee "$primary" >"$docker"
  run migrate --yes
  is "'$key' is moved" "$status $(plain)" '0 0'
  is 'and named as the tools ask' "$(names "$primary") $(names "$docker")" \
    "[{\"$asked\":\"cppsecret\"},null] [{\"$asked\":\"cppsecret\"},null]"
  like 'which is proven' "$stdout" "*containers: $asked: user 'ann'*docker: $asked: user 'ann'*"
  for judge in skopeo podman; do
    have "$judge" || continue
    is "$judge finds it" "$("$judge" login --get-login "$asked" 2>&1)" ann
  done
  run migrate quay.example:443
  like 'and nothing is left of it' "$status $stderr" "3 *no file holds a login for 'quay.example' in plain text*"
  forget "$asked"
done
no_files

# --- what stays -------------------------------------------------------------------------------------

no_files
echo "{\"auths\":{\"quay.io\":$(auth ann),\"other.example\":$(auth olga)}}" >"$primary"
echo "{\"auths\":{\"quay.io/team\":$(auth team)}}" >"$persistent"
run migrate --yes
like 'trap 17: a namespace stays, and holds its host back' "$status $stderr" \
  "1 *warning: the login for 'quay.io/team' in '$persistent' stays: helpers know no namespaces*warning: the login for 'quay.io' in '$primary' stays: *'quay.io/team'*hint: say --force*error: 1 login stayed in plain text*"
is 'what is beside it is moved' "$(jq -c '[.auths, .credHelpers] | map(keys)' "$primary") $(items)" '[["quay.io"],["other.example"]] 1'
run migrate --yes --force
is 'unless it is forced' "$status $(jq -c '[.auths, .credHelpers] | map(keys)' "$primary") $(jq -c '.auths | keys' "$persistent")" \
  '0 [[],["other.example","quay.io"]] ["quay.io/team"]'
forget quay.io other.example

no_files
printf '{"auths":{"reg.example":{"auth":"%s","registrytoken":"secret-of-bearer"},"nopass.example":%s}}' \
  "$(printf 'r:secret-of-r' | base64 -w 0)" "$(entry nobody '')" >"$docker"
keep
run migrate --yes
like 'a registry token stays, and so does its login' "$status $stderr" "1 *'nopass.example' in '$docker' stays: it has no password*'reg.example' in '$docker' stays: *helpers know no registry tokens*hint: say --force*"
untouched 'as they are'
run migrate --yes --force
is 'forced, the token is never lost' "$status $(jq -c '.auths["reg.example"]' "$docker") $(login reg.example)" '0 {"registrytoken":"secret-of-bearer"} r:secret-of-r'
forget reg.example
no_files
printf '{"auths":{"both.example":{"auth":"%s","identitytoken":"secret-of-token"}}}' "$(printf 'b:secret-of-b' | base64 -w 0)" >"$docker"
run migrate --yes
like 'a password beside a token is not dropped unasked' "$status $stderr" '1 *holds a password beside its identity token*hint: say --force*'

# --- two logins for one registry --------------------------------------------------------------------

no_files
echo "{\"auths\":{\"https://quay.io/v1/\":$(auth ann)}}" >"$primary"
echo "{\"auths\":{\"quay.io\":$(auth bob),\"fine.example\":$(auth fine)}}" >"$docker"
keep
run migrate --yes
like 'trap 16: two users of one registry stop everything, and both are named' "$status $stderr" \
  "1 cppsecret: error: 'https://quay.io/v1/' in '$primary' is the login of 'ann', 'quay.io' in '$docker' that of 'bob'*"
untouched 'no file is changed then'
is 'nothing is stored' "$(items)" 0
run migrate --yes --force
is '--force does not change that' "$status $(items)" '1 0'
run migrate --yes fine.example
is 'another HOST can be moved' "$status $(login fine.example)" '0 fine:secret-of-fine'
forget fine.example

no_files
echo "{\"auths\":{\"quay.io\":$(entry ann secret-of-now)}}" >"$primary"
echo "{\"auths\":{\"quay.io\":$(entry ann secret-of-before)}}" >"$persistent"
run migrate --yes
like 'of two secrets the one that is used is kept, and that is told' "$status $(login quay.io) $(plain) $stderr" \
  "0 ann:secret-of-now 0 *warning: 'quay.io' in '$primary' and 'quay.io' in '$persistent' have different secrets for user 'ann': the first one is used now*"
forget quay.io
# what a run has left that was killed when the new login was there and the old one not yet removed
item https://quay.io/ bob secret-of-bob
next_second
item quay.io ann secret-of-ann
no_files
echo "{\"auths\":{\"quay.io\":$(auth ann)}}" >"$primary"
run migrate --yes
is 'a login that was left beside the new one is removed' "$status $(items) $(login quay.io) $(plain)" '0 1 ann:secret-of-ann 0'
forget quay.io
no_files
echo "{\"auths\":{\"quay.io\":$(entry ann secret-of-podman)}}" >"$primary"
echo "{\"auths\":{\"quay.io\":$(entry ann secret-of-docker)}}" >"$docker"
keep
run migrate --yes
like 'two that are both used are not chosen from unasked' "$status $stderr" '1 *have different secrets*hint: say --force to keep the first alone*'
untouched 'and stay'
run migrate --yes --force
is 'but when it is forced' "$status $(login quay.io) $(plain)" '0 ann:secret-of-podman 0'

# the keyring has ann's login for quay.io now
no_files
echo "{\"auths\":{\"quay.io\":$(auth bob)}}" >"$primary"
keep
run migrate --yes
like 'another login in the keyring is not replaced unasked' "$status $stderr" "1 *the keyring has another login for 'quay.io' (user 'ann') than '$primary' (user 'bob')*hint: say --force to keep the one of the file*"
is 'it is still there' "$(login quay.io)" ann:secret-of-podman
untouched 'and so is the file'
run migrate --yes --force
is 'forced, it is' "$status $(login quay.io) $(items)" '0 bob:secret-of-bob 1'
no_files
echo "{\"auths\":{\"quay.io\":$(entry bob secret-of-stale)},\"credHelpers\":{\"quay.io\":\"cppsecret\"}}" >"$primary"
run migrate --yes
like 'where the tools use the one of the keyring' "$status $stderr" "1 *hint: say --force to keep the one of the keyring, which is used now*"
run migrate --yes --force
is 'that one is kept' "$status $(login quay.io) $(plain)" '0 bob:secret-of-bob 0'
no_files
echo "{\"auths\":{\"quay.io\":$(auth bob)}}" >"$primary"
run migrate --yes
is 'what the keyring has already needs no store' "$status $(login quay.io) $(plain) $(items)" '0 bob:secret-of-bob 0 1'
forget quay.io

# --- what others do while the question stands -------------------------------------------------------

# ponder COMMAND ARGUMENT…: COMMAND is run while a person ponders, who then says yes
ponder() {
  attempt timeout 60 python3 "$support/on-terminal.py" "[y/N]=!run $1"$'\n''=y' "$companion" migrate "${@:2}"
}

# storing SERVER USER SECRET, erasing SERVER: the command that does it
storing() {
  printf "printf '{\"ServerURL\":\"%s\",\"Username\":\"%s\",\"Secret\":\"%s\"}' | docker-credential-cppsecret store" "$@"
}
erasing() {
  printf 'printf %%s %s | docker-credential-cppsecret erase' "$1"
}

no_files
echo "{\"auths\":{\"fine.example\":$(auth fine),\"quay.io\":$(auth ann)}}" >"$primary"
keep
ponder "$(storing https://quay.io/v1/ bob secret-of-bob)"
like 'a login that comes while a person ponders is not replaced' "$status $stdout" \
  "1 *error: somebody has put a login for 'quay.io' (user 'bob') into the keyring meanwhile: nothing was moved*hint: *repeat the command*"
is 'it is there, and nothing else' "$(login quay.io) $(items)" 'bob:secret-of-bob 1'
untouched 'no file is changed'
like 'no secret is shown' "$stdout" '!(*secret-of*)'
ponder "$(storing quay.io bob secret-of-other)" --force quay.io
like 'nor is one that is changed then, also if it is forced' "$status $stdout $(login quay.io)" \
  "1 *error: somebody has changed the login for 'quay.io' (user 'bob') in the keyring meanwhile: nothing was moved* bob:secret-of-other"
untouched 'and the file keeps its own'
store quay.io ann secret-of-ann
ponder "$(erasing quay.io)" quay.io
like 'what the keyring had already must still be there' "$status $stdout" \
  "1 *error: somebody has erased the login for 'quay.io' (user 'ann') from the keyring meanwhile: nothing was moved*"
untouched 'since the file has the last one'
ponder "$(storing other.example olga secret-of-olga)" quay.io
is 'other registries do not matter' "$status $(login quay.io) $(login other.example)" '0 ann:secret-of-ann olga:secret-of-olga'
ponder "$(storing fine.example fine secret-of-fine)"
is 'nor does the same login' "$status $(login fine.example) $(plain)" '0 fine:secret-of-fine 0'
forget quay.io fine.example other.example

# --- beside other helpers ---------------------------------------------------------------------------

# a helper that keeps its logins in files; what it is told to do is in its log
cat >"$HOME/bin/docker-credential-files" <<'SCRIPT'
#!/bin/bash
folder=$HOME/files
mkdir -p "$folder"
name() { printf '%s' "${1//\//_}"; }
case $1 in
  get)
    read -r server
    echo "get $server" >>"$folder.log"
    if [ -e "$folder/$(name "$server")" ]; then cat "$folder/$(name "$server")"; else echo 'credentials not found in native keychain'; exit 1; fi ;;
  store) request=$(cat); printf '%s' "$request" >"$folder/$(name "$(jq -r .ServerURL <<<"$request")")" ;;
  erase)
    read -r server
    echo "erase $server" >>"$folder.log"
    [ ! -e "$folder.broken" ] || { echo 'no leave to erase'; exit 1; }
    [ ! -e "$folder.alike" ] || { [ -e "$folder/$(name "$server")" ] || { echo 'nothing to erase'; exit 1; }; rm -f "$folder"/*quay.io*; exit; }
    [ ! -e "$folder.thief" ] || docker-credential-cppsecret erase <<<"$server"
    rm -f "$folder/$(name "$server")" ;;
  list) cat "$folder"/* 2>/dev/null | jq -sc 'map({(.ServerURL): .Username}) | add // {}' ;;
esac
SCRIPT
chmod +x "$HOME/bin/docker-credential-files"

# kept SERVER USER SECRET: a login of that helper
kept() {
  printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}' "$@" | docker-credential-files store
}

no_files
echo "{\"auths\":{\"quay.io\":$(auth ann)},\"credHelpers\":{\"quay.io\":\"files\"}}" >"$primary"
keep
run migrate --yes
like "trap 18: another helper's entry is not replaced" "$status $stderr" "1 *names the helper 'files' for 'quay.io'*hint: say --force to replace it, or move its login: cppsecret migrate --from files*"
untouched 'and nothing is changed'
no_files
kept quay.io dora secret-of-dora
echo "{\"auths\":{\"quay.io\":$(auth ann)},\"credsStore\":\"files\"}" >"$docker"
keep
run migrate --yes
like 'nor is a login that docker has from its credsStore' "$status $stderr" "1 *docker uses the login that 'docker-credential-files' has for 'quay.io'*"
untouched 'and nothing is changed'
rm -rf "$HOME/files"

# --- CPPSECRET_ACCOUNT ------------------------------------------------------------------------------

no_files
printf '{"ServerURL":"account.example","Username":"bob","Secret":"secret-of-bob"}' | "$helper" store
run account save account.example work
forget account.example
echo "{\"auths\":{\"account.example\":$(auth ann)}}" >"$primary"
CPPSECRET_ACCOUNT=work run migrate --yes
like 'the proof fails where the tools find an account in place of what was moved' "$status $stderr" \
  "1 *'bob' for 'account.example', not that of 'ann'*hint: CPPSECRET_ACCOUNT names the account 'work'*"
is 'which is in the keyring' "$(login account.example) $(names "$primary")" \
  'ann:secret-of-ann [{"account.example":"cppsecret"},null]'
run account remove account.example work
forget account.example

# --- --from -----------------------------------------------------------------------------------------

no_files
run migrate --yes --from absent
like 'a helper that is not there is named' "$status $stderr" "1 *'docker-credential-absent' is not in PATH*"
run migrate --yes --from ecr-login
like 'one that keeps no logins is refused' "$status $stderr" "1 *'ecr-login' makes a login anew*"
run migrate --yes --from files
is 'an empty one has nothing' "$status $stdout" "0 'docker-credential-files' has no login"

helper_logins() {
  rm -rf "$HOME"/files*
  kept quay.io ann secret-of-ann
  kept https://index.docker.io/v1/ hub secret-of-hub
  kept third.example:5000 third secret-of-third
  : >"$HOME/files.log"
  no_files
  echo '{"credHelpers":{"quay.io":"files","x.example":"other"}}' >"$primary"
  printf '{\n\t"credsStore": "files"\n}' >"$docker"
}
helper_logins
keep
run migrate --dry-run --from files
like 'a dry run shows it' "$status $stdout" '0 *quay.io *ann *docker-credential-files*- *"credsStore": "files"*+ *"credsStore": "cppsecret"*'
untouched 'and changes nothing'
is 'nor the helper' "$(items) $(find "$HOME/files" -type f | wc -l)" '0 3'
run migrate --from files
like 'it needs consent too' "$status $stderr" '2 *hint: say --yes*'
is 'and nothing is moved' "$(items) $(find "$HOME/files" -type f | wc -l)" '0 3'
: >"$HOME/files.log"
leftover=$(dirname "$primary")/.$(basename "$primary").cppsecret-abcdef
echo left >"$leftover"
run migrate --yes --from docker-credential-files
check 'what a killed run left is removed' test ! -e "$leftover"
is 'the logins of a helper are moved' "$status $(for key in quay.io docker.io third.example:5000; do login "$key"; done | xargs)" \
  '0 ann:secret-of-ann hub:secret-of-hub third:secret-of-third'
is 'and erased there' "$(find "$HOME/files" -type f | wc -l)" 0
is 'each is asked for before the move, before the erase and after it' "$(sed -n 's/ quay.io$//p' "$HOME/files.log" | xargs)" 'get get erase get'
is 'the entries that name it change, and no others' "$(names "$primary") $(names "$docker")" \
  '[{"quay.io":"cppsecret","x.example":"other"},null] [null,"cppsecret"]'
like 'which is proven' "$stdout" "*containers: quay.io: user 'ann' from the keyring*docker: docker.io: user 'hub' from the keyring*"
like 'no secret is shown' "$stdout$stderr" '!(*secret-of*)'
forget quay.io docker.io third.example:5000

helper_logins
run migrate --yes --from files quay.io
is 'a HOST alone' "$status $(login quay.io) $(find "$HOME/files" -type f | wc -l) $(names "$primary") $(names "$docker")" \
  '0 ann:secret-of-ann 2 [{"quay.io":"cppsecret","x.example":"other"},null] [{"quay.io":"cppsecret"},"files"]'
run migrate --yes --from files nobody.example
is 'a HOST that it does not have is 3' "$status" 3
forget quay.io

helper_logins
touch "$HOME/files.broken"
run migrate --yes --from files
like 'what cannot be erased is told' "$status $stderr" "1 *'docker-credential-files' fails: no leave to erase*"
is 'and is in both' "$(login quay.io) $(find "$HOME/files" -type f | wc -l)" 'ann:secret-of-ann 3'
rm "$HOME/files.broken"
run migrate --yes --from files
is 'until it is repeated' "$status $(find "$HOME/files" -type f | wc -l) $(items)" '0 0 3'
forget quay.io docker.io third.example:5000

helper_logins
touch "$HOME/files.thief"
run migrate --yes --from files
like 'what is gone from ours after the erase is put back' "$status $stderr" "0 *'docker-credential-files' shares the keyring: what it erased was put back*"
is 'and nothing more is erased' "$(for key in quay.io docker.io third.example:5000; do login "$key"; done | xargs) $(grep -c erase "$HOME/files.log")" \
  'ann:secret-of-ann hub:secret-of-hub third:secret-of-third 1'
forget docker.io third.example:5000

helper_logins
store quay.io other secret-of-other
run migrate --yes --from files
like 'another login in the keyring is not replaced unasked' "$status $stderr" "1 *the keyring has another login for 'quay.io' (user 'other') than 'docker-credential-files' (user 'ann'), which stays*error: 'docker-credential-files' still has the login for 'quay.io'*"
is 'docker goes on asking for it' "$(login quay.io) $(find "$HOME/files" -type f | wc -l) $(names "$docker")" \
  'other:secret-of-other 1 [{"https://index.docker.io/v1/":"cppsecret","third.example:5000":"cppsecret"},"files"]'
run migrate --yes --force --from files
is 'forced, it is' "$status $(login quay.io) $(find "$HOME/files" -type f | wc -l) $(names "$docker")" \
  '0 ann:secret-of-ann 0 [{"https://index.docker.io/v1/":"cppsecret","third.example:5000":"cppsecret"},"cppsecret"]'
forget quay.io docker.io third.example:5000

helper_logins
keep
ponder "$(storing quay.io bob secret-of-bob)" --from files
like 'a login that comes while a person ponders is not replaced by a helper either' "$status $stdout" \
  "1 *error: somebody has put a login for 'quay.io' (user 'bob') into the keyring meanwhile: nothing was moved*hint: *repeat the command*"
is 'it is there, and those of the helper are' "$(login quay.io) $(items) $(find "$HOME/files" -type f | wc -l)" 'bob:secret-of-bob 1 3'
untouched 'and the files are as they were'
forget quay.io
ponder 'printf '"'"'{"ServerURL":"quay.io","Username":"ann","Secret":"secret-of-today"}'"'"' | docker-credential-files store' --from files
like 'a login that the helper is given meanwhile is not erased there' "$status $stdout" \
  "1 *error: the login for 'quay.io' in 'docker-credential-files' has been changed by somebody meanwhile: it was not erased there*hint: *"
like 'it is still there' "$(docker-credential-files get <<<quay.io)" '*secret-of-today*'
run migrate --yes --force --from files
is 'and is moved the next time' "$status $(login quay.io) $(find "$HOME/files" -type f | wc -l)" '0 ann:secret-of-today 0'
forget quay.io docker.io third.example:5000

helper_logins
kept https://quay.io/v2/ bob secret-of-bob
keep
run migrate --yes --from files
like 'two keys of one registry with two users stop it, and both are named' "$status $stderr" \
  "1 *error: 'docker-credential-files' has the login of 'bob' under 'https://quay.io/v2/' and that of 'ann' under 'quay.io': they are one registry*hint: *"
untouched 'and nothing is changed'
is 'or moved' "$(items) $(find "$HOME/files" -type f | wc -l)" '0 4'
run migrate --yes --force --from files
is '--force does not change that' "$status $(items)" '1 0'
kept https://quay.io/v2/ ann secret-of-before
run migrate --yes --from files
like 'so do two secrets of one user' "$status $stderr" \
  "1 *error: 'docker-credential-files' has two different secrets of 'ann', under 'https://quay.io/v2/' and under 'quay.io': they are one registry*hint: *"
untouched 'and nothing is changed either'
is 'or moved then' "$(items) $(find "$HOME/files" -type f | wc -l)" '0 4'
like 'no secret is shown then' "$stdout$stderr" '!(*secret-of*)'
run migrate --yes --from files docker.io
is 'another HOST can be moved' "$status $(login docker.io) $(find "$HOME/files" -type f | wc -l)" '0 hub:secret-of-hub 3'
kept https://quay.io/v2/ ann secret-of-ann
: >"$HOME/files.log"
run migrate --yes --from files quay.io
like 'the same login under two keys is one' "$status $stdout" \
  '0 *https://quay.io/v2/ *ann *docker-credential-files*quay.io *ann *docker-credential-files*1 login is in the keyring now*'
is 'stored as it is asked for, and erased under both' "$(search_items docker_cli 1 | grep -c '^attribute.server = quay.io$') $(items) $(login quay.io) $(find "$HOME/files" -type f | wc -l)" \
  '1 2 ann:secret-of-ann 1'
is 'each key by itself' "$(sed -n 's/^erase //p' "$HOME/files.log" | sort | xargs)" 'https://quay.io/v2/ quay.io'
forget quay.io docker.io

# a helper for which two spellings are one login, as for ours: the second erase has nothing to do
helper_logins
kept https://quay.io/v2/ ann secret-of-ann
touch "$HOME/files.alike"
run migrate --yes --from files quay.io
is 'a helper that erases both at once is not asked twice' "$status $(login quay.io) $(find "$HOME/files" -type f | wc -l)" '0 ann:secret-of-ann 2'
rm "$HOME/files.alike"
forget quay.io
rm -rf "$HOME"/files*
kept quay.io ann secret-of-ann
no_files
printf 'credential-helpers = ["files", "containers-auth.json"]\n' >"$HOME/.config/containers/registries.conf.d/60-test.conf"
run migrate --yes --from files
like 'a registries.conf that names it must be changed first' "$status $stderr" "1 *60-test.conf' names 'files' in credential-helpers*hint: write 'cppsecret-containers'*"
rm "$HOME/.config/containers/registries.conf.d/60-test.conf"
run migrate --yes --from files
like 'where no file names it that is said' "$status $stderr" "0 *hint: no file names 'files'*"
forget quay.io

store quay.io ann secret-of-ann
echo '{"credHelpers":{"quay.io":"secretservice","two.example":"cppsecret-containers"}}' >"$primary"
echo '{"credsStore":"secretservice"}' >"$docker"
run migrate --yes --from secretservice
is 'secretservice shares our items: only its entries change' "$status $(names "$primary") $(names "$docker") $(login quay.io)" \
  '0 [{"quay.io":"cppsecret","two.example":"cppsecret-containers"},null] [null,"cppsecret"] ann:secret-of-ann'
run migrate --yes --from cppsecret-containers
is 'and so does our second name' "$status $(names "$primary") $(login quay.io)" '0 [{"quay.io":"cppsecret","two.example":"cppsecret"},null] ann:secret-of-ann'
run migrate --yes --from cppsecret
like 'our own has nothing to change' "$status $stdout" '0 nothing has to be changed*'
forget quay.io

# the real pass, with a key that needs no passphrase
if type -P pass >/dev/null && type -P docker-credential-pass >/dev/null && type -P gpg >/dev/null; then
  export GNUPGHOME=$HOME/gnupg
  mkdir -m 700 "$GNUPGHOME"
  if gpg --batch --quiet --passphrase '' --quick-generate-key tester@example default default never 2>"$HOME/gpg.log" &&
    command pass init tester@example >/dev/null 2>>"$HOME/gpg.log"; then
    printf '{"ServerURL":"https://pass.example/v1/","Username":"petra","Secret":"secret-of-petra"}' | docker-credential-pass store
    printf '{"ServerURL":"pass.example:5000","Username":"paul","Secret":"secret-of-paul"}' | docker-credential-pass store
    is 'pass has two logins' "$(docker-credential-pass list | jq -c length)" 2
    no_files
    echo '{"credHelpers":{"pass.example:5000":"pass"}}' >"$primary"
    run migrate --yes --from pass
    is 'the logins of pass are moved' "$status $(login https://pass.example/v1/) $(login pass.example:5000) $(names "$primary")" \
      '0 petra:secret-of-petra paul:secret-of-paul [{"pass.example:5000":"cppsecret"},null]'
    is 'and pass has none left' "$(docker-credential-pass list)" '{}'
    forget pass.example pass.example:5000
  else
    fail 'pass can be set up' "$(cat "$HOME/gpg.log")"
  fi
  gpgconf --kill gpg-agent
fi

# --- while something is wrong -----------------------------------------------------------------------

no_files
echo "{\"auths\":{\"quay.io\":$(auth ann)}}" >"$primary"
keep
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: "$companion" migrate --yes </dev/null
like 'without a keyring it fails and says why' "$status $stderr" '1 cppsecret: error: *bus*'
untouched 'and changes nothing'
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: "$companion" migrate --dry-run </dev/null
like 'a dry run only warns' "$status $stderr" '0 cppsecret: warning: *bus*'
# what is locked shows here, but its secret would be asked for
# shellcheck disable=SC2016  # expanded in there
attempt env LOCK=session PROMPTER=none "${BASH_SOURCE[0]%/*}/../support/providers/gnome-keyring-locked.sh" bash -c '
  mkdir "$HOME/.docker" && echo "$1" >"$HOME/.docker/config.json" && exec "$0" migrate --dry-run' "$companion" \
  "{\"auths\":{\"https://locked.example\":$(auth ann)}}" </dev/null
like 'nor asks for the keyring to be unlocked' "$status $stderr" \
  '0 cppsecret: warning: the keyring is locked, so that nobody knows whether *--dry-run it is asked for'
mkdir "$HOME/few"
for program in bash env timeout podman skopeo docker; do ln -s "$(command -v $program)" "$HOME/few/" 2>/dev/null; done
attempt env PATH="$HOME/few" "$companion" migrate --yes </dev/null
like 'without the helper in PATH it does not begin' "$status $stderr" "1 cppsecret: error: 'docker-credential-cppsecret' is not in PATH*"
untouched 'and changes nothing then'
is 'nor stores anything' "$(login quay.io)" 'credentials not found in native keychain'
if [ "$(id -u)" = 0 ]; then
  SUDO_UID=1000 run migrate --yes
  like 'trap 19: root under sudo is told to be somebody else' "$status $stderr" '1 *without sudo*'
fi

# --- README's transcript: from base64 in three files to none -----------------------------------------

no_files
ln -s "$companion" "$HOME/bin/cppsecret"
echo "{\"auths\":{\"quay.io\":$(auth ann)}}" >"$primary"
echo "{\"auths\":{\"ghcr.io\":$(auth gina)}}" >"$persistent"
echo "{\"auths\":{\"https://index.docker.io/v1/\":$(auth hub),\"docker.example\":$(auth dora)}}" >"$docker"
chmod 600 "$primary" "$persistent" "$docker"
# the commands of the console block that begins with migrate, and what they print
transcript=$(sed -n '/^\$ cppsecret migrate/,/^```$/p' "$support/../../README.md" | sed '$d')
while IFS= read -r line; do
  case $line in
    '$ '*)
      attempt timeout 120 bash -c "${line#'$ '}" </dev/null
      left=$stdout
      case $line in
        *migrate*) is "README: $line" "$status" 0 ;;
        *) is "README: $line" "$status" 1 ;; # grep, which finds nothing
      esac
      ;;
    '…') ;;
    *)
      like "README: prints $line" $'\n'"$left"$'\n' $'*\n'"$line"$'\n*'
      left=${left#*"$line"}
      ;;
  esac
done <<<"$transcript"
check 'README: there are commands' test "$(grep -c '^\$ ' <<<"$transcript")" = 2
is 'README: no file holds a login any more' "$(plain)" 0
for registry in quay.io:ann ghcr.io:gina docker.io:hub docker.example:dora; do
  for judge in skopeo podman; do
    have "$judge" || continue
    is "README: $judge finds the login for ${registry%:*}" "$("$judge" login --get-login "${registry%:*}" 2>&1)" "${registry#*:}"
  done
done
forget quay.io ghcr.io docker.io docker.example
no_files

# a login that is made while many are moved: its file and the keyring have it, whoever is first
no_files
{
  printf '{"auths":{"quay.io":%s' "$(auth ann)"
  for number in {1..150}; do printf ',"host-%s.example":%s' "$number" "$(entry u "secret-of-$number")"; done
  printf '}}'
} >"$primary"
"$companion" migrate --yes >"$HOME/out" 2>"$HOME/err" </dev/null &
pid=$!
until [ "$(items)" -gt 20 ]; do kill -0 "$pid" 2>/dev/null || break; done
store meanwhile.example m secret-of-m
wait "$pid"
is 'others store while many are moved' "$? $(login meanwhile.example) $(items)" '0 m:secret-of-m 152'
is 'and all are moved' "$(plain)" 0

finish
