#!/bin/bash
# SPDX-License-Identifier: MIT
# clang-tidy has nothing to say about src/.
#   tidy.sh TOP_FOLDER BUILD_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need clang-tidy

cd "$1" || exit 1
build=$2
# of the project's own files, two at a time; gcc's flags that clang does not know are no finding
# shellcheck disable=SC2317  # run by check
tidy() {
  find src -name '*.cpp' -print0 |
    xargs -0 -n 4 -P "$(nproc)" clang-tidy --quiet --warnings-as-errors='*' \
      --extra-arg=-Wno-unknown-warning-option -p "$build"
}
check "clang-tidy finds nothing" tidy
finish
