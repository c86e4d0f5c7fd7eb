#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A secret is in the keyring, and nowhere else: after each verb and command, with and without success.

    secrets.py HELPER COMPANION

At the very end of the program its whole memory is looked through for the secret, for a part of it and for its
base64, on the keyring file also for the passphrase and the key that comes of it; then every file below HOME and
the runtime folder; and all the while the arguments and environment of every process. What a program has to print,
or a file held before, may hold it. A login is also accepted by registries that offer HTTP/2, in each way that there
is to show one. And a program that crashes while it holds a secret leaves no core. Only for root: nobody else can
look into the programs' memory.
"""
import array
import base64
import fcntl
import hashlib
import os
import resource
import shutil
import signal
import struct
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
from secret_cases import (CASES, FILE_CASES, HOST, NEEDLES, OTHER_PASSPHRASE, PASSPHRASE, RENEWED,  # noqa: E402
                          SECRET, TOKEN, cases_at)

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


class KeyringFile:
    """The keyring file of the HOME, and what it takes to begin anew with an empty one."""

    def __init__(self, scene):
        self.scene = scene
        home = os.environ['HOME']
        self.folder = os.path.join(home, '.local/share/cppsecret')
        self.path = os.path.join(self.folder, 'keyring')
        self.key_path = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'cppsecret/keyring.key')
        self.passphrase, self.other = os.path.join(home, 'passphrase'), os.path.join(home, 'other-passphrase')
        write(self.passphrase, PASSPHRASE.encode())
        write(self.other, OTHER_PASSPHRASE.encode())
        self.do(['cppsecret', 'keyring', 'create'])
        self.empty, self.key = read(self.path), read(self.key_path)

    def do(self, arguments, stdin=b''):
        self.scene.do(arguments, {'CPPSECRET_KEYRING': 'file', 'CPPSECRET_PASSPHRASE_FILE': self.passphrase}, stdin)

    def key_needles(self):
        """Parts of the key that Argon2id derives, which stands at the end of what the session keeps."""
        return [self.key[-32:-16], self.key[-16:]]

    def secret_files(self):
        return {self.passphrase, self.other, self.key_path}

    def make(self, case):
        """Makes the file as the case wants it; its environment."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder, 0o700)
        environment = {'CPPSECRET_KEYRING': 'file', 'CPPSECRET_PASSPHRASE_FILE': self.passphrase}
        write(self.key_path, self.key)
        if case.state != 'none':
            write(self.path, self.empty)
            for login in case.before:
                self.do(['helper', 'store'], keyring.request(*login))
            for arguments in case.prepare:
                self.do(arguments)
        if case.state != 'open':
            os.unlink(self.key_path)
        if case.state in ('open', 'locked'):
            del environment['CPPSECRET_PASSPHRASE_FILE']
        elif case.state == 'wrong':
            environment['CPPSECRET_PASSPHRASE_FILE'] = self.other
        elif case.state == 'costly':
            text = read(self.path)[:-32]
            text = text[:12] + struct.pack('<II', 10, 512 << 10) + text[20:]
            write(self.path, text + hashlib.blake2b(text, digest_size=32).digest())
        return environment


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def write(path, text):
    with open(path, 'wb', opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)


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
        self.file = None

    def do(self, arguments, environment, stdin=b''):
        """Something that is no part of a case."""
        subprocess.run([self.programs[arguments[0]], *arguments[1:]], check=True, input=stdin,
                       env={**self.environment, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, case):
        """What is wrong after it."""
        environment, needles, may_hold = case.environment, NEEDLES, set()
        if case.state:
            self.keyring.make([])
            needles, may_hold = NEEDLES + self.file.key_needles(), self.file.secret_files()
            environment = {**environment, **self.file.make(case)}
        else:
            self.keyring.make(sorted(case.before))
            for arguments in case.prepare:
                self.do(arguments, {})
        with open(self.docker, 'w', encoding='utf-8') as file:
            file.write('{"auths": {' + ', '.join(
                f'"{key}": {{"auth": "{base64.b64encode(":".join(login).encode()).decode()}"}}'
                for key, login in case.auths.items()) + '}}')
        run = last_memory.run([self.programs[case.arguments[0]], *case.arguments[1:]], case.stdin,
                              {**self.environment, **environment}, needles, stdout_path=case.stdout or None)
        if case.prepare and not case.state:
            subprocess.run(['secret-tool', 'clear', 'cppsecret_account', '1'], check=False)
        if run.status not in case.statuses:
            return f'it ends with {run.status}: {run.stdout[:200]!r} {run.stderr[:300]!r}'
        if run.bytes_seen < 1_000_000:
            return f'only {run.bytes_seen} bytes of memory were seen'
        if run.found:
            return '{} places in memory: {}'.format(len(run.found), '; '.join(run.found[:8]))
        if any(needle in run.stderr + (b'' if case.may_print else run.stdout) for needle in needles):
            return f'it is said: {run.stdout[:200]!r} {run.stderr[:200]!r}'
        files = {path for needle in needles for path in keyring.files_with(needle)} - may_hold
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
    tally.judge(scene.run(case), case.name)


def inside(helper_path, companion_path):
    scene = Scene(helper_path, companion_path)
    reader = 'import sys; text = sys.stdin.read(); sys.stdout.write("done")'
    control = last_memory.run([sys.executable, '-c', reader], SECRET.encode(), {}, NEEDLES)
    tap.check(control.found and control.status == 0, "a secret that is left in a program's memory is found", control)
    check_locks(scene)
    check_cores(scene)
    tallies = {who: tap.Tally(f'secrets: {who}') for who in ('helper', 'cppsecret')}
    tallies |= {f'{who} on a file': tap.Tally(f'secrets: {who} on the keyring file') for who in ('helper', 'cppsecret')}
    with Watch() as watch:
        for case in CASES:
            try_case(scene, case, tallies[case.arguments[0]])
        check_accepted(scene, tallies['cppsecret'])
        scene.file = KeyringFile(scene)  # from here on a login that finds no bus goes there
        for case in FILE_CASES:
            try_case(scene, case, tallies[case.arguments[0] + ' on a file'])
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
