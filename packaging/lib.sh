# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the scripts that make packages share; sourced, not run.
#
#   fail MESSAGE [HINT]   ends the script
#   needs_packages NAMES  the packages of Debian that have what need() asks for
#   need PROGRAM…         fails if one is missing
#   read_options ARGUMENT…  --output DIR sets output, --check sets check if the script has that; --help
#   version               the version of this checkout, which only meson.build holds
#   changes               the changes of this version from CHANGELOG.md, one line each
#   release_date          the day of this version in CHANGELOG.md
#   export_source FOLDER  what git has at HEAD, as FOLDER/cppsecret-VERSION
#   source_archive FILE   the same as FILE, a tar.xz; the same bytes every time
#   whole_path FOLDER     makes it, and prints its path from the root on
# TZ and the locale of whoever runs this change nothing.
set -o pipefail
shopt -s inherit_errexit
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
script=$(basename "$0" .sh)
needed_packages=''
export LC_ALL=C.UTF-8 TZ=UTC

fail() {
  printf '%s: error: %s\n' "$script" "$1" >&2
  if [ -n "${2:-}" ]; then printf '%s: hint: %s\n' "$script" "$2" >&2; fi
  exit 1
}

needs_packages() {
  needed_packages=$1
}

need() {
  local program missing=()
  for program; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  [ ${#missing[@]} = 0 ] ||
    fail "not installed: ${missing[*]}" "on Debian 'apt-get install $needed_packages' brings them"
}

# shellcheck disable=SC2034  # what is set is for the script
read_options() {
  while [ $# != 0 ]; do
    case $1 in
      --output=?*) output=${1#--output=} ;;
      --output) output=${2:?usage: --output DIR}; shift ;;
      --check) [ -n "${check+set}" ] || { usage >&2; exit 2; }; check=1 ;;
      -h | --help) usage; exit 0 ;;
      *) usage >&2; exit 2 ;;
    esac
    shift
  done
}

version() {
  sed -nE "s/^  version: '([0-9.]+)',\$/\1/p" "$top/meson.build" | grep . ||
    fail "no version in '$top/meson.build'"
}

# the lines of this version's section
section() {
  local version
  version=$(version)
  awk -v heading="## $version (" \
    'index($0, "## ") == 1 { inside = index($0, heading) == 1; next } inside' "$top/packaging/CHANGELOG.md"
}

release_date() {
  local version
  version=$(version)
  sed -nE "s/^## ${version//./\\.} \(([0-9]{4}-[0-9]{2}-[0-9]{2})\)\$/\1/p" "$top/packaging/CHANGELOG.md" | grep . ||
    fail "CHANGELOG.md has no heading for $version" "add '## $version ($(date +%F))' to packaging/CHANGELOG.md"
}

changes() {
  # a continued line joins the one before
  section | sed -nE '/^[- ] /{s/`//g;p}' | sed -E ':a;N;$!ba;s/\n  +/ /g' | sed 's/^- //'
}

# A checkout of somebody else is refused, as git refuses it: its configuration names programs that git would run.
is_a_checkout() {
  [ -e "$top/.git" ] || return 1
  local refusal
  if ! refusal=$(git -C "$top" rev-parse --verify --quiet HEAD 2>&1 >/dev/null); then
    [[ $refusal != *'dubious ownership'* ]] ||
      fail "the checkout '$top' belongs to somebody else" 'work on a clone of your own: git clone URL'
    fail "git cannot read the checkout '$top'" "see what 'git -C $top log' says"
  fi
}

export_source() {
  local folder
  folder=$1/cppsecret-$(version)
  mkdir -p "$folder" || return 1
  if is_a_checkout; then
    if [ -n "$(git -C "$top" status --porcelain)" ]; then
      printf '%s: warning: what is not committed is not in it\n' "$script" >&2
    fi
    git -C "$top" archive HEAD | tar -x -C "$folder"
  else
    # a released tarball has nothing else in it, but for what was built there
    tar -c -C "$top" --exclude=./build . | tar -x -C "$folder"
  fi
}

# archive FOLDER NAME DAY: FOLDER/NAME as a tar.xz on standard output, in which only its files matter
archive() {
  tar -c --sort=name --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw --mtime="$3" -C "$1" "$2" | xz --threads=1
}

source_archive() {
  local work name released status=0
  name=cppsecret-$(version)
  released=$(release_date)
  work=$(mktemp -d)
  # a refusal ends the subshell alone, so that the folder goes
  (export_source "$work" && archive "$work" "$name" "$released" >"$1") || status=1
  rm -rf "$work"
  return "$status"
}

whole_path() {
  mkdir -p -- "$1" && realpath -e -- "$1"
}
