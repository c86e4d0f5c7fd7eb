#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs what the tests need, builds, runs every test and ends with "N passed, N failed, N skipped".
#   tests/run.sh [--tidy-all] [--sanitize] [--benchmark] [--coverage[=unit]] [--faults] [--packages] [--fuzz]
#                [--newest] [--suite=NAME] [--no-install]
#     --tidy-all    runs clang-tidy on every file, also on those that were clean and have not changed since
#     --sanitize    also builds with AddressSanitizer and UBSan and runs the tests with that, and the
#                   unit tests and the helper's verbs under valgrind
#     --benchmark   afterwards runs the benchmarks (about 10 minutes), and draws README's plot to build/benchmark
#     --coverage    builds with gcov, runs the tests that run the programs with that only, and prints
#                   which lines and branches of src/ they reach; with =unit what the unit tests alone reach of
#                   each room, and fails if that is not enough
#     --faults      builds and runs the long forms of the tests of faults only, and prints one table of
#                   what was tried, what survived and what was lost
#     --packages    builds the packages of every distribution and tries them, only that (as root)
#     --fuzz        gives every fuzz target a minute, only that; tests/fuzz.sh takes another time
#     --newest      runs unit, integration and e2e with the compiler and the clients of Debian forky, only that (as
#                   root): in a root that is made in build/newest/root and used again; remove it to have newer packages
#     --suite=NAME  runs the tests of this suite only: unit, lint, integration, faults or e2e; as often as wanted
#     --no-install  installs nothing: what is missing is skipped, or fails the build
# CPPSECRET_TESTS_MUST_RUN=1 makes a skipped test a failure. What is built and made stays below build/ in the
# checkout; the tests use folders in /tmp and, as root, users and groups of their own, and take all of it away.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
build=$top/build/tests
install=1 tidy_all='' sanitize='' benchmark='' coverage='' faults='' packaged='' fuzzed='' newest='' suites=()
for option; do
  case $option in
    --tidy-all) tidy_all=1 ;;
    --sanitize) sanitize=1 ;;
    --benchmark) benchmark=1 ;;
    --coverage) coverage=1 ;;
    --coverage=unit) coverage=unit ;;
    --faults) faults=1 ;;
    --packages) packaged=1 ;;
    --fuzz) fuzzed=1 ;;
    --newest) newest=1 ;;
    --suite=?*) suites+=(--suite "${option#*=}") ;;
    --no-install) install='' ;;
    -h | --help) sed -n '3,22s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "tests/run.sh: unknown option '$option'; try --help" >&2; exit 2 ;;
  esac
done

# Debian's names; --no-install-recommends, so that what is needed is written down here
# shellcheck source=support/packages.sh
. "$here/support/packages.sh"
packages=(
  "${build_needs[@]#*:}" clang libc++-dev libclang-rt-dev doctest-dev
  clang-format clang-tidy shellcheck valgrind strace python3 jq scdoc man-db
  zsh fish systemd
  dbus-daemon libglib2.0-bin gnome-keyring gcr libsecret-tools
  keepassxc libkf5wallet-bin libqca-qt5-2-plugins
  golang-docker-credential-helpers pass gnupg apache2-utils nodejs
  podman buildah skopeo docker.io kubernetes-client uidmap slirp4netns fuse-overlayfs
  xvfb xdotool
  binutils bsdextrautils coreutils curl git iproute2 mount openssl passwd procps util-linux xz-utils
)

[ -z "$benchmark" ] || packages+=(gnuplot-nox)
[ -z "$coverage" ] || packages+=(gcovr)
[ -z "$packaged" ] || packages+=(
  dpkg-dev debhelper pkgconf lintian autopkgtest mmdebstrap rpm rpmlint makepkg libarchive-tools fakeroot
)

# what it takes to make a root, where the packages above go then
[ -z "$newest" ] || packages=(mmdebstrap debian-archive-keyring)

# From Debian 13 on there are KWallet 6, crane and oras, and docker's client has a package of its own. Asked is apt,
# since testing's os-release has no version.
use_newer_names() {
  local package
  if apt-cache show kwallet6 >/dev/null 2>&1; then
    packages=("${packages[@]/%libkf5wallet-bin/kwallet6}")
    packages=("${packages[@]/%libqca-qt5-2-plugins/libqca-qt6-plugins}")
  fi
  for package in docker-cli crane oras; do
    if apt-cache show "$package" >/dev/null 2>&1; then packages+=("$package"); fi
  done
}

install_packages() {
  local missing=() package sudo=()
  command -v apt-get >/dev/null || {
    echo "tests/run.sh: no apt-get here; install what these packages of Debian hold: ${packages[*]}" >&2
    return 0
  }
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  # a fresh system has no lists yet
  compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || "${sudo[@]}" apt-get update -q || return 1
  [ -n "$newest" ] || use_newer_names
  for package in "${packages[@]}"; do
    # what is there by other means need not come from Debian
    [[ $package = docker.io || $package = docker-cli ]] && command -v docker >/dev/null && continue
    [ "$package" = kubernetes-client ] && command -v kubectl >/dev/null && continue
    [ "$package" = nodejs ] && command -v node >/dev/null && continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  echo "installing ${missing[*]}"
  "${sudo[@]}" apt-get update -q &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

unpack_registry() {
  local tools=$top/build/tools
  [ ! -x "$tools/usr/bin/docker-registry" ] || return 0
  if command -v docker-registry >/dev/null || ! command -v apt-get >/dev/null; then return 0; fi
  echo "unpacking docker-registry to build/tools"
  mkdir -p "$tools" && cd "$tools" && eval "$unpack_registry"
}

# CLI11 of the next Debian, headers alone, for the test 'help-newer-cli11', which is skipped where they cannot be had
unpack_newer_cli11() {
  local tools=$top/build/tools/cli11 keys=/usr/share/keyrings/debian-archive-keyring.gpg options
  if [ -d "$tools/usr/include/CLI" ] || ! command -v apt-get >/dev/null || ! [ -r "$keys" ]; then return 0; fi
  if dpkg --compare-versions "$(dpkg-query -W -f='${Version}' libcli11-dev 2>/dev/null)" ge 2.6; then return 0; fi
  echo "unpacking libcli11-dev of forky to build/tools/cli11"
  # apt with lists of its own: the machine's sources stay as they are. Of mirrors that lag it takes what is signed.
  mkdir -p "$tools/lists/partial" "$tools/cache/archives/partial" && cd "$tools" || return 0
  echo "deb [signed-by=$keys] http://deb.debian.org/debian forky main" >sources.list
  options=(-q
    -o APT::Sandbox::User=root
    -o Dir::Etc::SourceList="$tools/sources.list"
    -o Dir::Etc::SourceParts=/dev/null
    -o Dir::State::Lists="$tools/lists"
    -o Dir::Cache="$tools/cache"
    -o Acquire::Languages=none
    -o Acquire::Check-Valid-Until=false)
  apt-get "${options[@]}" update &&
    apt-get "${options[@]}" download libcli11-dev &&
    dpkg --extract libcli11-dev_*.deb . &&
    touch "$here/e2e/meson.build" # a build folder that was there before looks again
  rm -rf lists cache
}

passed=0 failed=0 skipped=0

# count BUILD: adds the results of a meson test run
count() {
  local log=$1/meson-logs/testlog.json results
  results=$(sed -nE 's/.*"result": "([A-Z]+)".*/\1/p' "$log" 2>/dev/null)
  passed=$((passed + $(grep -cE '^(OK|EXPECTEDFAIL)$' <<<"$results")))
  skipped=$((skipped + $(grep -cE '^SKIP$' <<<"$results")))
  failed=$((failed + $(grep -cE '^(FAIL|ERROR|TIMEOUT|INTERRUPT|UNEXPECTEDPASS)$' <<<"$results")))
}

give_up() {
  echo "tests/run.sh: $1" >&2
  echo "$passed passed, $((failed + 1)) failed, $skipped skipped"
  exit 1
}

# configure FOLDER OPTION…: a build folder, made anew if its options are not these
configure() {
  local folder=$1
  shift
  if [ -f "$folder/build.ninja" ]; then
    meson configure "$folder" "$@" >/dev/null && return 0
    rm -rf "$folder"
  fi
  meson setup "$folder" "$top" "$@"
}

# run BUILD ARGUMENT…: meson test
run() {
  local folder=$1
  shift
  ninja -C "$folder" --quiet || give_up "the build in $folder failed"
  rm -f "$folder/meson-logs/testlog.json"
  meson test -C "$folder" --no-rebuild --print-errorlogs "$@"
  count "$folder"
}

if [ -n "$install" ]; then
  install_packages || give_up "not everything could be installed"
fi
if [ -n "$newest" ]; then
  "$here/newest.sh"
  status=$?
  [ "$status" != 125 ] || give_up "Debian forky could not be entered"
  exit "$status"
fi
if [ -n "$install" ]; then
  (unpack_registry) || give_up "docker-registry could not be fetched"
  (unpack_newer_cli11)
fi
PATH=$PATH:$top/build/tools/usr/bin
command -v meson >/dev/null || give_up "meson is not installed; run without --no-install"

# attempt COMMAND…: counted as one test
attempt() {
  local log
  log=$(mktemp)
  printf '\n== %s\n' "${*/#"$top/"/}"
  "$@" | tee "$log"
  if [ "${PIPESTATUS[0]}" != 0 ]; then
    failed=$((failed + 1))
    printf 'FAILED: %s\n' "$*"
  elif grep -q '^1\.\.0 # SKIP' "$log"; then
    skipped=$((skipped + 1))
  else
    passed=$((passed + 1))
  fi
  rm "$log"
}

# finish: the last line
finish() {
  if [ "${CPPSECRET_TESTS_MUST_RUN:-}" = 1 ] && [ "$skipped" -gt 0 ]; then
    echo "tests/run.sh: a test was skipped, but all must run here" >&2
    failed=$((failed + skipped)) skipped=0
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
  exit
}

if [ -n "$fuzzed" ]; then
  attempt "$here/fuzz.sh" 60
  finish
fi

if [ -n "$packaged" ]; then
  made=$top/build/packages
  attempt "$top/packaging/build-deb.sh" --check --output "$made/deb"
  attempt "$here/packages/debian.sh" "$made/deb"
  attempt "$top/packaging/build-rpm.sh" --check --output "$made/rpm"
  attempt "$top/packaging/build-arch.sh" --output "$made/arch"
  attempt "$top/packaging/build-tarball.sh" --output "$made/tarball"
  attempt "$here/packages/tarball.sh" "$made/tarball"
  finish
fi

if [ "$coverage" = unit ]; then
  covered=$top/build/coverage-unit
  configure "$covered" --buildtype=plain -Dcpp_args=-O0 -Dwerror=true -Db_coverage=true ||
    give_up "the coverage build could not be configured"
  attempt python3 "$here/unit_coverage.py" "$covered"
  finish
fi

if [ -n "$coverage" ]; then
  covered=$top/build/coverage
  configure "$covered" --buildtype=debug -Dwerror=true -Db_coverage=true ||
    give_up "the coverage build could not be configured"
  find "$covered" -name '*.gcda' -delete
  # another user cannot write the counters, nor can a program whose calls fail
  mapfile -t names < <(meson test -C "$covered" --no-rebuild --list 2>/dev/null |
    sed -nE 's#^cppsecret:(unit|integration|e2e) / (.*)$#\2#p' | grep -vE 'user$|official$|^systemd_credential$')
  run "$covered" --timeout-multiplier 10 "${names[@]}"
  # a line that throws ends a branch that no test can take where nothing fails: those are not counted
  gcovr --root "$top" --filter "$top/src/" --exclude-throw-branches --exclude-unreachable-branches \
    --object-directory "$covered" --sort-uncovered --txt "$covered/coverage.txt" --print-summary ||
    give_up "gcovr failed"
  cat "$covered/coverage.txt"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
  exit
fi

configure "$build" --buildtype=release -Dwerror=true || give_up "the build could not be configured"

if [ -n "$faults" ]; then
  ninja -C "$build" --quiet || give_up "the build in $build failed"
  helper=$build/src/helper/docker-credential-cppsecret
  preload=$build/tests/faults/libstop_before_main.so
  results=$(mktemp -d)
  # faults TEST ARGUMENT…: its log at its end
  faults() {
    trap - INT QUIT # which the shell has what runs in the background ignore
    attempt python3 "$here/faults/$1" "${@:2}" --long >"$results/$BASHPID.log" 2>&1
    cat "$results/$BASHPID.log"
    echo "$passed $failed $skipped" >"$results/$BASHPID.count"
  }
  programs=("$helper" "$build/src/cli/cppsecret")
  # most of the time is spent waiting for time limits: several at once, the longest first
  for test in companion helper matrix rogue file_keyring provider registry surroundings places rights secrets words; do
    while [ "$(jobs -rp | wc -l)" -gt "$(nproc)" ]; do wait -n; done
    case $test in
      companion) faults companion.py "$build/src/cli/cppsecret" "$helper" "$preload" & ;;
      helper) faults helper.py "$helper" "$preload" & ;;
      matrix) faults ../integration/matrix.py "${programs[@]}" & ;;
      file_keyring) faults file_keyring.py "${programs[@]}" "$preload" & ;;
      provider) faults provider.py "$helper" & ;;
      rights) faults surroundings.py "${programs[@]}" --rights & ;;
      *) faults "$test.py" "${programs[@]}" & ;;
    esac
  done
  wait
  # its figures want the machine for themselves
  faults load.py "$helper" &
  wait
  read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p, f, s }' "$results"/*.count)
  figures='([0-9]+) tried, ([0-9]+) survived(, ([0-9]+) ended by a library)?, ([0-9]+) lost'
  {
    printf 'kind\ttried\tsurvived\tended by a library\tlost\n'
    sed -nE "s/^(not )?ok [0-9]+ - (.+): $figures\$/\2\t\3\t\4\t0\6\t\7/p" \
      "$results"/*.log | awk -F '\t' -v OFS='\t' '{ $4 += 0; for (i = 2; i <= 5; i++) sum[i] += $i; print }
        END { print "all", sum[2], sum[3], sum[4], sum[5] }'
  } | column -t -s $'\t'
  rm -r "$results"
  finish
fi

[ -z "$tidy_all" ] || rm -f "$build/tidy-clean.json"
# two places more than processors, for the two of the lint that only compute: they are nice, and others mostly wait
run "$build" --num-processes "$(($(nproc) + 2))" "${suites[@]}"
meson introspect --tests "$build" | grep -q ':unit"' || give_up "there are no unit tests: doctest is missing"

if [ -n "$sanitize" ]; then
  sanitized=$top/build/sanitize
  configure "$sanitized" --buildtype=debugoptimized -Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false ||
    give_up "the sanitizer build could not be configured"
  # the helper keeps standard error to itself and exits with 1 for many reasons: reports go to files.
  # Where hardening and an unprivileged user meet, the leak checker cannot attach: the 'user' tests
  # are left to the ordinary build.
  reports=$(mktemp -d)
  chmod 1777 "$reports"
  export ASAN_OPTIONS=log_path=$reports/asan:exitcode=99:detect_leaks=1:fast_unwind_on_malloc=0
  export UBSAN_OPTIONS=log_path=$reports/ubsan:print_stacktrace=1:halt_on_error=1
  export LSAN_OPTIONS=suppressions=$here/support/lsan.supp:print_suppressions=0
  mapfile -t names < <(meson test -C "$sanitized" --no-rebuild --list 2>/dev/null |
    sed -nE 's#^cppsecret:(unit|integration|e2e) / (.*)$#\2#p' | grep -vE 'user$|official$')
  run "$sanitized" --timeout-multiplier 4 "${names[@]}"
  unset ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
  if [ -n "$(ls -A "$reports")" ]; then
    cat "$reports"/*
    failed=$((failed + 1))
    echo "the sanitizers found something: see above"
  fi
  rm -r "$reports"

  rm -f "$build/meson-logs/testlog.json"
  valgrind=(valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite
    --errors-for-leak-kinds=definite --suppressions="$here/support/valgrind.supp")
  CPPSECRET_TESTS_UNDER_VALGRIND=1 meson test -C "$build" --no-rebuild --print-errorlogs --suite unit \
    --timeout-multiplier 10 --wrap "${valgrind[*]}"
  count "$build"
  attempt "$here/integration/valgrind.sh" "$build/src/helper/docker-credential-cppsecret"
fi

if [ -n "$benchmark" ]; then
  ninja -C "$build" --quiet tests/benchmark/interleave || give_up "the benchmark was not built"
  "$here/benchmark.sh" --markdown --plot "$top/build/benchmark" "$build/src/helper/docker-credential-cppsecret" \
    "$build/tests/benchmark/interleave" || give_up "the benchmark failed"
  "$here/benchmark_file.sh" "$build/src/helper/docker-credential-cppsecret" "$build/src/cli/cppsecret" \
    "$build/tests/benchmark/interleave" || give_up "the keyring file's benchmark failed"
  "$here/benchmark_companion.sh" "$build/src/cli/cppsecret" "$build/src/helper/docker-credential-cppsecret" ||
    give_up "the companion's benchmark failed"
  "$here/benchmark_migrate.sh" "$build/src/cli/cppsecret" "$build/src/helper/docker-credential-cppsecret" ||
    give_up "the benchmark of migrate failed"
fi

finish
