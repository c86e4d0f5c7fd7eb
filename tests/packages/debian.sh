#!/bin/bash
# SPDX-License-Identifier: MIT
# The Debian packages, as a person has them: installed by apt into a fresh root made by mmdebstrap, tried
# on a keyring of its own, upgraded, removed and purged; then the tests that the source package has for them,
# by autopkgtest. The root takes what apt of this machine knows, or another suite of Debian.
#   debian.sh FOLDER [SUITE]   the folder that packaging/build-deb.sh has filled; for example trixie
# Needs root. It downloads Debian's packages.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need mmdebstrap dpkg-deb dpkg-source autopkgtest
[ "$(id -u)" = 0 ] || skip_all "needs root"
packages=$(cd "$1" && pwd)
support=$here/../support

work=$(mktemp -d)
root=$work/root
# shellcheck disable=SC2317,SC2329  # run by trap
leave() {
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  rm -rf --one-file-system "$work"
}
trap leave EXIT

inside() {
  chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

# as_person COMMAND…: as a user of the root, with a keyring of its own that is running and unlocked
as_person() {
  inside setpriv --reuid 1000 --regid 1000 --clear-groups env HOME=/home/ann \
    bash /opt/support/providers/gnome-keyring.sh "$@"
}

# apt of the root has the sources and the proxy of this machine's, and the lists that go with them
suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
sources=()
if [ -n "${2:-}" ] && [ "$2" != "$suite" ]; then
  suite=$2 # mmdebstrap knows where Debian's suites are
else
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    if grep -q '^[^#]' "$file" 2>/dev/null; then sources+=("$file"); fi
  done
fi
options=()
while IFS= read -r line; do options+=("--aptopt=$line"); done < <(apt-config dump | grep -E '^Acquire::[a-z]+::Proxy')
check "a fresh root of Debian" mmdebstrap --quiet --variant=minbase --mode=root --skip=cleanup/apt/lists \
  "${options[@]}" "$suite" "$root" "${sources[@]}"
mount -t proc proc "$root/proc" || exit 1
ln -sfn /proc/self/fd "$root/dev/fd"
inside useradd --create-home --uid 1000 ann
mkdir -p "$root/opt/packages"
cp "$packages"/*.deb "$root/opt/packages"
cp -r "$support" "$root/opt/support"
rm -f "$root"/opt/packages/*-dbgsym_*

check "apt-get install ./*.deb, with what is recommended" \
  inside sh -c 'apt-get install -q -y /opt/packages/*.deb'
is "the provider came with it" "$(inside dpkg-query -W -f '${Status}' gnome-keyring)" 'install ok installed'
# what the script that starts a private provider needs, and no package of ours does
check "the tools of the test" \
  inside apt-get install -q -y --no-install-recommends dbus-daemon libglib2.0-bin libsecret-tools

file_of_ann() { printf '%s/home/ann/.config/containers/auth.json' "$root"; }
mkdir -p "$root/home/ann/.config/containers"
printf '{ "credHelpers": { "registry.example": "cppsecret" } }\n' >"$(file_of_ann)"
inside chown -R ann:ann /home/ann/.config
before=$(stat -c '%U %a %Y' "$(file_of_ann)"; cat "$(file_of_ann)")

check "cppsecret self-test" as_person cppsecret self-test
like "the helper under its second name" "$(as_person docker-credential-cppsecret-containers list)" '{}*'
for page in man1/cppsecret.1 man7/cppsecret.7 man1/docker-credential-cppsecret.1; do
  check "the man page $page is there" inside test -e "/usr/share/man/$page.gz"
done

# the next version: the same with a higher number
for package in "$root"/opt/packages/*.deb; do
  inside dpkg-deb -R "/opt/packages/${package##*/}" /opt/next || exit 1
  sed -i -E -e 's/^(Version: .*)/\1+next/' -e 's/^(Depends: docker-credential-cppsecret \(= [^)]*)\)/\1+next)/' \
    "$root/opt/next/DEBIAN/control"
  inside dpkg-deb --root-owner-group -b /opt/next "/opt/packages/next-${package##*/}" >/dev/null || exit 1
  rm -r "$root/opt/next"
done
check "an upgrade" inside sh -c 'apt-get install -q -y /opt/packages/next-*.deb'
like "the new version is installed" \
  "$(inside dpkg-query -W -f '${Version} ' cppsecret docker-credential-cppsecret)" '*+next *+next*'
check "cppsecret self-test after the upgrade" as_person cppsecret self-test

check "remove" inside apt-get remove -q -y cppsecret docker-credential-cppsecret
left=$(find "$root/usr" "$root/etc" "$root/var/lib" -path "$root/var/lib/dpkg/*" -prune -o \
  -path "$root/var/lib/apt/*" -prune -o -name '*cppsecret*' -print)
is "nothing of ours is left after it" "$left" ''
check "install once more" inside sh -c 'apt-get install -q -y /opt/packages/next-*.deb'
check "purge" inside apt-get purge -q -y cppsecret docker-credential-cppsecret
is "nothing of ours is left after it" "$(find "$root/usr" "$root/etc" "$root/var" -name '*cppsecret*' -print)" ''
is "the user's file is as it was" "$(stat -c '%U %a %Y' "$(file_of_ann)"; cat "$(file_of_ann)")" "$before"

check "the source package is unpacked" dpkg-source --no-check -x "$packages"/cppsecret_*.dsc "$work/source"
check "autopkgtest" autopkgtest --no-built-binaries \
  "$packages"/cppsecret_*.deb "$packages"/docker-credential-cppsecret_*.deb "$work/source/" -- chroot "$root"
finish
