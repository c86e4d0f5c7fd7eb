#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every system call of the helper fails in turn, and in turn kills it, in each verb.

    helper.py HELPER PRELOAD [--long]

Each time the helper must end with 0 or 1 and within its time limit, its standard output be a whole
answer or one line that says what is wrong, every login be there as it was before or as it was to be,
and no file hold a secret. The short form takes one kind of fault for each call, in turn; --long takes
each kind for each call, until no thread of the helper makes so many. Where a library ends the process
by design, because it gets no memory or no random numbers, that is allowed and listed.
"""
import os
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import faults  # noqa: E402
import inject  # noqa: E402
import keyring  # noqa: E402
import tap  # noqa: E402
from verbs import CANARY, VERBS, Outcome  # noqa: E402

CALLS = ('write', 'read', 'sendmsg', 'recvmsg', 'connect', 'openat', 'flock', 'fsync', 'rename', 'mmap',
         'mlock')
# with a provider there is no file to be replaced; should there be one day, it is tried
NEVER_MADE = ('fsync', 'rename')
TIMEOUT = 2   # seconds, of the helper
PATIENCE = 6  # what a busy machine may add to them


def problem_of(verb, fault, run, items):
    """What is wrong with this outcome; nothing if all is well."""
    if run.hung:
        return 'it hangs'
    return Outcome(run.status, run.stdout, run.stderr, items, faults.was_ended(fault, run.status),
                   answer_may_fail=fault.call == 'write').problem(verb)


def kinds_at(nth, is_long):
    kinds = (*inject.ERRORS, inject.KILL)
    if is_long or nth == 1:
        return kinds
    return (inject.KILL if nth % 3 == 0 else kinds[nth % 5],)


def inside(helper_path, preload, name, is_long):
    """On a keyring of its own: tells of each fault."""
    helper, verb, injector = keyring.Helper(helper_path), VERBS[name], inject.Injector(preload)
    environment = {**os.environ, 'CPPSECRET_TIMEOUT': str(TIMEOUT)}

    def run(fault):
        return injector.run([helper.path, verb.verb], verb.stdin, fault, TIMEOUT + PATIENCE, environment)

    def attempt(fault):
        result, after = run(fault), keyring.items()
        if result.hit:
            faults.tell_fault(name, fault, result.status, problem_of(verb, fault, result, after))
        if after != verb.before:
            helper.make(verb.before, after)
        return result.hit

    helper.make(verb.before)
    result = run(None)
    works = (result.status, result.stdout) == (verb.status, verb.stdout) and keyring.items() == verb.after
    faults.tell('undisturbed', None if works else f'it does not work undisturbed: {result}')
    helper.make(verb.before)
    for call in CALLS:
        # most writes and reads wake a thread: the short form takes every fourth of them
        faults.sweep(call, lambda nth: kinds_at(nth, is_long), attempt,
                     step=4 if call in ('write', 'read') and not is_long else 1)
        found = keyring.files_with(CANARY.encode())
        faults.tell('secrets in files', f'{name}, {call}: {found}' if found else None)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--long']
    is_long = '--long' in sys.argv
    helper_path, preload = (os.path.realpath(path) for path in arguments[:2])
    if arguments[2:3] == ['--verb']:
        inside(helper_path, preload, arguments[3], is_long)
        return
    tap.need('strace', 'gnome-keyring-daemon', 'secret-tool', 'dbus-daemon', 'gdbus')
    common = [helper_path, preload, *(['--long'] if is_long else [])]
    # where a thread was not woken, time is spent waiting for the time limit
    at_once = (2 if is_long else 1) * (os.cpu_count() or 1)
    faults.report('helper', VERBS, lambda name: faults.on_keyring(__file__, name, [*common, '--verb', name]), at_once,
                  faults.kinds_of(call for call in CALLS if call not in NEVER_MADE))
    tap.finish()


if __name__ == '__main__':
    main()
