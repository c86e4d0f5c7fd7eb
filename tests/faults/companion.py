#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The companion is killed at each write, fsync, rename, unlink and connect in turn, and each of them
fails in turn.

    companion.py COMPANION HELPER PRELOAD [--long]

After each fault every login must be in its file, in the keyring or in both, every file be as before or
as it was to be, the exit status be 0 to 3 and nothing that was said hold a secret; and the same command,
run again, must finish the work and leave no temporary file. The short form kills 'migrate' everywhere,
takes every error at some calls, and 'configure' at some; --long takes every command, every kind and more
calls, until no thread of the program makes so many.
"""
import dataclasses
import os
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
from commands import CANARY, COMMANDS, OTHER_HELPERS_PROGRAM, World  # noqa: E402

ERRORS = ('ENOSPC', 'EIO', 'EACCES')
CALLS = ('fsync', 'rename', 'unlink', 'connect')
MORE_CALLS = ('mkdir', 'flock', 'fchmod')
TIMEOUT = 2    # seconds, of every access to the keyring
PATIENCE = 20  # a run has several of these, and the machine may be busy


class Trial:
    """One command, on a keyring of its own."""

    def __init__(self, companion, helper, preload, name):
        self.companion, self.command = companion, COMMANDS[name]
        self.injector, self.world = inject.Injector(preload), World(keyring.Helper(helper))
        folder = os.path.join(os.environ['HOME'], 'bin')
        os.mkdir(folder)
        for program in ('docker-credential-cppsecret', 'docker-credential-cppsecret-containers'):
            os.symlink(helper, os.path.join(folder, program))
        with open(os.path.join(folder, 'docker-credential-other'), 'w', encoding='utf-8') as script:
            script.write(OTHER_HELPERS_PROGRAM)
            os.fchmod(script.fileno(), 0o755)
        # no tool is there to be asked: it would be killed instead
        self.environment = {**os.environ, 'PATH': folder, 'CPPSECRET_TIMEOUT': str(TIMEOUT)}
        self.after = None
        self.known = {}  # what came of repeating the command, by the state before

    def run(self, fault=None):
        return self.injector.run([self.companion, *self.command.arguments], self.command.stdin, fault,
                                 PATIENCE, self.environment)

    def undisturbed(self):
        """What is wrong with the command itself."""
        self.world.make(self.command.before, self.world.look())
        run = self.run()
        self.after = self.world.look()
        problem = None if run.status == 0 else f'it does not work undisturbed: {run}'
        problem = problem or self.command.problem_of_state(self.after, self.after, False, 0)
        return problem or self.repeat(self.after)[0]

    def attempt(self, fault):
        """Whether the fault came to be; tells of it."""
        run, state = self.run(fault), self.world.look()
        if run.hit:
            problem, state = self.judge(fault, run, state)
            faults.tell_fault(self.command.name, fault, run.status, problem)
        self.world.make(self.command.before, state)
        return run.hit

    def judge(self, fault, run, state):
        """What is wrong after a fault, and how everything is then."""
        was_ended = faults.was_ended(fault, run.status)
        try:
            problem = self.problem_of_run(fault, run, was_ended) or \
                self.command.problem_of_state(state, self.after, was_ended, run.status)
            return (problem, state) if problem else self.repeat(state)
        except ValueError as error:
            return str(error), state

    @staticmethod
    def problem_of_run(fault, run, was_ended):
        if run.hung:
            return 'it hangs'
        if not was_ended and run.status not in (0, 1, 2, 3):
            return f'it ends with {run.status}: {run.stderr!r}'
        if CANARY.encode() in run.stdout + run.stderr:
            return 'it shows a secret'
        if b'internal error' in run.stderr:
            return f'it does not say what is wrong: {run.stderr!r}'
        if not was_ended and run.status != 0 and fault.call != 'write' and \
                b'cppsecret: error: ' not in run.stderr:
            return f'it ends with {run.status} and says {run.stderr!r}'
        return None

    def repeat(self, state):
        """Runs the command again in this state: what is wrong, and how everything is then. Each state
        is tried once."""
        key = state.key()
        if key in self.known:
            return self.known[key], state
        status = subprocess.run([self.companion, *self.command.arguments], input=self.command.stdin,
                                capture_output=True, check=False, env=self.environment).returncode
        now = self.world.look()
        self.known[key] = self.command.problem_when_repeated(now, self.after, status)
        return self.known[key], now


@dataclasses.dataclass
class Job:
    """Some calls of one command, on one keyring; of many writes every step-th from the first."""
    command: str
    calls: tuple
    first: int = 1
    step: int = 1


def jobs(is_long):
    """The longest come first."""
    if is_long:
        return [*(Job(name, ('write',), first, 3) for name in COMMANDS for first in (1, 2, 3)),
                *(Job(name, CALLS + MORE_CALLS) for name in COMMANDS)]
    return [Job('migrate', ('write',), 1, 2), Job('migrate', ('write',), 2, 2), Job('migrate', CALLS),
            Job('configure --all-registries', CALLS)]


def kinds_at(call, nth, is_long):
    kinds = (*ERRORS, inject.KILL)
    if is_long or (call != 'write' and nth == 1):
        return kinds
    # most writes wake a thread of the D-Bus library, and an error there costs the time limit
    if call == 'write' and nth % 8 != 1:
        return (inject.KILL,)
    return (inject.KILL, ERRORS[nth // 2 % len(ERRORS)])


def inside(companion, helper, preload, job, is_long):
    """On a keyring of its own: tells of each fault."""
    trial = Trial(companion, helper, preload, job.command)
    problem = trial.undisturbed()
    faults.tell('undisturbed', problem and f'{job.command}: {problem}')
    trial.world.make(trial.command.before, trial.world.look())
    for call in job.calls:
        faults.sweep(call, lambda nth: kinds_at(call, nth, is_long),  # pylint: disable=cell-var-from-loop
                     trial.attempt, job.step, job.first)


def main():
    paths, options = [os.path.realpath(path) for path in sys.argv[1:4]], sys.argv[4:]
    is_long = '--long' in options
    if '--job' in options:
        inside(*paths, jobs(is_long)[int(options[-1])], is_long)
        return
    tap.need('strace', 'gnome-keyring-daemon', 'secret-tool', 'dbus-daemon', 'gdbus')
    # where a thread was not woken, time is spent waiting for the time limit
    tried = faults.report('companion', range(len(jobs(is_long))), lambda number: faults.on_keyring(
        __file__, jobs(is_long)[number].command, [*paths, *options, '--job', str(number)]),
        (4 if is_long else 1) * (os.cpu_count() or 1),
        faults.kinds_of(('write', *CALLS, *(MORE_CALLS if is_long else ()))))
    tap.note(f'{tried} points tried')
    tap.finish()


if __name__ == '__main__':
    main()
