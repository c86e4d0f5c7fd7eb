#!/bin/bash
# SPDX-License-Identifier: MIT
# The companion on an unlocked gnome-keyring, with a HOME of its own; podman and skopeo judge what
# it says where they are there.
#   companion.sh COMPANION HELPER
# shellcheck source-path=SCRIPTDIR
set -u
shopt -s extglob
# shellcheck source=../support/companion.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/companion.sh"
# shellcheck source=../support/commands.sh
. "$support/commands.sh"
companion_main "$0" "${1:-}" "${2:-}"

# --- every command ----------------------------------------------------------------------------------

run --help
is 'help is no failure' "$status" 0
is 'and says nothing on standard error' "$stderr" ''
mapfile -t commands < <(all_commands "$companion")
check 'help names the commands' test ${#commands[@]} -ge 1
for command in "${commands[@]}"; do
  read -ra words <<<"$command"
  run "${words[@]}" --help
  like "$command has a help" "$status $stdout" "0 *Usage: cppsecret $command*"
  run "${words[@]}" --no-such-option
  like "$command refuses an unknown option" "$status $stdout$stderr" \
    "2 cppsecret: error: *--no-such-option*cppsecret: hint: try: cppsecret $command --help"
done
run --version
like 'the version is printed' "$status $stdout" '0 cppsecret [0-9]*.[0-9]*'
run
like 'without a command the usage is wrong' "$status $stdout$stderr" \
  '2 cppsecret: error: *cppsecret: hint: try: cppsecret --help'
run frobnicate
like 'an unknown command is named' "$status $stdout$stderr" '2 cppsecret: error: *frobnicate*'
if [ -w /dev/full ]; then
  # shellcheck disable=SC2016  # expanded in there
  attempt bash -c '"$0" --help >/dev/full' "$companion"
  like 'a lost answer is a failure' "$status $stderr" '1 cppsecret: error: *No space*'
fi

# --- list -------------------------------------------------------------------------------------------

run list
is 'an empty keyring lists nothing' "$status $stdout $stderr" \
  '0  cppsecret: hint: the keyring holds no logins of registries'
run list --json
is 'and nothing as JSON' "$(json .)" '{"logins":[],"complete":true}'
store quay.io ann secret-of-ann
store https://index.docker.io/v1/ bob secret-of-bob
item localhost:5000 'é "quoted"' secret-of-local
today=$(date -u +%F)
run list
is 'list shows registries, users and days' "$status $(sed -E "s/$today [0-9:]{5}/today/" <<<"$stdout")" \
  '0 REGISTRY        USER        CHANGED
docker.io       bob         today
localhost:5000  é "quoted"  today
quay.io         ann         today'
is 'and nothing on standard error' "$stderr" ''
run list --json
is 'list prints JSON' "$status $(json '[.logins[] | [.registry, .server, .username]]')" \
  '0 [["docker.io","https://index.docker.io/v1/","bob"],["localhost:5000","localhost:5000","é \"quoted\""],["quay.io","quay.io","ann"]]'
is 'with the time of the last change' \
  "$(jq -r '.logins[].changed | fromdate | if now - . < 120 and now - . > -2 then "now" else . end' <<<"$stdout" | uniq)" now
like 'no secret is ever printed' "$stdout$stderr" '!(*secret-of*)'
attempt env DBUS_SESSION_BUS_ADDRESS=disabled: "$companion" list
like 'without a bus list fails and says why' "$status $stdout$stderr" '1 cppsecret: error: *bus*'
run list surplus
is 'list takes no argument' "$status" 2

# a helper of somebody else, which knows one registry
cat >"$HOME/bin/docker-credential-other" <<'SCRIPT'
#!/bin/sh
case $1 in
  get)
    read -r server
    case $server in
      other.example) echo '{"ServerURL":"other.example","Username":"olga","Secret":"secret-of-olga"}' ;;
      *) echo 'credentials not found in native keychain'; exit 1 ;;
    esac ;;
  list) echo '{"other.example":"olga"}' ;;
esac
SCRIPT
chmod +x "$HOME/bin/docker-credential-other"

# --- resolve ----------------------------------------------------------------------------------------

# judged NAME IMAGE: what resolve says is what skopeo and podman do
judged() {
  local ours judge
  run resolve --tool containers --json "$2"
  ours=$(json '.tools[0] | if .outcome == "helper" or .outcome == "entry" then .username else .outcome end')
  for judge in skopeo podman; do
    have "$judge" || continue
    attempt timeout 60 "$judge" login --get-login "$2"
    case $status$stderr in
      0*) is "$1: as $judge says" "$ours" "\"$stdout\"" ;;
      *'not logged into'*) is "$1: as $judge says" "$ours" '"none"' ;;
      *) is "$1: as $judge says" "$ours" '"failed"' ;;
    esac
  done
}

no_files
judged 'no file' quay.io/ann/app
run resolve nobody.example/app
like 'no login anywhere is 3' "$status $stdout" '3 containers: no login;*docker: *'
like 'and named' "$stderr" "cppsecret: error: there is no login for 'nobody.example/app'"
run resolve alpine:3.20 --json
is 'an image without a host is of Docker Hub' "$(json .image)" '"docker.io/library/alpine"'
run resolve --tool containers quay.io
like 'a host alone is explained' "$status $stderr" '3 *hint: a name without*'
run resolve
like 'an image must be named' "$status $stdout$stderr" '2 cppsecret: error: name an IMAGE*'
run resolve 'BAD//image'
like 'what is no image is wrong usage' "$status $stdout$stderr" '2 cppsecret: error: *hint: name an image*'

echo "{\"auths\":{\"quay.io\":$(auth host),\"quay.io/ann\":$(auth space)}}" >"$primary"
echo "{\"auths\":{\"quay.io\":$(auth late),\"late.example\":$(auth late)}}" >"$persistent"
echo "{\"auths\":{\"https://index.docker.io/v1/\":$(auth hub),\"docker.example\":$(auth dora)},
  \"credHelpers\":{\"other.example\":\"other\"}}" >"$docker"
judged 'the namespace before the host' quay.io/ann/app
judged 'the host for another namespace' quay.io/bob/app
judged 'a later file' late.example/app
judged 'the file of docker last' docker.example/app
judged 'the URL of Docker Hub' docker.io/library/alpine
judged 'the helper of somebody else' other.example/app
judged 'an unknown registry' unknown.example/app
run resolve --tool docker --json docker.example/app
is 'docker reads its own file' "$status $(json '.tools[] | [.tool, .username, .outcome, .file]')" \
  "0 [\"docker\",\"dora\",\"entry\",\"$docker\"]"
run resolve --tool docker late.example/app
is 'and no other' "$status" 3
run resolve quay.io/ann/app
is 'found by one tool is found' "$status" 0
like 'and the steps are told' "$stdout" "containers: user 'space' from '$primary'
*1. auths of '$primary', 'quay.io/ann/app': nothing
*2. auths of '$primary', 'quay.io/ann': found
docker: *"
like 'no secret is told' "$stdout$stderr" '!(*secret-of*)'

echo '{"credHelpers":{"quay.io":"cppsecret","broken.example":"absent"}}' >"$primary"
judged 'our helper' quay.io/ann/app
judged 'a helper that is not there' broken.example/app
run resolve --tool containers broken.example/app
like 'which is a failure, not nothing' "$status $stdout" "1 *'docker-credential-absent' failed: *not in PATH*"
printf 'credential-helpers = ["cppsecret-containers", "containers-auth.json"]\n' \
  >"$HOME/.config/containers/registries.conf.d/60-test.conf"
judged 'a helper of registries.conf' docker.io/library/alpine
judged 'a helper of registries.conf without the login' late.example/app
printf 'credential-helpers = ["containers-auth.json"' >"$HOME/.config/containers/registries.conf.d/60-test.conf"
judged 'a broken registries.conf' quay.io/ann/app
no_files
echo 'no JSON' >"$primary"
echo "{\"auths\":{\"late.example\":$(auth late)}}" >"$persistent"
judged 'a broken file' late.example/app
echo "{\"auths\":{\"mine.example\":$(auth mine)}}" >"$HOME/mine.json"
run resolve --authfile "$HOME/mine.json" --json mine.example/app
is '--authfile is about the containers tools' "$status $(json '[.tools[] | [.tool, .username]]')" '0 [["containers","mine"]]'
run resolve --authfile "$HOME/mine.json" --tool docker mine.example/app
is 'and wrong with docker' "$status" 2

# lookup.sh has what the tools make of it
registries_conf=$HOME/.config/containers/registries.conf.d/60-test.conf
no_files
echo "{\"auths\":{\"real.example\":$(auth real)}}" >"$primary"
printf '[[registry]]\nprefix = "named.example"\nlocation = "real.example"\n' >"$registries_conf"
run resolve named.example/app
like 'a location of registries.conf is told' "$status $stdout" "0 containers at 'real.example/app' (location of 'named.example'): user 'real' from '$primary'
*docker: no login; *"
run resolve --json named.example/app
is 'also in JSON' "$(json '[.image, (.tools[] | [.tool, .image, .reason, .username])]')" \
  '["named.example/app",["containers","real.example/app","location of '"'named.example'"'","real"],["docker","named.example/app",null,null]]'
printf '[[registry.mirror]]\nlocation = "mirror.example"\n' >>"$registries_conf"
run resolve --tool containers named.example/app
like 'each place has its own search' "$status $stdout" "0 containers at 'mirror.example/app' (mirror of 'named.example'): no login; it is asked without one
*containers at 'real.example/app' (location of 'named.example'): user 'real'*"
printf '[[registry]]\nlocation = "named.example"\nblocked = true\n' >"$registries_conf"
run resolve --tool containers named.example/app
like 'a registry that is blocked is no registry without a login' "$status $stdout $stderr" \
  "1 containers: an error; the image is not pulled at all
*registries.conf: failed: 'named.example' is blocked*cannot ask for 'named.example/app': 'named.example' is blocked*"
rm "$registries_conf"

on_a_terminal '' resolve --tool docker nobody.example/app
like 'a terminal gets colour' "$stdout" $'*\e[1mdocker\e[0m: *'
NO_COLOR=1 on_a_terminal '' resolve --tool docker nobody.example/app
like 'and none with NO_COLOR' "$stdout" $'!(*\e*)'
run resolve --tool docker nobody.example/app
like 'nor has a pipe any' "$stdout" 'docker: *'

# --- status -----------------------------------------------------------------------------------------

no_files
run status
like 'without files status shows the keyring' "$status $stdout" '0 REGISTRY *docker.io * bob * - *keyring*'
echo "{\"credHelpers\":{\"quay.io\":\"cppsecret\",\"gone.example\":\"cppsecret\",\"x.example\":\"absent\"},
  \"auths\":{\"quay.io\":$(auth old),\"plain.example\":$(auth paul)},\"credsStore\":\"cppsecret\"}" >"$primary"
echo "{\"auths\":{\"https://index.docker.io/v1/\":{},\"docker.example\":$(auth dora)},
  \"credsStore\":\"cppsecret\",\"credHelpers\":{\"other.example\":\"other\"}}" >"$docker"
chmod 600 "$primary"
chmod 644 "$docker"
run status --json
is 'status knows every login and who uses it' \
  "$(json '[.logins[] | [.registry, .username, .place, .used_by]][]')" \
  '["docker.example","dora","file",["containers"]]
["docker.io","bob","keyring",["docker"]]
["localhost:5000","é \"quoted\"","keyring",["docker"]]
["other.example","olga","helper",["containers","docker"]]
["plain.example","paul","file",["containers"]]
["quay.io","ann","keyring",["containers","docker"]]
["quay.io","old","file",[]]'
is 'and warns of what is wrong' "$(json '[.warnings[].kind] | sort')" \
  '["credsStore","dangling","dangling","mode","plain","plain","shadowed"]'
run status
is 'the table has the same rows' "$status $(wc -l <<<"$stdout")" '0 8'
like 'warnings go to standard error' "$stderr" "*cppsecret: warning: *cppsecret: hint: chmod go= $docker*"
like 'no secret is in either' "$stdout$stderr" '!(*secret-of*)'
no_files
echo "{\"auths\":{\"quay.io\":$(auth old),\"x.example/team\":$(auth team)}}" >"$primary"
echo '{"credHelpers":{"quay.io":"cppsecret"}}' >"$persistent"
run status
like 'trap 12: plain text of an earlier file comes before the helper' "$status $stderr" \
  "0 *podman, buildah and skopeo use the login for 'quay.io' in plain text in '$primary', not the one in the keyring*"
like 'trap 17: logins of namespaces are told apart' "$stderr" \
  "*holds 1 login in plain text*holds 1 login for namespaces in plain text, the first for 'x.example/team'*"
echo "{\"auths\":{\"u@quay.io\":$(auth other)}}" >"$primary"
run status
like 'so are those of what is no registry' "$stderr" \
  "!(*for namespaces*)holds 1 login in plain text for what is no registry, the first for 'u@quay.io'*"
printf '{"auths": {,' >"$persistent"
run status
like 'a broken file is a warning with its place' "$status $stderr" "0 *warning: '$persistent', line 1, column 12*"

# --- configure --------------------------------------------------------------------------------------

no_files
rm -rf "${primary%/*}" "${docker%/*}"
run configure
like 'without a HOST configure does not know what to do' "$status $stdout$stderr" '2 cppsecret: error: name a HOST*hint: *'
for wrong in https://quay.io quay.io/ann QUAY.io quay; do
  run configure --yes "$wrong"
  like "$wrong is refused as a HOST" "$status $stdout$stderr" "2 cppsecret: error: '$wrong' is not *cppsecret: hint: *"
done
run configure --tool all quay.io
like 'without a terminal it needs --yes' "$status $stderr" '2 *cppsecret: error: nobody can be asked*hint: say --yes*'
check 'and changes nothing' test ! -e "$primary" -a ! -e "$docker"
run configure --tool all --dry-run quay.io
is 'a dry run is no failure' "$status" 0
is 'and shows the changes' "$stdout" "$persistent (new)
  + {
  +     \"credHelpers\": {
  +         \"quay.io\": \"cppsecret\"
  +     }
  + }
$primary (new)
  + {
  +     \"credHelpers\": {
  +         \"quay.io\": \"cppsecret\"
  +     }
  + }
$docker (new)
  + {
  +     \"credHelpers\": {
  +         \"quay.io\": \"cppsecret\"
  +     }
  + }"
check 'and makes none' test ! -e "$primary" -a ! -e "$docker"
on_a_terminal n configure --tool all quay.io
like 'a no on a terminal changes nothing' "$status $stdout" '1 *Change these files?*nothing was changed*'
check 'nothing at all' test ! -e "$primary" -a ! -e "$docker"
on_a_terminal yes configure --tool all quay.io
like 'a yes does it, and it is proven' "$status $stdout" "0 *containers: quay.io: user 'ann' from the keyring*docker: quay.io: user 'ann' from the keyring*"
is 'in the file that podman writes to' "$(names "$primary")" '[{"quay.io":"cppsecret"},null]'
is 'in the file that a reboot leaves' "$(names "$persistent")" '[{"quay.io":"cppsecret"},null]'
is 'and in the file of docker' "$(names "$docker")" '[{"quay.io":"cppsecret"},null]'
is 'new files are private, new folders too' "$(stat -c %a "$primary" "$docker" "${docker%/*}" | xargs)" '600 600 700'
like 'what a reboot undoes is told' "$stdout" '*after a reboot*'
judged 'after configure' quay.io/ann/app
run configure --tool all --yes quay.io
like 'a second time there is nothing to do' "$status $stdout" '0 nothing has to be changed*'
rm "$primary"
judged 'after a reboot' quay.io/ann/app

no_files
echo "{\"auths\":{\"quay.io\":$(auth old),\"quay.io/ann\":$(auth space),\"plain.example\":$(auth paul)},\"zeta\":123456789012345678901234567890}" >"$primary"
chmod 640 "$primary"
run configure --tool containers --yes quay.io
like 'values are masked in the diff' "$status $stdout" '0 *"auth":"…"*"credHelpers"*'
like 'also on standard error' "$stdout$stderr" '!(*secret-of*|*c2VjcmV0*)'
like 'shadowed namespaces are told' "$stderr" "*warning: the login for 'quay.io/ann' in '$primary' is not used*"
is 'all else keeps its bytes' "$(grep -o '"zeta":[0-9]*' "$primary") $(stat -c %a "$primary")" '"zeta":123456789012345678901234567890 640'
run configure --tool containers --yes plain.example
like 'a login that would be lost is told' "$stderr" "*the login for 'plain.example' in '$primary' may not be found any more*hint: log in*"

no_files
token=https://index.docker.io/v1/access-token
mkdir -p "${docker%/*}"
echo "{\"auths\":{\"$token\":$(auth access),\"docker.io/team\":$(auth team)}}" >"$docker"
cp "$docker" "$primary"
run configure --tool all --all-registries --yes
like "docker's token of Docker Hub is no namespace" "$status $stderr" "0 !(*'$token' in '*' is not used*)"
like 'but one that is lost to docker' "$stderr" \
  "*the login for '$token' in '$docker' may not be found any more*hint: *'cppsecret migrate docker.io'*"
like 'and a namespace is still one' "$stderr" "*warning: the login for 'docker.io/team' in '$primary' is not used*"

no_files
echo '{"credHelpers":{"other.example":"other"}}' >"$primary"
cp "$primary" "$HOME/before"
run configure --tool containers --yes other.example quay.io
like 'trap 18: the entry of another helper is not replaced' "$status $stderr" "1 *'other' for 'other.example'*hint: say --force*"
check 'and nothing is changed' cmp "$primary" "$HOME/before"
check 'in no file' test ! -e "$persistent"
run configure --tool containers --yes --force other.example
is 'unless it is forced' "$status $(names "$primary")" '0 [{"other.example":"cppsecret"},null]'

no_files
run configure --tool docker --yes docker.io
is "trap 9: docker's Hub goes by credsStore" "$status $(names "$docker")" '0 [null,"cppsecret"]'
echo "{\"auths\":{\"lost.example\":$(auth lou),\"quay.io\":$(auth ann)}}" >"$docker"
run configure --tool docker --yes docker.io
like 'what docker does not find any more by that is told' "$status $stderr" \
  "0 *'lost.example' in '$docker' may not be found any more*"
like 'and only that' "$stderr" "!(*'quay.io'*)"
echo '{"credsStore":"other"}' >"$docker"
run configure --tool docker --yes docker.io
is 'trap 9: else by its URL' "$status $(names "$docker")" '0 [{"https://index.docker.io/v1/":"cppsecret"},"other"]'
echo '{"credsStore":"other"}' >"$docker"
CONTAINER_HOST=ssh://x run configure --tool docker --yes docker.io
is 'trap 9: and not at all beside a podman with a connection' "$status $(names "$docker")" '0 [null,"other"]'
like 'which is told' "$stderr" '*goes on asking*CONTAINER_HOST*'
no_files
run configure --tool docker --yes quay.io
like 'trap 8: docker does not find helpers any more' "$stderr" '@(|*docker stops to find the helper*--all-registries*)'
echo '{"credHelpers":{},' >"$docker"
cp "$docker" "$HOME/before"
run configure --tool docker --yes quay.io
like 'a broken file is refused with its place' "$status $stderr" "1 *'$docker', line *hint: *"
check 'and not touched' cmp "$docker" "$HOME/before"

no_files
run configure --tool all --all-registries --yes
is 'every registry, in one go' "$status $(tail -n 1 "$HOME/.config/containers/registries.conf.d/50-cppsecret.conf") $(names "$docker")" \
  '0 credential-helpers = ["cppsecret-containers", "containers-auth.json"] [null,"cppsecret"]'
judged 'with --all-registries' quay.io/ann/app
judged 'with --all-registries, Docker Hub' docker.io/library/alpine
run configure --tool containers --all-registries --strict --yes
is 'strictly' "$status $(tail -n 1 "$HOME/.config/containers/registries.conf.d/50-cppsecret.conf")" \
  '0 credential-helpers = ["cppsecret-containers"]'
echo 'credential-helpers = ["containers-auth.json"]' >"$HOME/.config/containers/registries.conf.d/60-later.conf"
run configure --tool containers --all-registries --yes
like 'trap 12: a later drop-in that overrides ours is a failure' "$status $stderr" "1 *60-later.conf' overrides *"
no_files
echo "{\"auths\":{\"quay.io\":$(auth a),\"quay.io/x\":$(auth b),\"https://index.docker.io/v1/\":$(auth c),\"empty.example\":{}}}" >"$persistent"
run configure --tool containers --from-auths --yes
is '--from-auths takes the hosts that have a login' "$status $(names "$primary")" \
  '0 [{"docker.io":"cppsecret","quay.io":"cppsecret"},null]'
run configure --authfile "$HOME/mine.json" --yes quay.io
is '--authfile changes one file alone' "$status $(names "$HOME/mine.json") $(jq -c .credHelpers "$docker" 2>/dev/null)" \
  '0 [{"quay.io":"cppsecret"},null] '
SUDO_UID=1000 run configure --yes quay.io
if [ "$(id -u)" = 0 ]; then
  like 'trap 19: root under sudo is told to be somebody else' "$status $stderr" '1 *without sudo*'
fi
mkdir "$HOME/few"
for program in bash env timeout; do ln -s "$(command -v $program)" "$HOME/few/"; done
attempt env PATH="$HOME/few" "$companion" configure --yes quay.io
like 'without any tool it must be said whose files' "$status $stderr" '1 *is in PATH*hint: *--tool*'
no_files
attempt env PATH="$HOME/few" "$companion" configure --tool containers --yes quay.io
like 'a helper that the tools cannot find is a warning and then a failure' "$status $stderr" '1 *warning: *not in PATH*error: *'

no_files
if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
  printf '{ }' >"$HOME/mounted.json"
  echo '{}' >"$HOME/mounted.from"
  attempt unshare --mount --propagation private bash -c 'mount --bind "$1" "$2" &&
    "$0" configure --authfile "$2" --yes quay.io && echo changed || { cat "$2"; exit 1; }' \
    "$companion" "$HOME/mounted.from" "$HOME/mounted.json" </dev/null
  like 'trap 2: a file that is mounted by itself is named' "$status $stderr" \
    "1 *'$HOME/mounted.json' is mounted into its folder as a single file*hint: *"
  is 'trap 2: and stays whole, where it is mounted and where it is from' \
    "$(tail -n 1 <<<"$stdout") $(<"$HOME/mounted.from") $(find "$HOME" -maxdepth 1 -name '*mounted*' | wc -l)" '{} {} 2'
fi

printf '#!/bin/sh\n' >"$HOME/bin/nerdctl"
chmod +x "$HOME/bin/nerdctl"
run configure --tool docker --yes quay.io localhost:5000
is 'trap 20: nerdctl asks with the port, so both keys are written' "$status $(names "$docker")" \
  '0 [{"localhost:5000":"cppsecret","quay.io":"cppsecret","quay.io:443":"cppsecret"},null]'
run unconfigure --yes quay.io
is 'trap 20: and both go' "$status $(names "$docker")" '0 [{"localhost:5000":"cppsecret"},null]'
rm "$HOME/bin/nerdctl"
run unconfigure --yes localhost:5000

no_files
hosts=()
for number in {1..20}; do hosts+=("host-$number.example"); done
printf '%s\n' "${hosts[@]}" | xargs -n 1 -P 20 timeout 60 "$companion" configure --tool docker --yes >/dev/null 2>&1
is 'twenty at once are all there' "$(jq '.credHelpers | length' "$docker")" 20

# --- unconfigure ------------------------------------------------------------------------------------

no_files
run unconfigure
is 'unconfigure needs a HOST or --all' "$status" 2
run unconfigure --all quay.io
is 'and not both' "$status" 2
run unconfigure --yes quay.io
like 'a HOST that is not configured is 3' "$status $stderr" "3 cppsecret: error: our helper is not configured for 'quay.io'*hint: *"
run unconfigure --all --yes
is 'nothing to do for --all is no failure' "$status $stdout" '0 nothing has to be changed'

printf '{\n  "auths": {"x.example": %s},\n  "zeta": [1,\t2]\n}' "$(auth x)" >"$primary"
printf '{"credsStore":"other","HttpHeaders":{"A":"b"}}\n' >"$docker"
cp "$primary" "$HOME/primary.before"
cp "$docker" "$HOME/docker.before"
run configure --tool all --yes quay.io docker.io localhost:5000
is 'configured' "$status" 0
cp "$primary" "$HOME/primary.configured"
run unconfigure quay.io
like 'without a terminal unconfigure needs --yes too' "$status $stdout" '2 *- *"quay.io": "cppsecret"*'
check 'and changes nothing' cmp "$primary" "$HOME/primary.configured"
run unconfigure --yes localhost:5000
is 'one HOST goes' "$status $(names "$primary") $(jq -c '.credHelpers | keys' "$docker")" \
  '0 [{"docker.io":"cppsecret","quay.io":"cppsecret"},null] ["https://index.docker.io/v1/","quay.io"]'
run unconfigure --dry-run docker.io
is "Docker Hub's entries are named" "$(grep -c -- '  - .*"docker.io": "cppsecret"' <<<"$stdout") $(grep -c -- '  - .*index.docker.io' <<<"$stdout")" '2 1'
run unconfigure --yes quay.io docker.io
is 'the others go' "$status" 0
check 'and every byte is as before' cmp "$primary" "$HOME/primary.before"
check "in docker's file too" cmp "$docker" "$HOME/docker.before"
run unconfigure --yes quay.io
is 'what is gone cannot go again' "$status" 3

echo '{"credHelpers":{"a.example":"other","b.example":"cppsecret-containers"},"credsStore":"cppsecret"}' >"$primary"
no=$HOME/.config/containers/registries.conf.d/50-cppsecret.conf
echo '{"credsStore":"cppsecret"}' >"$docker"
run configure --tool containers --all-registries --yes
check 'the drop-in is there' test -e "$no"
run unconfigure --all --yes
is 'only our entries go' "$status $(names "$primary") $(names "$docker")" '0 [{"a.example":"other"},"cppsecret"] [null,null]'
check 'and our drop-in' test ! -e "$no"
echo '# mine' >"$no"
run unconfigure --all --yes
like 'a drop-in that somebody has changed stays' "$status $stderr" '0 *warning: *50-cppsecret.conf* stays*'
check 'as it is' test -e "$no"
no_files
echo '{"credHelpers":{"quay.io":"cppsecret"}}' >"$HOME/mine.json"
cp "$HOME/mine.json" "$primary"
run unconfigure --authfile "$HOME/mine.json" --yes quay.io
is '--authfile changes one file alone' "$status $(names "$HOME/mine.json") $(names "$primary")" \
  '0 [null,null] [{"quay.io":"cppsecret"},null]'

no_files
mkdir -p "${persistent%/*}"
ln -s "$docker" "$persistent"
run configure --all-registries --tool docker --yes
run unconfigure --all --yes
is "docker's file is docker's, whoever else reads it" "$status $(names "$docker")" '0 [null,null]'
rm "$persistent"
export REGISTRY_AUTH_FILE=$docker
run configure --tool all --yes quay.io docker.io
run unconfigure --all --yes
is 'whatever names it' "$status $(names "$docker")" '0 [null,null]'
unset REGISTRY_AUTH_FILE

no_files
run configure --tool all --all-registries --yes
run unconfigure --yes quay.io
like 'where we answer for all, that is said of one' "$status|$stdout|$stderr" \
  "3||*error: our helper has no entry for 'quay.io': it answers for every registry, by '$docker'*hint: 'cppsecret unconfigure --all' ends that"
run unconfigure --yes docker.io
is "nor does docker's store go for Docker Hub alone" "$status|$(names "$docker")" '3|[null,"cppsecret"]'
run configure --tool containers --yes quay.io
run unconfigure --yes quay.io
like 'an entry goes, and we still answer' "$status|$(names "$persistent")|$stderr" \
  "0|\[null,null\]|*hint: our helper still answers for every registry, by '$docker'; *"
run unconfigure --all --yes
run configure --tool docker --yes docker.io
run unconfigure --yes docker.io
like "docker's store goes, with a word about the others" "$status|$(names "$docker")|$stderr" \
  "0|\[null,null\]|*warning: docker's credsStore goes, *hint: *"
no_files

# --- what no keyring can hold -----------------------------------------------------------------------

attempt "$companion" login --no-verify --username $'a\xff' --password-stdin bytes.example <<<secret
like 'login refuses a user name that is no text' "$status|$stdout|$stderr" \
  '1||cppsecret: error: the user name is not UTF-8 text, and nothing was stored*hint: *'
for secret in 'a\xff' 'a\0b'; do
  # shellcheck disable=SC2059  # the escapes are meant
  attempt "$companion" login --no-verify --username ann --password-stdin bytes.example < <(printf "$secret")
  like "and such a password: $secret" "$status|$stdout|$stderr" \
    '1||cppsecret: error: the password is not UTF-8 text without NUL bytes, and nothing was stored*hint: *'
done
is 'and nothing is stored' "$(login bytes.example)" 'credentials not found in native keychain'

finish
