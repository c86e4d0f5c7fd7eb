# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Where a login stands in files; sourced, not run.
#   files_with USER PASSWORD FOLDER…  the files that hold the password, as it is or as auth files encode it

files_with() {
  local both only
  both=$(printf '%s:%s' "$1" "$2" | base64 -w 0) only=$(printf %s "$2" | base64 -w 0)
  find "${@:3}" -type f -readable -exec grep -laF -e "$2" -e "${both%%=*}" -e "${only%%=*}" {} + 2>/dev/null
}
