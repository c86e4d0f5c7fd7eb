#!/bin/bash
# SPDX-License-Identifier: MIT
# The programs are built as a release must be: position independent, bound and sealed at their start,
# with stack protector and fortified functions; the helper links nothing that it does not need.
#   hardening.sh HELPER COMPANION BUILD_FOLDER FLAG…
# FLAG: what each file of src/ has to be compiled with.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need readelf objdump jq
helper=$1 companion=$2 build=$3

for program in "$helper" "$companion"; do
  name=${program##*/}
  symbols=$(readelf -sW "$program")
  code=$(objdump -d --no-show-raw-insn "$program")
  like "$name is position independent" "$(readelf -h "$program" | grep Type:)" "*DYN*"
  like "$name: its relocations are read-only" "$(readelf -lW "$program")" "*GNU_RELRO*"
  like "$name: all of them, at its start" "$(readelf -dW "$program")" "*BIND_NOW*"
  like "$name: its stack is not executable" "$(readelf -lW "$program" | grep GNU_STACK)" "* RW *"
  is "$name: nothing is writable and executable" "$(readelf -lW "$program" | grep -c 'LOAD.* RWE ')" 0
  like "$name: its stack is guarded" "$symbols" "*__stack_chk_fail*"
  like "$name: its calls to libc are checked" "$symbols" "*_chk@*"
  if [[ $* == *-fcf-protection* ]]; then # the note says so only where libc's part of the program does too
    main=$(sed -n '/<main>:$/,/^$/p' <<<"$code")
    like "$name: indirect jumps have their targets" "$main" "*endbr64*"
  fi
  if [[ $* == *-fzero-call-used-regs=* ]]; then
    # %eax is the answer: other registers are cleared before a return for this alone
    cleared=$(grep -B1 -w ret <<<"$code" | grep -cE 'xor +%(e[bcds][xi]|r[0-9]+d),')
    check "$name: registers are cleared at returns" test "$cleared" -ge 500
  fi
done
lacking() { # FLAG: how many files are compiled without
  jq --arg flag "$1" '[.[] | select(.file | test("/src/")) | select((.command + " ") | contains($flag + " ") | not)]
    | length' "$build/compile_commands.json"
}
for flag in "${@:4}"; do is "every file is compiled with $flag" "$(lacking "$flag")" 0; done
is 'a flag that none has is missed' "$(lacking -fno-such-flag)" \
  "$(jq '[.[] | select(.file | test("/src/"))] | length' "$build/compile_commands.json")"

linked=$(readelf -dW "$helper" | sed -nE 's/.*NEEDED.*\[(.*)\.so.*/\1/p' | sort)
is "the helper links what it needs at once and no more" \
  "$(grep -vxE 'libstdc\+\+|libgcc_s|libm|ld-linux-.*' <<<"$linked" | xargs)" \
  "libc libgio-2.0 libglib-2.0 libgobject-2.0 libsodium"
# a static libstdc++ that brings them makes the program three times as large, and slower to start
is "no streams and locales of C++ are in it" "$(grep -c 'NSt6locale5facetE' "$helper")" 0
finish
