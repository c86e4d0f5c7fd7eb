#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The keyring's provider is stopped, killed, or killed and started again in each phase of each verb.

    provider.py HELPER [--long]

A phase is a message that gnome-keyring sends: strace stops it (SIGSTOP) after the message, or kills it
before, for the first, the second, … until the verb ends before that. The helper must end within its time
limit and say what is wrong, and when the provider goes on every login be there as it was before or as
it was to be. The short form takes the three in turn; --long does all three in each phase.
"""
import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import faults  # noqa: E402
import inject  # noqa: E402
import keyring  # noqa: E402
import tap  # noqa: E402
from gnome_keyring import Provider  # noqa: E402
from verbs import VERBS, Outcome  # noqa: E402

FAULTS = ('stopped', 'killed', 'restarted')
TIMEOUT = 2   # seconds, of the helper
PATIENCE = 6  # what a busy machine may add to them
# what a person must be told, by the fault
REASONS = {
    'stopped': (b'did not answer in time',),
    'killed': (b'went away', b'is running on the session bus'),
    'restarted': (b'went away', b'is running on the session bus'),
}


class Tripwire:
    """strace on the provider: a signal with the nth message that it sends."""

    def __init__(self, provider, nth, fault):
        signal_name = 'SIGSTOP' if fault == 'stopped' else 'SIGKILL'
        self.pid, self.log = provider.process.pid, os.path.join(os.environ['TMPDIR'], 'tripwire')
        # pylint: disable=consider-using-with
        self.tracer = subprocess.Popen(
            ['strace', '-f', '-s', '0', '-o', self.log, '-e', 'trace=sendmsg', '-e',
             f'inject=sendmsg:signal={signal_name}:when={nth}', '-p', str(self.pid)],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if b'attached' not in self.tracer.stderr.readline():
            raise RuntimeError('strace cannot attach to the provider')

    def take_away(self):
        """Lets the provider go on if it was stopped; tells whether it had the signal."""
        if self.tracer.poll() is None:
            self.tracer.terminate()
        inject.end_tracer(self.tracer)
        with open(self.log, 'rb') as log:
            text = log.read()
        try:
            os.kill(self.pid, signal.SIGCONT)
        except ProcessLookupError:
            return True
        return b'SIGSTOP' in text or b'SIGKILL' in text


def run_helper(helper, verb, provider, fault):
    """The verb, while the tripwire is set: its result and the seconds that it took."""
    began = time.monotonic()
    # pylint: disable=consider-using-with
    child = subprocess.Popen([helper.path, verb.verb], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env={**os.environ, 'CPPSECRET_TIMEOUT': str(TIMEOUT)})
    child.stdin.write(verb.stdin)
    child.stdin.close()
    child.stdin = None
    if fault == 'restarted':
        while child.poll() is None and not provider.is_gone():
            time.sleep(0.001)
        if provider.is_gone():
            provider.start()
    try:
        stdout, stderr = child.communicate(timeout=TIMEOUT + PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        stdout, stderr = child.communicate()
    return child.returncode, stdout, stderr, time.monotonic() - began


def try_phase(helper, provider, verb, nth, fault):
    """One fault: whether it came to be, and what is wrong."""
    old_provider = provider.process
    wire = Tripwire(provider, nth, fault)
    status, stdout, stderr, seconds = run_helper(helper, verb, provider, fault)
    was_hit = wire.take_away()
    if fault != 'stopped' and was_hit:
        old_provider.wait()
        if provider.is_gone():
            provider.start()
        provider.wait_until_ready()
    items = keyring.items()
    problem = Outcome(status, stdout, stderr, items).problem(verb)
    if seconds > TIMEOUT + PATIENCE:
        problem = f'it takes {seconds:.1f} s'
    elif problem is None and (status, stdout) != (verb.status, verb.stdout) and \
            not any(reason in stdout + stderr for reason in REASONS[fault]):
        problem = f'it says {stdout!r} {stderr!r}'
    if items != verb.before:
        helper.make(verb.before)
    return was_hit, problem


def inside(helper_path, name, is_long):
    """On a bus of its own: tells of each fault."""
    helper, verb, provider = keyring.Helper(helper_path), VERBS[name], Provider()
    try:
        provider.wait_until_ready()
        helper.make(verb.before)
        nth, was_hit = 1, True
        while was_hit:
            was_hit = False
            for fault in FAULTS if is_long else (FAULTS[nth % len(FAULTS)],):
                hit, problem = try_phase(helper, provider, verb, nth, fault)
                was_hit = was_hit or hit
                if hit:
                    faults.tell(fault, problem and f'{name}: {fault} at message {nth}: {problem}')
            nth += 1
    finally:
        provider.end()


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--long']
    is_long = '--long' in sys.argv
    helper_path = os.path.realpath(arguments[0])
    if arguments[1:2] == ['--verb']:
        inside(helper_path, arguments[2], is_long)
        return
    tap.need('strace', 'gnome-keyring-daemon', 'secret-tool', 'dbus-daemon', 'gdbus')
    # most of the time is spent waiting for the helper's time limit
    faults.report('provider', VERBS, lambda name: faults.on_keyring(
        __file__, name, [helper_path, *(['--long'] if is_long else []), '--verb', name],
        'gnome-keyring-absent'), 2 * (os.cpu_count() or 1), FAULTS)
    tap.finish()


if __name__ == '__main__':
    main()
