#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds the Arch package of what is committed. See usage below.
set -eu
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
needs_packages 'makepkg libarchive-tools fakeroot meson git xz-utils'

usage() {
  cat <<'END'
usage: packaging/build-arch.sh [--output DIR]

Builds the Arch package from what is committed, with makepkg, as a user who is
not root. Needs no network. Where pacman's database does not know what is
installed (Debian has a makepkg too), the build itself finds out.

  --output DIR  where it is put (default: build/arch)
  -h, --help    print this
END
}

output=$top/build/arch
read_options "$@"
need makepkg bsdtar fakeroot xz meson

version=$(version)
output=$(whole_path "$output")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# makepkg takes an archive that lies beside the PKGBUILD for the one that it would download
source_archive "$work/cppsecret-$version.tar.xz"
sum=$(sha256sum "$work/cppsecret-$version.tar.xz" | cut -d' ' -f1)
sed -e "s/^pkgver=.*/pkgver=$version/" -e "s/^sha256sums=.*/sha256sums=($sum)/" \
  -e '/^# packaging.build-arch.sh puts/d' "$top/packaging/arch/PKGBUILD" >"$work/PKGBUILD"

options=(--force)
path=$PATH
if ! command -v pacman >/dev/null; then
  # makepkg asks it only what is installed, which nobody knows here
  mkdir "$work/bin" && ln -s "$(type -P true)" "$work/bin/pacman"
  path=$work/bin:$PATH
  options+=(--nodeps)
  # Arch's makepkg.conf has such flags; Debian's has none, and unoptimised tests run out of time
  export CXXFLAGS="${CXXFLAGS:--O2}"
fi
as_user=()
if [ "$(id -u)" = 0 ]; then
  # makepkg refuses to be root
  chown -R nobody "$work"
  as_user=(setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups env HOME="$work")
fi
# a makepkg.conf may name other folders for what is fetched, built and made
folders=("SRCDEST=$work" "PKGDEST=$work" "LOGDEST=$work" "BUILDDIR=$work")
(cd "$work" && PATH=$path "${as_user[@]}" env "${folders[@]}" makepkg "${options[@]}") ||
  fail 'makepkg failed' 'look at what it says above'

cp "$work"/*.pkg.tar* "$work/PKGBUILD" "$output"
printf '\nin %s:\n' "$output"
(cd "$output" && ls -1 -- *"$version"*.pkg.tar*)
