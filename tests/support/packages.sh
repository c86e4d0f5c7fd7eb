# shellcheck shell=bash disable=SC2034  # for the scripts
# SPDX-License-Identifier: MIT
# What a build on Debian needs; sourced by tests/run.sh and packaging/quickstart.sh.

# a program or pkg-config's name of a library, and the package if that is called otherwise
build_needs=(c++:g++ meson ninja:ninja-build pkg-config gio-2.0:libglib2.0-dev libsecret-unstable:libsecret-1-dev
  libsodium:libsodium-dev nlohmann_json:nlohmann-json3-dev CLI11:libcli11-dev tomlplusplus:libtomlplusplus-dev
  libcurl:libcurl4-openssl-dev libcrypto:libssl-dev)

# The package docker-registry starts a registry that the network can reach; the program in it is all that is needed.
# As root apt would first become a user who may not write here.
unpack_registry='apt-get -o APT::Sandbox::User=root download docker-registry && dpkg --extract docker-registry_*.deb .'
