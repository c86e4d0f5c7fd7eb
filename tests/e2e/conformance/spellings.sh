#!/bin/bash
# SPDX-License-Identifier: MIT
# One registry, many spellings.
#   spellings.sh HELPER
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

spellings=(
  registry.example
  registry.example/
  registry.example/v1
  registry.example/v1/
  registry.example/v2
  registry.example/v2/
  registry.example:443
  http://registry.example
  https://registry.example
  https://registry.example/
  https://registry.example/v1/
  https://registry.example/v2/
  https://registry.example:443/
  REGISTRY.EXAMPLE
  HTTPS://REGISTRY.EXAMPLE/v2/
)
others=(
  registry.example:5000
  registry.example:80
  registry.example/namespace
  registry.example/v3
  registry.example/v2/namespace
  https://registry.example/v1/access-token
  registry.exampl
  example
  registry.example.org
  user@registry.example
  'registry.example?a'
  'registry.example#a'
  'registry example'
)

store registry.example alice s
for key in "${spellings[@]}"; do
  differs_if_respelled "$key" registry.example 1 "$not_found"
  gets "$key" alice s "a login of registry.example is found as $key"
done
for key in "${others[@]}"; do
  misses "$key" "a login of registry.example is not found as $key"
done

for key in "${spellings[@]}"; do
  store registry.example alice s
  send "$key" erase
  differs_if_respelled "$key" registry.example 0 "$(login registry.example alice s)"$'\n'
  misses registry.example "a login of registry.example is erased as $key"
done
reset

end_of_file
