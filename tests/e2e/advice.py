#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whoever follows what doctor advises until nothing is left to advise has no login in plain text afterwards.

    advice.py COMPANION HELPER [--seed N] [--starts N] [--only NUMBER]

Machines are drawn from a seed: tools of several ages, variables that send them elsewhere, files of registries.conf that
stand against ours. On each, one after the other of the commands that doctor tells is run, in an order that is drawn as
well, in one shell. In the end doctor has to be content, and a login by each tool to go into the keyring: the tools that
are installed log in to a registry, and those of other versions by the rule of advice_rule.py.
"""
import argparse
import base64
import http.server
import itertools
import json
import os
import pathlib
import random
import shlex
import shutil
import sys
import threading

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import hidden  # noqa: E402
import tap  # noqa: E402
from advice_rule import where_login_goes  # noqa: E402
from script_conditions import has_own_units, is_installed  # noqa: E402
from script_machine import Machine  # noqa: E402

STARTS = 50
ROUNDS = 25
CONTAINERS = ('podman', 'buildah', 'skopeo')
PROGRAMS = ('bash', 'cat', 'chmod', 'cp', 'env', 'gnome-keyring-daemon', 'ln', 'mkdir', 'mv', 'newgidmap', 'newuidmap',
            'rm', 'sh')
TOOLS = ({}, {}, {'podman': '4.3.1', 'buildah': '1.28.2', 'skopeo': '1.9.3'},
         {'podman': '4.7.2', 'buildah': '1.32.0', 'skopeo': '1.13.3'},
         {'podman': '5.8.6', 'buildah': '1.43.2', 'skopeo': '1.22.0'},
         {'podman': '6.0.1', 'buildah': '1.44.0', 'skopeo': '1.23.0'},
         {'podman': '5.8.6', 'buildah': '1.44.0', 'skopeo': '1.9.3'}, {'podman': '5.8.6'}, {'podman': '6.0.1'})
VARIABLES = {'DOCKER_CONFIG': (None, '$HOME/other', '$HOME/.docker'),
             'XDG_CONFIG_HOME': (None, '$HOME/x', ''),
             'CONTAINERS_REGISTRIES_CONF': (None, None, '$HOME/named.conf', '$HOME/missing.conf'),
             'CONTAINERS_REGISTRIES_CONF_OVERRIDE': (None, None, '$HOME/last.conf'),
             'REGISTRY_AUTH_FILE': (None, None, '$HOME/mine.json', '$HOME/missing.json')}
AUTH_FILES = 'credential-helpers = ["containers-auth.json"]\n'
OURS = 'credential-helpers = ["cppsecret-containers", "containers-auth.json"]\n'
LOGIN = '{"auths": {"quay.example": {"auth": "{{ann}}"}}}'
D = '.config/containers/registries.conf.d'
FILES = ({}, {D + '/zz-cppsecret.conf': OURS}, {D + '/50-cppsecret.conf': OURS},
         {D + '/zz-cppsecret.conf': OURS, D + '/zzz-site.conf': AUTH_FILES},
         {D + '/zz-cppsecret.conf': '# nothing\n'}, {'real.d/zz-cppsecret.conf': OURS},
         {D + '/zz-cppsecret.conf': OURS, D + '/60-gone.conf': '-> /nonexistent'})
MAIN_FILES = (None, None, '[registries.search]\nregistries = ["quay.example"]\n', 'short-name-mode = "prompt"\n',
              '[[registry]]\nlocation = "quay.example"\ncredential-helpers = ["cppsecret-containers"]\n', AUTH_FILES)
CONFIGS = (None, '{"credsStore": "cppsecret", "proxies": {}}', LOGIN)


class Registry(http.server.BaseHTTPRequestHandler):
    """Takes any login."""
    def do_GET(self):
        is_known = 'Authorization' in self.headers
        self.send_response(200 if is_known else 401)
        if not is_known:
            self.send_header('WWW-Authenticate', 'Basic realm="test"')
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


class Start:
    """A machine as somebody has it."""

    def __init__(self, number, draw):
        self.number = number
        tools = draw.choice(TOOLS)
        # also one alone, so that what is advised for others does not mend what it does
        self.tools = dict(draw.sample(sorted(tools.items()), draw.choice((1, len(tools))))) if tools else {}
        self.variables = {name: draw.choice(values) for name, values in VARIABLES.items()}
        self.files = dict(draw.choice(FILES))
        self.files |= {name: text for name, text in (('.config/containers/registries.conf', draw.choice(MAIN_FILES)),
                                                     ('.docker/config.json', draw.choice(CONFIGS)),
                                                     ('other/config.json', draw.choice(CONFIGS))) if text is not None}
        self.has_socket = draw.choice((False, True))
        self.order = random.Random(draw.random())

    def __str__(self):
        variables = {name: value for name, value in self.variables.items() if value is not None}
        return f'tools {self.tools or "installed"}, {variables}, {self.files}, socket {self.has_socket}'

    def make(self, machine):
        """Its files, and programs in PATH that say that they are of these versions."""
        for name, text in (*self.files.items(), ('named.conf', ''), ('last.conf', AUTH_FILES), ('mine.json', '{}')):
            machine.write(name, text)
            if text.startswith('-> '):
                machine.path(name).unlink()
                machine.path(name).symlink_to(text.removeprefix('-> '))
        if 'real.d/zz-cppsecret.conf' in self.files:
            machine.path(D).parent.mkdir(parents=True, exist_ok=True)
            machine.path(D).symlink_to(machine.home / 'real.d')
        if self.has_socket:
            machine.write('../run/podman/podman.sock', '')
        # who edits a file takes out of it what is in the way
        machine.write('bin/editor', '#!/bin/sh\ncase $1 in *.json) echo "{}" >"$1" ;; *) rm "$1" ;; esac\n')
        system = machine.root / 'system'
        system.mkdir()
        for program in (*PROGRAMS, *(() if self.tools else CONTAINERS)):
            if shutil.which(program):
                (system / program).symlink_to(shutil.which(program))
        (system / 'python3').symlink_to(sys.executable)
        for tool, version in self.tools.items():
            answer = f'case $1 in --version) echo {tool} version {version} ;; login) printf %s ann ;; esac'
            machine.write(f'bin/{tool}', f'#!/bin/sh\n{answer}\n')
        machine.environment |= {'PATH': f'{machine.bin}:{system}', 'EDITOR': 'editor'}
        for name, value in self.variables.items():
            if value is not None:
                machine.environment[name] = value.replace('$HOME', str(machine.home))


def findings_of(machine):
    machine.run(['cppsecret', 'doctor', '--json'])
    return [finding for finding in json.loads(machine.output)['findings'] if finding['severity'] != 'ok']


def take(machine, command):
    """Runs it as in the shell of somebody who says yes; what it exports stays."""
    after = machine.root / 'tmp/after'
    machine.keys = ['=yes', '=yes', '=yes']
    machine.run(['bash', '-c', f'{command}\nstatus=$?; env -0 >{shlex.quote(str(after))}; exit $status'])
    variables = dict(line.split('=', 1) for line in after.read_text(encoding='utf-8').split('\0') if line)
    for name in VARIABLES:
        machine.environment.pop(name, None)
        if name in variables:
            machine.environment[name] = variables[name]


def follow(machine, start):
    """Runs what is advised until nothing is, or nothing new; returns what was run."""
    taken = []
    for _ in range(ROUNDS):
        commands = sorted({finding['command'] for finding in findings_of(machine) if finding['command']})
        new = [command for command in commands if command not in taken[-len(commands) - 2:]]
        if not new:
            return taken
        taken.append(start.order.choice(new))
        take(machine, taken[-1])
    return taken


def plain_logins(machine, password):
    """The files that hold it."""
    secret = base64.b64encode(f'ann:{password}'.encode())
    return [str(path) for path in machine.root.rglob('*') if path.is_file() and secret in path.read_bytes()]


def problems_of_installed(machine, port, numbers):
    for tool in filter(is_installed, CONTAINERS):
        password = f'canary-{next(numbers)}'
        machine.input = password.encode()
        machine.run([tool, 'login', '--tls-verify=false', '-u', 'ann', '--password-stdin', f'127.0.0.1:{port}'])
        if machine.status != 0:
            yield f'{tool} login fails: {machine.last_output()}'
        for path in plain_logins(machine, password):
            yield f'a login by {tool} is in {path} in plain text'


def problems(machine, start, port, numbers):
    taken = follow(machine, start)
    left = findings_of(machine)
    told = [f'{finding["check"]}: {finding["what"]} $ {finding["command"]}' for finding in left
            if finding['check'] in ('next-login', 'registries', 'podman-api', 'file') or finding['severity'] == 'error']
    for one in told:
        yield f'doctor is left with {one} after {taken}'
    if not start.tools:
        for problem in problems_of_installed(machine, port, numbers):
            yield f'{problem} after {taken}'
    for tool, version in start.tools.items():
        goes = where_login_goes(tool, version, machine.environment, machine.home)
        if goes != 'keyring':
            yield f'a login by {tool} {version} goes {goes} after {taken}'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('companion', type=pathlib.Path)
    parser.add_argument('helper', type=pathlib.Path)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--starts', type=int, default=STARTS)
    parser.add_argument('--only', type=int)
    options = parser.parse_args()
    if 'PROV_ROOT' not in os.environ:
        tap.need('gnome-keyring-daemon', 'dbus-daemon', 'gdbus', 'secret-tool')
        provider = os.path.join(SUPPORT, 'providers/gnome-keyring.sh')
        os.execv(provider, [provider, sys.executable, *sys.argv])
    if not has_own_units():
        tap.skip('run as root, this would change units of the system')
    hidden.hide(*hidden.CONTAINERS, *hidden.UNITS)
    programs = {'cppsecret': options.companion.resolve(),
                **{name: options.helper.resolve()
                   for name in ('docker-credential-cppsecret', 'docker-credential-cppsecret-containers')}}
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    numbers = itertools.count()
    draw = random.Random(options.seed)
    tap.note(f'seed {options.seed}')
    for start in [Start(number, draw) for number in range(options.starts)]:
        if options.only not in (None, start.number):
            continue
        with Machine(programs) as machine:
            start.make(machine)
            found = list(problems(machine, start, server.server_port, numbers))
        tap.check(not found, f'start {start.number}', '\n'.join([str(start), *found]))
    server.shutdown()
    server.server_close()
    tap.finish()


if __name__ == '__main__':
    main()
