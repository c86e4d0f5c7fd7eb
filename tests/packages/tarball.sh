#!/bin/bash
# SPDX-License-Identifier: MIT
# The tarball: its checksum is right, it is the same when built again, and unpacked anywhere its programs
# work on a keyring, without a libstdc++ of the system.
#   tarball.sh FOLDER   the folder that packaging/build-tarball.sh has filled
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need xz objdump gnome-keyring-daemon
cd "$1" || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check "the checksum" sha256sum --check SHA256SUMS
archive=$(sed -E 's/^[0-9a-f]+  //' SHA256SUMS)
check "it is unpacked" tar -x -C "$work" -f "$archive"
cd "$work"/cppsecret-*/ || exit 1
for program in cppsecret docker-credential-cppsecret docker-credential-cppsecret-containers; do
  check "$program is there and runs" sh -c "bin/$program --help >/dev/null"
done
is "no libstdc++ is needed" "$(objdump -p bin/cppsecret bin/docker-credential-cppsecret | grep -c 'libstdc++')" 0
is "nothing in it names the folder where it was built" "$(grep -rlF "/tmp/" bin | head -1)" ''
check "the man pages" test -s share/man/man1/cppsecret.1
check "cppsecret self-test" env PATH="$PWD/bin:$PATH" "$here/../support/providers/gnome-keyring.sh" cppsecret self-test
finish
