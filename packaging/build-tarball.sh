#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds a tarball that runs wherever glibc and libsecret are. See usage below.
set -eu
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
needs_packages 'g++ meson ninja-build binutils git xz-utils'

usage() {
  cat <<'END'
usage: packaging/build-tarball.sh [--output DIR]

Builds what is committed into cppsecret-VERSION-linux-ARCH.tar.xz: programs,
man pages and completions, laid out as below /usr/local. libstdc++ is linked
in; glibc 2.36, GLib, libsecret, libsodium, libcurl and OpenSSL 3 must be where
it runs. SHA256SUMS beside it has its checksum. The same commit gives the same
bytes on the same system.

  --output DIR  where it is put (default: build/tarball)
  -h, --help    print this
END
}

output=$top/build/tarball
read_options "$@"
need meson ninja objdump xz sha256sum

oldest_glibc=2.36
version=$(version)
output=$(whole_path "$output")
released=$(release_date)
name=cppsecret-$version-linux-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export_source "$work"
source=$work/cppsecret-$version

# the folder's name would be in what assertions print
export CXXFLAGS="${CXXFLAGS:-} -ffile-prefix-map=$work=." LDFLAGS="${LDFLAGS:-} -static-libstdc++ -static-libgcc"
meson setup "$work/build" "$source" --prefix=/ --buildtype=release --strip --wrap-mode=nofallback
ninja -C "$work/build" --quiet installed
DESTDIR=$work/$name meson install -C "$work/build" --no-rebuild --quiet
documents=$work/$name/share/doc/cppsecret
mkdir -p "$documents"
cp "$source/README.md" "$source/LICENSE" "$source/.github/SECURITY.md" "$source/packaging/CHANGELOG.md" "$documents"
cp -r "$source/packaging/systemd" "$documents/systemd"

# what a machine that can use the programs has
allowed='^(ld-linux-.*|lib(c|m|gio-2\.0|gobject-2\.0|glib-2\.0|secret-1|sodium|curl|crypto))\.so\.[0-9]+$'
for program in "$work/$name"/bin/*; do
  needed=$(objdump -p "$program" | sed -n 's/^ *NEEDED *//p')
  if grep -vE "$allowed" <<<"$needed"; then
    fail "'${program##*/}' needs the library above" 'is the static libstdc++ installed?'
  fi
  ! grep -qF "$work" "$program" || fail "'${program##*/}' names the folder '$work' in which it was built"
  newest=$(objdump -T "$program" | grep -oE 'GLIBC_[0-9.]+' | cut -d_ -f2 | sort -Vu | tail -1)
  [ "$(printf '%s\n' "$newest" "$oldest_glibc" | sort -V | tail -1)" = "$oldest_glibc" ] ||
    fail "'${program##*/}' needs glibc $newest" "build it where glibc is $oldest_glibc, for example on Debian 12"
done

archive "$work" "$name" "$released" >"$output/$name.tar.xz"
(cd "$output" && sha256sum "$name.tar.xz" >SHA256SUMS)
printf '\nin %s:\n' "$output"
(cd "$output" && cat SHA256SUMS)
