#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Logins and saved accounts whose secret cannot be read: empty, as a store that was killed leaves it on
KWallet, or no text. Nobody else's login is the answer in their place, and they can be replaced and erased.

    unreadable.py HELPER COMPANION
"""
import fnmatch
import os
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import bad_moments  # noqa: E402
from bad_moments import NEW, OLD, SERVER, account_of, ask, keyring, run, tap  # noqa: E402
from rogue_bus import COLLECTION, Item, RogueBus, attributes_of  # noqa: E402

NOT_FOUND = 'credentials not found in native keychain\n'
ANN, BOB = (SERVER, 'ann', OLD), (SERVER, 'bob', OLD)
OTHER_SPELLING = 'https://a.example/v2/'


def honest(*_):
    return False


class Mending:
    """The secret is there once it has been asked for so often."""

    def __init__(self, times):
        self.left = times

    def __call__(self, bus, _, call):
        if call.member == 'GetSecret' and not bus.items[call.path].secret:
            self.left -= 1
            if self.left == 0:
                bus.items[call.path].secret = NEW.encode()
        return False


class Replacing:
    """Another process replaces the login whose secret is asked for, once, by that of carl."""

    def __init__(self):
        self.is_over = False

    def __call__(self, bus, _, call):
        if call.member == 'GetSecret' and not self.is_over:
            self.is_over = True
            del bus.items[call.path]
            bus.items[COLLECTION + '/99'] = Item(attributes_of(SERVER, 'carl'), NEW.encode())
            bus.items[COLLECTION + '/99'].modified += 200
        return False


def bus_with(before, attributes, secret, lie=honest):
    """A provider with these logins and a newer item."""
    bus = RogueBus(before, lie)
    bus.items[COLLECTION + '/9'] = Item(attributes, secret)
    bus.items[COLLECTION + '/9'].modified += 100
    return bus


def fails(seen, reason):
    """Whether it is "not found", with the reason on standard error."""
    return seen[:2] == (1, NOT_FOUND) and fnmatch.fnmatch(
        seen[2], f'docker-credential-cppsecret: the secret of {reason} cannot be read from the keyring; *\n')


def check_logins(helper, kind, secret):
    bobs, request = attributes_of(SERVER, 'bob'), keyring.request(SERVER, 'ann', NEW)
    for before in ([], [ANN]):
        with bus_with(before, bobs, secret) as bus:
            seen = ask(helper, bus, 'get', SERVER.encode())
            tap.check(fails(seen, "'bob' for 'a.example'"),
                      f'{kind}: get tells it, beside {len(before)} of others', seen)
            seen = ask(helper, bus, 'get', SERVER.encode(), CPPSECRET_UNAVAILABLE='error')
            tap.check(seen[0] == 1 and seen[1].startswith("the secret of 'bob' for 'a.example' cannot be read"),
                      'and can be told to fail', seen)
            seen = (*ask(helper, bus, 'store', request)[:2], bus.logins())
            tap.check(seen == (0, '', [(SERVER, 'ann', NEW)]), 'a login mends it', seen)
    with bus_with([ANN], bobs, secret) as bus:
        seen = (*ask(helper, bus, 'erase', SERVER.encode())[:2], bus.logins())
        tap.check(seen == (0, '', []), 'and so does a logout', seen)
    with bus_with([BOB], attributes_of(OTHER_SPELLING, 'bob'), secret) as bus:
        seen = ask(helper, bus, 'get', b'A.example:443')
        tap.check(seen == (0, keyring.answer('A.example:443', 'bob', OLD).decode(), ''),
                  'an older login of the same user stands in for it', seen)


def check_accounts(helper, kind, secret):
    work = {'CPPSECRET_ACCOUNT': 'work'}
    for verb, text, wanted in (
            ('get', SERVER.encode(), None),
            ('store', keyring.request(SERVER, 'ann', NEW), [ANN[:2] + (NEW,), BOB]),
            ('store', keyring.request(SERVER, 'eve', NEW), [BOB, (SERVER, 'eve', NEW)]),
            ('erase', SERVER.encode(), [BOB])):
        with bus_with([BOB], account_of(SERVER, 'ann', 'work'), secret) as bus:
            seen = ask(helper, bus, verb, text, **work)
            if wanted is None:
                tap.check(fails(seen, "account 'work' for 'a.example'"),
                          f'{kind}: the active login does not stand in for an account', seen)
            else:
                seen = (seen, bus.logins())
                tap.check(seen == ((0, '', ''), wanted), f'and {verb} is of the account', seen)


def check_companion(companion):
    bobs = attributes_of('b.example', 'bob')
    with bus_with([ANN], bobs, b'') as bus:
        status, said, _ = run(companion, bus, 'verify')
        reason = "the secret of 'bob' for 'b.example' cannot be read from the keyring"
        tap.check(status == 1 and fnmatch.fnmatch(said, f'*\na.example *\nb.example *failed *{reason}*'),
                  'verify tells it, and asks the others', (status, said))
        seen = (*run(companion, bus, 'logout', 'b.example')[:2], bus.logins())
        tap.check(seen == (0, "logged out: the keyring has no login for 'b.example' any more\n", [ANN]),
                  'logout erases it', seen)


def main():
    helper, companion = (os.path.realpath(path) for path in sys.argv[1:3])
    tap.need('openssl')
    for kind, secret in (('empty', b''), ('no text', b'\xff\xfe')):
        check_logins(helper, kind, secret)
        check_accounts(helper, kind, secret)
    check_companion(companion)
    with bus_with([BOB], attributes_of(SERVER, 'ann'), b'', Mending(4)) as bus:
        seen = ask(helper, bus, 'get', SERVER.encode())
        tap.check(seen == (0, keyring.answer(SERVER, 'ann', NEW).decode(), ''),
                  'one that is just being made is waited for', seen)
    with bus_with([BOB], attributes_of(SERVER, 'ann'), OLD.encode(), Replacing()) as bus:
        seen = ask(helper, bus, 'get', SERVER.encode())
        tap.check(seen == (0, keyring.answer(SERVER, 'carl', NEW).decode(), ''),
                  'nor does an older one stand in for one that is replaced meanwhile', seen)
    with RogueBus([ANN], bad_moments.Losing(GetSecret=2)) as bus:
        seen = ask(helper, bus, 'get', SERVER.encode())
        tap.check(seen == (0, keyring.answer(*ANN).decode(), ''), 'a session that is lost is no login that is', seen)
    tap.finish()


if __name__ == '__main__':
    main()
