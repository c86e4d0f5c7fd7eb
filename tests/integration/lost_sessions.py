#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A provider that loses sessions as KWallet does, which one run in a hundred meets and this one always.

    lost_sessions.py HELPER

Of a secret that it cannot decrypt KWallet says that there is no such object, and means the session; it has
made the item by then, if there was to be one.
"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'support'))
# pylint: disable=wrong-import-position
import keyring  # noqa: E402
import tap  # noqa: E402
from rogue_bus import COLLECTION, MAGIC_OF_ERROR, PREFIX, Item, RogueBus  # noqa: E402

SERVER, OLD, NEW = 'a.example', 'the old secret', 'the new secret'


class Losing:
    """Loses the sessions of the first so many calls of these methods."""

    def __init__(self, **times):
        self.times = times

    def __call__(self, bus, connection, call):
        left = self.times.get(call.member, 0)
        if not left:
            return False
        self.times[call.member] = left - 1
        if call.member == 'CreateItem':
            bus.items[f'{COLLECTION}/{next(bus.numbers)}'] = Item(call.body[0][PREFIX + 'Item.Attributes'][1], b'')
        connection.refuse(call, MAGIC_OF_ERROR + ('InvalidObjectPath' if call.member == 'CreateItem' else 'UnknownObject'),
                          "Can't find session /org/freedesktop/secrets/session/s1")
        return True


def store(helper, before, **times):
    """How a store of the new secret ends, and the logins that are there afterwards."""
    folder = tempfile.mkdtemp()
    with RogueBus(before, Losing(**times)) as bus:
        run = subprocess.run([helper, 'store'], input=keyring.request(SERVER, 'ann', NEW), capture_output=True,
                             check=False, timeout=60, env={'HOME': folder, 'XDG_RUNTIME_DIR': folder,
                                                           'DBUS_SESSION_BUS_ADDRESS': bus.address})
        logins = bus.logins()
    shutil.rmtree(folder)
    return run.returncode, run.stdout.decode(), logins


def main():
    helper = os.path.realpath(sys.argv[1])
    tap.need('openssl')
    stored = (0, '', [(SERVER, 'ann', NEW)])
    for title, before, times in (
            ('a login that is changed', [(SERVER, 'ann', OLD)], {'SetSecret': 1}),
            ('twice in a row', [(SERVER, 'ann', OLD)], {'SetSecret': 2}),
            ('a new login', [], {'CreateItem': 1}),
            ('and what mends it', [], {'CreateItem': 1, 'SetSecret': 1}),
            ('another user', [(SERVER, 'bob', OLD)], {'CreateItem': 1, 'SetSecret': 2})):
        seen = store(helper, before, **times)
        tap.check(seen == stored, f'stored though the session is lost: {title}', seen)
    seen = store(helper, [(SERVER, 'ann', OLD)], SetSecret=1000)
    tap.check(seen == (1, "the keyring has no such object any more; somebody else has changed it meanwhile; repeat the "
                          "command\n", [(SERVER, 'ann', OLD)]), 'where none is kept it says so, and nothing is lost', seen)
    tap.finish()


if __name__ == '__main__':
    main()
