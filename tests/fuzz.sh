#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs every fuzz target with libFuzzer (clang), ASan and UBSan, as many at a time as there are processors,
# and prints a table.
#   tests/fuzz.sh SECONDS [TARGET…]
# An input that breaks an invariant is left below build/fuzz/found: mend the fault, and put the input into
# tests/fuzz/corpus/TARGET, which every test run replays. Nothing else outside of build/fuzz is written.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/fuzz
case ${1:-} in
  '' | *[!0-9]*) sed -n '3,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
seconds=$1
shift

if [ ! -f "$build/build.ninja" ]; then
  CXX=${CXX:-clang++} CXXFLAGS=-fsanitize=fuzzer-no-link meson setup "$build" "$top" --buildtype=debugoptimized \
    -Db_lundef=false -Db_sanitize=address,undefined -Dfuzzing_engine=-fsanitize=fuzzer >/dev/null || exit 1
fi
cd "$top/tests/fuzz" || exit 1
targets=("$@")
[ $# != 0 ] || mapfile -t targets < <(for source in *_fuzz.cpp; do echo "${source%_fuzz.cpp}"; done)
ninja -C "$build" --quiet "${targets[@]/#/tests/fuzz/fuzz-}" || exit 1

# run_target TARGET: new inputs go beside the corpus, not into it
# shellcheck disable=SC2317,SC2329  # run by xargs
run_target() {
  local seeds=("corpus/$1")
  [ "$1" != auth_file ] || seeds+=(../unit/authfile/files/corpus)
  mkdir -p "$build/grown/$1" "$build/found/$1"
  "$build/tests/fuzz/fuzz-$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$build/found/$1/" "$build/grown/$1" "${seeds[@]}" >"$build/$1.log" 2>&1
  echo $? >"$build/$1.status"
}
export -f run_target
export build seconds
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'run_target "$1"' run

failed=0
printf '%-16s %12s %10s %8s  %s\n' target executions covered corpus result
for target in "${targets[@]}"; do
  result='nothing found'
  if [ "$(cat "$build/$target.status")" != 0 ]; then
    result="FOUND: see $build/$target.log" failed=1
  fi
  read -r covered corpus < <(sed -nE 's/.* cov: ([0-9]+) .* corp: ([0-9]+)\/.*/\1 \2/p' "$build/$target.log" | tail -1)
  executions=$(sed -nE 's/^stat::number_of_executed_units: *([0-9]+)/\1/p' "$build/$target.log")
  printf '%-16s %12s %10s %8s  %s\n' "$target" "${executions:-?}" "${covered:-?}" "${corpus:-?}" "$result"
done
exit "$failed"
