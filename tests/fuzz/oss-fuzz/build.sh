#!/bin/bash -eu
# SPDX-License-Identifier: MIT
# Called by OSS-Fuzz in the checkout, with its own compiler flags: targets and corpora go to $OUT, with
# the libraries that its runner does not have. Fortified functions would hide from the sanitizers.
export CXXFLAGS="$CXXFLAGS -U_FORTIFY_SOURCE"
meson setup build --buildtype=plain -Db_lundef=false -Dfuzzing_engine="$LIB_FUZZING_ENGINE"
mkdir -p "$OUT/lib"
for source in tests/fuzz/*_fuzz.cpp; do
  name=$(basename "$source" _fuzz.cpp)
  ninja -C build "tests/fuzz/fuzz-$name"
  cp "build/tests/fuzz/fuzz-$name" "$OUT/$name"
  ldd "$OUT/$name" | awk '$3 ~ /^\// { print $3 }' | grep -vE '/(libc|libm|ld-linux)[.-]' | xargs -r cp -Lt "$OUT/lib"
  # shellcheck disable=SC2016  # the loader's word
  patchelf --set-rpath '$ORIGIN/lib' "$OUT/$name"
  seeds=("tests/fuzz/corpus/$name"/*)
  [ "$name" != auth_file ] || seeds+=(tests/unit/authfile/files/corpus/*)
  zip -qj "$OUT/${name}_seed_corpus.zip" "${seeds[@]}"
done
