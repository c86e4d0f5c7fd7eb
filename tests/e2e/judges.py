# SPDX-License-Identifier: MIT
"""The installed tools as judges of what resolve says: podman and buildah are asked with 'login --get-login', skopeo
and docker talk to a registry that writes down which login they come with (support/login-recorder.py).

A tool answers with a user, 'token' for an identity token, '-' for no login, 'failed: why' for an error. A machine that
it is asked on has an `environment`, a folder `root` for what it leaves, and a folder `bin` of helpers."""
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / 'support'
TOOLS = ('podman', 'buildah', 'skopeo', 'docker')
NAMES = ('quay.example', 'other.example', 'basic.example', 'nobody.example', 'fresh.example', 'registry-1.docker.io',
         'index.docker.io', 'docker.io')
# the fault is the test's own
NOT_ASKED = re.compile('x509|proxyconnect|connection refused|no such host|unknown flag|is not a docker command')


def installed(home):
    """The version of each tool that is there and can be asked; none of them starts without a HOME."""
    environment = {**os.environ, 'HOME': str(home)}
    versions = {}
    for tool in filter(shutil.which, TOOLS):
        # even to tell a login it makes a user namespace for who is not root
        if tool == 'buildah' and os.geteuid() != 0 and subprocess.run(
                ['buildah', 'unshare', 'true'], capture_output=True, check=False, env=environment).returncode != 0:
            continue
        answer = subprocess.run([tool, '--version'], capture_output=True, check=False, env=environment).stdout.decode()
        versions[tool] = answer.split(' version ', 1)[-1].split()[0].rstrip(',') if ' version ' in answer else '?'
    return versions


def said(errors):
    """What a tool tells a person: its errors without its debug log."""
    return ''.join(line for line in errors.splitlines(True) if 'level=debug' not in line)


class Judges:
    """The tools, and the registry that they talk to while this is open."""

    def __init__(self, root):
        self.root = root
        self.versions = installed(root)
        self.names = itertools.count()
        os.makedirs(f'{root}/few')
        os.makedirs(f'{root}/seen')
        # also what helpers and user namespaces need, but no 'pass', which docker would find by itself
        for program in filter(shutil.which, (*self.versions, 'sh', 'tr', 'newuidmap', 'newgidmap')):
            os.symlink(shutil.which(program), f'{root}/few/{program}')
        key, certificate = f'{root}/key', f'{root}/certificate'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                        '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=test', '-addext',
                        'subjectAltName=' + ','.join(f'DNS:{name}' for name in NAMES)], check=True, capture_output=True)
        with open(f'{root}/both', 'wb') as both:
            for part in (certificate, key):
                with open(part, 'rb') as file:
                    both.write(file.read())
        self.recorder = subprocess.Popen(
            [sys.executable, f'{SUPPORT}/login-recorder.py', f'{root}/both', f'{root}/seen'], stdout=subprocess.PIPE)
        self.port = int(self.recorder.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.recorder.terminate()
        self.recorder.wait()
        self.recorder.stdout.close()

    def run(self, machine, name, *command):
        """Status, output and errors of a program on a machine; what it shows the registry is in seen/NAME."""
        environment = {**machine.environment, 'PATH': f'{machine.bin}:{self.root}/few', 'GOMAXPROCS': '1',
                       'GOGC': 'off', 'HTTPS_PROXY': f'http://{name}:x@127.0.0.1:{self.port}',
                       'SSL_CERT_FILE': f'{self.root}/certificate'}
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
                                env=environment)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def told(self, machine, tool, image, *options):
        """The user that podman, buildah or skopeo tells."""
        command = [f'{self.root}/few/{tool}', 'login', '--get-login', *options, image]
        status, output, errors = self.run(machine, 'told', *command)
        if status == 0:
            return output.strip()
        return '-' if 'not logged in' in errors.lower() else f'failed: {errors}'

    def pull(self, machine, tool, image, *options):
        """What podman or buildah shows the registry, and its errors with its debug log; nothing is pulled. The path of
        the runroot may have 50 characters."""
        command = [f'{self.root}/few/{tool}', '--root', f'{machine.root}/storage-{tool}', '--runroot',
                   f'{machine.root}/{tool[0]}', '--storage-driver', 'vfs', '--log-level', 'debug']
        if tool == 'podman':  # so that it fails at once
            command += ['--cgroup-manager', 'cgroupfs', '--events-backend', 'none']
        _, _, errors = self.run(machine, name := self.name(tool), *command, 'pull', *options, image)
        return self.seen(name), errors

    def name(self, tool):
        return f'{tool}-{next(self.names)}'

    def seen(self, name):
        try:
            with open(f'{self.root}/seen/{name}', encoding='utf-8') as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def inspect(self, machine, tool, image, *options):
        """What skopeo or docker shows the registry, and its errors, skopeo's with its debug log."""
        command = ('manifest', 'inspect', image)
        if tool == 'skopeo':
            command = ('--debug', 'inspect', *options, f'docker://{image.removeprefix("docker://")}')
        _, _, errors = self.run(machine, name := self.name(tool), f'{self.root}/few/{tool}', *command)
        return self.seen(name), errors


def verdict_of(seen, errors):
    """A tool's answer by what it has shown the registry."""
    if not seen:
        if NOT_ASKED.search(said(errors)):
            return f'cannot be asked: {said(errors)}'
        return '-' if 'no basic auth credentials' in errors else f'failed: {said(errors)}'
    kind, _, rest = seen[0].partition(' ')
    user, _, password = rest.partition(' ')
    if len(set(seen)) > 1:
        return str(seen)
    if kind == 'login' and password in (f'secret-of-{user}', ''):
        return user
    if kind == 'token' and rest.startswith('token-of-'):
        return 'token'
    return '-' if kind == 'nothing' else seen[0]
