# SPDX-License-Identifier: MIT
"""What secrets.py tries: each verb and command, on a Secret Service and on the keyring file."""
import base64
import dataclasses
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), 'support'))
# pylint: disable=wrong-import-position
import keyring  # noqa: E402

LEFT, RIGHT = 'kEePmEsEcReT', 'sEcReTkEePmE'
SECRET = f'{LEFT}-{"x" * 40}-{RIGHT}'
SHORT = 'sHoRtKeY'
PASSPHRASE, OTHER_PASSPHRASE = 'pAsSpHrAsE-of-the-keyring-file', 'oThErPhRaSe-of-the-keyring-file'
TOKEN, RENEWED = 'aCcEsStOkEn-of-the-token-server', f'rEnEwEdToKeN-{"x" * 40}'
HOST = 'a.example'
REQUEST = keyring.request(HOST, 'alice', SECRET)


def needles():
    """The secrets, parts of them and the middle of their base64 at each of three places in a group."""
    texts = [text.encode() for text in (LEFT, RIGHT, SHORT, PASSPHRASE[:12], OTHER_PASSPHRASE[:11],
                                       TOKEN[:11], RENEWED[:12])]
    encoded = []
    for user in ('alice', 'bo', 'eve'):
        for secret in (SECRET, SHORT):
            code = base64.b64encode(f'{user}:{secret}'.encode())
            encoded.append(code[8:20])
    for offset in range(3):
        encoded.append(base64.b64encode(bytes(offset) + SECRET.encode())[4:24])
    return texts + encoded


NEEDLES = needles()


@dataclasses.dataclass
class Case:
    name: str
    arguments: list              # the first is 'helper' or 'cppsecret'
    stdin: bytes = b''
    statuses: tuple = (0,)
    environment: dict = dataclasses.field(default_factory=dict)
    before: tuple = ((HOST, 'alice', SECRET),)
    auths: dict = dataclasses.field(default_factory=dict)  # of docker's file, before: key to (user, secret)
    stdout: str = ''             # a file in its place
    may_print: bool = False
    may_keep: bool = False       # in the files that held it, or that it was asked to write
    prepare: tuple = ()          # what is run before, as `arguments`
    # of the keyring file, if the case is on that: 'derived' from the passphrase in a file, 'wrong' if that is another
    # one, 'costly' if it takes too long, 'open' by the key of the session, 'locked', or 'none' if it is not there
    state: str = ''


def helper(name, verb, stdin=HOST.encode(), **more):
    return Case('helper ' + name, ['helper', verb], stdin, **more)


def companion(name, *arguments, **more):
    return Case('cppsecret ' + name, ['cppsecret', *arguments], **more)


NO_BUS = {'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nowhere'}
FILES = {'file.example': ('bo', SECRET), 'other.example': ('eve', SHORT)}
ACCOUNTS = (['cppsecret', 'account', 'save', HOST, 'work'],
            ['cppsecret', 'account', 'save', HOST, 'other'])
CASES = [
    helper('get', 'get', may_print=True),
    helper('get of another spelling', 'get', b'https://a.example/v2/', may_print=True),
    helper('get whose answer is lost', 'get', statuses=(1,), stdout='/dev/full'),
    helper('get of nothing', 'get', b'none.example', statuses=(1,)),
    helper('get without a bus', 'get', statuses=(1,), environment=NO_BUS),
    helper('store', 'store', REQUEST, before=()),
    helper('store of a short secret', 'store', keyring.request(HOST, 'alice', SHORT), before=()),
    helper('store again', 'store', REQUEST),
    helper('store over another', 'store', keyring.request(HOST, 'alice', SHORT)),
    helper('store for another user', 'store', keyring.request(HOST, 'bo', SHORT)),
    helper('store with escapes', 'store', REQUEST.replace(b'xxxx', b'x\\u0078\\/\\n'), before=()),
    helper('store without a bus', 'store', REQUEST, statuses=(1,), environment=NO_BUS),
    helper('store of half a request', 'store', REQUEST[:-1], statuses=(1,)),
    helper('store with a lone surrogate', 'store', REQUEST.replace(b'xxxx', b'\\ud800'), statuses=(1,)),
    helper('store of the bare secret', 'store', SECRET.encode(), statuses=(1,)),
    helper('store with a number for a user', 'store', REQUEST.replace(b'"alice"', b'7'), statuses=(1,)),
    helper('store with a NUL', 'store', REQUEST.replace(b'xxxx', b'\\u0000'), statuses=(1,)),
    helper('store of more than 1 MiB', 'store', REQUEST.replace(b'xxxx', b'x' * 1_100_000, 1), statuses=(1,)),
    helper('store of 200 KB', 'store', REQUEST.replace(b'xxxx', b'x' * 200_000, 1), before=()),
    helper('erase', 'erase'),
    helper('list', 'list', b''),
    companion('status', 'status', auths=FILES, may_keep=True),
    companion('list', 'list'),
    companion('resolve', 'resolve', 'file.example/x', auths=FILES, may_keep=True),
    companion('doctor', 'doctor', statuses=(0, 1), auths=FILES, may_keep=True),
    companion('login', 'login', '--no-verify', '--username', 'bo', '--password-stdin', 'b.example',
              stdin=SECRET.encode()),
    companion('login with a line feed', 'login', '--no-verify', '--username', 'bo', '--password-stdin', 'b.example',
              stdin=SHORT.encode() + b'\n'),
    companion('login at a registry that is not there', 'login', '--username', 'bo', '--password-stdin',
              'localhost:1', stdin=SECRET.encode(), statuses=(1,)),
    companion('login without a bus', 'login', '--no-verify', '--username', 'bo', '--password-stdin', 'b.example',
              stdin=SECRET.encode(), statuses=(1,), environment=NO_BUS),
    companion('logout', 'logout', HOST),
    companion('migrate', 'migrate', '--yes', auths=FILES),
    companion('migrate --dry-run', 'migrate', '--dry-run', auths=FILES, may_keep=True),
    companion('migrate without a bus', 'migrate', '--yes', auths=FILES, may_keep=True, statuses=(1,),
              environment=NO_BUS),
    companion('configure', 'configure', '--yes', '--tool', 'docker', '--from-auths', auths=FILES, may_keep=True),
    companion('verify', 'verify', 'localhost:1', statuses=(1,), before=(('localhost:1', 'bo', SECRET),)),
    companion('account save', 'account', 'save', HOST, 'work'),
    companion('account use', 'account', 'use', HOST, 'work', prepare=ACCOUNTS),
    companion('account list', 'account', 'list', prepare=ACCOUNTS),
    companion('account remove', 'account', 'remove', HOST, 'work', prepare=ACCOUNTS),
    helper('get of an account', 'get', may_print=True, prepare=ACCOUNTS, environment={'CPPSECRET_ACCOUNT': 'work'}),
    companion('export', 'export', HOST, '--format', 'auth.json', statuses=(0,), may_print=True),
]



def on_file(case, state, **more):
    return dataclasses.replace(case, name=f'{case.name} (keyring file: {state})', state=state, **more)


def keyring_command(name, state, *arguments, **more):
    return on_file(companion(f'keyring {name}', 'keyring', name, *arguments), state, **more)


def file_cases():
    """The cases, on a keyring file that is opened anew by each, and its own commands."""
    yield from (on_file(case, 'derived') for case in CASES if case.environment is not NO_BUS)
    get, store, erase, listing = (next(case for case in CASES if case.name == f'helper {verb}')
                                  for verb in ('get', 'store', 'erase', 'list'))
    yield from (on_file(case, 'open') for case in (get, store, erase, listing))
    for state in ('locked', 'wrong', 'costly'):
        environment = {'CPPSECRET_TIMEOUT': '1'} if state == 'costly' else {}
        for case in (get, store, erase, listing):
            yield on_file(case, state, environment=environment,
                          statuses=(0,) if case is listing else (1,))
    copy, other = (os.path.join(os.environ['HOME'], name) for name in ('copy', 'other-passphrase'))
    to_service = ['cppsecret', 'keyring', 'move', '--from', 'file', '--to', 'secret-service', '--force']
    from_service = ['--from', 'secret-service', '--to', 'file', '--force']
    yield keyring_command('status', 'derived')
    yield keyring_command('create', 'none')
    yield keyring_command('create', 'none', '--kdf', 'strong')
    yield keyring_command('unlock', 'derived')
    yield keyring_command('unlock', 'derived', '--timeout', '1h')
    yield keyring_command('unlock', 'wrong', statuses=(1,))
    yield keyring_command('lock', 'open')
    yield keyring_command('passwd', 'derived', '--passphrase-file', other)
    yield keyring_command('export', 'derived', copy)
    yield keyring_command('import', 'derived', copy)
    yield keyring_command('import', 'none', copy, '--force')
    yield keyring_command('import', 'wrong', copy, statuses=(1,))
    yield keyring_command('move', 'derived', *to_service[3:])
    yield keyring_command('move', 'derived', *from_service, prepare=(*ACCOUNTS, to_service))


FILE_CASES = list(file_cases())


def cases_at(hosts):
    """Logins that registries accept, each shown in another way."""
    for kind, user in (('basic', 'bo'), ('bearer', 'bo'), ('identity', '<token>')):
        host = hosts[kind]
        yield companion(f'login: {kind}', 'login', '--username', user, '--password-stdin', host,
                        stdin=SECRET.encode(), before=())
        yield companion(f'verify: {kind}', 'verify', host, before=((host, user, SECRET),))
