#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Places of somebody else: folders and files of his, links that he planted, links that he flips while we write.

    places.py HELPER COMPANION [--long]

Run by root, who makes the places of two users: Ann, who runs the programs, and Mallory. Nothing of Ann's may land
in a folder of Mallory's or where a link of his leads, and no login of his in her keyring; root writes nothing into
her home. What is refused says so, and what helps. Each table is a kind of the table of faults.
"""
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import surroundings  # noqa: E402
import tap  # noqa: E402
from surroundings import ALICE, CANARY, REQUEST, WRITING  # noqa: E402

ANN, MALLORY, STRANGER = 61184, 61185, 61186
PLANTED = '{"auths": {"evil.example": {"auth": "bWFsbG9yeTpoaXM="}}}'  # mallory:his
HOME_HINT = b'set HOME to your own home folder: export HOME='
RUNTIME_HINT = b'set XDG_RUNTIME_DIR to a place of your own, or unset it'
CONFIGURE, MIGRATE = WRITING[0], WRITING[1]
EXPORT = ['export', 'a.example', '--format', 'auth.json', '--output']


def flip(first, second):
    """Mallory, who exchanges the two for as long as he lives; his process."""
    process = os.fork()
    if process:
        return process
    exchange = 2  # RENAME_EXCHANGE of renameat2(2)
    try:
        os.setgroups([])
        os.setgid(MALLORY)
        os.setuid(MALLORY)
        libc = ctypes.CDLL(None)
        while libc.renameat2(-100, first.encode(), -100, second.encode(), exchange) == 0:
            pass
    finally:
        os._exit(1)


class Machine(surroundings.Stage):
    """Ann's, with folders of Mallory's and one of everybody's."""

    def __init__(self, programs):
        super().__init__(*programs)
        os.chmod(self.folder, 0o755)
        # a bus that she can reach, which is root's as those that a machine starts
        os.chmod(self.bus.folder, 0o755)
        os.chmod(self.bus.address.partition('=')[2], 0o666)
        self.make('home/private', 0o700, ANN)
        self.make('everybodys', 0o1777, 0)
        self.make('his', 0o777, MALLORY)
        self.make('his/containers', 0o777, MALLORY)
        self.victim = self.path('home/private/victim')
        self.write(self.victim, '{}')
        for place in ('home', 'run'):
            subprocess.run(['chown', '-Rh', f'{ANN}:{ANN}', self.path(place)], check=True)

    def make(self, name, mode, owner):
        os.makedirs(self.path(name), exist_ok=True)
        os.chmod(self.path(name), mode)
        os.chown(self.path(name), owner, owner)

    def plant(self, name, text=None, link=None, owner=MALLORY):
        """A file, or a link, of Mallory's."""
        path = self.path(name)
        if os.path.lexists(path):
            os.remove(path)
        if link:
            os.symlink(link, path)
        else:
            self.write(path, text)
        os.lchown(path, owner, owner)
        return path

    def state(self):
        """What may not change: all that is Mallory's and everybody's, and Ann's private folder."""
        found = {}
        for place in ('his', 'everybodys', 'home/private', 'roots'):
            for where, folders, names in os.walk(self.path(place)):
                for name in folders + names:
                    path = os.path.join(where, name)
                    status = os.lstat(path)
                    text = ''
                    if os.path.isfile(path) and not os.path.islink(path):
                        with open(path, encoding='utf-8') as file:
                            text = file.read()
                    found[path] = (status.st_uid, status.st_mode, status.st_ino, text)
        return found


class Places(surroundings.Trials):
    """Trials that look at all places before and after."""

    def refuse(self, machine, arguments, what, *, hint=b'', uid=ANN, stdin=b'', **variables):
        """One run in a place that is not trusted. Where there is a hint it must fail with it."""
        before, logins = machine.state(), machine.bus.logins()

        def also(run):
            if machine.state() != before:
                return f'it changes {set(machine.state().items()) ^ set(before.items())}'
            if any('evil.example' in str(login) for login in machine.bus.logins()):
                return 'it takes the login of another user'
            if hint and machine.bus.logins() != logins:
                return 'it stores before it knows what it can write'
            if hint and (run.returncode == 0 or hint not in run.stdout + run.stderr):
                return f'it ends with {run.returncode} and says {run.stdout!r} {run.stderr!r}'
            return None

        return self.run(machine, arguments, what, stdin=stdin, also=also, user=uid, group=uid, extra_groups=[],
                        cwd='/', env={**machine.environment, **variables})

    def accept(self, machine, arguments, what, expected, *, uid=ANN, stdin=b'', **variables):
        """One run that works, and prints this."""
        def also(run):
            is_there = expected in run.stdout + run.stderr
            return None if is_there else f'it ends with {run.returncode}: {run.stdout!r} {run.stderr!r}'
        self.run(machine, arguments, what, stdin=stdin, also=also, user=uid, group=uid, extra_groups=[],
                 cwd='/', env={**machine.environment, **variables})


def try_foreign(machine, is_long):
    trials = Places('foreign folders')
    companion = machine.companion
    machine.plant('his/containers/auth.json', PLANTED)
    machine.plant('his/config.json', PLANTED)
    his = machine.path('his')
    trials.refuse(machine, [companion, *CONFIGURE], 'configure', hint=RUNTIME_HINT, XDG_RUNTIME_DIR=his)
    trials.refuse(machine, [companion, *MIGRATE], 'migrate', hint=b'', XDG_RUNTIME_DIR=his)
    trials.accept(machine, [companion, *MIGRATE], 'migrate skips a file of his, and says so',
                  b'stays: its file belongs to another user', XDG_RUNTIME_DIR=his)
    trials.accept(machine, [companion, 'status', '--json'], 'status shows what the tools find there',
                  b'evil.example', XDG_RUNTIME_DIR=his)
    output = [companion, *EXPORT, os.path.join(his, 'exported')]
    trials.refuse(machine, output, 'export', hint=b'name a place in a folder of your own')
    machine.make('home/open', 0o777, ANN)
    trials.refuse(machine, [companion, *EXPORT, machine.path('home/open/exported')],
                  'export into a folder of hers that is open', hint=b'chmod go-w ' + machine.path('home/open').encode())
    # all that writes, in all that a variable can name
    variables = ('HOME', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'DOCKER_CONFIG', 'REGISTRY_AUTH_FILE')
    for number, variable in enumerate(variables):
        value = os.path.join(his, 'containers/auth.json') if variable == 'REGISTRY_AUTH_FILE' else his
        runs = list(machine.runs())
        for arguments, stdin in runs if is_long else runs[number % 2::2]:
            trials.refuse(machine, arguments, f'{variable} is his folder', stdin=stdin, **{variable: value})
    # a job's container: root in the home of somebody else, who is no sudo; and a user without a number
    os.makedirs(machine.path('home/.local/share/cppsecret'), exist_ok=True)
    machine.plant('home/.local/share/cppsecret/keyring', 'hers', owner=ANN)
    subprocess.run(['chmod', '-R', 'a+rX', machine.path('home')], check=True)
    for uid, home in ((0, machine.path('home')), (STRANGER, machine.path('home')), (STRANGER, '/')):
        own = HOME_HINT + (b'/root' if uid == 0 else b'"$(mktemp -d)"')
        trials.refuse(machine, [companion, *CONFIGURE], f'{uid} in HOME={home}', uid=uid, hint=own, HOME=home,
                      XDG_RUNTIME_DIR='/nowhere')
        trials.refuse(machine, [machine.helper, 'store'], f'{uid} in HOME={home}', uid=uid, stdin=REQUEST, hint=own,
                      HOME=home, XDG_RUNTIME_DIR='/nowhere')
        trials.accept(machine, [machine.helper, 'get'], f'{uid} goes on without the keyring file', b'no session bus',
                      uid=uid, stdin=b'a.example', HOME=home, XDG_RUNTIME_DIR='/nowhere', DBUS_SESSION_BUS_ADDRESS='')
    trials.tally.report()


def try_planted(machine, is_long):
    trials = Places('planted links')
    companion = machine.companion
    places = [('XDG_RUNTIME_DIR', 'his', 'his/containers/auth.json', machine.victim),
              ('XDG_RUNTIME_DIR', 'his', 'his/cppsecret', machine.path('home/private')),
              ('DOCKER_CONFIG', 'his', 'his/config.json', machine.victim),
              ('REGISTRY_AUTH_FILE', 'everybodys/auth.json', 'everybodys/auth.json', machine.victim),
              ('REGISTRY_AUTH_FILE', 'everybodys/d/auth.json', 'everybodys/d', machine.path('home/private')),
              ('XDG_CONFIG_HOME', 'his', 'his/containers/registries.conf.d', machine.path('home/private')),
              ('XDG_DATA_HOME', 'everybodys/data', 'everybodys/data', machine.path('home/private'))]
    for variable, value, place, target in places:
        machine.plant(place, link=target)
        for arguments, stdin in machine.runs() if is_long else [
                ([companion, *CONFIGURE], b''), ([companion, *MIGRATE], b''), ([machine.helper, 'store'], REQUEST),
                ([companion, 'configure', '--all-registries', '--yes'], b'')]:
            trials.refuse(machine, arguments, f'{variable}: {place} leads to {target}', stdin=stdin,
                          **{variable: machine.path(value)})
        os.remove(machine.path(place))
    machine.plant('everybodys/out', link=machine.path('home/private/out'))
    trials.refuse(machine, [companion, *EXPORT, machine.path('everybodys/out')], 'export', hint=b'not yours')
    # root, in the home of Ann, who has links to files of root's
    machine.make('roots', 0o755, 0)
    machine.plant('roots/config.json', '{}', owner=0)
    machine.plant('home/.docker/config.json', link=machine.path('roots/config.json'), owner=ANN)
    machine.plant('home/.config/containers/auth.json', link=machine.path('roots/made.json'), owner=ANN)
    for command in ('configure', 'unconfigure', 'migrate'):
        arguments = [command, '--tool', 'all', 'd.example', '--yes'] if command != 'migrate' else MIGRATE
        trials.refuse(machine, [companion, *arguments], f'root in the home of another: {command}', uid=0,
                      hint=HOME_HINT + b'/root' if command == 'configure' else b'', XDG_RUNTIME_DIR='/nowhere')
    # her own links are followed: files of hers, wherever she keeps them
    for place in ('home/.docker/config.json', 'home/.config/containers/auth.json'):
        machine.plant(place, link=machine.victim, owner=ANN)
    trials.accept(machine, [companion, *CONFIGURE], 'a link of her own', b'', DOCKER_CONFIG='')
    with open(machine.victim, encoding='utf-8') as file:
        if 'd.example' not in json.load(file).get('credHelpers', {}):
            trials.tally.lose('a link of her own is not followed')
    trials.tally.report()


def try_raced(machine, is_long):
    trials = Places('raced links')
    # a folder of hers in one of his: it is hers, and he exchanges it with a link of his
    machine.make('race', 0o755, MALLORY)
    machine.make('race/d', 0o700, ANN)
    machine.plant('race/link', link=machine.path('home/private'))
    places = [machine.path('race/d'), machine.path('race/link')]
    auth_file = os.path.join(places[0], 'auth.json')
    named = set()
    flipper = flip(*places)
    try:
        for number in range(300 if is_long else 100):
            host = f'r{number}.example'
            run = trials.refuse(machine, [machine.companion, 'configure', '--yes', '--authfile', auth_file, host],
                                'configure --authfile')
            named |= {host} if run and run.returncode == 0 else set()
            trials.refuse(machine, [machine.companion, 'configure', '--yes', '--tool', 'docker', host],
                          'configure', DOCKER_CONFIG=places[0])
            trials.refuse(machine, [machine.helper, 'store'], 'store', stdin=REQUEST, XDG_RUNTIME_DIR=places[0])
            trials.refuse(machine, [machine.companion, *EXPORT, os.path.join(places[0], host)], 'export')
        if os.waitpid(flipper, os.WNOHANG) != (0, 0):
            trials.tally.lose('nobody flips the link')
    finally:
        os.kill(flipper, signal.SIGKILL)
        os.waitpid(flipper, 0)
    real = next(place for place in places if not os.path.islink(place))
    with open(os.path.join(real, 'auth.json'), encoding='utf-8') as file:
        if not named <= set(json.load(file)['credHelpers']) or not named:
            trials.tally.lose('what was written before is lost, or nothing was ever written')
    trials.tally.report()


def try_namespace(machine, _):
    """Rootless podman's: Ann is uid 0 in there, and root has no number."""
    trials = Places('in a user namespace')
    inside = [shutil.which('unshare'), '--user', '--map-root-user']
    probe = subprocess.run([*inside, 'true'], user=ANN, group=ANN, extra_groups=[], check=False, capture_output=True)
    if probe.returncode != 0:
        tap.leave_out('there are no user namespaces here')
        return
    machine.make('roots', 0o755, 0)
    planted = machine.plant('roots/auth.json', PLANTED, owner=0)
    os.chmod(planted, 0o644)
    trials.accept(machine, [*inside, machine.companion, *CONFIGURE], 'her own files are written', b'd.example')
    with open(machine.docker, encoding='utf-8') as file:
        if 'd.example' not in json.load(file).get('credHelpers', {}):
            trials.tally.lose('her own file is not written')
    trials.accept(machine, [*inside, machine.companion, 'migrate', '--dry-run', '--authfile', planted],
                  "a login of root's may be taken, but its file is not hers", b'is not yours')
    trials.refuse(machine, [*inside, machine.companion, 'configure', '--yes', '--authfile', planted, 'd.example'],
                  "a file of root's", hint=b'is not yours')
    trials.tally.report()


def main():
    programs = [os.path.realpath(argument) for argument in sys.argv[1:] if not argument.startswith('--')]
    is_long = '--long' in sys.argv
    tap.need('openssl', 'unshare')
    if os.geteuid() != 0:
        tap.skip('only root can be several users')
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        copies = [shutil.copy(program, folder) for program in programs]
        for trial in (try_foreign, try_planted, try_raced, try_namespace):
            with Machine(copies) as machine:
                trial(machine, is_long)
    tap.finish()


if __name__ == '__main__':
    main()
