#!/bin/bash
# SPDX-License-Identifier: MIT
# clang-tidy has nothing to say about src/.
#   tidy.sh TOP_FOLDER BUILD_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need clang-tidy
need python3

check "clang-tidy finds nothing" "$here/tidy.py" "$1" "$2"
finish
