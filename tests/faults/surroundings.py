#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile surroundings: addresses of the bus, planted files, folders of others, arguments, variables and
streams of any kind, rights that are not one's own.

    surroundings.py HELPER COMPANION [--rights | --long]

Each verb and command must end in time and within its exit statuses, say what is wrong in clear lines, show
no secret, follow no link that was planted and write nothing where it was not asked to. --rights tries what
only root can: a set-uid bit, and root in the home of another. All else runs as a user without rights. Each
thing is tried with some of the verbs and commands in turn; --long takes every second.
"""
import itertools
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import keyring  # noqa: E402
import rogue_bus  # noqa: E402
import tap  # noqa: E402

CANARY = 'sUrRoUnD-cAnArY'
ALICE = ('a.example', 'alice', CANARY)
REQUEST = keyring.request('new.example', 'carol', CANARY)
HELPER_VERBS = {'get': b'a.example', 'store': REQUEST, 'erase': b'b.example', 'list': b''}
READING = (['status'], ['list'], ['resolve', 'a.example/x'], ['doctor'])
WRITING = (['configure', '--tool', 'all', '--yes', 'd.example'],
           ['migrate', '--yes'],
           ['unconfigure', '--all', '--yes'],
           ['login', '--no-verify', '--username', 'carol', '--password-stdin', 'new.example'],
           ['logout', 'b.example'])
AUTH_FILE = ('{"auths": {"c.example": {"auth": "ZXJpbjpzVXJSb1VuRC1jQW5Bclk="}}, '  # erin:sUrRoUnD-cAnArY
             '"credHelpers": {"a.example": "cppsecret"}}')
LIMIT = 20  # seconds; the time limit of the programs is 1 for each access to the keyring


def honest(*_):
    return False


class Stage:
    """A home with its files, and a provider that tells the truth."""

    def __init__(self, helper, companion):
        self.helper, self.companion = helper, companion
        self.folder = tempfile.mkdtemp()
        for name in ('home/.docker', 'home/.config/containers', 'home/bin', 'run/containers', 'elsewhere'):
            os.makedirs(os.path.join(self.folder, name), 0o700)
        os.chmod(self.path('run'), 0o700)
        self.docker = self.path('home/.docker/config.json')
        self.write(self.docker, AUTH_FILE)
        for name in ('docker-credential-cppsecret', 'docker-credential-cppsecret-containers'):
            os.symlink(helper, self.path('home/bin/' + name))
        self.environment = {
            'HOME': self.path('home'), 'XDG_RUNTIME_DIR': self.path('run'), 'PATH': self.path('home/bin'),
            'CPPSECRET_TIMEOUT': '1', 'LC_ALL': 'C.UTF-8'}
        self.bus = rogue_bus.RogueBus([ALICE, ('b.example', 'bob', CANARY)], honest)
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self.bus.address

    def __enter__(self):
        self.bus.__enter__()
        return self

    def __exit__(self, *_):
        self.bus.__exit__()
        subprocess.run(['rm', '-rf', self.folder], check=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def write(path, text):
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    def runs(self, writing=True):
        """Every verb and command, with its input."""
        for verb, stdin in HELPER_VERBS.items():
            yield [self.helper, verb], stdin
        for command in (*READING, *(WRITING if writing else ())):
            yield [self.companion, *command], CANARY.encode() if 'login' in command else b''


class Trials:
    """What was tried of one kind."""

    def __init__(self, kind):
        self.tally = tap.Tally('surroundings: ' + kind)

    def run(self, stage, arguments, what, *, stdin=b'', also=None, allowed=None, **options):
        """One program; `also(run)` says what else is wrong with it. Nothing where it hangs."""
        options = {'input': stdin, 'env': stage.environment, 'capture_output': True, **options}
        shown = f'{what}: {" ".join(repr(one)[1:40] for one in arguments[:3])}'
        try:
            run = subprocess.run(arguments, check=False, timeout=LIMIT, **options)
        except subprocess.TimeoutExpired:
            self.tally.lose(f'{shown}: it hangs')
            return None
        problem = self.problem_of(stage, arguments, run, allowed) or (also(run) if also else None)
        self.tally.judge(problem, shown)
        return run

    @staticmethod
    def problem_of(stage, arguments, run, allowed):
        is_helper = os.path.basename(arguments[0]) == os.path.basename(stage.helper)
        stdout, stderr = run.stdout or b'', run.stderr or b''
        if run.returncode not in (allowed or ((0, 1) if is_helper else (0, 1, 2, 3))):
            return f'it ends with {run.returncode}: {stdout[:200]!r} {stderr[:300]!r}'
        if b'internal error' in stdout + stderr:
            return f'it does not say what is wrong: {stdout[:200]!r} {stderr[:200]!r}'
        if is_helper and (stdout.count(b'\n') > 1 or stderr.count(b'\n') > 1) and run.returncode != 0:
            return f'it says more than a line: {stdout[:200]!r} {stderr[:200]!r}'
        if CANARY.encode() in stderr:
            return 'it shows a secret'
        if CANARY.encode() in stdout and stdout != keyring.answer(*ALICE):
            return f'it shows a secret: {stdout[:200]!r}'
        if is_helper and run.returncode == 0 and arguments[1:] == ['get'] and run.stdout is not None and \
                stdout != keyring.answer(*ALICE):
            return f'it answers {stdout[:200]!r}'
        return None


# --- the address of the bus

def serve(path, behave):
    """A socket that behaves so to everybody who connects."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(20)

    def accept():
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=behave, args=(link,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener


def flood(data, count):
    def behave(link):
        try:
            for _ in range(count):
                link.sendall(data)
            link.recv(1)
        except OSError:
            pass
    return behave


def answer_each_line(answer):
    def behave(link):
        try:
            while link.recv(4096):
                link.sendall(answer)
        except OSError:
            pass
    return behave


def addresses(stage, is_long):
    """Servers that are no bus, and texts that are no address."""
    megabytes = 100 if is_long else 10
    for name, behave in {
            'random': flood(os.urandom(1 << 20), 1), 'endless line': flood(b'x' * (1 << 20), megabytes),
            'endless data': flood(b'DATA\r\n' * (1 << 17), megabytes), 'closes': lambda link: link.close(),
            'refuses': answer_each_line(b'REJECTED EXTERNAL DBUS_COOKIE_SHA1\r\n'),
            'silent': flood(b'', 1), 'asks for ever': answer_each_line(b'DATA 00\r\n'),
            'OK and then nonsense': answer_each_line(b'OK 0123456789abcdef0123456789abcdef\r\n'),
            'errors': answer_each_line(b'ERROR\r\n')}.items():
        path = stage.path('elsewhere/' + name.replace(' ', '-'))
        listener = serve(path, behave)
        yield name, 'unix:path=' + path
        listener.close()
    planted = stage.path('elsewhere/planted')
    for text in ('', ';', ';;;', ':', 'unix:', 'unix:path=', 'unix:path=/', 'unix:path=' + stage.folder,
                 'unix:path=/dev/zero', 'unix:path=' + 'x' * 100_000, 'unix:path=%ff%00', 'unix:abstract=nothing',
                 'unix:path=/a,path=/b', 'tcp:host=127.0.0.1,port=1', 'tcp:host=\n,port=x', 'nonce-tcp:', 'launchd:',
                 f'unixexec:path=/bin/touch,argv1={planted}', 'systemd:', 'autolaunch:', 'autolaunch:;unix:',
                 b'\xff\xfe', b'unix:path=\xff\x1b[2J', 'unix:' + ',' * 50_000, 'unix:a=b;' * 10_000):
        yield repr(text)[:60], text


def try_addresses(stage, is_long):
    trials = Trials('bus addresses')
    verbs = list(stage.runs(False))
    for number, (name, address) in enumerate(addresses(stage, is_long)):
        environment = {**stage.environment, 'DBUS_SESSION_BUS_ADDRESS': address}
        for arguments, stdin in verbs if is_long else (verbs[number % 4], verbs[4 + number % 4]):
            trials.run(stage, arguments, name, stdin=stdin, env=environment)
    if os.path.exists(stage.path('elsewhere/planted')):
        trials.tally.lose('an address runs a program')
    trials.tally.report()


# --- planted files

def plant(kind, path, stage):
    """Puts something there in the place of a plain file."""
    subprocess.run(['rm', '-rf', path], check=True)
    victim = stage.path('elsewhere/victim')
    stage.write(victim, 'untouched')
    if kind == 'link':
        os.symlink(victim, path)
    elif kind == 'dangling link':
        os.symlink(stage.path('elsewhere/made'), path)
    elif kind == 'link to itself':
        os.symlink(path, path)
    elif kind == 'FIFO':
        os.mkfifo(path)
    elif kind == 'folder':
        os.mkdir(path)
    elif kind == 'socket':
        here = os.getcwd()
        os.chdir(os.path.dirname(path))
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(os.path.basename(path))
        os.chdir(here)
    else:
        os.symlink('/dev/' + kind, path)


def problem_of_victim(stage):
    with open(stage.path('elsewhere/victim'), encoding='utf-8') as file:
        if file.read() != 'untouched':
            return 'it writes through the link'
    return 'it makes a file at the end of the link' if os.path.exists(stage.path('elsewhere/made')) else None


def try_planted(stage, is_long):
    trials = Trials('planted files')
    kinds = ('link', 'dangling link', 'link to itself', 'FIFO', 'folder', 'socket', 'zero', 'null', 'full')
    places = {
        'keyring.lock': 'run/cppsecret/keyring.lock', 'prompt.lock': 'run/cppsecret/prompt.lock',
        'temporary file': 'home/.docker/.config.json.cppsecret-a1B2c3',
        'runtime folder': 'run/cppsecret', 'keyring file': 'home/.local/share/cppsecret/keyring'}
    for name, place in places.items():
        for number, kind in enumerate(kinds):
            path = stage.path(place)
            os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
            plant(kind, path, stage)
            runs = list(stage.runs())
            for arguments, stdin in runs[number % 2::2] if is_long else runs[number % 5::5]:
                stage.write(stage.docker, AUTH_FILE)
                trials.run(stage, arguments, f'{kind} as {name}', stdin=stdin,
                           also=lambda _: problem_of_victim(stage))
            if os.path.lexists(path):
                subprocess.run(['rm', '-rf', path], check=True)
    # an auth file may be a link of the person's own: it is followed, and then a plain file or nothing
    for number, kind in enumerate(kind for kind in kinds if kind not in ('link', 'dangling link')):
        plant(kind, stage.docker, stage)
        before = os.lstat(stage.docker)
        runs = list(stage.runs())
        for arguments, stdin in runs[number % 2::2] if is_long else runs[number % 3::3]:
            trials.run(stage, arguments, f'{kind} as auth file', stdin=stdin,
                       also=lambda _: None if os.path.lexists(stage.docker) and
                       os.lstat(stage.docker).st_ino == before.st_ino else 'it replaces what is no file')
        subprocess.run(['rm', '-rf', stage.docker], check=True)
    stage.write(stage.docker, AUTH_FILE)
    trials.tally.report()


# --- folders of others

def try_folders(stage, is_long):
    trials = Trials('folders of others')
    world = stage.path('elsewhere/world')
    os.mkdir(world)
    os.chmod(world, 0o777)
    values = ('/', '/root', '/proc', '/dev/null', '/nowhere', 'relative', '', '.', '..', world, b'/\xff\xfe',
              '/' + 'x' * 5000, '/a\nb\033[2J')
    for number, (variable, value) in enumerate(itertools.product(
            ('HOME', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'DOCKER_CONFIG', 'REGISTRY_AUTH_FILE'),
            values)):
        runs = list(stage.runs())
        for arguments, stdin in runs[number % 2::2] if is_long else runs[number % 5::5]:
            trials.run(stage, arguments, f'{variable}={value!r}'[:60], stdin=stdin, cwd=stage.path('elsewhere'),
                       env={**stage.environment, variable: value})
    for root, _, files in os.walk(world):
        for file in files:
            status = os.stat(os.path.join(root, file))
            if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                trials.tally.lose(f'{file} in a folder of everybody has mode {oct(status.st_mode)}')
    found = keyring.files_with(CANARY.encode(), stage.path('elsewhere'))
    if found:
        trials.tally.lose(f'a secret is in {found}')
    trials.tally.report()


# --- arguments, variables and streams

def try_arguments(stage, is_long):
    trials = Trials('arguments and variables')
    words = (b'', b'\xff\xfe', b'\033[2J\n\r', b'x' * 100_000, b'get\n', b'GET', b'-', b'--', b'--=', b'-\xff',
             b'%s%n', b'--help', '\u202eteg'.encode(), b'get ', '{"a":1}')
    for word in words:
        trials.run(stage, [stage.helper, word], 'a verb', stdin=b'a.example')
        trials.run(stage, [stage.helper, 'get', word], 'a second argument', stdin=b'a.example')
        for command in (['list'], ['resolve'], ['logout'], ['login', '--username'], [], ['account', 'use'], ['verify']):
            trials.run(stage, [stage.companion, *command, word], 'an argument')
    trials.run(stage, [stage.helper, *['get'] * 10_000], '10,000 arguments')
    trials.run(stage, [stage.companion, *['list'] * 10_000], '10,000 arguments')
    trials.run(stage, [stage.helper, 'get'], 'no variable', stdin=b'a.example', env={})
    values = (b'', b'\xff\xfe\x80', b'x' * 100_000, b'\033[2J\n', b'99999999999999999999', b'-1', b'%n%s', b'/dev/zero')
    names = ('LC_ALL', 'LANG', 'LANGUAGE', 'TZ', 'TERM', 'PATH', 'G_MESSAGES_DEBUG', 'G_DEBUG', 'GIO_EXTRA_MODULES',
             'CPPSECRET_TIMEOUT', 'CPPSECRET_COLLECTION', 'CPPSECRET_KEYRING', 'CPPSECRET_ACCOUNT', 'CPPSECRET_DEBUG',
             'CPPSECRET_UNAVAILABLE', 'CPPSECRET_READONLY', 'CPPSECRET_PASSPHRASE_FILE', 'CREDENTIALS_DIRECTORY',
             'DOCKER_AUTH_CONFIG',
             'SECRET_BACKEND', 'SECRET_SERVICE_BUS_NAME', 'NO_COLOR', 'HTTPS_PROXY', 'CONTAINERS_REGISTRIES_CONF')
    for number, (name, value) in enumerate(itertools.product(names, values)):
        runs = list(stage.runs(False))
        for arguments, stdin in runs[number % 2::2] if is_long else runs[number % 13::13]:
            trials.run(stage, arguments, f'{name}={value!r}'[:60], stdin=stdin, env={**stage.environment, name: value})
    trials.tally.report()


def try_streams(stage, is_long):
    trials = Trials('streams')
    runs = list(stage.runs())
    with open(stage.path('elsewhere/unreadable'), 'wb') as write_only:
        for number, (arguments, stdin) in enumerate(runs):
            folder = os.open('/', os.O_RDONLY)
            for name, source in (('a folder', folder), ('write only', write_only.fileno()),
                                 ('nothing', subprocess.DEVNULL)):
                trials.run(stage, arguments, 'standard input is ' + name, input=None, stdin=source)
            os.close(folder)
            for closed in itertools.product((False, True), repeat=3):
                if any(closed) and (is_long or (number + sum(closed)) % 2 or number < 4):
                    try_closed(trials, stage, arguments, stdin, closed)
    found = keyring.files_with(CANARY.encode(), stage.folder)
    if found:
        trials.tally.lose(f'a secret is in {found}')
    trials.tally.report()


def try_closed(trials, stage, arguments, stdin, closed):
    """A run with some of the descriptors 0 to 2 closed, by a shell."""
    words = ' '.join(text for is_closed, text in zip(closed, ('<&-', '>&-', '2>&-')) if is_closed)
    also = None
    if closed[1] and arguments == [stage.helper, 'get']:
        def also(run):
            return 'it succeeds without an answer' if run.returncode == 0 else None
    run = [arguments[0], *arguments[1:]]
    trials.run(stage, ['/bin/sh', '-c', f'exec "$@" {words}', 'sh', *run], f'closed: {words}', stdin=stdin,
               also=also, allowed=(0, 1) if arguments[0] == stage.helper else (0, 1, 2, 3))


# --- rights that are not one's own: as root

def files_of_root(folder):
    return [os.path.join(where, name) for where, folders, names in os.walk(folder) for name in folders + names
            if os.lstat(os.path.join(where, name)).st_uid == 0]


def try_rights(stage):
    trials = Trials('rights of another')
    nobody = 65534
    os.chmod(stage.folder, 0o755)
    subprocess.run(['chown', '-R', str(nobody), stage.path('home'), stage.path('run')], check=True)
    for name in ('docker-credential-cppsecret', 'docker-credential-cppsecret-containers'):
        os.lchown(stage.path('home/bin/' + name), nobody, nobody)
    # root, with the home of a person: by sudo, or by su -m, which says nothing of it
    for variables in ({'SUDO_UID': str(nobody)}, {}):
        for arguments, stdin in stage.runs():
            trials.run(stage, arguments, f'root in the home of another {variables}', stdin=stdin,
                       env={**stage.environment, **variables},
                       also=lambda _: (lambda found: f'of root are now {found}' if found else None)(
                           files_of_root(stage.path('home')) + files_of_root(stage.path('run'))))
            for path in files_of_root(stage.path('home')) + files_of_root(stage.path('run')):
                subprocess.run(['rm', '-rf', path], check=True)
            stage.write(stage.docker, AUTH_FILE)
    # with the set-uid or set-gid bit, started by somebody else
    as_nobody = [shutil.which('setpriv'), f'--reuid={nobody}', f'--regid={nobody}', '--clear-groups']
    for mode in (0o4755, 0o2755):
        for program in (stage.helper, stage.companion):
            copy = stage.path(os.path.basename(program))
            shutil.copy(program, copy)
            os.chown(copy, 0, 0)
            os.chmod(copy, mode)
            for arguments, stdin in stage.runs():
                if arguments[0] == program:
                    trials.run(stage, [*as_nobody, copy, *arguments[1:]], f'mode {oct(mode)}', stdin=stdin,
                               allowed=(1,),
                               also=lambda run: None if b'set-uid' in run.stdout + run.stderr else f'it says {run}')
    trials.tally.report()


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith('--')]
    is_long = '--long' in sys.argv
    helper, companion = (os.path.realpath(path) for path in arguments[:2])
    tap.need('openssl', 'setpriv')
    if '--rights' in sys.argv:
        if os.geteuid() != 0:
            tap.skip('only root can give rights away')
        with Stage(helper, companion) as stage:
            try_rights(stage)
        tap.finish()
    if os.geteuid() == 0:
        os.execv(os.path.join(SUPPORT, 'as-user.sh'), [
            'as-user.sh', '-f', helper, '-f', companion, '-f', SUPPORT, '-f', HERE, 'bash', '-c',
            'exec python3 "$FILES/faults/surroundings.py" "$FILES/$0" "$FILES/$1" $2', os.path.basename(helper),
            os.path.basename(companion), '--long' if is_long else ''])
    began = time.monotonic()
    for trial in (try_addresses, try_planted, try_folders, try_arguments, try_streams):
        with Stage(helper, companion) as stage:
            trial(stage, is_long)
        tap.note(f'{time.monotonic() - began:.0f} s')
    tap.finish()


if __name__ == '__main__':
    main()
