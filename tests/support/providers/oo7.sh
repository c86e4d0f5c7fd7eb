#!/bin/bash
# SPDX-License-Identifier: MIT
# What oo7 0.6 does in its own way, by a program that stands in for it (../oo7_stand_in.py): no Debian has oo7.
#   OO7_LOCKED=1  the keyring is locked; its prompt asks nobody
. "$(dirname "$0")/lib.sh"
prov_init "$@"
prov_bus
prov_spawn provider python3 "$PROV_HERE/../oo7_stand_in.py"
prov_until "org.freedesktop.secrets" prov_owned org.freedesktop.secrets
prov_until "default collection" prov_default
prov_run "$@"
