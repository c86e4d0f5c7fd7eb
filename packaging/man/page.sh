#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes a man page of standard input.
#   page.sh SCDOC
# The first line tells man to run tbl; without it groff 1.23 warns of the page's table.
printf '%s\n' "'\\\" t" && exec "$1"
