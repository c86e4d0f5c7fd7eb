# SPDX-License-Identifier: MIT
"""The messages of D-Bus as bytes, for a bus that does not keep to the rules.

    message = dbus_wire.read_message(socket_file)      # None where the other side has gone
    bytes = dbus_wire.message(dbus_wire.REPLY, serial, {dbus_wire.REPLY_SERIAL: 7}, 's', ['text'])

A variant is a pair (signature, value), a structure a tuple, a dictionary a dict.
"""
import dataclasses
import struct

CALL, REPLY, ERROR, SIGNAL = 1, 2, 3, 4
PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, SENDER, SIGNATURE = range(1, 9)
FIELD_TYPES = {PATH: 'o', INTERFACE: 's', MEMBER: 's', ERROR_NAME: 's', REPLY_SERIAL: 'u',
               DESTINATION: 's', SENDER: 's', SIGNATURE: 'g'}
NUMBERS = {'y': 'B', 'b': 'I', 'n': 'h', 'q': 'H', 'i': 'i', 'u': 'I', 'x': 'q', 't': 'Q', 'd': 'd'}
LONGEST = 128 * 1024 * 1024  # of a message, by the specification


def split(signature):
    """The complete types of which a signature consists."""
    types = []
    while signature:
        length = _length_of_first(signature)
        types.append(signature[:length])
        signature = signature[length:]
    return types


def _length_of_first(signature):
    if signature[0] == 'a':
        return 1 + _length_of_first(signature[1:])
    if signature[0] not in '({':
        return 1
    depth = 0
    for index, character in enumerate(signature):
        depth += (character in '({') - (character in ')}')
        if depth == 0:
            return index + 1
    raise ValueError(signature)


def alignment(kind):
    if kind[0] in 'yg' or kind[0] == 'v':
        return 1
    if kind[0] in 'soa':
        return 4
    return 8 if kind[0] in '({' else struct.calcsize(NUMBERS[kind[0]])


class Writer:
    def __init__(self):
        self.bytes = bytearray()

    def pad(self, size):
        self.bytes.extend(b'\0' * (-len(self.bytes) % size))

    def write(self, kind, value):
        self.pad(alignment(kind))
        first = kind[0]
        if first in NUMBERS:
            self.bytes += struct.pack('<' + NUMBERS[first], value)
        elif first in 'sog':
            text = value if isinstance(value, bytes) else value.encode()
            self.bytes += struct.pack('<B' if first == 'g' else '<I', len(text)) + text + b'\0'
        elif first == 'v':
            self.write('g', value[0])
            self.write(*value)
        elif first == 'a':
            self._write_array(kind[1:], value)
        else:
            for part, one in zip(split(kind[1:-1]), value):
                self.write(part, one)

    def _write_array(self, kind, value):
        place = len(self.bytes)
        self.bytes += b'\0\0\0\0'
        self.pad(alignment(kind))
        begin = len(self.bytes)
        if kind == 'y':
            self.bytes += bytes(value)
        else:
            for one in value.items() if isinstance(value, dict) else value:
                self.write(kind, one)
        self.bytes[place:place + 4] = struct.pack('<I', len(self.bytes) - begin)


class Reader:
    """Of bytes that a well-behaved client has sent."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def pad(self, size):
        self.at += -self.at % size

    def take(self, size):
        self.at += size
        return self.data[self.at - size:self.at]

    def read(self, kind):
        self.pad(alignment(kind))
        first = kind[0]
        if first in NUMBERS:
            code = '<' + NUMBERS[first]
            return struct.unpack(code, self.take(struct.calcsize(code)))[0]
        if first in 'sog':
            length = self.read('y' if first == 'g' else 'u')
            return self.take(length + 1)[:-1].decode()
        if first == 'v':
            inner = self.read('g')
            return inner, self.read(inner)
        if first != 'a':
            return tuple(self.read(part) for part in split(kind[1:-1]))
        length = self.read('u')
        self.pad(alignment(kind[1:]))
        if kind == 'ay':
            return bytes(self.take(length))
        end, values = self.at + length, []
        while self.at < end:
            values.append(self.read(kind[1:]))
        return dict(values) if kind[1] == '{' else values


@dataclasses.dataclass
class Message:
    kind: int
    serial: int
    fields: dict
    body: list

    def __getattr__(self, name):
        """path, interface, member, sender …; empty where it has none."""
        number = globals().get(name.upper())
        if number not in FIELD_TYPES:
            raise AttributeError(name)
        return self.fields.get(number, '')


def read_message(stream):
    """The next message of a stream; None at its end."""
    start = stream.read(16)
    if len(start) < 16:
        return None
    body_length, serial, fields_length = struct.unpack('<III', start[4:])
    rest = stream.read(fields_length + -fields_length % 8)
    # the fields are aligned as from the beginning of the message
    fields = Reader(start + rest)
    fields.at = 12
    headers = {code: value for code, (_, value) in fields.read('a(yv)')}
    body = Reader(stream.read(body_length))
    return Message(start[1], serial, headers,
                   [body.read(kind) for kind in split(headers.get(SIGNATURE, ''))])


def message(kind, serial, fields, signature='', values=(), body=None):
    """The bytes of a message; `body` in the place of what the values would be."""
    if body is None:
        writer = Writer()
        for part, value in zip(split(signature), values):
            writer.write(part, value)
        body = writer.bytes
    if signature:
        fields = {**fields, SIGNATURE: signature}
    header = Writer()
    header.bytes += struct.pack('<BBBBII', ord('l'), kind, 0, 1, len(body), serial)
    header.write('a(yv)', [(code, (FIELD_TYPES[code], value)) for code, value in fields.items()])
    header.pad(8)
    return bytes(header.bytes + body)
