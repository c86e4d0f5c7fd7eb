# SPDX-License-Identifier: MIT
"""What a rogue provider, or a rogue bus, says in the place of the truth."""
import os
import struct

import dbus_wire as wire
import rogue_bus

ALICE = ('rogue.example', 'alice', 'rOgUe-cAnArY-of-alice')
BOB = ('other.example', 'bob', 'rOgUe-cAnArY-of-bob')
CANARY = 'rOgUe-cAnArY'


def called(call):
    """The name of a call, by which a lie is told; properties have the name of the property."""
    return f'Get {call.body[1]}' if call.member == 'Get' else call.member


def huge(is_long):
    return 100_000_000 if is_long else 10_000_000


# --- in the place of any answer; each is told with the bus, the connection, the call, and whether it is
# the long form

def a_text(_, connection, call, __):
    connection.answer(call, 's', ['nonsense'])


def no_value(_, connection, call, __):
    connection.answer(call)


def a_number_in_a_variant(_, connection, call, __):
    connection.answer(call, 'v', [('u', 7)])


def variants_in_variants(_, connection, call, __):
    value = ('u', 7)
    for _ in range(60):
        value = ('v', value)
    connection.answer(call, 'v', [value])


def structures_of_other_shape(_, connection, call, __):
    connection.answer(call, '(oayay)', [('/', b'', b'')])


def no_answer(*_):
    pass


def hang_up(_, connection, __, ___):
    connection.hang_up()


def random_bytes(_, connection, __, ___):
    connection.send(os.urandom(4096))


def a_message_that_never_ends(_, connection, __, ___):
    connection.send(struct.pack('<BBBBIII', ord('l'), wire.REPLY, 0, 1, 127 << 20, 9, 16) + bytes(1000))


def too_long_a_message(_, connection, __, ___):
    connection.send(struct.pack('<BBBBIII', ord('l'), wire.REPLY, 0, 1, 0xfffffff0, 9, 16) + bytes(1000))


def a_body_unlike_its_signature(_, connection, call, __):
    connection.answer(call, 'aoao', body=b'\xff' * 64)


def a_huge_text(_, connection, call, is_long):
    connection.answer(call, 's', [b'x' * huge(is_long)])


def a_huge_variant(_, connection, call, is_long):
    connection.answer(call, 'v', [('ay', bytes(huge(is_long)))])


def an_error_with_a_long_name(_, connection, call, __):
    connection.refuse(call, 'a.' + 'b' * 200, 'no')


def an_error_of_many_lines(_, connection, call, is_long):
    connection.refuse(call, 'org.example.Error', '\033[2J\nok\r\n\x07{"ServerURL":"x"}\n' * (huge(is_long) // 1000))


def an_answer_to_another_call(_, connection, call, __):
    connection.answer(wire.Message(call.kind, call.serial + 1000, call.fields, []), 's', ['other'])


def always_unknown(_, connection, call, __):
    connection.refuse(call, rogue_bus.MAGIC_OF_ERROR + 'UnknownMethod', 'no such method')


ANY = (a_text, no_value, a_number_in_a_variant, variants_in_variants, structures_of_other_shape, no_answer,
       hang_up, random_bytes, a_message_that_never_ends, too_long_a_message, a_body_unlike_its_signature,
       a_huge_text, a_huge_variant, an_error_with_a_long_name, an_error_of_many_lines,
       an_answer_to_another_call, always_unknown)


# --- in the place of the answer to one call: right in its form, and wrong

def a_name_that_is_none(_, connection, call, __):
    connection.answer(call, 's', ['not a name'])


def an_empty_name(_, connection, call, __):
    connection.answer(call, 's', [''])


def all_there_is(bus, connection, call, _):
    connection.answer(call, 'aoao', [list(bus.items), []])


def the_login_of_another(bus, connection, call, _):
    connection.answer(call, 'aoao', [[path for path, item in bus.items.items() if item.login() == BOB], []])


def objects_that_are_not_there(_, connection, call, __):
    connection.answer(call, 'aoao', [['/', '/a/b', rogue_bus.COLLECTION + '/404'], []])


def one_object_very_often(bus, connection, call, is_long):
    connection.answer(call, 'aoao', [list(bus.items) * (50_000 if is_long else 5_000), []])


def very_many_objects(_, connection, call, is_long):
    count = 500_000 if is_long else 50_000
    connection.answer(call, 'aoao', [[f'{rogue_bus.COLLECTION}/{number}' for number in range(count)], []])


def all_is_locked(bus, connection, call, _):
    connection.answer(call, 'aoao', [[], list(bus.items)])


def attributes_of_another(_, connection, call, __):
    connection.answer(call, 'v', [('a{ss}', rogue_bus.attributes_of(*BOB[:2]))])


def attributes_that_begin_alike(_, connection, call, __):
    attributes = {'server_of_old': ALICE[0], 'username': 'bob', 'xdg:schema_': 'io.docker.Credentials'}
    connection.answer(call, 'v', [('a{ss}', attributes)])


def huge_attributes(_, connection, call, is_long):
    attributes = rogue_bus.attributes_of('x' * (huge(is_long) // 100), 'y\n\0z'.encode())
    connection.answer(call, 'v', [('a{ss}', attributes)])


def attributes_with_control_bytes(_, connection, call, __):
    connection.answer(call, 'v', [('a{ss}', rogue_bus.attributes_of('a\033[2J\nb"\\.example', 'c\r\n\x07"d'))])


def another_session(_, connection, call, __):
    _, vector, sealed, kind = connection.sealed(BOB[2].encode())
    connection.answer(call, '(oayays)', [('/other', vector, sealed, kind)])


def a_secret_in_the_clear(_, connection, call, __):
    connection.answer(call, '(oayays)', [(rogue_bus.SESSION, b'', BOB[2].encode(), 'text/plain')])


def no_secret(_, connection, call, __):
    connection.answer(call, '(oayays)', [(rogue_bus.SESSION, b'', b'', '')])


def a_secret_in_pieces(_, connection, call, __):
    connection.answer(call, '(oayays)', [(rogue_bus.SESSION, bytes(3), bytes(33), 'text/plain')])


def a_secret_that_is_no_text(_, connection, call, __):
    connection.answer(call, '(oayays)', [connection.sealed(b'\xff\xfe\0secret')])


def a_huge_secret(_, connection, call, is_long):
    connection.answer(call, '(oayays)', [connection.sealed(b'\xff' * huge(is_long))])


def done_and_not_done(_, connection, call, __):
    values = {'SetSecret': ('', []), 'Delete': ('o', ['/']), 'CreateItem': ('oo', [rogue_bus.COLLECTION + '/9', '/']),
              'Unlock': ('aoo', [[], '/'])}
    connection.answer(call, *values[call.member])


def stored_as_the_login_of_another(bus, connection, call, _):
    path = next(path for path, item in bus.items.items() if item.login() == BOB)
    connection.answer(call, 'oo', [path, '/'])


def an_endless_prompt(_, connection, call, __):
    values = {'Delete': ('o', [rogue_bus.PROMPT]), 'CreateItem': ('oo', ['/', rogue_bus.PROMPT]),
              'Prompt': ('', [])}
    connection.answer(call, *values[call.member])


def a_prompt_that_is_none(_, connection, call, __):
    values = {'Delete': ('o', ['/no/prompt']), 'CreateItem': ('oo', ['/', '/no/prompt']),
              'Unlock': ('aoo', [[], '/no/prompt'])}
    connection.answer(call, *values[call.member])


def completed(*values):
    signature = {1: 's', 2: 'bv'}[len(values)]

    def lie(_, connection, call, __):
        connection.answer(call)
        connection.signal(call.path, rogue_bus.PREFIX + 'Prompt', 'Completed', signature, values)
    return lie


completed_wrongly, completed_with_text = completed('done'), completed(False, ('s', 'text'))
dismissed, unlocked_and_locked = completed(True, ('s', '')), completed(False, ('ao', [rogue_bus.COLLECTION]))


def unencrypted(_, connection, call, __):
    connection.answer(call, 'vo', [('s', ''), rogue_bus.SESSION])


def key_of(data):
    def lie(_, connection, call, __):
        connection.answer(call, 'vo', [('ay', data), rogue_bus.SESSION])
    return lie


no_key, key_of_one, key_too_long = key_of(b''), key_of(b'\1'), key_of(b'\xff' * 100_000)
for _name, _lie in (('no_key', no_key), ('key_of_one', key_of_one), ('key_too_long', key_too_long),
                    ('completed_wrongly', completed_wrongly), ('completed_with_text', completed_with_text),
                    ('dismissed', dismissed), ('unlocked_and_locked', unlocked_and_locked)):
    _lie.__name__ = _name


def no_collection(_, connection, call, __):
    connection.answer(call, 'o', ['/'])


def a_collection_elsewhere(_, connection, call, __):
    connection.answer(call, 'o', ['/etc/passwd'])


SPECIAL = {
    'GetNameOwner': (a_name_that_is_none, an_empty_name),
    'Hello': (a_name_that_is_none, an_empty_name),
    'ReadAlias': (no_collection, a_collection_elsewhere),
    'SearchItems': (all_there_is, the_login_of_another, objects_that_are_not_there, one_object_very_often,
                    very_many_objects, all_is_locked),
    'Get Attributes': (attributes_of_another, attributes_that_begin_alike, huge_attributes,
                       attributes_with_control_bytes),
    'OpenSession': (unencrypted, no_key, key_of_one, key_too_long),
    'GetSecret': (another_session, a_secret_in_the_clear, no_secret, a_secret_in_pieces, a_secret_that_is_no_text,
                  a_huge_secret),
    'SetSecret': (done_and_not_done,),
    'CreateItem': (done_and_not_done, stored_as_the_login_of_another, an_endless_prompt, a_prompt_that_is_none),
    'Delete': (done_and_not_done, an_endless_prompt, a_prompt_that_is_none),
    'Unlock': (done_and_not_done, a_prompt_that_is_none),
    'Prompt': (an_endless_prompt, completed_wrongly, completed_with_text, dismissed, unlocked_and_locked),
}
CALLS = ('Hello', 'GetNameOwner', 'GetConnectionUnixProcessID', 'ReadAlias', 'Get Locked', 'Get Collections',
         'Get Label', 'SearchItems', 'Get Attributes', 'Get Modified', 'OpenSession', 'GetSecret', 'SetSecret',
         'CreateItem', 'Delete', 'Unlock', 'Prompt')


def of(call):
    """The lies that can be told in the place of the answer to this call."""
    return (*ANY, *SPECIAL.get(call, ()))


class Liar:
    """Tells the lie at every such call, and the truth at others."""

    def __init__(self, call, lie, is_long):
        self.call, self.lie, self.is_long = call, lie, is_long
        self.was_told = False

    def __call__(self, bus, connection, call):
        if called(call) != self.call:
            return False
        self.was_told = True
        self.lie(bus, connection, call, self.is_long)
        return True
