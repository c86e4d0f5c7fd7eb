#!/bin/bash
# SPDX-License-Identifier: MIT
# The command line: the version, the usage, and verbs that are none.
#   command_line.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

for verb in version --version -v; do
  run "$verb" </dev/null
  older_differs 0 '[0-9]*' 'it prints the version alone' 'clients and people see which helper answers'
  [ "$verb" = version ] ||
    older_differs 1 "Unknown*$verb*" "it does not know $verb" 'newer official helpers know it too'
  expect "'$verb' prints name, package and version" 0 "$name ($package) [0-9]*"$'\n' glob
done
for verb in --help -h; do
  run "$verb" </dev/null
  older_differs 1 "Unknown*$verb*" "it does not know $verb" 'asking for help is no failure'
  expect "'$verb' prints how it is used" 0 "[Uu]sage: $name <*list*"$'\n' glob
done

run </dev/null
refused 'no verb is refused with the usage' "[Uu]sage: *$name *"
run frobnicate </dev/null
refused 'an unknown verb is refused by name' '*frobnicate*'
run '' </dev/null
refused 'an empty verb is refused' '?*'
run GET </dev/null
refused 'a verb in upper case is refused' '*GET*'
run list list </dev/null
refused 'two arguments are refused with the usage' "[Uu]sage: *$name *"
run $'fr\nob' </dev/null
differs 1 '*[Uu]nknown*fr?ob*' 'it prints what it was given' 'an answer of several lines is none'
refused 'a line feed in the verb does not split the answer' '*'
run $'fr\xffob' </dev/null
differs 1 $'*[Uu]nknown*fr\xffob*' 'it prints what it was given' 'clients put the answer into JSON'
refused 'a verb that is not UTF-8 is refused in UTF-8' $'*fr\xef\xbf\xbdob*'

end_of_file
