#!/bin/bash
# SPDX-License-Identifier: MIT
# The tests on the newest Debian, with its compiler and its clients: in a root of forky that this makes below
# build/newest, once. `rm -r build/newest/root` has it made anew, of today's packages.
#   newest.sh [COMMAND...]   runs COMMAND in that root, in the checkout, which is /src there and has a build/ of its
#                            own; without one the suites unit, integration and e2e: tests/run.sh says what it found
# Needs mmdebstrap and root. It downloads Debian's packages.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
work=$top/build/newest
root=$work/root

give_up() {
  echo "tests/newest.sh: $1" >&2
  exit 125
}

# A root with apt and no more: run.sh installs what the tests need. A first try that failed leaves none.
make_root() {
  local line options=()
  command -v mmdebstrap >/dev/null || give_up "mmdebstrap is not installed"
  # a proxy, and whether mirrors may lag, as apt of this machine has it
  while IFS= read -r line; do options+=("--aptopt=$line"); done < <(
    apt-config dump 2>/dev/null | grep -E '^Acquire::([a-z]+::Proxy|Check-Valid-Until) ')
  rm -rf --one-file-system "$root.new"
  mmdebstrap --quiet --variant=minbase --mode=root --skip=cleanup/apt/lists "${options[@]}" \
    forky "$root.new" http://deb.debian.org/debian || return 1
  # packages start no services
  printf '#!/bin/sh\nexit 101\n' >"$root.new/usr/sbin/policy-rc.d" && chmod +x "$root.new/usr/sbin/policy-rc.d" &&
    mv "$root.new" "$root"
}

# inside ROOT CHECKOUT BUILD COMMAND…: in namespaces of its own. A chroot would do but for one thing: in there no user
# namespace can be made, and without these podman is nothing. The shell stays, to reap what loses its parent.
inside() {
  local root=$1 checkout=$2 build=$3
  shift 3
  mount --bind "$root" "$root" && cd "$root" && mkdir -p src .outside &&
    mount --bind "$checkout" src && mount --bind "$build" src/build &&
    mount -t proc proc proc && mount --rbind /sys sys && mount --rbind /dev dev &&
    mount -t tmpfs -o mode=1777 tmpfs tmp && mount -t tmpfs -o mode=755 tmpfs run && mkdir -m 1777 run/lock &&
    pivot_root . .outside && umount -l /.outside && cd /src || exit 125
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    TERM="${TERM:-dumb}" CPPSECRET_TESTS_MUST_RUN="${CPPSECRET_TESTS_MUST_RUN:-}" "$@"
}

[ "$(id -u)" = 0 ] || give_up "needs root"
mkdir -p "$work/build" || exit 125
[ -d "$root" ] || make_root || give_up "no root could be made"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/" || exit 125
[ $# -gt 0 ] || set -- tests/run.sh --suite=unit --suite=integration --suite=e2e
made=$(stat -c %w "$root" | cut -d ' ' -f 1) folder=${root#"$top/"}
echo "Debian forky of $made in $folder; to have today's: rm -r $folder" >&2
export -f inside
exec unshare --mount --pid --fork --kill-child --propagation private \
  bash -c 'inside "$@"' newest.sh "$root" "$top" "$work/build" "$@"
