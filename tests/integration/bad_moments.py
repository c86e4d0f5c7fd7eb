#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a run in a hundred or in ten thousand meets, and these always.

    bad_moments.py HELPER

A provider loses sessions, as KWallet does: of a secret that it cannot decrypt it says that there is no such
object, and means the session; it has made the item by then, if there was to be one. It alters what it
keeps, as KeePassXC does. Other processes replace an item again and again, each time between the search for it
and the reading of its secret; and other clients, which know no lock, store while a login is being made.
"""
import fnmatch
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'support'))
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import keyring  # noqa: E402
import rogue_bus  # noqa: E402
import tap  # noqa: E402
from rogue_bus import COLLECTION, MAGIC_OF_ERROR, PREFIX, PROMPT, Item, RogueBus, attributes_of  # noqa: E402

SERVER, OLD, NEW = 'a.example', 'the old secret', 'the new secret'
OLD_BYTES = 'old {USERNAME}'
# what KWallet says, and what the helper does
NO_SESSION = "Can't find session /org/freedesktop/secrets/session/s1"
NO_OBJECT = 'the keyring has no such object any more; somebody else has changed it meanwhile; repeat the command\n'
NOT_KEPT = 'the keyring does not keep this login as it was given'
CHANGES_ALL_THE_TIME = ('docker-credential-cppsecret: the keyring changes all the time; wait until whoever changes it '
                        'has done, and repeat the command\n')


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
        error = 'InvalidObjectPath' if call.member == 'CreateItem' else 'UnknownObject'
        connection.refuse(call, MAGIC_OF_ERROR + error, NO_SESSION)
        return True


class GoingAway:
    """Is gone from the bus from the first call of this method on."""

    def __init__(self, member):
        self.member, self.is_gone = member, False

    def __call__(self, bus, connection, call):
        self.is_gone = self.is_gone or call.member == self.member
        if self.is_gone and call.destination != rogue_bus.BUS:
            connection.refuse(call, MAGIC_OF_ERROR + 'ServiceUnknown',
                              'The name :1.1 was not provided by any .service files')
        return self.is_gone and call.destination != rogue_bus.BUS


class Replacing:
    """Another process replaces the account whose secret is asked for, so many times."""

    def __init__(self, times):
        self.left = times

    def __call__(self, bus, connection, call):
        item = bus.items.get(call.path)
        if call.member != 'GetSecret' or not self.left or item is None or 'account' not in item.attributes:
            return False
        self.left -= 1
        bus.items[f'{COLLECTION}/{next(bus.numbers)}'] = bus.items.pop(call.path)
        connection.refuse(call, PREFIX + 'Error.NoSuchObject', 'no such object')
        return True


class Altering:
    """Keeps secrets as KeePassXC does: never with {REF:…}, and with other placeholders as bytes only."""

    def __init__(self, after=0):
        self.after = after  # so many calls, whatever is in it

    def __call__(self, bus, connection, call):
        if call.member != 'SetSecret':
            return False
        self.after -= 1
        bus.do_SetSecret(connection, call)
        item = bus.items[call.path]
        as_text = call.body[0][3] == 'text/plain'
        if b'{REF' in item.secret or (as_text and b'{' in item.secret) or self.after > 0:
            item.secret = b'altered'
        return True


def put(bus, attributes, secret):
    """A new item; its path."""
    path = f'{COLLECTION}/{next(bus.numbers)}'
    bus.items[path] = Item(attributes, secret.encode())
    return path


def account_of(server, user, name):
    return {'xdg:schema': 'io.cppsecret.Account', 'cppsecret_account': '1', 'account': name, 'server': server,
            'username': user}


class Interfering:
    """Another client makes an item at the first CreateItem, which ends like this."""

    def __init__(self, attributes, end):
        self.attributes, self.end = attributes, end

    def __call__(self, bus, connection, call):
        if call.member == 'Prompt':
            connection.answer(call)
            connection.signal(call.path, PREFIX + 'Prompt', 'Completed', 'bv', [True, ('s', '')])
            return True
        if call.member != 'CreateItem' or self.attributes is None:
            return False
        path, self.attributes = put(bus, self.attributes, OLD), None
        self.end(bus, connection, call, path)
        return True


def lose_session(_, connection, call, __):
    connection.refuse(call, MAGIC_OF_ERROR + 'InvalidObjectPath', NO_SESSION)


def refuse_content(bus, connection, call, _):
    """KeePassXC makes the item before it refuses."""
    put(bus, call.body[0][PREFIX + 'Item.Attributes'][1], 'altered')
    connection.answer(call, 'oo', ['/', PROMPT])


def name_the_other(_, connection, call, path):
    connection.answer(call, 'oo', [path, '/'])


def say_locked(_, connection, call, __):
    connection.refuse(call, PREFIX + 'Error.IsLocked', 'locked')


def ask(helper, bus, verb, text, **environment):
    """How the verb ends on this bus, and what it says."""
    return run(helper, bus, verb, text=text, **environment)


def run(program, bus, *arguments, text=b'', **environment):
    """How a program ends on this bus, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run([program, *arguments], input=text, capture_output=True, check=False, timeout=60, env={
            **{name: value for name, value in os.environ.items() if name.endswith('SAN_OPTIONS')},
            'HOME': folder, 'XDG_RUNTIME_DIR': folder, 'DBUS_SESSION_BUS_ADDRESS': bus.address, **environment})
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def store(helper, before, **times):
    """How a store of the new secret ends, and the logins that are there afterwards."""
    with RogueBus(before, Losing(**times)) as bus:
        return *ask(helper, bus, 'store', keyring.request(SERVER, 'ann', NEW))[:2], bus.logins()


def get_account(helper, times):
    """What get with an account says, beside another's active login."""
    with RogueBus([(SERVER, 'bob', OLD)], Replacing(times)) as bus:
        put(bus, account_of(SERVER, 'ann', 'work'), NEW)
        return ask(helper, bus, 'get', SERVER.encode(), CPPSECRET_ACCOUNT='work')


def check_altering(helper):
    """A store says what became of the login that was there before."""
    for title, altering, says, left in (
            ('and the old one is there again, which is kept as bytes only', Altering(),
             NOT_KEPT + '; nothing was changed; *', OLD_BYTES),
            ('nor the old one any more', Altering(1000),
             NOT_KEPT + ', and the one that was there before not any more; *', 'altered')):
        with RogueBus([(SERVER, 'ann', OLD_BYTES)], altering) as bus:
            status, line, _ = ask(helper, bus, 'store', keyring.request(SERVER, 'ann', '{REF:P@T:x}'))
            tap.check(status == 1 and fnmatch.fnmatch(line, says),
                      'what the provider alters is not stored, ' + title, (status, line))
            tap.check(bus.logins() == [(SERVER, 'ann', left)], 'which is true', bus.logins())
    with RogueBus([(SERVER, 'ann', '')], Altering(1000)) as bus:
        status, line, _ = ask(helper, bus, 'store', keyring.request(SERVER, 'ann', NEW))
        tap.check(status == 1 and 'not any more' in line,
                  'where the old one cannot be read it does not say that nothing was changed', (status, line))
        tap.check(bus.logins() == [(SERVER, 'ann', 'altered')], 'which is true', bus.logins())


def check_interference(helper):
    """A store meddles with no item but its own."""
    request, carls = keyring.request(SERVER, 'ann', NEW), (SERVER, 'carl', OLD)
    for title, end, says, left in (
            ('the session is lost', lose_session, '', [(SERVER, 'ann', NEW), carls]),
            ('the provider refuses', refuse_content, NOT_KEPT + '; nothing was changed; *', [carls]),
            ('the provider says that it is ours', name_the_other,
             "the keyring's provider did not say what it stored; *", [carls]),
            ('the keyring is locked', say_locked,
             'the keyring is locked; unlock it and repeat the command\n', [carls])):
        with RogueBus([], Interfering(attributes_of(SERVER, 'carl'), end)) as bus:
            status, line, _ = ask(helper, bus, 'store', request)
            tap.check(status == (1 if says else 0) and fnmatch.fnmatch(line, says),
                      f'the store ends as it has to where another client stores meanwhile: {title}', (status, line))
            tap.check(bus.logins() == left, 'and what that has stored is left alone', bus.logins())
    elsewhere = ('b.example', 'carl', OLD)
    with RogueBus([], Interfering(account_of(*elsewhere[:2], 'work'), lose_session)) as bus:
        put(bus, account_of(SERVER, 'bob', 'work'), OLD)
        seen = (*ask(helper, bus, 'store', request, CPPSECRET_ACCOUNT='work')[:2], bus.logins())
        tap.check(seen == (0, '', [(SERVER, 'ann', NEW), elsewhere]), 'also an account of another registry', seen)


def check_lost_collection(helper):
    """A KeePassXC database is closed between two calls."""
    def lose_collection(_, connection, call):
        is_about_it = call.path in (COLLECTION, '/org/freedesktop/secrets/aliases/default')
        if is_about_it:
            connection.refuse(call, PREFIX + 'Error.NoSuchObject', 'no such object')
        return is_about_it

    aside = 'docker-credential-cppsecret: ' + NO_OBJECT
    for verb, text, wanted in (
            ('get', SERVER.encode(), (1, 'credentials not found in native keychain\n', aside)),
            ('list', b'', (0, '{}\n', aside)),
            ('erase', SERVER.encode(), (1, NO_OBJECT, '')),
            ('store', keyring.request(SERVER, 'ann', NEW), (1, NO_OBJECT, ''))):
        with RogueBus([], lose_collection) as bus:
            seen = ask(helper, bus, verb, text)
            tap.check(seen == wanted, f'{verb}: a collection that is gone is a keyring that cannot be used', seen)


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
    tap.check(seen == (1, NO_OBJECT, [(SERVER, 'ann', OLD)]),
              'where none is kept it says so, and nothing is lost', seen)
    check_altering(helper)
    check_interference(helper)
    check_lost_collection(helper)
    for member in ('GetSecret', 'SetSecret'):
        with RogueBus([(SERVER, 'ann', OLD)], GoingAway(member)) as bus:
            seen = (*ask(helper, bus, 'store', keyring.request(SERVER, 'ann', NEW))[:2], bus.logins())
        tap.check(seen[0] == 1 and 'went away' in seen[1] and seen[2] == [(SERVER, 'ann', OLD)],
                  f'a provider that goes away at {member} is told as such', seen)
    anns = keyring.answer(SERVER, 'ann', NEW).decode()
    for times in (1, 10):
        seen = get_account(helper, times)
        tap.check(seen == (0, anns, ''), f'an account is found though it is replaced, so many times: {times}', seen)
    seen = get_account(helper, 1000)
    tap.check(seen == (1, 'credentials not found in native keychain\n', CHANGES_ALL_THE_TIME),
              "where there is no end to it, nobody else's login is the answer", seen)
    tap.finish()


if __name__ == '__main__':
    main()
