#!/bin/bash
# SPDX-License-Identifier: MIT
# The scripts that make packages, as root: in a checkout of another user git would run the programs that its
# configuration names, so they refuse it. A checkout of ours and an unpacked tarball are taken as they are.
#   foreign_checkout.sh TOP_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need git xz tar
[ "$(id -u)" = 0 ] || skip_all 'only root can give a checkout to another user'
top=$(realpath -e -- "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work/home TMPDIR=$work/tmp
mkdir "$HOME" "$TMPDIR"
unset SUDO_UID "${!GIT_@}"

# checkout NAME: the packaging of this project in a repository of its own
checkout() {
  mkdir "$work/$1"
  cp -r "$top/packaging" "$top/meson.build" "$work/$1"
  git -C "$work/$1" init -q
  git -C "$work/$1" add -A
  git -C "$work/$1" -c user.name=test -c user.email=test@example.invalid commit -q -m all
}

# plant NAME: programs that git runs, at a look at what changed and at taking files out
plant() {
  printf '#!/bin/sh\ntouch %q\ncat\n' "$work/$1.ran" >"$work/$1/program"
  chmod +x "$work/$1/program"
  git -C "$work/$1" config core.fsmonitor "$work/$1/program"
  git -C "$work/$1" config filter.planted.smudge "$work/$1/program"
  echo '* filter=planted' >"$work/$1/.git/info/attributes"
}

archive() { # NAME
  attempt bash -c '. "$1/packaging/lib.sh" && source_archive "$2"' archive "$work/$1" "$work/$1.tar.xz"
}

files() { # NAME
  tar -tf "$work/$1.tar.xz" 2>/dev/null | grep -c '/packaging/lib.sh$'
}

checkout ours
archive ours
is 'a checkout of ours is packed' "$status $(files ours)" '0 1'

checkout planted
plant planted
archive planted
is 'git runs what its configuration names' "$([ -e "$work/planted.ran" ] && echo ran)" ran

checkout foreign
plant foreign
chown -R nobody "$work/foreign"
archive foreign
like 'a checkout of another user is refused' "$status $stderr" "1 *'$work/foreign' belongs to somebody else*git clone*"
is 'nothing of it was run' "$([ -e "$work/foreign.ran" ] && echo ran)" ''
is 'no archive is left' "$(files foreign)" 0

mkdir "$work/unpacked"
cp -r "$top/packaging" "$top/meson.build" "$work/unpacked"
archive unpacked
is 'what a tarball brought is packed' "$status $(files unpacked)" '0 1'

checkout around
mkdir "$work/around/inner"
cp -r "$top/packaging" "$top/meson.build" "$work/around/inner"
echo new >"$work/around/inner/new"
archive around/inner
is "a tarball unpacked in somebody's repository is not taken for that" \
  "$status $(tar -tf "$work/around/inner.tar.xz" | grep -c '/new$')" '0 1'

rm -r "$work/ours/.git/refs" "$work/ours/.git/objects"
archive ours
like 'a broken checkout is told' "$status $stderr" "1 *git cannot read the checkout*git -C $work/ours log*"
is 'no folder is left behind' "$(ls "$TMPDIR")" ''
finish
