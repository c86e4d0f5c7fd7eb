#!/bin/bash
# SPDX-License-Identifier: MIT
# Saved accounts on every keyring: what the commands do, that no other program
# finds one, what CPPSECRET_ACCOUNT changes, and that who has none pays nothing.
#   accounts.sh COMPANION HELPER [PROVIDER]
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
support=$(cd "$here/../support" && pwd)
# shellcheck source=../support/tap.sh
. "$support/tap.sh"
need gnome-keyring-daemon keepassxc 'kwalletd6|kwalletd5' secret-tool jq docker-credential-secretservice dbus-monitor
companion=$(realpath -e -- "${1:?usage: accounts.sh COMPANION HELPER}") || exit 2
helper=$(realpath -e -- "${2:?usage: accounts.sh COMPANION HELPER}") || exit 2
providers=$support/providers
not_found='credentials not found in native keychain'

if [ -z "${PROV_NAME:-}" ]; then
  unset CPPSECRET_ACCOUNT CPPSECRET_COLLECTION CPPSECRET_DEBUG CPPSECRET_KEYRING \
    CPPSECRET_READONLY CPPSECRET_TIMEOUT CPPSECRET_UNAVAILABLE
  for provider in gnome-keyring keepassxc kwallet; do
    attempt "$providers/$provider.sh" bash "$0" "$companion" "$helper" "$provider"
    [ "$status" = 0 ] || stdout+=$'\n'"$stderr"
    if [ "$status" = 0 ]; then pass "$provider: all of it"; else fail "$provider: all of it" "$stdout"; fi
  done
  # the encrypted file of a machine without a bus
  attempt "$providers/no-bus.sh" bash "$0" "$companion" "$helper" file
  [ "$status" = 0 ] || stdout+=$'\n'"$stderr"
  if [ "$status" = 0 ]; then pass "keyring file: all of it"; else fail "keyring file: all of it" "$stdout"; fi
  # what is locked may hide an account
  attempt env LOCK=disk PROMPTER=none "$providers/gnome-keyring-locked.sh" "$companion" account list
  like 'a locked keyring lists what can be seen, and is a failure' "$status|$stdout|$stderr" \
    '1||cppsecret: error: the keyring is locked, so that its accounts cannot be listed*'
  attempt env LOCK=disk PROMPTER=none CPPSECRET_ACCOUNT=work "$providers/gnome-keyring-locked.sh" \
    "$helper" get <<<https://locked.example
  like 'with an account get says that the keyring is locked' "$status|$stdout|$stderr" \
    "1|$not_found|*: nobody could be asked to unlock the keyring; *"
  attempt env CPPSECRET_TIMEOUT=2 CPPSECRET_ACCOUNT=work "$providers/keepassxc-locked.sh" "$helper" get <<<a.example
  like 'and so in KeePassXC, which shows nothing of what is locked' "$status|$stdout|$stderr" \
    "1|$not_found|*: nobody answered the request to unlock the keyring in time; *"
  attempt env CPPSECRET_TIMEOUT=2 "$providers/gnome-keyring-absent.sh" "$companion" account save quay.io work
  like 'without a provider save says so' "$status|$stderr" '1|cppsecret: error: no keyring is running on the session bus*'
  finish
fi
# shellcheck source=../support/helper.sh
. "$support/helper.sh"
status='' stdout='' stderr='' # attempt sets them
if [ "$3" = file ]; then
  (umask 077 && echo 'open sesame' >"$HOME/passphrase")
  export CPPSECRET_PASSPHRASE_FILE=$HOME/passphrase
  "$companion" keyring create >/dev/null || exit 1
  items() { "$helper" list | jq length; }
fi

run() { attempt timeout 60 "$companion" account "$@" </dev/null; }

# as NAME COMMAND…: with CPPSECRET_ACCOUNT
as() {
  local CPPSECRET_ACCOUNT=$1
  export CPPSECRET_ACCOUNT
  shift
  "$@"
}

# official VERB INPUT PATTERN: what the official helper says; asked again where gnome-keyring denies a call
# that it knows, and on KWallet, of whose sessions a hundredth is bad, while that is not as PATTERN
official() {
  local said
  for _ in 1 2 3 4 5; do
    said=$(printf '%s' "$2" | docker-credential-secretservice "$1" 2>/dev/null)
    said=${said//Registry credentials for /} # newer ones list the labels
    # shellcheck disable=SC2053  # the pattern is meant as one
    [[ $said == *'is not implemented'* || $said == *'No such method'* ]] || [[ $PROV_NAME == kwallet* && $said != $3 ]] || break
  done
  printf '%s' "$said"
}

# --- save: nobody else finds it

answer get unlock.example # KWallet counts as locked until somebody wants a secret
run list
is 'without an account the list is empty' "$status|$stdout|$stderr" \
  "0||cppsecret: hint: no account is saved; 'cppsecret account save HOST NAME' keeps a login as one"
run list --json
is 'also as JSON' "$status|$(jq -c . <<<"$stdout")" '0|{"accounts":[],"complete":true}'
run save quay.io work
is 'what is not there cannot be saved' "$status|$stdout|$stderr" "3||cppsecret: error: the keyring has no login for 'quay.io' to save
cppsecret: hint: log in first: podman login quay.io"
store quay.io ann secret-of-ann
run save https://Quay.io:443/v2/ work
is 'save takes any spelling of the registry' "$status|$stdout|$stderr" \
  "0|the login of 'ann' for quay.io is saved as account 'work'|"
is 'the login stays active' "$(login quay.io)|$(items)" 'ann:secret-of-ann|1'
store quay.io bob secret-of-bob
is 'another login becomes the active one, alone' "$(login quay.io)|$(items)" 'bob:secret-of-bob|1'
if [ "$3" != file ]; then
  is 'the official helper gets the active login' "$(official get quay.io '*bob*' | jq -r '.Username')" bob
fi
wanted='{"quay.io":"bob"}'
[ "$3" = file ] || is 'and lists no account' "$(official list '' "$wanted")" "$wanted"
answer list
is 'nor does ours' "$stdout" "$wanted"
answer erase quay.io
is 'after a logout there is no login' "$(login quay.io)|$(items)" "$not_found|0"
[ "$3" = file ] || is 'nor for the official helper' "$(official get quay.io "$not_found")|$(official list '' '{}')" "$not_found|{}"
if [ "$3" != file ]; then
  is 'an account has a schema and attributes of its own' \
  "$(search_items cppsecret_account 1 | grep -E '^(label|schema|attribute\.(docker_cli|label|account|server|username|cppsecret_account)) = ' | sort)" \
  'attribute.account = work
attribute.cppsecret_account = 1
attribute.server = quay.io
attribute.username = ann
label = Account work for quay.io
schema = io.cppsecret.Account'
fi

# --- use: no login is lost unless it is said

run use quay.io work
is 'use makes it the active login' "$status|$stdout|$(login quay.io)" \
  "0|account 'work' is the active login for quay.io: 'ann'|ann:secret-of-ann"
store quay.io bob secret-of-bob
run use quay.io work
is 'an active login that is in no account is not lost' "$status|$stdout|$stderr|$(login quay.io)" \
  "1||cppsecret: error: the active login of 'bob' for 'quay.io' would be lost: no account holds it
cppsecret: hint: run 'cppsecret account save quay.io NAME' to keep it, or use --force to lose it|bob:secret-of-bob"
run use quay.io work --force
is 'but with --force' "$status|$(login quay.io)" '0|ann:secret-of-ann'
store quay.io bob secret-of-bob
run save quay.io work
is 'an account is not given to another user' "$status|$stderr" \
  "1|cppsecret: error: account 'work' is that of 'ann', the login is that of 'bob'
cppsecret: hint: use another NAME, or --force to replace it"
run save quay.io home
run use quay.io work
is 'what is saved may be left' "$status|$(login quay.io)" '0|ann:secret-of-ann'
run use quay.io home
is 'and comes back' "$status|$(login quay.io)|$(items)" '0|bob:secret-of-bob|1'
store quay.io bob newer-of-bob
run use quay.io home
like 'nor is a newer password lost to the older one' "$status|$stderr" "1|*: the active login of 'bob' *would be lost*"
run use quay.io work
is 'a password that has changed goes to the account of its user' "$status|$stdout" \
  "0|account 'home' has the newer password of 'bob'
account 'work' is the active login for quay.io: 'ann'"
run use quay.io home
is 'where it is found again' "$(login quay.io)" bob:newer-of-bob
run use quay.io nowhere
is 'what is no account is told what there is' "$status|$stderr" \
  "3|cppsecret: error: there is no account 'nowhere' for 'quay.io'
cppsecret: hint: its accounts are 'home', 'work'"
run use other.example work
is 'and an account of another registry is none' "$status|$stderr" \
  "3|cppsecret: error: there is no account 'work' for 'other.example'
cppsecret: hint: run 'cppsecret account save other.example NAME' while the login is active"

# --- Docker Hub, names that are like commands, names that are none

store https://index.docker.io/v1/ hub secret-of-hub
run save index.docker.io list
is "Docker Hub's accounts are docker.io's" "$status|$stdout" "0|the login of 'hub' for docker.io is saved as account 'list'"
run list
is 'list shows registries, accounts, users and the active ones' "$status|$stdout|$stderr" \
  '0|REGISTRY   ACCOUNT  USER  ACTIVE
docker.io  list     hub   yes
quay.io    home     bob   yes
quay.io    work     ann   no|'
run list https://registry-1.docker.io --json
is 'of one registry alone, as JSON' "$status|$(jq -c . <<<"$stdout")" \
  '0|{"accounts":[{"registry":"docker.io","account":"list","username":"hub","active":"yes"}],"complete":true}'
answer erase docker.io
for spelling in docker.io https://index.docker.io/v1/ registry-1.docker.io; do
  is "CPPSECRET_ACCOUNT finds it as $spelling" "$(as list login $spelling)" hub:secret-of-hub
done
store quay.io/team tina secret-of-tina
run save quay.io/team 'é 🔑'
is 'a namespace has accounts of its own' "$status|$(as 'é 🔑' login quay.io/team)|$(as 'é 🔑' login quay.io)" \
  '0|tina:secret-of-tina|bob:newer-of-bob'
for name in '' ' x' -x $'a\nb'; do
  run save -- quay.io "$name"
  like "${name@Q} is no name" "$status|$stdout" '2|'
  [ -n "$name" ] || continue
  as "$name" answer get quay.io
  like "nor in the environment: ${name@Q}" "$status|$stdout" '1|CPPSECRET_ACCOUNT is not the name of an account*'
done
run save 'quay.io/a b' work
like 'what is no registry is refused' "$status|$stderr" '2|cppsecret: error: *'

# --- CPPSECRET_ACCOUNT

is 'get gives the account' "$(as work login quay.io)|$(login quay.io)" 'ann:secret-of-ann|bob:newer-of-bob'
is 'under any spelling' "$(as work login https://QUAY.io/v2/)" ann:secret-of-ann
store other.example olga secret-of-olga
is 'elsewhere the active login' "$(as work login other.example)" olga:secret-of-olga
as work store quay.io ann changed-of-ann
is 'store changes the account' "$status|$(as work login quay.io)|$(login quay.io)|$(as home login quay.io)" \
  '0|ann:changed-of-ann|bob:newer-of-bob|bob:newer-of-bob'
as work store quay.io zoe secret-of-zoe
is 'also to another user' "$status|$(as work login quay.io)|$(login quay.io)" '0|zoe:secret-of-zoe|bob:newer-of-bob'
is 'and there is one of its name' \
  "$("$companion" account list quay.io --json | jq -c '[.accounts[] | [.account, .username]]')" '[["home","bob"],["work","zoe"]]'
as work store new.example nina secret-of-nina
is 'where there is no account store is as ever' "$(login new.example)" nina:secret-of-nina
as work answer erase quay.io
is 'erase removes the account alone' "$status|$(login quay.io)|$(as work login quay.io)|$(as home login quay.io)" \
  '0|bob:newer-of-bob|bob:newer-of-bob|bob:newer-of-bob'
as work answer erase new.example
is 'and where there is none the login' "$status|$(login new.example)" "0|$not_found"
as work answer list
is 'list is that of the active logins' "$stdout" '{"other.example":"olga","quay.io":"bob","quay.io/team":"tina"}'

# --- a user's name does not reach the terminal as a command to it

store odd.example 'x\u001b[31my' secret-of-odd
run save odd.example odd
is 'save shows a control character as a blank' "$status|$stdout" "0|the login of 'x [31my' for odd.example is saved as account 'odd'"
run use odd.example odd
is 'and so does use' "$status|$stdout" "0|account 'odd' is the active login for odd.example: 'x [31my'"
run remove odd.example odd
answer erase odd.example

# --- CPPSECRET_ACCOUNT and the companion

companion() { attempt timeout 60 "$companion" "$@" </dev/null; }
as home companion account list zzz.example
is 'a registry without accounts is told' "$status|$stdout|$stderr" "3||cppsecret: error: no account is saved for 'zzz.example'
cppsecret: hint: run 'cppsecret account save zzz.example NAME' while the login is active"
store two.example ann secret-of-ann
run save two.example work
store two.example bob secret-of-bob
as work companion export two.example --format auth.json
is 'export takes the account' "$status|$(jq -r '.auths[].auth' <<<"$stdout" | base64 -d)" '0|ann:secret-of-ann'
companion export two.example --format auth.json
is 'and the active login without it' "$status|$(jq -r '.auths[].auth' <<<"$stdout" | base64 -d)" '0|bob:secret-of-bob'
attempt env CPPSECRET_ACCOUNT=work timeout 60 "$companion" login two.example --username ann --password-stdin \
  --no-verify <<<changed-of-ann
is 'login changes the account' "$status|$(as work login two.example)|$(login two.example)" \
  '0|ann:changed-of-ann|bob:secret-of-bob'
as work companion logout two.example
like 'logout removes the account and tells of the active login' "$status|$stdout|$stderr" \
  "0|logged out: account 'work' for 'two.example' is removed|*warning: there is still a login for 'two.example' in the keyring*hint: to erase it: cppsecret logout two.example*"
is 'which stays' "$(as work login two.example)" bob:secret-of-bob
as work companion logout two.example
like 'a second logout is that of the active login' "$status|$stdout" "0|logged out: the keyring has no login for 'two.example' any more*"
as ' x' companion doctor --json
like 'doctor tells a name that is none' "$(jq -r '.findings[] | select(.severity == "error") | .what + "|" + .command' <<<"$stdout")" \
  '*CPPSECRET_ACCOUNT is not the name of an account|unset CPPSECRET_ACCOUNT*'

# --- remove

run remove quay.io work
is 'what is not there cannot be removed' "$status|$stderr" \
  "3|cppsecret: error: there is no account 'work' for 'quay.io'
cppsecret: hint: its accounts are 'home'"
run remove QUAY.IO home
is 'remove removes the account alone' "$status|$stdout|$(login quay.io)" \
  "0|account 'home' for quay.io is removed|bob:newer-of-bob"
run remove quay.io/team 'é 🔑'
run list
is 'the others stay' "$stdout" 'REGISTRY   ACCOUNT  USER  ACTIVE
docker.io  list     hub   no'

# --- who has none pays nothing: the calls to the provider are as many

[ "$3" != file ] || finish
dbus-monitor --session --profile >>"$TMPDIR/calls" 2>/dev/null &
monitor=$!
wait_until() { until "$@"; do read -r -t 0.02 <> <(:) || :; done; }
wait_until grep -q NameAcquired "$TMPDIR/calls"
# calls VERB INPUT: how many calls that makes
calls() {
  : >"$TMPDIR/calls" # dbus-monitor appends
  answer "$1" "$2"
  # what the monitor shows of a later call stands behind them
  gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus -m org.freedesktop.DBus.ListActivatableNames >/dev/null
  wait_until grep -q ListActivatableNames "$TMPDIR/calls"
  awk -F '\t' '$1 == "mc" && $6 ~ "^/org/freedesktop/secrets"' "$TMPDIR/calls" | wc -l
}
all_calls() {
  local verb
  for verb in get store store erase list; do
    case $verb in
      store) printf '%s:%s ' $verb "$(calls $verb '{"ServerURL":"calls.example","Username":"u","Secret":"s"}')" ;;
      *) printf '%s:%s ' $verb "$(calls $verb calls.example)" ;;
    esac
  done
}
# settled_calls: what two rounds agree on; a bad session with KWallet is followed by another, a call more
settled_calls() {
  local before='' now=''
  for _ in 1 2 3 4 5 6; do
    now=$(all_calls)
    [ "$now" != "$before" ] || break
    before=$now
  done
  printf '%s' "$now"
}
answer erase calls.example
with=$(settled_calls)
run remove docker.io list
is 'as many calls with saved accounts as without' "$with" "$(settled_calls)"
is 'and every verb makes some' "$(grep -c ':0 ' <<<"$with")" 0
printf '# calls to %s: %s\n' "$3" "$with"
kill "$monitor"
wait "$monitor" 2>/dev/null

# --- an account that others are replacing is there at any moment; KeePassXC 2.7.4 itself does not stand
# so many new items in a row
if [ "$3" != keepassxc ]; then
  store race.example u0 secret
  attempt "$companion" account save race.example work
  store race.example active secret
  for ((i = 0; i < 60; i++)); do
    CPPSECRET_ACCOUNT=work "$helper" store <<<"{\"ServerURL\":\"race.example\",\"Username\":\"u$((i % 2))\",\"Secret\":\"s\"}"
  done >"$TMPDIR/stored" 2>&1 & storing=$!
  while kill -0 "$storing" 2>/dev/null; do
    CPPSECRET_ACCOUNT=work "$helper" get <<<race.example 2>&1 | jq -r .Username
  done | sort -u >"$TMPDIR/seen"
  wait "$storing"
  is 'an account that is being replaced is there at any moment' "$(cat "$TMPDIR/stored" "$TMPDIR/seen")" $'u0\nu1'
fi
finish
