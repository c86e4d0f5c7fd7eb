#!/bin/bash
# SPDX-License-Identifier: MIT
# The program is built as a release must be: position independent, bound and sealed at its start,
# with stack protector and fortified functions, linking nothing that it does not need.
#   hardening.sh PROGRAM
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need readelf

program=$1
like "it is position independent" "$(readelf -h "$program" | grep Type:)" "*DYN*"
like "its relocations are read-only" "$(readelf -lW "$program")" "*GNU_RELRO*"
like "all of them, at its start" "$(readelf -dW "$program")" "*BIND_NOW*"
like "its stack is not executable" "$(readelf -lW "$program" | grep GNU_STACK)" "* RW *"
like "its stack is guarded" "$(readelf -sW "$program")" "*__stack_chk_fail*"
like "its calls to libc are checked" "$(readelf -sW "$program")" "*_chk@*"
linked=$(readelf -dW "$program" | sed -nE 's/.*NEEDED.*\[(.*)\.so.*/\1/p' | sort)
is "it links what it needs at once and no more" \
  "$(grep -vxE 'libstdc\+\+|libgcc_s|libm|ld-linux-.*' <<<"$linked" | xargs)" \
  "libc libgio-2.0 libglib-2.0 libgobject-2.0 libsodium"
# a static libstdc++ that brings them makes the program three times as large, and slower to start
is "no streams and locales of C++ are in it" "$(grep -c 'NSt6locale5facetE' "$program")" 0
finish
