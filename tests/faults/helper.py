#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every system call of the helper fails in turn, and in turn kills it, in each verb.

    helper.py HELPER PRELOAD [--long]

Each time the helper must end with 0 or 1 and within its time limit, its standard output be a whole
answer or one line that says what is wrong, every login be there as it was before or as it was to be,
and no file hold a secret. The short form takes one kind of fault for each call, in turn; --long takes
each kind for each call, until no thread of the helper makes so many. Where a library ends the process by design, because it gets no memory
or no random numbers, that is allowed and listed.
"""
import concurrent.futures
import json
import os
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
# pylint: disable=wrong-import-position
import inject  # noqa: E402
import keyring  # noqa: E402
import tap  # noqa: E402
from verbs import CANARY, VERBS, Outcome  # noqa: E402

CALLS = ('write', 'read', 'sendmsg', 'recvmsg', 'connect', 'openat', 'flock', 'fsync', 'rename', 'mmap',
         'mlock')
TIMEOUT = 2   # seconds, of the helper
PATIENCE = 6  # what a busy machine may add to them


def ends_by_design(fault, status):
    """GLib ends the process with SIGTRAP or SIGABRT where it gets no memory, no thread or no way to
    wake one; libgcrypt with SIGABRT where it cannot read random numbers."""
    return status in (-signal.SIGTRAP, -signal.SIGABRT) and fault.call in ('mmap', 'openat')


def problem_of(verb, fault, run, items):
    """What is wrong with this outcome; nothing if all is well."""
    if run.hung:
        return 'it hangs'
    was_ended = ends_by_design(fault, run.status) or \
        (fault.kind == inject.KILL and run.status == -signal.SIGKILL)
    return Outcome(run.status, run.stdout, run.stderr, items, was_ended,
                   answer_may_fail=fault.call == 'write').problem(verb)


def faults_at(call, nth, is_long):
    kinds = (*inject.ERRORS, inject.KILL)
    if not is_long:  # in turn, and each kind at the first call
        kinds = kinds if nth == 1 else (inject.KILL if nth % 3 == 0 else kinds[nth % 5],)
    return [inject.Fault(call, kind, nth) for kind in kinds]


def inside(helper_path, preload, name, is_long):
    """On a keyring of its own: prints a JSON object for each fault."""
    helper, verb, injector = keyring.Helper(helper_path), VERBS[name], inject.Injector(preload)
    environment = {**os.environ, 'CPPSECRET_TIMEOUT': str(TIMEOUT)}
    helper.make(verb.before)
    run = injector.run([helper.path, verb.verb], verb.stdin, None, TIMEOUT + PATIENCE, environment)
    problem = None
    if (run.status, run.stdout) != (verb.status, verb.stdout) or keyring.items() != verb.after:
        problem = f'it does not work undisturbed: {run}'
    print(json.dumps({'kind': 'undisturbed', 'problem': problem}), flush=True)
    helper.make(verb.before)
    for call in CALLS:
        nth, was_hit = 1, True
        while was_hit:
            was_hit = False
            for fault in faults_at(call, nth, is_long):
                run = injector.run([helper.path, verb.verb], verb.stdin, fault, TIMEOUT + PATIENCE,
                                   environment)
                if not run.hit:
                    continue
                was_hit = True
                after = keyring.items()
                problem = problem_of(verb, fault, run, after)
                aborted = problem is None and ends_by_design(fault, run.status)
                print(json.dumps({
                    'kind': f'{call} ' + ('kills' if fault.kind == inject.KILL else 'fails'),
                    'problem': problem and f'{name}: {fault}: {problem}',
                    'aborted': f'{fault.call} fails with {fault.kind}, and a library ends the helper'
                               if aborted else None}), flush=True)
                if after != verb.before:
                    helper.make(verb.before)
            # most writes and reads wake a thread: the short form takes every fourth of them
            nth += 4 if call in ('write', 'read') and not is_long else 1
        found = keyring.files_with(CANARY.encode(), os.environ['PROV_ROOT'])
        print(json.dumps({'kind': 'secrets in files',
                          'problem': f'{name}, {call}: {found}' if found else None}), flush=True)


def outside(helper_path, preload, name, is_long):
    """The same, on a keyring that is started for it."""
    result = subprocess.run(
        [os.path.join(SUPPORT, 'providers', 'gnome-keyring.sh'), sys.executable,
         os.path.realpath(__file__), helper_path, preload, *(['--long'] if is_long else []), '--verb', name],
        stdin=subprocess.DEVNULL, capture_output=True, check=False)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    if result.returncode != 0:
        lines.append({'kind': 'undisturbed', 'problem': f'{name}: {result.stderr.decode()}'})
    return lines


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--long']
    is_long = '--long' in sys.argv
    helper_path, preload = (os.path.realpath(path) for path in arguments[:2])
    if arguments[2:3] == ['--verb']:
        inside(helper_path, preload, arguments[3], is_long)
        return
    tap.need('strace', 'gnome-keyring-daemon', 'secret-tool', 'dbus-daemon', 'gdbus')
    tallies = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for lines in pool.map(lambda name: outside(helper_path, preload, name, is_long), VERBS):
            for line in lines:
                tally = tallies.setdefault(line['kind'], tap.Tally('helper: ' + line['kind']))
                if line['problem']:
                    tally.lose(line['problem'])
                elif line.get('aborted'):
                    tally.abort(line['aborted'])
                else:
                    tally.survive()
    for tally in tallies.values():
        tally.report()
    tap.finish()


if __name__ == '__main__':
    main()
