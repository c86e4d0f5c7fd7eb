#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A provider of the Secret Service that does what oo7 0.6 does in its own way, as its source has it:

- its collection is /org/freedesktop/secrets/collection/Login, with a capital;
- an alias is no collection to Unlock, which passes it over without a word;
- CreateItem with `replace` replaces every item that has these attributes and more;
- the bus cannot activate it.

    oo7_stand_in.py    serves the session bus until it is ended

OO7_LOCKED=1: the keyring is locked until the prompt of Unlock is shown, which asks nobody and unlocks it.
"""
import ctypes
import itertools
import os
import secrets
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import dbus_wire as wire  # noqa: E402
from rogue_bus import ALGORITHM, BUS, MAGIC_OF_ERROR, PREFIX, SECRETS, Connection, Item  # noqa: E402

COLLECTION = SECRETS + '/collection/Login'
ALIAS = SECRETS + '/aliases/default'
PROMPT = SECRETS + '/prompt/p'
NAME = 'org.freedesktop.secrets'
PR_SET_NAME = 15


class Client(Connection):
    """One program that calls; its messages share the link to the bus with those of the others."""

    def __init__(self, provider, name):  # pylint: disable=super-init-not-called
        self.provider, self.name = provider, name
        self.key = None  # of its session; none until there is one, empty for a plain one

    def _to(self, **fields):
        return {wire.DESTINATION: self.name, **{getattr(wire, key): value for key, value in fields.items()}}

    def answer(self, call, signature='', values=(), **_):
        self.provider.send(wire.REPLY, self._to(REPLY_SERIAL=call.serial), signature, values)

    def refuse(self, call, name, text):
        self.provider.send(wire.ERROR, self._to(REPLY_SERIAL=call.serial, ERROR_NAME=name), 's', [text])

    def signal(self, path, interface, member, signature, values):
        self.provider.send(wire.SIGNAL, self._to(PATH=path, INTERFACE=interface, MEMBER=member), signature, values)

    def seal(self, session, item):
        if not self.key:
            return session, b'', item.secret, item.content_type
        vector = secrets.token_bytes(16)
        return session, vector, self.crypt('-e', item.secret, vector), item.content_type

    def unseal(self, secret):
        _, vector, data, _ = secret
        return self.crypt('-d', data, vector) if self.key else data


class Provider:
    def __init__(self, address):
        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(address.partition('unix:path=')[2].partition(',')[0])
        self.stream = self.link.makefile('rb')
        self.serials = itertools.count(1)
        self.numbers = itertools.count(1)
        self.clients, self.items = {}, {}
        self.is_locked = bool(os.environ.get('OO7_LOCKED'))
        self.link.sendall(b'\0AUTH EXTERNAL ' + str(os.geteuid()).encode().hex().encode() + b'\r\n')
        self.stream.readline()
        self.link.sendall(b'BEGIN\r\n')
        for member, signature, values in (('Hello', '', []), ('RequestName', 'su', [NAME, 0])):
            self.send(wire.CALL, {wire.DESTINATION: BUS, wire.PATH: '/org/freedesktop/DBus', wire.INTERFACE: BUS,
                                  wire.MEMBER: member}, signature, values)

    def send(self, kind, fields, signature='', values=()):
        self.link.sendall(wire.message(kind, next(self.serials), fields, signature, values))

    def run(self):
        while (call := wire.read_message(self.stream)) is not None:
            if call.kind == wire.CALL:
                client = self.clients.setdefault(call.sender, Client(self, call.sender))
                self._serve(client, call)

    def _serve(self, client, call):
        method = getattr(self, 'do_' + call.member, None)
        if method is None:
            client.refuse(call, MAGIC_OF_ERROR + 'UnknownMethod', call.member)
            return
        try:
            method(client, call)
        except (KeyError, subprocess.CalledProcessError):
            client.refuse(call, PREFIX + 'Error.NoSuchObject', 'no such object or session')

    def _properties(self, path):
        if path == SECRETS:
            return {'Collections': ('ao', [COLLECTION])}
        if path in (COLLECTION, ALIAS):
            return {'Items': ('ao', list(self.items)), 'Label': ('s', 'Login'), 'Locked': ('b', self.is_locked),
                    'Created': ('t', 1), 'Modified': ('t', 1)}
        item = self.items[path]
        return {'Locked': ('b', self.is_locked), 'Attributes': ('a{ss}', item.attributes), 'Label': ('s', item.label),
                'Created': ('t', item.modified), 'Modified': ('t', item.modified)}

    def _unlocked(self, client, call):
        if self.is_locked:
            client.refuse(call, PREFIX + 'Error.IsLocked', 'the collection is locked')
        return not self.is_locked

    def _put(self, path, attributes, label, secret, content_type):
        item = self.items[path] = Item(attributes, secret)
        item.label, item.content_type, item.modified = label, content_type, int(time.time())

    # pylint: disable=invalid-name,missing-function-docstring
    def do_Get(self, client, call):
        client.answer(call, 'v', [self._properties(call.path)[call.body[1]]])

    def do_GetAll(self, client, call):
        client.answer(call, 'a{sv}', [self._properties(call.path)])

    def do_Set(self, client, call):
        name, (_, value) = call.body[1:3]
        item = self.items[call.path]
        if self._unlocked(client, call):
            setattr(item, name.lower(), value)
            item.modified = int(time.time())
            client.answer(call)

    @staticmethod
    def do_OpenSession(client, call):
        session = f'{SECRETS}/session/s{client.name[1:].replace(".", "_")}'
        algorithm, (_, key) = call.body
        if algorithm == ALGORITHM:
            client.answer(call, 'vo', [('ay', client.agree(key)), session])
        else:
            client.key = b''
            client.answer(call, 'vo', [('s', ''), session])

    def do_SearchItems(self, client, call):
        wanted = call.body[0].items()
        found = [path for path, item in self.items.items() if wanted <= item.attributes.items()]
        if call.path == SECRETS:
            client.answer(call, 'aoao', [[], found] if self.is_locked else [found, []])
        else:
            client.answer(call, 'ao', [found])

    @staticmethod
    def do_ReadAlias(client, call):
        client.answer(call, 'o', [COLLECTION if call.body[0] == 'default' else '/'])

    def do_Unlock(self, client, call):
        known = [path for path in call.body[0] if path == COLLECTION or path in self.items]
        if known and self.is_locked:
            client.answer(call, 'aoo', [[], PROMPT])
        else:
            client.answer(call, 'aoo', [known, '/'])

    def do_Lock(self, client, call):
        self.is_locked = self.is_locked or COLLECTION in call.body[0]
        client.answer(call, 'aoo', [call.body[0], '/'])

    def do_Prompt(self, client, call):
        self.is_locked = False
        client.answer(call)
        client.signal(call.path, PREFIX + 'Prompt', 'Completed', 'bv', [False, ('ao', [COLLECTION])])

    def do_GetSecret(self, client, call):
        if self._unlocked(client, call):
            client.answer(call, '(oayays)', [client.seal(call.body[0], self.items[call.path])])

    def do_GetSecrets(self, client, call):
        paths, session = call.body
        client.answer(call, 'a{o(oayays)}', [{path: client.seal(session, self.items[path]) for path in paths
                                              if not self.is_locked and path in self.items}])

    def do_SetSecret(self, client, call):
        item = self.items[call.path]
        if self._unlocked(client, call):
            item.secret, item.content_type = client.unseal(call.body[0]), call.body[0][3]
            item.modified = int(time.time())
            client.answer(call)

    def do_CreateItem(self, client, call):
        properties, secret, replace = call.body
        if not self._unlocked(client, call):
            return
        attributes = properties[PREFIX + 'Item.Attributes'][1]
        if replace:
            for path in [path for path, item in self.items.items() if attributes.items() <= item.attributes.items()]:
                del self.items[path]
        path = f'{COLLECTION}/{next(self.numbers)}'
        self._put(path, attributes, properties[PREFIX + 'Item.Label'][1], client.unseal(secret), secret[3])
        client.answer(call, 'oo', [path, '/'])

    def do_Delete(self, client, call):
        del self.items[call.path]
        client.answer(call, 'o', ['/'])

    @staticmethod
    def do_Close(client, call):
        client.answer(call)

    do_Dismiss = do_Close


if __name__ == '__main__':
    ctypes.CDLL(None).prctl(PR_SET_NAME, b'oo7-daemon', 0, 0, 0)
    Provider(os.environ['DBUS_SESSION_BUS_ADDRESS']).run()
