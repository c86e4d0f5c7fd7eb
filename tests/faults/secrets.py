#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A secret is in the keyring, and nowhere else: after each verb and command, with and without success.

    secrets.py HELPER COMPANION

At the very end of the program its whole memory is looked through for the secret, for a part of it and for its
base64; then every file below HOME and the runtime folder; and all the while the arguments and environment of
every process. What a program has to print, or a file held before, may hold it. A login is also accepted by
registries that offer HTTP/2, in each way that there is to show one. And a program that crashes while it holds a
secret leaves no core. Only for root: nobody else can look into the programs' memory.
"""
import array
import base64
import dataclasses
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import threading

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import http2_registries  # noqa: E402
import keyring  # noqa: E402
import last_memory  # noqa: E402
import tap  # noqa: E402

LEFT, RIGHT = 'kEePmEsEcReT', 'sEcReTkEePmE'
SECRET = f'{LEFT}-{"x" * 40}-{RIGHT}'
SHORT = 'sHoRtKeY'
PASSPHRASE = 'pAsSpHrAsE-of-the-keyring-file'
TOKEN, RENEWED = 'aCcEsStOkEn-of-the-token-server', f'rEnEwEdToKeN-{"x" * 40}'
HOST = 'a.example'
REQUEST = keyring.request(HOST, 'alice', SECRET)


def needles():
    """The secrets, parts of them and the middle of their base64 at each of three places in a group."""
    texts = [text.encode() for text in (LEFT, RIGHT, SHORT, PASSPHRASE[:12], TOKEN[:11], RENEWED[:12])]
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


def helper(name, verb, stdin=HOST.encode(), **more):
    return Case('helper ' + name, ['helper', verb], stdin, **more)


def companion(name, *arguments, **more):
    return Case('cppsecret ' + name, ['cppsecret', *arguments], **more)


NO_BUS = {'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nowhere'}
FILES = {'file.example': ('bo', SECRET), 'other.example': ('eve', SHORT)}
KEYRING_FILE = {'CPPSECRET_KEYRING': 'file'}
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
    companion('export', 'export', HOST, '--format', 'auth.json', statuses=(0,), may_print=True),
]


def cases_at(hosts):
    """Logins that registries accept, each shown in another way."""
    for kind, user in (('basic', 'bo'), ('bearer', 'bo'), ('identity', '<token>')):
        host = hosts[kind]
        yield companion(f'login: {kind}', 'login', '--username', user, '--password-stdin', host,
                        stdin=SECRET.encode(), before=())
        yield companion(f'verify: {kind}', 'verify', host, before=((host, user, SECRET),))


class Watch:
    """Looks into the arguments and environments of all processes until it is told to stop."""

    def __init__(self):
        self.found, self.looks, self.is_over = set(), 0, threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def _look(self):
        own = str(os.getpid())
        while not self.is_over.is_set():
            for pid in filter(str.isdigit, os.listdir('/proc')):
                for name in ('cmdline', 'environ'):
                    try:
                        with open(f'/proc/{pid}/{name}', 'rb') as file:
                            text = file.read()
                    except OSError:
                        continue
                    if pid != own and any(needle in text for needle in NEEDLES):
                        self.found.add(f'/proc/{pid}/{name}: {text[:200]!r}')
            self.looks += 1


class Scene:
    def __init__(self, helper_path, companion_path):
        self.programs = {'helper': helper_path, 'cppsecret': companion_path}
        self.keyring = keyring.Helper(helper_path)
        self.docker = os.path.join(os.environ['HOME'], '.docker/config.json')
        folder = os.path.join(os.environ['HOME'], 'bin')
        os.makedirs(folder)
        os.makedirs(os.path.dirname(self.docker))
        for name in ('docker-credential-cppsecret', 'docker-credential-cppsecret-containers'):
            os.symlink(helper_path, os.path.join(folder, name))
        self.environment = {**os.environ, 'PATH': folder, 'CPPSECRET_TIMEOUT': '5'}
        self.now = []

    def run(self, case):
        """What is wrong after it."""
        self.keyring.make(sorted(case.before))
        with open(self.docker, 'w', encoding='utf-8') as file:
            file.write('{"auths": {' + ', '.join(
                f'"{key}": {{"auth": "{base64.b64encode(":".join(login).encode()).decode()}"}}'
                for key, login in case.auths.items()) + '}}')
        run = last_memory.run([self.programs[case.arguments[0]], *case.arguments[1:]], case.stdin,
                              {**self.environment, **case.environment}, NEEDLES, stdout_path=case.stdout or None)
        if run.status not in case.statuses:
            return f'it ends with {run.status}: {run.stdout[:200]!r} {run.stderr[:300]!r}'
        if run.bytes_seen < 1_000_000:
            return f'only {run.bytes_seen} bytes of memory were seen'
        if run.found:
            return '{} places in memory: {}'.format(len(run.found), '; '.join(run.found[:8]))
        if any(needle in run.stderr + (b'' if case.may_print else run.stdout) for needle in NEEDLES):
            return f'it is said: {run.stdout[:200]!r} {run.stderr[:200]!r}'
        files = {path for needle in NEEDLES for path in keyring.files_with(needle, os.environ['PROV_ROOT'])}
        if case.may_keep:
            files -= {self.docker}
        return f'it is in {sorted(files)}' if files else None


def check_locks(scene):
    """The heap is locked where the limit allows it; where not all works all the same."""
    scene.keyring.make([(HOST, 'alice', SECRET)])
    for name, arguments in (('helper', ['get']), ('cppsecret', ['list'])):
        for limit, is_locked in ((8 << 20, True), (64 << 10, False), (0, False)):
            run = last_memory.run([scene.programs[name], *arguments], HOST.encode(), scene.environment, NEEDLES,
                                  lock_limit=limit)
            tap.check(run.status == 0 and not run.found and (run.locked_kib >= 2048) == is_locked,
                      f'{name}: a limit of {limit >> 10} KiB for locked memory: '
                      f'{"the heap is" if is_locked else "not all is"} locked', run)


def crash(arguments, environment):
    """The program crashes once it has read a secret from its input: whether the kernel says that it made a core,
    and the files that are left where it ran."""
    folder = tempfile.mkdtemp()
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          cwd=folder, env=environment, preexec_fn=lambda: resource.setrlimit(
                              resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))) as program:
        program.stdin.write(SECRET.encode())
        program.stdin.flush()
        unread = array.array('i', [1])
        while unread[0] and program.poll() is None:
            fcntl.ioctl(program.stdin, termios.FIONREAD, unread)
        program.send_signal(signal.SIGSEGV)
        _, status = os.waitpid(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    files = set(os.listdir(folder))
    shutil.rmtree(folder)
    return program.returncode, os.WCOREDUMP(status), files


def check_cores(scene):
    reader = 'import sys; sys.stdin.read()'
    control = crash([sys.executable, '-c', reader], {})
    tap.check(control[:2] == (-signal.SIGSEGV, True), 'another program that crashes leaves a core', control)
    for name, arguments in (('helper', ['store']),
                            ('cppsecret', ['login', '--username', 'bo', '--password-stdin', '--no-verify', HOST])):
        outcome = crash([scene.programs[name], *arguments], scene.environment)
        tap.check(outcome == (-signal.SIGSEGV, False, set()), f'{name}: with a secret it leaves none', outcome)


def check_accepted(scene, tally):
    """The memory after a registry has accepted a login, in each way that there is to show one."""
    code = base64.b64encode(f'bo:{SECRET}'.encode()).decode()
    with http2_registries.Registries(authorization=f'Basic {code}', token=TOKEN, identity=SECRET,
                                     renewed=RENEWED) as registries:
        tap.check(registries.protocol('basic') == 'h2', 'the registries offer HTTP/2', registries.hosts)
        for case in cases_at(registries.hosts):
            try_case(scene, case, tally)
            requests = registries.requests()
            tap.check(requests and requests[-1].endswith('HTTP/1.1 GET /v2/ 200'),
                      f'{case.name}: the registry accepts it, over HTTP/1.1', requests)


def try_case(scene, case, tally):
    if problem := scene.run(case):
        tally.lose(f'{case.name}: {problem}')
    else:
        tally.survive()


def inside(helper_path, companion_path):
    scene = Scene(helper_path, companion_path)
    reader = 'import sys; text = sys.stdin.read(); sys.stdout.write("done")'
    control = last_memory.run([sys.executable, '-c', reader], SECRET.encode(), {}, NEEDLES)
    tap.check(control.found and control.status == 0, "a secret that is left in a program's memory is found", control)
    check_locks(scene)
    check_cores(scene)
    tallies = {who: tap.Tally(f'secrets: {who}') for who in ('helper', 'cppsecret')}
    with Watch() as watch:
        for case in CASES:
            try_case(scene, case, tallies[case.arguments[0]])
        check_accepted(scene, tallies['cppsecret'])
    for tally in tallies.values():
        tally.report()
    tap.check(not watch.found and watch.looks > 5, 'no process has a secret in its arguments or its environment',
              '\n'.join(sorted(watch.found)))
    tap.finish()


def main():
    helper_path, companion_path = (os.path.realpath(path) for path in sys.argv[1:3])
    if '--inside' in sys.argv:
        inside(helper_path, companion_path)
    tap.need('gnome-keyring-daemon', 'secret-tool', 'dbus-daemon', 'gdbus', 'node|nodejs', 'openssl')
    if os.geteuid() != 0:
        tap.skip("only root can look into the programs' memory")
    provider = os.path.join(SUPPORT, 'providers/gnome-keyring.sh')
    os.execv(provider, [provider, sys.executable, os.path.realpath(__file__), helper_path, companion_path, '--inside'])


if __name__ == '__main__':
    main()
