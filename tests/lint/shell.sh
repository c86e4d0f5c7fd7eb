#!/bin/bash
# SPDX-License-Identifier: MIT
# Nothing that shellcheck finds is in the scripts.
#   shell.sh TOP_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need shellcheck

cd "$1" || exit 1
mapfile -t scripts < <(find tests packaging .ci -type f \
  \( -name '*.sh' -o -name '*.bash' -o -path '.ci/run' -o -path '*/lookup/bin/*' \
  -o -path '*debian/tests/[a-z]*' ! -name control \))
check "shellcheck finds nothing" shellcheck --external-sources "${scripts[@]}"
finish
