# SPDX-License-Identifier: MIT
"""What the helper is asked while faults happen, and what may have come of it."""
import dataclasses

import keyring

CANARY = 'fAuLt-cAnArY-'
OLD, NEW, OTHER = CANARY + 'old', CANARY + 'new', CANARY + 'other'
LOGIN = ('fault.example', 'alice', OLD)
BYSTANDER = ('bystander.example', 'bob', OTHER)
NOT_FOUND = b'credentials not found in native keychain\n'


class Verb:
    """One thing that the helper is asked: how the keyring is before and how it is to be after it."""

    def __init__(self, name, verb, stdin, before, after, stdout=b'', status=0):
        self.name, self.verb, self.stdin = name, verb, stdin
        self.before = sorted([*before, BYSTANDER])
        self.after = sorted([*after, BYSTANDER])
        self.stdout, self.status = stdout, status
        self.replaces = before and after and before[0][:2] != after[0][:2]


CHANGED = ('fault.example', 'alice', NEW)
ANOTHER = ('https://fault.example/v2/', 'carol', NEW)
VERBS = {verb.name: verb for verb in (
    Verb('get', 'get', b'fault.example', [LOGIN], [LOGIN], keyring.answer(*LOGIN)),
    Verb('get of another spelling', 'get', b'https://fault.example/v2/', [LOGIN], [LOGIN],
         keyring.answer('https://fault.example/v2/', 'alice', OLD)),
    Verb('get of nothing', 'get', b'none.example', [LOGIN], [LOGIN], NOT_FOUND, 1),
    Verb('store', 'store', keyring.request(*LOGIN), [], [LOGIN]),
    Verb('store again', 'store', keyring.request(*CHANGED), [LOGIN], [CHANGED]),
    Verb('store for another user', 'store', keyring.request(*ANOTHER), [LOGIN], [ANOTHER]),
    Verb('erase', 'erase', b'fault.example', [LOGIN], []),
    Verb('list', 'list', b'', [LOGIN], [LOGIN],
         b'{"bystander.example":"bob","fault.example":"alice"}\n'),
)}


@dataclasses.dataclass
class Outcome:
    """How a verb ended: its status (a signal is negative, as in subprocess), what it said, and what
    the keyring holds now."""
    status: int
    stdout: bytes
    stderr: bytes
    items: list
    was_ended: bool = False       # by a signal, as was to be expected
    answer_may_fail: bool = False  # a stream, or a wake-up of a thread, could not be written

    def problem(self, verb):
        """What is wrong with it; nothing if all is well."""
        return self._problem_of_streams(verb) or self._problem_of_items(verb)

    def _problem_of_streams(self, verb):
        if not self.was_ended and self.status not in (0, 1):
            return f'it ends with {self.status}'
        if self.stderr.count(b'\n') > 1 or (self.stderr and not self.stderr.endswith(b'\n')):
            return f'standard error is {self.stderr!r}'
        if b'no keyring is running' in self.stdout + self.stderr:
            return f'it says that no keyring is running: {self.stdout!r} {self.stderr!r}'
        if self.stdout == verb.stdout:
            if self.status == 1 and verb.status == 0 and verb.stdout:
                return 'it answers and fails'
            return None
        if self.was_ended:
            return f'it says {self.stdout!r} before it is ended' if self.stdout else None
        if self.status == 0:
            is_reduced = verb.verb == 'list' and self.stdout == b'{}\n' and self.stderr
            return None if is_reduced else f'it succeeds and says {self.stdout!r}'
        if self.answer_may_fail and not self.stdout and self.stderr:
            return None
        if self.stdout.count(b'\n') != 1 or not self.stdout.endswith(b'\n'):
            return f'it fails and says {self.stdout!r} {self.stderr!r}'
        if self.stdout == NOT_FOUND and not self.stderr and not self.answer_may_fail:
            return 'it says "not found" of what is there, and no reason'
        if b'internal error' in self.stdout:
            return 'it does not say what is wrong'
        return None

    def _problem_of_items(self, verb):
        allowed = [verb.after]
        if self.status != 0:
            allowed.append(verb.before)
            # between making the new item and removing the old one both are there: nothing is lost
            if verb.replaces:
                allowed.append(sorted({*verb.before, *verb.after}))
        if self.items not in allowed:
            return f'it ends with {self.status} and the keyring holds {self.items}'
        return None
