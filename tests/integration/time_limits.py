#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long a provider that is slow is waited for, and the turn to ask a person: a call has one time limit, and
of several calls each.

    time_limits.py HELPER COMPANION
"""
import fcntl
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'support'))
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from rogue_bus import RogueBus  # noqa: E402

LOGIN = ('a.example', 'ann', 'secret')
LIMIT, LATE = 5, 4.5  # seconds: of a call, and when the provider is found
PATIENCE = 3          # what a busy machine may add; twice the limit is more


def environment(bus, folder, **settings):
    return {'HOME': folder, 'XDG_RUNTIME_DIR': folder, 'DBUS_SESSION_BUS_ADDRESS': bus.address, **settings}


def start(helper, bus, folder, limit, **settings):
    # pylint: disable=consider-using-with
    child = subprocess.Popen([helper, 'get'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             env=environment(bus, folder, CPPSECRET_TIMEOUT=str(limit), **settings))
    child.stdin.write(LOGIN[0].encode())
    child.stdin.close()
    child.stdin = None
    return child


def check_slow_start(helper):
    """The time in which the provider is found belongs to the call."""
    def lie(_, __, call):
        if call.member == 'GetNameOwner' and call.body == ['org.freedesktop.secrets']:
            time.sleep(LATE)
        return call.member == 'SearchItems'

    with RogueBus([LOGIN], lie) as bus, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        _, said = start(helper, bus, folder, LIMIT).communicate(timeout=60)
        seconds = time.monotonic() - began
    tap.check(b'did not answer in time' in said and LATE < seconds < LIMIT + PATIENCE,
              'a provider that is found late and then hangs has one time limit', (said, seconds))


def slow(member, seconds):
    """A provider that needs so long for each of these calls."""
    def lie(_, __, call):
        if call.member == member:
            time.sleep(seconds)
        return False
    return lie


def check_account(helper):
    """The account and the active login are looked for in one call."""
    limit = 3
    with RogueBus([LOGIN], slow('SearchItems', limit * 0.7)) as bus, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        _, said = start(helper, bus, folder, limit, CPPSECRET_ACCOUNT='none').communicate(timeout=60)
        seconds = time.monotonic() - began
    tap.check(b'did not answer in time' in said and seconds < limit + PATIENCE,
              'to look for an account and then for the active login is one call', (said, seconds))


def check_several_calls(companion):
    """Each of the calls of one command has the whole time."""
    limit = 3
    with RogueBus([LOGIN], slow('GetSecret', limit * 0.6)) as bus, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        done = subprocess.run([companion, 'account', 'save', LOGIN[0], 'work'], capture_output=True, timeout=60,
                              check=False, env=environment(bus, folder, CPPSECRET_TIMEOUT=str(limit)))
        seconds = time.monotonic() - began
        is_stored = any(item.attributes.get('account') == 'work' for item in bus.items.values())
    tap.check(done.returncode == 0 and is_stored and seconds > limit,
              'a command that calls a slow provider several times has the limit for each call', (done, seconds))


def check_completion(companion):
    """Somebody waits at a prompt; CPPSECRET_TIMEOUT is not set."""
    with RogueBus([LOGIN], lambda _, __, call: call.member == 'SearchItems') as bus, \
            tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        done = subprocess.run([companion, '__complete', 'logout', 'a'], capture_output=True, timeout=60, check=False,
                              env=environment(bus, folder))
        seconds = time.monotonic() - began
    tap.check(done.returncode == 0 and 2 <= seconds < 2 + PATIENCE, 'a completion waits two seconds for a keyring',
              (done, seconds))


def is_waited_for(file):
    with open('/proc/locks', encoding='ascii') as locks:
        return any('->' in line and f':{os.fstat(file.fileno()).st_ino} ' in line for line in locks)


def check_turn(helper):
    """A dialog is open as long as the limit says, however long another one was open before it."""
    def lie(_, connection, call):
        if call.member == 'Prompt':  # nobody answers it
            connection.answer(call)
        return call.member == 'Prompt'

    limit = 3
    with RogueBus([LOGIN], lie) as bus, tempfile.TemporaryDirectory() as folder:
        bus.is_locked = True
        os.mkdir(folder + '/cppsecret', 0o700)
        with open(folder + '/cppsecret/prompt.lock', 'w', encoding='ascii', opener=lambda path, flags: os.open(
                path, flags, 0o600)) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            child = start(helper, bus, folder, limit)
            while child.poll() is None and not is_waited_for(file):
                time.sleep(0.001)
            time.sleep(limit / 2)  # the other dialog is open
            began = time.monotonic()
        _, said = child.communicate(timeout=60)
        seconds = time.monotonic() - began
    tap.check(b'nobody answered the request to unlock the keyring in time' in said and seconds >= limit,
              'who has waited for the turn to ask has the whole time to be answered', (said, seconds))


def main():
    helper, companion = map(os.path.realpath, sys.argv[1:])
    tap.need('openssl')
    check_slow_start(helper)
    check_account(helper)
    check_several_calls(companion)
    check_completion(companion)
    check_turn(helper)
    tap.finish()


if __name__ == '__main__':
    main()
