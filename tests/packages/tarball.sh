#!/bin/bash
# SPDX-License-Identifier: MIT
# The tarball: its checksum is right, it is the same when built again, and unpacked anywhere its programs
# work on a keyring, without a libstdc++ of the system.
#   tarball.sh FOLDER   the folder that packaging/build-tarball.sh has filled
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need xz objdump gnome-keyring-daemon meson
made=$(cd "$1" && pwd) || exit 1
cd "$made" || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check "the checksum" sha256sum --check SHA256SUMS
archive=$(sed -E 's/^[0-9a-f]+  //' SHA256SUMS)
check "it is unpacked" tar -x -C "$work" -f "$archive"
cd "$work"/cppsecret-*/ || exit 1
for program in cppsecret docker-credential-cppsecret docker-credential-cppsecret-containers; do
  check "$program is there and runs" sh -c "bin/$program --help >/dev/null"
done
# what glibc, GLib, libsodium, curl and OpenSSL bring, and nothing else; libsecret is loaded when it is needed
is "the libraries that are needed" \
  "$(objdump -p bin/* | sed -nE '/ld-linux/d;s/^ *NEEDED *(.*)\.so\.[0-9]+$/\1/p' | sort -u | xargs)" \
  'libc libcrypto libcurl libgio-2.0 libglib-2.0 libgobject-2.0 libsodium'
check "the man pages" test -s share/man/man1/cppsecret.1
is "nothing is beside what /usr/local has" "$(printf '%s ' *)" 'bin share '
check "cppsecret self-test" env PATH="$PWD/bin:$PATH" "$here/../support/providers/gnome-keyring.sh" cppsecret self-test
# elsewhere, and by the compiler: a cache would hand out what was compiled the first time
again=$work/another-place
mkdir "$again"
check "it is built again" env CCACHE_DISABLE=1 TMPDIR="$again" \
  "$here/../../packaging/build-tarball.sh" --output "$again/made"
is "it is the same" "$(cat "$again/made/SHA256SUMS")" "$(cat "$made/SHA256SUMS")"
finish
