# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Answers dialogs on an X display of the test's own, with xdotool; sourced. They appear when they
# like, so everything here waits for what it needs, up to $DIALOG_WAIT seconds.
#   dialogs TITLE            how many windows with a title that matches the regular expression are open
#   wait_for_dialog TITLE    until one is; leaves its id in $dialog
#   press TITLE KEY…         gives it the focus and presses keys, as xdotool names them
#   type_into TITLE TEXT     the same with a text and Return
#   press_grabbed COMMAND KEY…  presses keys for a dialog that has grabbed the keyboard, as that of
#                            gnome-keyring does once it likes, again and again until COMMAND succeeds
#   be_a_person TITLE        waits for a dialog, and as long as a person needs at the least to read it:
#                            a dismissal that comes sooner counts as that of a provider without display
#   be_a_person_at_the_prompter  the same for a dialog of gnome-keyring that has no title
#   wait_until COMMAND…      until the command succeeds
DIALOG_WAIT=${DIALOG_WAIT:-20}
dialog=

microseconds() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }

# shellcheck disable=SC2317,SC2329  # run by wait_until
is_later_than() { [ "$(microseconds)" -gt "$1" ]; }

wait_until() {
  local end=$(($(microseconds) + DIALOG_WAIT * 1000000))
  until "$@"; do
    if is_later_than "$end"; then
      echo "# waited $DIALOG_WAIT s in vain: $*"
      return 1
    fi
    read -r -t 0.05 <> <(:) || :
  done
}

dialogs() {
  xdotool search --onlyvisible --name "$1" 2>/dev/null | grep -c .
}

dialog_is_open() {
  dialog=$(xdotool search --onlyvisible --name "$1" 2>/dev/null | head -n 1)
  [ -n "$dialog" ]
}

press_grabbed() {
  local done=$1 end=$((SECONDS + DIALOG_WAIT))
  shift
  until "$done"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    xdotool key --clearmodifiers --delay 30 "$@"
    DIALOG_WAIT=3 wait_until "$done" >/dev/null
  done
}

no_dialog_is_open() { ! dialog_is_open "$1"; }

wait_for_dialog() { wait_until dialog_is_open "$1"; }

be_a_person() {
  wait_for_dialog "$1" && wait_until is_later_than $(($(microseconds) + 1000000))
}

# the same for a dialog of gnome-keyring that has no title
# shellcheck disable=SC2317,SC2329  # run by wait_until
prompter_is_open() { xdotool search --onlyvisible --class prompter >/dev/null 2>&1; }
be_a_person_at_the_prompter() {
  wait_until prompter_is_open && wait_until is_later_than $(($(microseconds) + 1000000))
}

dialog_has_focus() {
  xdotool windowfocus "$dialog" 2>/dev/null
  [ "$(xdotool getwindowfocus 2>/dev/null)" = "$dialog" ]
}

press() {
  local title=$1
  shift
  wait_for_dialog "$title" && wait_until dialog_has_focus && xdotool key --clearmodifiers "$@"
}

type_into() {
  wait_for_dialog "$1" && wait_until dialog_has_focus && xdotool type --delay 20 "$2" && xdotool key Return
}
