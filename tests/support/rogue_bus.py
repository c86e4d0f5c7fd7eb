# SPDX-License-Identifier: MIT
"""A session bus and the keyring's provider on it in one: honest, but for the answers that a test gives
in their place.

    with rogue_bus.RogueBus(logins, lie) as bus:
        subprocess.run([helper, 'get'], env={**os.environ, 'DBUS_SESSION_BUS_ADDRESS': bus.address})

lie(bus, connection, call) is asked before each answer, and returns True where it has answered itself, or
meant to say nothing. bus.items is what the keyring holds afterwards.
"""
import hashlib
import hmac
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import threading

import dbus_wire as wire

SECRETS = '/org/freedesktop/secrets'
COLLECTION = SECRETS + '/collection/login'
SESSION = SECRETS + '/session/s1'
PROMPT = SECRETS + '/prompt/p1'
PREFIX = 'org.freedesktop.Secret.'
BUS, PROVIDER, CLIENT = 'org.freedesktop.DBus', ':1.1', ':1.2'
ALGORITHM = 'dh-ietf1024-sha256-aes128-cbc-pkcs7'
# RFC 2409, 6.2
PRIME = int('FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD'
            'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED'
            'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF', 16)
OUR_EXPONENT = 0x1234567890abcdef1234567890abcdef
MAGIC_OF_ERROR = 'org.freedesktop.DBus.Error.'


def attributes_of(server, user):
    return {'xdg:schema': 'io.docker.Credentials', 'label': 'Docker Credentials', 'server': server,
            'username': user, 'docker_cli': '1'}


class Item:
    def __init__(self, attributes, secret):
        self.attributes, self.secret = attributes, secret
        self.modified = 1_700_000_000
        self.is_locked = False

    def login(self):
        return self.attributes.get('server'), self.attributes.get('username'), self.secret.decode(errors='replace')


class Connection:
    """One client's; it has a thread."""

    def __init__(self, bus, link):
        self.bus, self.link = bus, link
        self.stream = link.makefile('rb')
        self.serials = itertools.count(1)
        self.key = b''
        self.lock = threading.Lock()

    def send(self, data):
        try:
            with self.lock:
                self.link.sendall(data)
        except OSError:  # the client has had enough
            pass

    def answer(self, call, signature='', values=(), **options):
        self.send(wire.message(wire.REPLY, next(self.serials), {
            wire.REPLY_SERIAL: call.serial, wire.SENDER: BUS if call.destination == BUS else PROVIDER,
            wire.DESTINATION: CLIENT}, signature, values, **options))

    def refuse(self, call, name, text):
        self.send(wire.message(wire.ERROR, next(self.serials), {
            wire.REPLY_SERIAL: call.serial, wire.SENDER: BUS if call.destination == BUS else PROVIDER,
            wire.DESTINATION: CLIENT, wire.ERROR_NAME: name}, 's', [text]))

    def signal(self, path, interface, member, signature, values):
        self.send(wire.message(wire.SIGNAL, next(self.serials), {
            wire.PATH: path, wire.INTERFACE: interface, wire.MEMBER: member, wire.SENDER: PROVIDER},
            signature, values))

    def hang_up(self):
        try:
            self.link.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def run(self):
        try:
            self._let_in()
            while True:
                call = wire.read_message(self.stream)
                if call is None:
                    return
                if call.kind == wire.CALL and not self.bus.lie(self.bus, self, call):
                    self.bus.serve(self, call)
        except OSError:
            return
        finally:
            self.hang_up()
            self.stream.close()
            self.link.close()

    def _let_in(self):
        self.stream.read(1)
        while True:
            line = self.stream.readline()
            if line == b'AUTH EXTERNAL\r\n':  # the kernel is to say who it is
                self.send(b'DATA\r\n')
            elif line.startswith((b'AUTH EXTERNAL', b'DATA')):
                self.send(b'OK 0123456789abcdef0123456789abcdef\r\n')
            elif line.startswith(b'NEGOTIATE'):
                self.send(b'ERROR\r\n')
            elif line.startswith(b'BEGIN') or not line:
                return
            else:
                self.send(b'REJECTED EXTERNAL\r\n')

    def agree(self, clients_key):
        """Our half of the key exchange, from the client's."""
        shared = pow(int.from_bytes(clients_key, 'big'), OUR_EXPONENT, PRIME).to_bytes(128, 'big')
        extracted = hmac.digest(bytes(32), shared, hashlib.sha256)
        self.key = hmac.digest(extracted, b'\1', hashlib.sha256)[:16]
        return pow(2, OUR_EXPONENT, PRIME).to_bytes(128, 'big')

    def crypt(self, way, data, vector):
        return subprocess.run(['openssl', 'enc', way, '-aes-128-cbc', '-K', self.key.hex(), '-iv', vector.hex()],
                              input=data, capture_output=True, check=True).stdout

    def sealed(self, secret):
        """A secret as the protocol has it."""
        vector = os.urandom(16)
        return SESSION, vector, self.crypt('-e', secret, vector), 'text/plain'


class RogueBus:
    def __init__(self, logins, lie):
        self.lie = lie
        self.items = {f'{COLLECTION}/{number}': Item(attributes_of(server, user), secret.encode())
                      for number, (server, user, secret) in enumerate(logins, 1)}
        self.numbers = itertools.count(100)
        self.is_locked = False
        self.folder = tempfile.mkdtemp()
        path = os.path.join(self.folder, 'bus')
        self.address = 'unix:path=' + path
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(50)
        self.links = []

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.links:
            connection.hang_up()
        shutil.rmtree(self.folder)

    def _accept(self):
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            connection = Connection(self, link)
            self.links.append(connection)
            threading.Thread(target=connection.run, daemon=True).start()

    def logins(self):
        return sorted(item.login() for item in self.items.values())

    def serve(self, connection, call):
        """The honest answer."""
        if call.destination in (BUS, ''):
            self._serve_bus(connection, call)
        elif call.interface == BUS + '.Properties':
            self._serve_property(connection, call)
        else:
            method = getattr(self, 'do_' + call.member, None)
            if method is None:
                connection.refuse(call, MAGIC_OF_ERROR + 'UnknownMethod', call.member)
            else:
                self._serve_method(connection, call, method)

    @staticmethod
    def _serve_method(connection, call, method):
        try:
            method(connection, call)
        except (KeyError, subprocess.CalledProcessError):  # what came of an earlier lie
            connection.refuse(call, PREFIX + 'Error.NoSuchObject', 'no such object or session')

    @staticmethod
    def _serve_bus(connection, call):
        is_ours = call.body[:1] == ['org.freedesktop.secrets']
        if call.member == 'Hello':
            connection.answer(call, 's', [CLIENT])
        elif call.member == 'GetNameOwner' and is_ours:
            connection.answer(call, 's', [PROVIDER])
        elif call.member == 'GetNameOwner':
            connection.refuse(call, MAGIC_OF_ERROR + 'NameHasNoOwner', 'nobody')
        elif call.member == 'NameHasOwner':
            connection.answer(call, 'b', [is_ours])
        elif call.member in ('StartServiceByName', 'GetConnectionUnixProcessID'):
            connection.answer(call, 'u', [2 if call.member == 'StartServiceByName' else os.getpid()])
        elif call.member in ('AddMatch', 'RemoveMatch'):
            connection.answer(call)
        else:
            connection.refuse(call, MAGIC_OF_ERROR + 'UnknownMethod', call.member)

    def _serve_property(self, connection, call):
        name, item = call.body[1], self.items.get(call.path)
        values = {'Collections': ('ao', [COLLECTION]), 'Label': ('s', 'Login'), 'Locked': ('b', self.is_locked),
                  'Attributes': ('a{ss}', item.attributes if item else {}),
                  'Modified': ('t', item.modified if item else 0),
                  'Created': ('t', item.modified if item else 0)}
        if item is None and '/collection/login/' in call.path:
            connection.refuse(call, PREFIX + 'Error.NoSuchObject', 'no such object')
        elif name not in values:
            connection.refuse(call, MAGIC_OF_ERROR + 'InvalidArgs', name)
        else:
            connection.answer(call, 'v', [values[name]])

    # pylint: disable=invalid-name,missing-function-docstring
    def do_OpenSession(self, connection, call):
        if call.body[0] == ALGORITHM:
            connection.answer(call, 'vo', [('ay', connection.agree(call.body[1][1])), SESSION])
        else:
            connection.refuse(call, MAGIC_OF_ERROR + 'NotSupported', 'no')

    def do_SearchItems(self, connection, call):
        wanted = call.body[0].items()
        found = [path for path, item in self.items.items() if wanted <= item.attributes.items()]
        locked = found if self.is_locked else []
        connection.answer(call, 'aoao', [[path for path in found if path not in locked], locked])

    @staticmethod
    def do_ReadAlias(connection, call):
        connection.answer(call, 'o', [COLLECTION])

    @staticmethod
    def do_Unlock(connection, call):
        connection.answer(call, 'aoo', [[], PROMPT])

    def do_Prompt(self, connection, call):
        self.is_locked = False
        connection.answer(call)
        connection.signal(call.path, PREFIX + 'Prompt', 'Completed', 'bv', [False, ('ao', [COLLECTION])])

    def do_GetSecret(self, connection, call):
        connection.answer(call, '(oayays)', [connection.sealed(self.items[call.path].secret)])

    def do_SetSecret(self, connection, call):
        _, vector, sealed, _ = call.body[0]
        self.items[call.path].secret = connection.crypt('-d', sealed, vector)
        connection.answer(call)

    def do_CreateItem(self, connection, call):
        properties, (_, vector, sealed, _), _ = call.body
        path = f'{COLLECTION}/{next(self.numbers)}'
        self.items[path] = Item(properties[PREFIX + 'Item.Attributes'][1], connection.crypt('-d', sealed, vector))
        connection.answer(call, 'oo', [path, '/'])

    def do_Delete(self, connection, call):
        self.items.pop(call.path, None)
        connection.answer(call, 'o', ['/'])

    @staticmethod
    def do_Dismiss(connection, call):
        connection.answer(call)

    @staticmethod
    def do_Close(connection, call):
        connection.answer(call)
