#!/bin/bash
# SPDX-License-Identifier: MIT
# The checks of doctor are functions of a snapshot: doctor/check*.cpp includes nothing that looks at the
# machine, and calls nothing that does.
#   pure.sh SOURCE_FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"

# system headers with calls, rooms that run programs or open keyrings, and our own headers that look
headers='<(unistd|stdlib|fcntl|pwd|dirent|spawn|sys/[a-z]+)\.h>|<(filesystem|fstream|cstdlib|cstdio)>'
headers+='|"client/|"keyring/(open_keyring|stored_logins|file/|secret_service/)|"doctor/look\.hpp"'
headers+='|"base/(atomic_file|environment|file_lock|folders|io|lock_folder|new_file|read_file|real_uid)\.hpp"'
headers+='|"authfile/(files/(editor|read_file)|registries/podman_connections)\.hpp"'
headers+='|"machine/(helper_oracle|installed_tools|known_registries|read_settings|sudo)\.hpp"'
# functions that other headers bring in: any of the system, and our own that look
calls='(^|[^[:alnum:]_>])::[a-z_0-9]+ *\(|\b(secure_)?getenv *\('
calls+='|\b(load_file|read_file|find_program|open_keyring|diagnose|take_snapshot|look_at_[a-z_]+) *\('
calls+='|\b(is_oo7_installed|read_os_release|home_of_account|environment_of_process|canonical_path) *\('
calls+='|\b(read_registries_conf|read_registries_conf_as_tools|read_settings) *\('
calls+='|\b(installed_tools|read_chosen_aliases|find_podman_connection) *\('
calls+='|\bmachine::as_root *\('

# violations FOLDER: a line each
violations() {
  (cd "$1" &&
    grep -nE -e "^[[:space:]]*#[[:space:]]*include[[:space:]]*($headers)" -e "$calls" doctor/check*.cpp /dev/null)
}

is 'there are checks' "$(find "$1/doctor" -name 'check_*.cpp' | grep -q . && echo some)" some
is 'no check looks at the machine' "$(violations "$1")" ''

# the rule itself is tested on checks that break it
planted=$(mktemp -d)
trap 'rm -r "$planted"' EXIT
mkdir "$planted/doctor"
number=0 wanted=''
plant() { # WRONG|FINE LINE
  number=$((number + 1))
  printf '%s\n' "$2" >"$planted/doctor/check_$number.cpp"
  [ "$1" = FINE ] || wanted+="doctor/check_$number.cpp"$'\n'
}
plant WRONG '#include <unistd.h>'
plant WRONG '#include <stdlib.h>'
plant WRONG '#  include <sys/stat.h>'
plant WRONG '#include <filesystem>'
plant WRONG '#include "client/program_path.hpp"'
plant WRONG '#include "keyring/open_keyring.hpp"'
plant WRONG '#include "base/read_file.hpp"'
plant WRONG '#include "machine/read_settings.hpp"'
plant WRONG '#include "doctor/look.hpp"'
plant WRONG '    if (::stat(path.c_str(), &status) != 0)'
plant WRONG '::access("/", W_OK);'
plant WRONG '    const auto path = client::find_program(program);'
plant WRONG '    const LoadedFile file = load_file(location);'
plant WRONG '    install_command(read_os_release(), "gnome-keyring");'
plant WRONG '    const char *value = getenv("HOME");'
plant WRONG '    finding.command = machine::as_root(command);'
plant FINE '#include "base/shell_word.hpp"'
plant FINE '#include "keyring/kinds.hpp"'
plant FINE '#include <algorithm>'
plant FINE '    std::string::size_type found = text.find(std::to_string(snapshot.account.user));'
plant FINE '    finding.command = snapshot.as_root(command);'
plant FINE '    for (const AuthFile &file : snapshot.files.all)'
is 'each kind of look at the machine is found, and nothing else' \
  "$(violations "$planted" | cut -d: -f1 | sort)" "$(printf %s "$wanted" | sort)"
finish
