#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""On the keyring file, every system call fails in turn, and in turn kills the program.

    file_keyring.py HELPER COMPANION PRELOAD [--long]

The verbs of the helper, and with --long also 'keyring passwd'. Each time the program must end with 0
or 1 and say what is wrong, the file hold every login as it was before or as it was to be, its previous
copy be whole, and neither hold what was erased. The short form takes every fourth read and write, and
one kind of fault for each call, in turn.
"""
import os
import shutil
import subprocess
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
from verbs import BYSTANDER, CANARY, LOGIN, VERBS, Outcome  # noqa: E402

CALLS = ('write', 'read', 'openat', 'flock', 'fsync', 'rename', 'unlink', 'mmap')
# nothing is removed, and the key is there already; should they be made one day, they are tried
NEVER_MADE = ('unlink', 'mmap')
PATIENCE = 20
ENVIRONMENT = {**os.environ, 'CPPSECRET_TIMEOUT': '5'}


class Machine:
    """A HOME with a keyring file, which the session has unlocked."""

    def __init__(self, helper, companion):
        self.helper, self.companion = helper, companion
        self.data = os.path.join(os.environ['HOME'], '.local/share/cppsecret')
        self.file = os.path.join(self.data, 'keyring')
        self.passphrase_files = {}
        for name in ('first', 'second'):
            self.passphrase_files[name] = os.path.join(os.environ['HOME'], name)
            with open(self.passphrase_files[name], 'w', opener=private, encoding='utf-8') as file:
                file.write(name + ' phrase')
        subprocess.run([companion, 'keyring', 'create'], check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, env=self.with_passphrase('first'))

    def with_passphrase(self, name):
        return {**ENVIRONMENT, 'CPPSECRET_PASSPHRASE_FILE': self.passphrase_files[name]}

    def ask(self, verb, stdin=b'', environment=None):
        return subprocess.run([self.helper, verb], input=stdin, capture_output=True, check=False,
                              env=environment or ENVIRONMENT)

    def items(self, environment=None):
        """What the file holds, as the helper sees it undisturbed; an error's text if it does not open."""
        listed = self.ask('list', b'', {**(environment or ENVIRONMENT), 'CPPSECRET_UNAVAILABLE': 'error'})
        if listed.returncode != 0:
            return listed.stdout.decode()
        found = []
        for server in keyring.json.loads(listed.stdout):
            login = keyring.json.loads(self.ask('get', server.encode(), environment).stdout)
            found.append((login['ServerURL'], login['Username'], login['Secret']))
        return sorted(found)

    def items_of_copy(self):
        """The same of keyring~."""
        elsewhere = os.path.join(os.environ['TMPDIR'], 'copy')
        os.makedirs(os.path.join(elsewhere, 'cppsecret'), 0o700, exist_ok=True)
        shutil.copy(self.file + '~', os.path.join(elsewhere, 'cppsecret/keyring'))
        return self.items({**ENVIRONMENT, 'XDG_DATA_HOME': elsewhere})

    def snapshot(self, folder, wanted):
        """Makes the file hold these logins, and keeps it as it is then in `folder`."""
        held = self.items()
        for login in held:
            self.ask('erase', login[0].encode())
        for login in wanted:
            self.ask('store', keyring.request(*login))
        if self.items() != sorted(wanted):
            raise RuntimeError(f'the keyring file holds {self.items()} instead of {wanted}')
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.data, folder)

    def restore(self, folder):
        shutil.rmtree(self.data)
        shutil.copytree(folder, self.data)


def private(path, flags):
    return os.open(path, flags, 0o600)


def problem_of(machine, verb, fault, run):
    if run.hung:
        return 'it hangs'
    was_ended = fault.kind == inject.KILL and run.status == -9 or ends_by_design(fault, run.status)
    items = machine.items()
    if isinstance(items, str):
        return f'the file does not open any more: {items}'
    copy = machine.items_of_copy()
    if isinstance(copy, str):
        return f'its previous copy does not open any more: {copy}'
    if verb.verb == 'erase' and run.status == 0 and copy != verb.after:
        return f'its previous copy still holds what was erased: {copy}'
    return Outcome(run.status, run.stdout, run.stderr, items, was_ended,
                   answer_may_fail=fault.call == 'write').problem(verb)


def ends_by_design(fault, status):
    """GLib ends the process with SIGTRAP or SIGABRT where it gets no memory."""
    return status in (-5, -6) and fault.call in ('mmap', 'openat')


def faults_at(call, nth, is_long):
    kinds = (*inject.ERRORS, inject.KILL)
    return [inject.Fault(call, kind, nth)
            for kind in (kinds if is_long else (kinds[(nth - 1) % len(kinds)], inject.KILL))]


def every_fault(injector, arguments, stdin, is_long):
    """Runs it under each fault that meets it; yields the fault and what came of it."""
    for call in CALLS:
        nth, was_hit = 1, True
        while was_hit:
            was_hit = False
            for fault in dict.fromkeys(faults_at(call, nth, is_long)):
                run = injector.run(arguments, stdin, fault, PATIENCE, ENVIRONMENT)
                if run.hit:
                    was_hit = True
                    yield fault, run
            nth += 1 if is_long or call not in ('write', 'read', 'mmap', 'openat') else 4


def try_verb(machine, injector, verb, tallies, is_long):
    before = os.path.join(os.environ['TMPDIR'], 'before')
    machine.snapshot(before, verb.before)
    run = injector.run([machine.helper, verb.verb], verb.stdin, None, PATIENCE, ENVIRONMENT)
    tap.check((run.status, run.stdout) == (verb.status, verb.stdout) and machine.items() == verb.after,
              f'{verb.name}: works undisturbed', run)
    machine.restore(before)
    for fault, run in every_fault(injector, [machine.helper, verb.verb], verb.stdin, is_long):
        kind = f'{fault.call} ' + ('kills' if fault.kind == inject.KILL else 'fails')
        tally = tallies.setdefault(kind, tap.Tally('keyring file: ' + kind))
        problem = problem_of(machine, verb, fault, run)
        if problem:
            tally.lose(f'{verb.name}: {fault}: {problem}')
        elif ends_by_design(fault, run.status):
            tally.abort(f'{fault.call} fails with {fault.kind}, and a library ends the helper')
        else:
            tally.survive()
        machine.restore(before)


def try_passwd(machine, injector, tallies):
    """The companion is killed while it seals the file anew: it opens with the one or the other."""
    before = os.path.join(os.environ['TMPDIR'], 'before')
    machine.snapshot(before, [LOGIN, BYSTANDER])
    steps = 'Passphrase of the keyring file: =first phrase\nNew passphrase of the keyring file: =second phrase\n' \
            'The same once more: =second phrase'
    tally = tallies.setdefault('passwd', tap.Tally('keyring file: passwd is killed'))
    for call in ('write', 'fsync', 'rename', 'unlink'):
        nth, was_hit = 1, True
        while was_hit:
            run = subprocess.run(
                [sys.executable, os.path.join(SUPPORT, 'on-terminal.py'), steps, 'bash', '-c',
                 '"$@" 3>"$TMPDIR/hit"', 'bash', sys.executable, os.path.join(SUPPORT, 'inject.py'),
                 injector.preload, call, inject.KILL, str(nth), machine.companion, 'keyring', 'passwd'],
                capture_output=True, check=False, env=ENVIRONMENT)
            with open(os.path.join(os.environ['TMPDIR'], 'hit'), encoding='utf-8') as file:
                was_hit = file.read() == 'hit\n'
            held = [machine.items({**machine.with_passphrase(name)}) for name in ('first', 'second')]
            opens = [items for items in held if items == sorted([LOGIN, BYSTANDER])]
            if was_hit and opens:
                tally.survive()
            elif was_hit:
                tally.lose(f'{call} number {nth}: {held} {run.stdout!r}')
            machine.restore(before)
            subprocess.run([machine.companion, 'keyring', 'unlock'], check=True, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, env=machine.with_passphrase('first'))
            nth += 1


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--long']
    is_long = '--long' in sys.argv
    helper, companion, preload = (os.path.realpath(path) for path in arguments[:3])
    tap.need('strace')
    if 'PROV_ROOT' not in os.environ:
        os.execv(os.path.join(SUPPORT, 'providers/no-bus.sh'), ['no-bus.sh', sys.executable, *sys.argv])
    machine, injector = Machine(helper, companion), inject.Injector(preload)
    tallies = {kind: tap.Tally('keyring file: ' + kind)
               for kind in faults.kinds_of(call for call in CALLS if call not in NEVER_MADE)}
    names = VERBS if is_long else ('get', 'store', 'store for another user', 'erase')
    for name in names:
        try_verb(machine, injector, VERBS[name], tallies, is_long)
    if is_long:
        try_passwd(machine, injector, tallies)
    for tally in tallies.values():
        tally.report()
    found = keyring.files_with(CANARY.encode())
    tap.check(not found, 'no file holds a secret in the clear', found)
    tap.finish()


if __name__ == '__main__':
    main()
