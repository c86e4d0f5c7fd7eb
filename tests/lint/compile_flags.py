# SPDX-License-Identifier: MIT
"""Flags of the build's compiler for another one that looks at the same code."""

# about the code that is generated; each compiler has them from another version on, and an error for what it lacks
OF_ONE_COMPILER = ('-fzero-call-used-regs=', '-ftrivial-auto-var-init=', '-fstrict-flex-arrays=')


def for_any_compiler(words):
    """The words of a command without those flags."""
    return [word for word in words if not word.startswith(OF_ONE_COMPILER)]
