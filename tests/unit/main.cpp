// SPDX-License-Identifier: MIT
#define DOCTEST_CONFIG_IMPLEMENT
#include <sys/stat.h>

#include <doctest/doctest.h>

int main(int argc, char **argv)
{
    ::umask(S_IWGRP | S_IWOTH); // nothing is written to folders that others can write to
    return doctest::Context(argc, argv).run();
}
