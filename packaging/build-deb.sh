#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds the Debian packages of what is committed, source and binary. See usage below.
set -eu
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
needs_packages 'dpkg-dev debhelper lintian xz-utils git'

usage() {
  cat <<'END'
usage: packaging/build-deb.sh [--output DIR] [--check]

Builds the packages docker-credential-cppsecret and cppsecret, with their
source package, from what is committed. Needs no network; what has to be
installed is in packaging/debian/control:

  apt-get install dpkg-dev && apt-get build-dep ./packaging

  --output DIR  where they are put (default: build/deb)
  --check       afterwards fail unless lintian finds no error and no warning
  -h, --help    print this
END
}

output=$top/build/deb check=''
read_options "$@"
need dpkg-buildpackage dh xz
[ -z "$check" ] || need lintian

version=$(version)
output=$(whole_path "$output")
released=$(release_date)
day=$(date -R -d "$released")
# not -1, which is for who brings it into Debian
revision=0upstream1
maintainer=$(sed -n 's/^Maintainer: //p' "$top/packaging/debian/control")

# Debian's changelog: this version's section of ours
debian_changelog() {
  local change
  printf 'cppsecret (%s-%s) unstable; urgency=medium\n\n' "$version" "$revision"
  changes | while IFS= read -r change; do
    fold -s -w 74 <<<"$change" | sed -E -e 's/ +$//' -e '1s/^/  * /' -e '2,$s/^/    /'
  done
  printf '\n -- %s  %s\n' "$maintainer" "$day"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source_archive "$work/cppsecret_$version.orig.tar.xz"
tar -x -C "$work" -f "$work/cppsecret_$version.orig.tar.xz"
folder=$work/cppsecret-$version
cp -r "$folder/packaging/debian" "$folder/debian"
debian_changelog >"$folder/debian/changelog"
cd "$folder"
unmet=$(dpkg-checkbuilddeps 2>&1) ||
  fail "${unmet#*error: }" "'apt-get build-dep $top/packaging' brings them"
dpkg-buildpackage --unsigned-source --unsigned-changes ||
  fail 'dpkg-buildpackage failed' 'look at what it says above'
cd "$top"

rm -f "$output"/*cppsecret*_"$version-$revision"*
rm -rf "$folder"
mv "$work"/*cppsecret* "$output"
printf '\nin %s:\n' "$output"
(cd "$output" && ls -1 -- *cppsecret*_"$version"*)
if [ -n "$check" ]; then
  lintian --info --pedantic --tag-display-limit 0 --allow-root --fail-on error,warning \
    "$output/cppsecret_$version-$revision"_*.changes || fail 'lintian is not content' 'look at what it says above'
fi
