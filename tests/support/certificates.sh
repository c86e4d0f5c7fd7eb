# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Certificates for tests, made by openssl; sourced, not run. $certificates is the folder.
#   make_authority NAME          NAME.crt and NAME.key: self-signed, may sign others
#   make_certificate NAME AUTHORITY SUBJECT_ALT_NAMES [FIRST_DAY LAST_DAY]
#                                signed by it; '-' for no name; days as YYYYMMDD
certificates=${certificates:?}

openssl_quietly() {
  openssl "$@" >>"$certificates/log" 2>&1 || { cat "$certificates/log" >&2; return 1; }
}

make_authority() {
  openssl_quietly req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -subj "/O=Test/CN=$1 CA" -addext keyUsage=critical,keyCertSign \
    -keyout "$certificates/$1.key" -out "$certificates/$1.crt"
}

make_certificate() {
  local authority=$2 names=$3 first=${4:-} last=${5:-} here=$certificates/$1
  mkdir "$here.d"
  : >"$here.d/index"
  {
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index\nnew_certs_dir=%s\nrand_serial=yes\n' "$here.d" "$here.d"
    printf 'default_md=sha256\npolicy=p\ndefault_days=2\n[p]\ncommonName=supplied\n[x]\nbasicConstraints=CA:FALSE\n'
    [ "$names" = - ] || printf 'subjectAltName=%s\n' "$names"
  } >"$here.d/conf"
  openssl_quietly req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=127.0.0.1 \
    -keyout "$here.key" -out "$here.d/request" &&
    openssl_quietly ca -batch -config "$here.d/conf" -extensions x -notext \
      -cert "$certificates/$authority.crt" -keyfile "$certificates/$authority.key" \
      ${first:+-startdate "${first}000000Z"} ${last:+-enddate "${last}000000Z"} \
      -in "$here.d/request" -out "$here.crt"
}
