#!/bin/bash
# SPDX-License-Identifier: MIT
# Every C++ file is as clang-format leaves it, has its SPDX line, and no line ends in a blank.
#   format.sh TOP_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need clang-format

cd "$1" || exit 1
mapfile -t cpp < <(find src tests -name '*.[ch]pp')
mapfile -t all < <(find src tests packaging .ci -type f \( -name '*.[ch]pp' -o -name '*.sh' -o -name '*.py' \
  -o -name '*.js' -o -name 'meson.build' -o -path '.ci/run' \))
is "there is source to look at" "$((${#cpp[@]} > 100 && ${#all[@]} > ${#cpp[@]}))" 1
check "clang-format has nothing to change" clang-format --dry-run --Werror "${cpp[@]}"
is "every source file names its licence" \
  "$(grep -L 'SPDX-License-Identifier: MIT' "${all[@]}")" ""
is "no line ends in a blank" "$(grep -nE '[[:blank:]]+$' "${all[@]}")" ""
finish
