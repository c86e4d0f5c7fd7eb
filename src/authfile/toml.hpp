// SPDX-License-Identifier: MIT
// toml++ as headers alone, although distributions have a library of it and their pkg-config files
// ask for that: few machines have it where the programs are brought (a tarball, OSS-Fuzz, which
// compiles with another standard library too).
#pragma once

#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>
