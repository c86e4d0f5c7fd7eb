#!/bin/bash
# SPDX-License-Identifier: MIT
# Dialogs of the providers on an X display, answered by xdotool: one dialog however many helpers ask,
# and its outcome is everybody's.
#   prompts.sh HELPER COMPANION
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon keepassxc 'kwalletd6|kwalletd5' secret-tool Xvfb xdotool dbus-monitor
providers=$here/../support/providers
helper=$(realpath "$1") companion=$(realpath "$2")
not_found='credentials not found in native keychain'
dismissed='the request to unlock the keyring was dismissed'
if [ -z "${PROV_NAME:-}" ]; then
  # prompt CASE PROVIDER [SETTING…]: this script inside of a provider
  prompt() {
    local name=$1 provider=$2
    shift 2
    attempt env "$@" "$providers/$provider.sh" "$0" "$helper" "$companion" "$name"
    printf '%s\n' "$stdout" | sed 's/^/# /'
    if [ "$status" = 0 ]; then pass "$name"; else fail "$name" "$stdout"$'\n'"$stderr"; fi
  }
  prompt 'gnome-keyring, locked' gnome-keyring-locked PROMPTER=xvfb
  prompt 'gnome-keyring, one keyring of two locked' gnome-keyring-locked PROMPTER=xvfb
  prompt 'gnome-keyring, no keyring yet' gnome-keyring-nocollection PROMPTER=xvfb
  prompt 'KeePassXC, locked' keepassxc KPX_XVFB=1 KPX_LOCKED=1
  prompt 'KeePassXC, locked, unlocks before it searches' keepassxc KPX_XVFB=1 KPX_LOCKED=1 KPX_SEARCH=1
  prompt 'KeePassXC, every access is to be confirmed' keepassxc KPX_CONFIRM=1 KPX_ANSWER=1
  prompt 'KWallet, locked' kwallet KW_XVFB=1 KW_LOCKED=1
  finish
fi
# shellcheck source=../support/dialogs.sh
. "$here/../support/dialogs.sh"
right='{"ServerURL":"https://locked.example","Username":"u","Secret":"p"}'

# every call on the bus from here on
dbus-monitor --session --profile >>"$TMPDIR/calls" 2>/dev/null &
monitor=$!
wait_until grep -q NameAcquired "$TMPDIR/calls"

calls() { grep -c $'\t'"$1\$" "$TMPDIR/calls"; } # MEMBER
# shellcheck disable=SC2317,SC2329  # run by wait_until
calls_reach() { [ "$(calls "$1")" -ge "$2" ]; }
forget_calls() { : >"$TMPDIR/calls"; } # dbus-monitor appends

provider_pid() {
  gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
    -m org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets
}

# start COUNT VERB INPUT: that many helpers at once, whose answers end_all collects
helpers=() answers=
start() {
  local i
  for ((i = 0; i < $1; i++)); do
    "$helper" "$2" <<<"$3" >"$TMPDIR/out.$i" 2>"$TMPDIR/err.$i" &
    helpers+=($!)
  done
}

# end_all: leaves "COUNT STATUS|STDOUT|STDERR" for every kind of answer in $answers
end_all() {
  local i status
  : >"$TMPDIR/answers"
  for i in "${!helpers[@]}"; do
    status=0
    wait "${helpers[i]}" || status=$?
    printf '%s|%s|%s\n' "$status" "$(cat "$TMPDIR/out.$i")" "$(cat "$TMPDIR/err.$i")" >>"$TMPDIR/answers"
  done
  answers=$(sort "$TMPDIR/answers" | uniq -c | sed 's/^ *//')
  helpers=()
}

case $3 in
  'gnome-keyring, locked')
    title='Unlock'
    # shellcheck disable=SC2317,SC2329  # run by press_grabbed
    is_answered() { no_dialog_is_open "$title"; }
    pid=$(provider_pid)
    start 20 get https://locked.example
    be_a_person "$title"
    is 'one dialog for 20 helpers' "$(dialogs "$title")" 1
    press_grabbed is_answered t e s t Return
    end_all
    is '20 right answers' "$answers" "20 0|$right|"
    is 'one prompt was shown' "$(calls Prompt)" 1

    lock() {
      gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
        -m org.freedesktop.Secret.Service.Lock "[objectpath '/org/freedesktop/secrets/collection/login']" >/dev/null
    }
    lock
    forget_calls
    start 5 get https://locked.example
    be_a_person "$title"
    press_grabbed is_answered Escape
    end_all
    like 'a dismissal is the answer of all' "$answers" \
      "5 1|$not_found|*: $dismissed; repeat the command and answer the provider's dialog"
    is 'after one prompt' "$(calls Prompt)" 1

    forget_calls
    CPPSECRET_TIMEOUT=2 start 3 get https://locked.example
    end_all
    like 'a time-out is the answer of all' "$answers" \
      "3 1|$not_found|*: nobody answered the request to unlock the keyring in time; *; CPPSECRET_TIMEOUT *"
    is 'after one prompt ' "$(calls Prompt)" 1
    is 'and gnome-keyring has survived it' "$(provider_pid)" "$pid"
    is 'its dialog stays, since it cannot be withdrawn' "$(dialogs "$title")" 1
    start 3 get https://locked.example
    wait_until calls_reach Prompt 2
    kill "${helpers[@]}"
    end_all
    start 3 get https://locked.example
    wait_until calls_reach Prompt 3
    is 'who asks next opens no second one' "$(dialogs "$title")" 1
    press_grabbed is_answered t e s t Return
    end_all
    is 'but gets the right answer from it' "$answers" "3 0|$right|"
    is 'nothing is left on the screen' "$(dialogs "$title")" 0
    is 'gnome-keyring is the same' "$(provider_pid)" "$pid"
    ;;
  'gnome-keyring, one keyring of two locked')
    # shellcheck source=../support/helper.sh
    . "$here/../support/helper.sh"
    title='Unlock'
    # shellcheck disable=SC2317,SC2329  # run by press_grabbed
    is_answered() { no_dialog_is_open "$title"; }
    # shellcheck disable=SC2317,SC2329  # run by wait_until
    has_gone() { ! gdbus wait --session --timeout 1 org.freedesktop.secrets 2>/dev/null; }
    keyrings=$HOME/.local/share/keyrings
    kill "$(provider_pid | tr -cs 0-9 ' ' | cut -d' ' -f3)"
    wait_until has_gone
    cp "$keyrings/login.keyring" "$keyrings/other.keyring"
    printf test | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
    daemon=$!
    gdbus wait --session --timeout 10 org.freedesktop.secrets
    # past the helper, which would ask for the other one
    secret-tool clear server https://locked.example
    item docker.io hub of-hub
    is 'the open keyring has a login' "$(login docker.io)" 'hub:of-hub'
    forget_calls
    timeout 60 setsid --wait "$companion" logout --all </dev/null >"$TMPDIR/out" 2>"$TMPDIR/err" &
    companion_pid=$!
    be_a_person "$title"
    press_grabbed is_answered t e s t Return
    wait "$companion_pid"
    is 'a logout from all unlocks what hides a login, though another one is in sight' \
      "$?|$(sort "$TMPDIR/out")|$(cat "$TMPDIR/err")" \
      "0|logged out: the keyring has no login for 'docker.io' any more
logged out: the keyring has no login for 'locked.example' any more|"
    is 'with one prompt, and no secret is read' "$(calls Prompt) $(calls GetSecret)" '1 0'
    is 'nothing is left' "$(items)" 0
    kill "$daemon"
    wait "$daemon" 2>/dev/null
    ;;
  'gnome-keyring, no keyring yet')
    # shellcheck disable=SC2317,SC2329  # run by press_grabbed
    is_answered() { [ -s "$HOME/.local/share/keyrings/default" ]; }
    i=0
    for server in a b c; do
      "$helper" store <<<"{\"ServerURL\":\"$server.example\",\"Username\":\"u\",\"Secret\":\"of-$server\"}" \
        >"$TMPDIR/out.$i" 2>"$TMPDIR/err.$i" &
      helpers+=($!)
      i=$((i + 1))
    done
    be_a_person_at_the_prompter
    press_grabbed is_answered n e w Tab n e w Return
    end_all
    is 'all are stored' "$answers" '3 0||'
    is 'in one new keyring, after one dialog' "$(calls CreateCollection) $(calls Prompt)" '1 1'
    for server in a b c; do
      is "from which that of $server.example comes back" "$("$helper" get <<<"$server.example")" \
        "{\"ServerURL\":\"$server.example\",\"Username\":\"u\",\"Secret\":\"of-$server\"}"
    done
    ;;
  'KeePassXC, locked'*)
    title='Unlock Database'
    "$helper" list >"$TMPDIR/list" 2>"$TMPDIR/why"
    like 'list asks nobody and says so' "$(cat "$TMPDIR/list")|$(cat "$TMPDIR/why")|$(dialogs "$title")" \
      '{}|*: the keyring is locked, *|0'
    forget_calls
    start 5 get https://locked.example
    be_a_person "$title"
    press "$title" Escape
    end_all
    like 'a dismissal is the answer of all' "$answers" "5 1|$not_found|*: $dismissed; *"
    is 'after one prompt' "$(calls Prompt)" 1
    wait_until no_dialog_is_open "$title"
    start 20 get https://locked.example
    wait_for_dialog "$title"
    is 'one dialog for 20 helpers' "$(dialogs "$title")" 1
    type_into "$title" pw
    end_all
    is '20 right answers' "$answers" "20 0|$right|"
    is 'one prompt was shown' "$(calls Prompt)" 2
    ;;
  'KeePassXC, every access is to be confirmed')
    start 20 get https://locked.example
    end_all
    is '20 right answers' "$answers" "20 0|$right|"
    ;;
  'KWallet, locked') # nobody knows the password of a wallet that was made without one
    title='KDE Wallet'
    start 5 get https://locked.example
    be_a_person "$title"
    press "$title" Escape
    end_all
    like 'a dismissal is the answer of all' "$answers" "5 1|$not_found|*: $dismissed; *"
    is 'after one prompt' "$(calls Prompt)" 1
    ;;
  *) fail "no such case: $3" ;;
esac
kill "$monitor"
wait "$monitor" 2>/dev/null
finish
