#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds the RPM packages of what is committed, source and binary. See usage below.
set -eu
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
needs_packages 'rpm rpmlint meson git xz-utils'

usage() {
  cat <<'END'
usage: packaging/build-rpm.sh [--output DIR] [--check]

Builds the packages docker-credential-cppsecret and cppsecret, with their
source package, from what is committed. Needs no network; on Fedora
'dnf builddep packaging/rpm/cppsecret.spec' installs what the build needs.
Where rpm's database does not know what is installed (Debian has a rpmbuild
too), the build itself finds out what is missing.

  --output DIR  where they are put (default: build/rpm)
  --check       afterwards fail unless rpmlint finds no error
  -h, --help    print this
END
}

output=$top/build/rpm check=''
read_options "$@"
need rpmbuild rpmspec xz meson
[ -z "$check" ] || need rpmlint

version=$(version)
output=$(whole_path "$output")
released=$(release_date)
day=$(LC_ALL=C date -d "$released" '+%a %b %d %Y')
spec=$top/packaging/rpm/cppsecret.spec
# dnf builddep reads it as it is here
rpmspec -q --buildrequires "$spec" >/dev/null || fail "rpm cannot read '$spec'" 'look at what it says above'

rpm_changelog() {
  printf '* %s cppsecret maintainers <cppsecret@users.noreply.github.com> - %s-1\n' "$day" "$version"
  changes | sed 's/^/- /; s/%/%%/g'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/SOURCES" "$work/SPECS"
source_archive "$work/SOURCES/cppsecret-$version.tar.xz"
rpm_changelog >"$work/changelog"
sed -E -e "s/^(Version: +).*/\1$version/" -e '/^# packaging.build-rpm.sh puts/d' -e "/^%changelog\$/r $work/changelog" \
  "$spec" >"$work/SPECS/cppsecret.spec"

options=(--define "_topdir $work")
# Fedora's rpm has meson's macros from the package meson, and knows what is installed; elsewhere
# they are the three lines that they come to
if [ "$(rpm --eval '%{?meson}')" = '' ]; then
  prefix='--prefix=%{_prefix} --libdir=%{_libdir} --mandir=%{_mandir} --buildtype=plain'
  options+=(--nodeps
    --define "meson(-) meson setup $prefix %** build-rpm"
    --define 'meson_build() meson compile -C build-rpm'
    --define 'meson_install() DESTDIR=%{buildroot} meson install -C build-rpm --no-rebuild'
    --define 'meson_test(-) meson test -C build-rpm --no-rebuild %**'
    --define "debug_package %{nil}")
  export CXXFLAGS="${CXXFLAGS:--O2 -g}"
fi
rpmbuild "${options[@]}" -ba "$work/SPECS/cppsecret.spec" || fail 'rpmbuild failed' 'look at what it says above'

find "$work/RPMS" "$work/SRPMS" -name '*.rpm' -exec cp {} "$output" \;
cp "$work/SPECS/cppsecret.spec" "$output"
printf '\nin %s:\n' "$output"
(cd "$output" && ls -1 -- *"$version"*.rpm)
if [ -n "$check" ]; then
  rpmlint --rpmlintrc "$top/packaging/rpm/rpmlintrc" "$output/cppsecret.spec" "$output"/*"$version"*.rpm ||
    fail 'rpmlint is not content' 'look at what it says above'
fi
