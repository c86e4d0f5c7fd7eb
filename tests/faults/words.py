#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile words: names in foreign files, folders and keyrings that mean something to a shell.

    words.py HELPER COMPANION [--long]

Each command that a person is told to run is run by sh, as it is shown, in an empty folder, where all programs only
note their arguments. The word has to come to one of them as it is, no other program may be run, and no file may
appear. --long takes every word in every place.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from script_machine import Machine  # noqa: E402

WORDS = ('x;touch P;#', '>file', '-rf', '$(touch P)', '`touch P`', '&touch P&', '|touch P', "it's", '"$HOME"',
         'two words', '~', '*', '\\', '!x', '=touch', '{touch,P}', 'a\ntouch P', 'a\tb', 'a\x1b[2Jb', 'x\u202ey',
         'x\u200by', '\xe4', '\udcff', "'\n$(touch P)\n'", '%s%n\\n', '#x', '--help')
MARK = 'MaRk'  # at the end of each word: a command that shows it has to bring all of the word to a program
LOGIN = '{{ann}}'
PLACES = {}
# what is to be run in words: behind a tick or a colon, up to the end or to where it is explained
TOLD = re.compile(r"(?:^|: |(?:run|see|let) ')((?:[A-Z_]+=\S+ )?(?:cppsecret|podman|docker|printf|\(?umask|export|"
                  r"install|rm|mv|cp|sudo|systemctl|echo|sed|chmod|chown|fuser) .*)", re.DOTALL)


def place(function):
    PLACES[function.__name__.replace('_', ' ')] = function
    return function


def move_home(machine, word):
    home = machine.root / f'a{word}'
    machine.home.rename(home)
    machine.home, machine.bin = home, home / 'bin'
    machine.environment |= {'HOME': str(home), 'PATH': f'{home}/bin:/usr/bin:/bin'}


# --- each leaves a word somewhere; the commands of ours that then tell what to run ----------------------


@place
def the_home(machine, word):
    move_home(machine, word)
    for name, text in (('.docker/config.json', f'{{"auths": {{"a.example": {{"auth": "{LOGIN}"}}}}}}'),
                       ('.config/containers/auth.json', '\ufeff{}'),
                       ('.config/containers/registries.conf', '[[registry]]\nlocation = "q.example"\n'
                        'credential-helpers = ["containers-auth.json"]\n'),
                       ('.config/containers/certs.d/a.example', 'a certificate'), ('.dockercfg', '')):
        target = machine.home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        machine.write(target, text)
    machine.path('.docker/config.json').chmod(0o644)
    return ['doctor', '--json'], ['status', '--json'], ['configure', '--dry-run', '--all-registries']


@place
def an_auth_file(machine, word):
    machine.environment['REGISTRY_AUTH_FILE'] = word
    machine.write(word, f'{{"auths": {{"a.example": {{"auth": "{LOGIN}"}}}}}}')
    return ['doctor', '--json'], ['status', '--json']


@place
def an_empty_auth_file(machine, word):
    machine.environment['REGISTRY_AUTH_FILE'] = word
    machine.write(word, '')
    return ['doctor', '--json'], ['status', '--json'], ['configure', '--dry-run', 'a.example']


@place
def a_quoted_variable(machine, word):
    machine.environment['DOCKER_CONFIG'] = f'$HOME/{word}'
    return ['doctor', '--json'], ['status', '--json']


@place
def a_file_for_a_folder(machine, word):
    machine.environment['DOCKER_CONFIG'] = str(machine.home / f'{word}/a')
    machine.write(word, '')
    return ['doctor', '--json'], ['status', '--json']


@place
def a_helper(machine, word):
    machine.write('auth.json', json.dumps({'auths': {'a.example': {'auth': LOGIN}}}))
    machine.write('config.json', json.dumps({'credHelpers': {'a.example': word}}))
    machine.write(f'bin/docker-credential-{word}', '#!/bin/sh\necho "{}"\n')
    return ['migrate', '--dry-run'],


@place
def a_helper_of_another_login(machine, word):
    machine.write('config.json', json.dumps({'credHelpers': {'a.example': word}}))
    machine.write(f'bin/docker-credential-{word}', '#!/bin/sh\ncase $1 in list) echo \'{"a.example": "ann"}\' ;; *) '
                  'echo \'{"ServerURL": "a.example", "Username": "ann", "Secret": "x"}\' ;; esac\n')
    machine.run(['cppsecret', 'login', '--no-verify', '--username', 'ann', '--password-stdin', 'a.example'])
    return ['logout', 'a.example'],


@place
def a_key(machine, word):
    machine.write('auth.json', json.dumps({'auths': {f'a.example/{word}': {'auth': LOGIN}}}))
    machine.write('bin/podman', '#!/bin/sh\necho podman version 5.0.0\n')
    machine.input = b'secret'
    machine.run(['cppsecret', 'login', '--no-verify', '--username', 'ann', '--password-stdin', 'a.example'])
    return ['logout', 'a.example'],


@place
def a_link_to_itself(machine, word):
    machine.path(word).symlink_to(machine.path(word))
    machine.environment['REGISTRY_AUTH_FILE'] = str(machine.path(word))
    return ['doctor', '--json'], ['status', '--json']


# --- what is told, and what comes of it -----------------------------------------------------------------


def texts_of(value):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from [(name, below)] if isinstance(below, str) else texts_of(below)
    elif isinstance(value, list):
        for below in value:
            yield from texts_of(below)


def commands_of(text):
    """Those that a command of ours shows."""
    try:
        texts = list(texts_of(json.loads(text)))
    except ValueError:
        texts = [('hint', line.partition('hint: ')[2]) for line in text.splitlines() if 'hint: ' in line]
    for name, one in texts:
        if name == 'command':
            yield one
        elif name in ('hint', 'advice') and (found := TOLD.search(one)):
            command = found[1]
            # in a sentence it ends with the tick that it began behind
            yield command.rpartition("'")[0] if one[:found.start(1)].endswith("'") else command


class Bench:
    """An empty folder, and programs that note their arguments."""

    def __init__(self, root):
        self.root = root
        self.folder, self.programs, self.log = root / 'empty', root / 'programs', root / 'log'
        for folder in (self.folder, self.programs):
            folder.mkdir()
        (self.programs / 'sh').symlink_to('/bin/sh')
        note = f'#!/bin/sh\nprintf "%s\\0" "${{0##*/}}" "$@" >>{self.log}\n'
        for name in ('cppsecret podman docker buildah skopeo helm vi rm mv cp mkdir chmod chown ln install sed iconv '
                     'touch fuser systemctl id docker-credential-cppsecret file').split():
            self.add(name, note)
        self.add('sudo', f'{note}exec "$@"\n')

    def add(self, name, text):
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def run(self, command, helper):
        """The arguments of all programs, and what was exported."""
        self.log.write_bytes(b'')
        if helper:
            self.add(f'docker-credential-{helper}', (self.programs / 'rm').read_text())
        script = f'{command}\nstatus=$?; /usr/bin/env -0 >{self.root}/after; exit $status'
        environment = {'PATH': str(self.programs), 'USER': 'ann', 'HOME': str(self.root)}
        result = subprocess.run(['/bin/sh', '-c', script], cwd=self.folder, env=environment, capture_output=True,
                                check=False, timeout=20)
        after = (self.root / 'after').read_bytes() if (self.root / 'after').exists() else b''
        arguments = self.log.read_bytes().split(b'\0') + after.split(b'\0')
        return result, [os.fsdecode(argument) for argument in arguments]


def problem_of(bench, command, word, helper):
    """What is wrong with a command; none if nothing is."""
    if not command.isprintable():
        return 'it is not one line that is shown as it is'
    result, arguments = bench.run(command, helper)
    appeared = [path.name for path in bench.folder.iterdir()]
    arguments += appeared + [str(path) for path in bench.root.rglob('.dockercfg') if path.read_bytes() == b'{}\n']
    for name in appeared:
        (bench.folder / name).unlink()
    if result.returncode != 0:
        return f'it fails: {result.stderr.decode(errors="replace")}'
    if 'touch' in arguments or 'P' in arguments:
        return f'it runs the word: {arguments}'
    if [name for name in appeared if name != word]:
        return f'{appeared} appeared'
    marked = [argument for argument in arguments if MARK in argument]
    if MARK in command and not all(word in argument for argument in marked or ['']):
        return f'the word is torn: {marked}'
    return None


def try_word(where, word, programs, told):
    """Why a command is not right; how many had the word goes to `told`."""
    with Machine(programs) as machine:
        commands = set()
        for words in PLACES[where](machine, word):
            machine.run(['cppsecret', *words])
            commands.update(commands_of(machine.output))
            commands.update(commands_of(machine.errors))
        bench = Bench(machine.root)
        for command in sorted(commands):
            if problem := problem_of(bench, command, word, word if 'helper' in where else None):
                return f'{command}: {problem}'
            told[where] += MARK in command
    return None


def main():
    if 'PROV_ROOT' not in os.environ:
        tap.need('gnome-keyring-daemon', 'dbus-daemon', 'gdbus', 'secret-tool')
        provider = os.path.join(SUPPORT, 'providers/gnome-keyring.sh')
        os.execv(provider, [provider, sys.executable, *sys.argv])
    helper, companion = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    programs = {'cppsecret': companion, 'docker-credential-cppsecret': helper,
                'docker-credential-cppsecret-containers': helper}
    step = 1 if '--long' in sys.argv else 3
    told = dict.fromkeys(PLACES, 0)
    for number, where in enumerate(PLACES):
        tally = tap.Tally(f'hostile words: {where}')
        for word in (*WORDS[number % step::step],):
            tally.judge(try_word(where, word + MARK, programs, told), repr(word))
        tally.report()
        tap.check(told[where] > 0, f'{where}: the word is in what is to be run')
    tap.finish()


if __name__ == '__main__':
    main()
