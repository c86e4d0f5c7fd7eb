#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A provider, and a bus, that lies: in the place of each answer in turn comes something else.

    rogue.py HELPER COMPANION [--long]

Wrong types, other servers' items, huge replies, endless prompts, garbage, nothing at all. Every verb of the
helper and the companion's commands must end in time and within their exit statuses, with one clear error
line, without a wrong login and without a word of another's. The short form sends 10 MB where --long sends
100, and tells the helper every third of the lies that fit any call, the companion every seventh of all.
"""
import base64
import concurrent.futures
import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'support'))
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import keyring  # noqa: E402
import lies  # noqa: E402
import rogue_bus  # noqa: E402
import tap  # noqa: E402
from lies import ALICE, BOB, CANARY  # noqa: E402

TIMEOUT = 1     # seconds, of every access to the keyring
PATIENCE = 10   # what 100 MB and a busy machine may add
LONGEST = 2000  # bytes of an error line
NOT_FOUND = b'credentials not found in native keychain\n'
NEW = CANARY + '-new'


@dataclasses.dataclass
class Case:
    """What is run; `keeps` of the logins are there afterwards, unless it has succeeded."""
    name: str
    arguments: list
    stdin: bytes = b''
    is_locked: bool = False
    answer: bytes = b''      # the only login that it may show
    is_companion: bool = False
    accesses: int = 1        # how often it begins anew with the keyring, each within its time limit


HELPER = [
    Case('get', ['get'], ALICE[0].encode(), answer=keyring.answer(*ALICE)),
    Case('get of another spelling', ['get'], b'https://rogue.example/', answer=keyring.answer(
        'https://rogue.example/', *ALICE[1:])),
    Case('get while locked', ['get'], ALICE[0].encode(), is_locked=True, answer=keyring.answer(*ALICE)),
    Case('store', ['store'], keyring.request('new.example', 'carol', NEW)),
    Case('store again', ['store'], keyring.request(*ALICE[:2], NEW)),
    Case('store for another user', ['store'], keyring.request(ALICE[0], 'dave', NEW)),
    Case('erase', ['erase'], ALICE[0].encode()),
    Case('erase while locked', ['erase'], ALICE[0].encode(), is_locked=True),
    Case('list', ['list']),
]
COMPANION = [
    Case('status', ['status'], accesses=4),
    Case('list', ['list'], accesses=2),
    Case('resolve', ['resolve', ALICE[0] + '/a'], accesses=3),
    Case('doctor', ['doctor'], accesses=8),
    Case('keyring status', ['keyring', 'status'], accesses=3),
    Case('account list', ['account', 'list'], accesses=2),
    Case('account save', ['account', 'save', ALICE[0], 'work'], accesses=3),
    Case('login', ['login', '--no-verify', '--username', 'carol', '--password-stdin', 'new.example'], NEW.encode(),
         accesses=4),
    Case('logout', ['logout', ALICE[0]], accesses=4),
    Case('migrate', ['migrate', '--yes'], accesses=4),
]
for _case in COMPANION:
    _case.is_companion = True
MIGRATED = ('file.example', 'erin', CANARY + '-of-erin')
AUTH = base64.b64encode(':'.join(MIGRATED[1:]).encode()).decode()


class Home:
    """The files of one run."""

    def __init__(self, helper):
        self.folder = tempfile.mkdtemp()
        self.auth_file = os.path.join(self.folder, '.docker/config.json')
        os.makedirs(os.path.join(self.folder, 'bin'))
        os.makedirs(os.path.dirname(self.auth_file))
        os.mkdir(os.path.join(self.folder, 'run'), 0o700)
        os.symlink(helper, os.path.join(self.folder, 'bin/docker-credential-cppsecret'))
        os.symlink(helper, os.path.join(self.folder, 'bin/docker-credential-cppsecret-containers'))
        with open(self.auth_file, 'w', encoding='utf-8') as file:
            file.write(f'{{"auths": {{"file.example": {{"auth": "{AUTH}"}}}}, '
                       f'"credHelpers": {{"{ALICE[0]}": "cppsecret"}}}}')

    def environment(self, bus):
        return {'HOME': self.folder, 'XDG_RUNTIME_DIR': os.path.join(self.folder, 'run'),
                'PATH': os.path.join(self.folder, 'bin'), 'DBUS_SESSION_BUS_ADDRESS': bus.address,
                'CPPSECRET_TIMEOUT': str(TIMEOUT), 'LC_ALL': 'C.UTF-8'}

    def file_login_is_there(self):
        with open(self.auth_file, 'rb') as file:
            return AUTH.encode() in file.read()

    def remove(self):
        shutil.rmtree(self.folder)


def problem_of_words(case, stdout, stderr):
    """What is wrong with what it says."""
    for line in stderr.splitlines() + ([] if case.is_companion else stdout.splitlines()):
        if len(line) > LONGEST and not line.startswith(b'{'):
            return f'it says a line of {len(line)} bytes: {line[:300]!r}'
    if b'internal error' in stdout + stderr:
        return f'it does not say what is wrong: {stdout[:300]!r} {stderr[:300]!r}'
    if any(byte < 32 and byte != 10 for byte in stdout + stderr) or b'\033' in stderr:
        return f'it passes control bytes on: {stdout[:300]!r} {stderr[:300]!r}'
    said = (stdout + stderr).replace(case.answer, b'') if case.answer else stdout + stderr
    if CANARY.encode() in said:
        return f'it shows a secret: {said[:300]!r}'
    return None


def problem_of_status(case, status, stdout, stderr):
    """What is wrong with how it ends."""
    if case.is_companion:
        if status not in (0, 1, 2, 3):
            return f'it ends with {status}: {stderr[:300]!r}'
        if status != 0 and b'cppsecret: error: ' not in stderr and case.name != 'doctor':
            return f'it fails and says {stderr[:300]!r}'
        return None
    if status not in (0, 1):
        return f'it ends with {status}: {stdout[:300]!r} {stderr[:300]!r}'
    if stderr.count(b'\n') > 1 or stdout.count(b'\n') > 1:
        return f'it says more than a line: {stdout[:300]!r} {stderr[:300]!r}'
    if status == 0 and case.arguments == ['get'] and stdout != case.answer:
        return f'it answers {stdout[:300]!r}'
    if status == 1 and not stdout.endswith(b'\n'):
        return f'it fails and says {stdout[:300]!r} {stderr[:300]!r}'
    if status == 1 and case.answer and case.answer in stdout:
        return 'it answers and fails'
    return None


def problem_of_logins(case, status, lie, bus, home):
    """What is wrong with what is left in the keyring."""
    logins = bus.logins()
    if BOB not in logins:
        return f'the login of another server is gone: {logins}'
    if case.name == 'migrate' and MIGRATED not in logins and not home.file_login_is_there():
        return f'a login is neither in its file nor in the keyring: {logins}'
    if lie is lies.done_and_not_done and status == 0 and bus.told in ('SetSecret', 'Delete', 'CreateItem'):
        return f'it believes what was not done: {logins}'
    if status != 0 and case.arguments[0] == 'store' and not any(login[0] == ALICE[0] for login in logins):
        return f'a login is lost: {logins}'
    return None


def try_lie(program, helper, case, call, lie, is_long):
    """Whether the lie could be told, and what is wrong."""
    liar, home = lies.Liar(call, lie, is_long), Home(helper)
    with rogue_bus.RogueBus([ALICE, BOB], liar) as bus:
        bus.is_locked, bus.told = case.is_locked, call
        began = time.monotonic()
        try:
            run = subprocess.run([program, *case.arguments], input=case.stdin, capture_output=True, check=False,
                                 env=home.environment(bus), timeout=TIMEOUT * case.accesses + PATIENCE)
            seconds = time.monotonic() - began
            limit = TIMEOUT * case.accesses + PATIENCE / 2
            problem = (f'it takes {seconds:.1f} s' if seconds > limit else None) or \
                problem_of_status(case, run.returncode, run.stdout, run.stderr) or \
                problem_of_words(case, run.stdout, run.stderr) or \
                problem_of_logins(case, run.returncode, lie, bus, home)
        except subprocess.TimeoutExpired:
            problem = 'it hangs'
        was_told = liar.was_told
    home.remove()
    who = 'cppsecret' if case.is_companion else 'helper'
    return was_told, who, problem and f'{who} {case.name}: {call}: {lie.__name__}: {problem}'


def trials(is_long):
    """Every verb with every lie; of the companion's commands the short form takes a part."""
    number = 0
    for case in HELPER + COMPANION:
        for call in lies.CALLS:
            for lie in lies.of(call):
                number += 1
                if is_long or number % (7 if case.is_companion else 3) == 0 or \
                        (lie not in lies.ANY and not case.is_companion):
                    yield case, call, lie


def calls_of(program, helper, case):
    """The calls that it makes while it is told the truth, and what is wrong then."""
    calls, home = set(), Home(helper)

    def listen(_, __, call):
        calls.add(lies.called(call))
        return False

    with rogue_bus.RogueBus([ALICE, BOB], listen) as bus:
        bus.is_locked = case.is_locked
        run = subprocess.run([program, *case.arguments], input=case.stdin, capture_output=True, check=False,
                             env=home.environment(bus))
    home.remove()
    good = run.returncode == 0 and (not case.answer or run.stdout == case.answer)
    tap.check(good or case.name == 'doctor', f'{program.rpartition("/")[2]} {case.name} works with an honest provider',
              f'{run}')
    return calls


class Replacement:
    """An honest provider, at which another process replaces a login between two calls of ours."""

    def __init__(self, call):
        self.call, self.is_over = call, False

    def __call__(self, bus, _, call):
        if lies.called(call) == self.call and not self.is_over and bus.items[call.path].login() == ALICE:
            self.is_over = True
            del bus.items[call.path]
            bus.items[call.path + '00'] = rogue_bus.Item(rogue_bus.attributes_of(ALICE[0], 'zoe'), b'newer')
        return False  # by then it is gone


def try_replacements(helper):
    """There was a login at all times, so it must be seen."""
    for arguments, call, wanted in (
            (['get'], 'GetSecret', keyring.answer(ALICE[0], 'zoe', 'newer')),
            (['get'], 'Get Attributes', keyring.answer(ALICE[0], 'zoe', 'newer')),
            (['list'], 'Get Attributes', b'{"other.example":"bob","rogue.example":"zoe"}\n')):
        replacement, home = Replacement(call), Home(helper)
        with rogue_bus.RogueBus([ALICE, BOB], replacement) as bus:
            run = subprocess.run([helper, *arguments], input=ALICE[0].encode(), capture_output=True, check=False,
                                 env=home.environment(bus))
        home.remove()
        tap.check(replacement.is_over and (run.stdout, run.stderr) == (wanted, b''),
                  f'{arguments[0]}: a login that is replaced before {call} is seen', run)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--long']
    helper, companion = (os.path.realpath(path) for path in arguments[:2])
    is_long = '--long' in sys.argv
    tap.need('openssl')
    made = {id(case): calls_of(companion if case.is_companion else helper, helper, case)
            for case in HELPER + COMPANION}
    try_replacements(helper)
    tallies = {who: tap.Tally(f'rogue provider: {who}') for who in ('helper', 'cppsecret')}
    # an unlock leads to more calls than the truth does
    wanted = [trial for trial in trials(is_long) if trial[1] in made[id(trial[0])]]
    with concurrent.futures.ThreadPoolExecutor(4 * (os.cpu_count() or 1)) as pool:
        for was_told, who, problem in pool.map(lambda trial: try_lie(
                companion if trial[0].is_companion else helper, helper, *trial, is_long), wanted):
            if problem:
                tallies[who].lose(problem)
            elif was_told:
                tallies[who].survive()
    for tally in tallies.values():
        tally.report()
    tap.finish()


if __name__ == '__main__':
    main()
