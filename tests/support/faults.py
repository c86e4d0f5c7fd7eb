# SPDX-License-Identifier: MIT
"""Faults in turn, each kind of work on a keyring of its own and several at once, and their tally.

A test of faults runs itself again inside of a keyring (on_keyring), goes there from fault to fault
(sweep) and tells of each in a line of JSON (tell); outside the lines become one table (report).
"""
import concurrent.futures
import json
import os
import signal
import subprocess
import sys

import inject
import tap

PROVIDERS = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'providers')


def ends_by_design(fault, status):
    """GLib ends the process with SIGTRAP or SIGABRT where it gets no memory, no thread or no way to
    wake one; libgcrypt with SIGABRT where it cannot read random numbers."""
    return status in (-signal.SIGTRAP, -signal.SIGABRT) and fault.call in ('mmap', 'openat')


def was_ended(fault, status):
    """Whether it is by the fault that the program was ended by a signal."""
    return ends_by_design(fault, status) or \
        (fault.kind == inject.KILL and status == -signal.SIGKILL)


def sweep(call, kinds_at, attempt, step=1, first=1):
    """Attempts every kind of fault that kinds_at(nth) names at the first, the second, … such call,
    until no thread of the program makes so many: until no attempt tells that it was hit."""
    nth, was_hit = first, True
    while was_hit:
        was_hit = False
        for kind in kinds_at(nth):
            was_hit = attempt(inject.Fault(call, kind, nth)) or was_hit
        nth += step


def kinds_of(calls):
    """How tell_fault names the kinds of fault at these calls."""
    return [f'{call} {effect}' for call in calls for effect in ('fails', 'kills')]


def tell(kind, problem=None, aborted=None):
    """Says what came of one fault, on standard output."""
    print(json.dumps({'kind': kind, 'problem': problem, 'aborted': aborted}), flush=True)


def tell_fault(name, fault, status, problem):
    """The same of a fault that was injected into `name`."""
    is_design = problem is None and ends_by_design(fault, status)
    tell(f'{fault.call} ' + ('kills' if fault.kind == inject.KILL else 'fails'),
         problem and f'{name}: {fault}: {problem}',
         f'{fault.call} fails with {fault.kind}, and a library ends the program' if is_design else None)


def on_keyring(script, name, arguments, provider='gnome-keyring'):
    """Runs the script with these arguments on a keyring that is started for it; what it has told."""
    result = subprocess.run([os.path.join(PROVIDERS, provider + '.sh'), sys.executable,
                             os.path.realpath(script), *arguments],
                            stdin=subprocess.DEVNULL, capture_output=True, check=False)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    if result.returncode != 0:
        lines.append({'kind': 'undisturbed', 'problem': f'{name}: {result.stderr.decode()}'})
    return lines


def report(title, names, run, jobs, kinds=()):
    """Runs run(name) for each name, so many at once, and checks that nothing was lost, and that these
    kinds were tried; the number of faults that were tried."""
    tallies = {kind: tap.Tally(f'{title}: {kind}') for kind in kinds}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for lines in pool.map(run, names):
            for line in lines:
                tally = tallies.setdefault(line['kind'], tap.Tally(f'{title}: {line["kind"]}'))
                if line['problem']:
                    tally.lose(line['problem'])
                elif line.get('aborted'):
                    tally.abort(line['aborted'])
                else:
                    tally.survive()
    for tally in tallies.values():
        tally.report()
    return sum(tally.tried for tally in tallies.values())
