#!/bin/bash
# SPDX-License-Identifier: MIT
# The man pages are built, man has nothing to say of them, and apropos will find them.
#   man.sh [PAGE…]
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need man lexgrog
[ $# -gt 0 ] || skip_all "scdoc is not installed, so there are no pages"

# warnings PAGE: what man says on standard error; groff 1.24 warns of each narrow cell whose words it cannot spread
warnings() {
  attempt env LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings --no-justification --local-file "$1"
  printf '%s\n' "$stderr"
}

for page; do
  name=${page##*/}
  is "man has nothing to say of $name" "$(warnings "$page")" ''
  is "$name has its tables made" "$(head -n 1 "$page")" "'\\\" t"
  like "$name tells what it is about" "$(lexgrog "$page")" "*: \"${name%.*} - [a-z]*\"*"
done

# the check itself is tested on a page that is wrong
planted=$(mktemp -d)
trap 'rm -r "$planted"' EXIT
printf '.TH planted 1\n.SH NAME\nplanted \\- is wrong\n.nonsense\n' >"$planted/planted.1"
like 'a wrong page is found' "$(warnings "$planted/planted.1")" '*nonsense*'
finish
