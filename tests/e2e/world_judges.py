# SPDX-License-Identifier: MIT
"""The installed tools as judges of what resolve says: podman and buildah are asked with 'login --get-login', skopeo
and docker talk to a registry that writes down which login they come with (support/login-recorder.py)."""
import collections
import itertools
import os
import shutil
import subprocess
import sys

TOOLS = ('podman', 'buildah', 'skopeo', 'docker')
NAMES = ('quay.example', 'other.example', 'fresh.example', 'registry-1.docker.io', 'index.docker.io', 'docker.io')
IMAGES_A_WORLD = 3


def installed():
    """The version of each tool that is there."""
    versions = {}
    for tool in TOOLS:
        if shutil.which(tool):
            answer = subprocess.run([tool, '--version'], capture_output=True, check=False).stdout.decode()
            versions[tool] = answer.split(' version ', 1)[-1].split()[0].rstrip(',') if ' version ' in answer else '?'
    return versions


class Judges:
    """The tools, and the registry that they talk to while this is open."""

    def __init__(self, root, support):
        self.root = root
        self.versions = installed()
        self.names = itertools.count()
        self.judgements = collections.Counter()
        os.makedirs(f'{root}/few')
        os.makedirs(f'{root}/seen')
        for program in (*self.versions, 'sh'):
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
            [sys.executable, f'{support}/login-recorder.py', f'{root}/both', f'{root}/seen'], stdout=subprocess.PIPE)
        self.port = int(self.recorder.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.recorder.terminate()
        self.recorder.wait()
        self.recorder.stdout.close()

    def run(self, world, name, *command):
        """Status, output and errors of a tool in a world; what it shows the registry is in seen/NAME."""
        environment = {**world.environment, 'PATH': f'{world.root}/bin:{self.root}/few', 'GOMAXPROCS': '1',
                       'GOGC': 'off', 'HTTPS_PROXY': f'http://{name}:x@127.0.0.1:{self.port}',
                       'SSL_CERT_FILE': f'{self.root}/certificate'}
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
                                env=environment)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def told(self, world, tool, image):
        """The user that podman or buildah tells; '-' for none, 'failed' for an error."""
        status, output, errors = self.run(world, 'told', f'{self.root}/few/{tool}', 'login', '--get-login', image)
        if status == 0:
            return output.strip()
        return '-' if 'not logged in' in errors.lower() else f'failed: {errors}'

    def pulled(self, world, tool, image):
        """'failed' if it does not even try to pull the image."""
        command = [f'{self.root}/few/{tool}', '--root', f'{world.root}/storage', '--runroot', f'{world.root}/runroot',
                   '--storage-driver', 'vfs', 'pull', image]
        _, _, errors = self.run(world, name := self.name(tool), *command)
        return 'failed' if not self.seen(name) and 'no such file or directory' in errors else f'pulled: {errors}'

    def name(self, tool):
        return f'{tool}-{next(self.names)}'

    def seen(self, name):
        try:
            with open(f'{self.root}/seen/{name}', encoding='utf-8') as file:
                return sorted(set(file.read().splitlines()))
        except FileNotFoundError:
            return []

    def shown(self, world, tool, image):
        """What skopeo or docker shows the registry: a user, 'token', '-' for nothing, 'failed'."""
        name = self.name(tool)
        command = ('inspect', f'docker://{image}') if tool == 'skopeo' else ('manifest', 'inspect', image)
        _, _, errors = self.run(world, name, f'{self.root}/few/{tool}', *command)
        seen = self.seen(name)
        if not seen:
            return '-' if 'no basic auth credentials' in errors else f'failed: {errors}'
        words = seen[0].split(' ')
        if len(seen) > 1 or words[0] not in ('login', 'token', 'nothing'):
            return str(seen)
        return words[1] if words[0] == 'login' else {'token': 'token', 'nothing': '-'}[words[0]]

    def verdict(self, world, tool, image, search):
        """What the tool does, in the words of expected()."""
        if tool in ('skopeo', 'docker'):
            return self.shown(world, tool, image)
        if world.lacks_given_file(search):
            return self.pulled(world, tool, image)
        return self.told(world, tool, image)

    def judge(self, world, asked):
        """Where what resolve says of a program is not what it does; a few images, drawn."""
        images = world.images()
        for image in world.random.sample(images, min(IMAGES_A_WORLD, len(images))):
            for search in asked.json('resolve', image)['tools']:
                for tool in {program.split()[0] for program in search['programs']} & self.versions.keys():
                    expected = expected_of(search, tool)
                    if expected is None:
                        continue
                    verdict = self.verdict(world, tool, image, search)
                    self.judgements[{'-': 'none', 'failed': 'failures', 'token': 'tokens'}.get(expected, 'logins')] += 1
                    if verdict != expected and not (expected == 'failed' and verdict.startswith('failed')):
                        yield f'{tool} {image}: {verdict}, resolve: {expected} by {search["steps"]}'


def expected_of(search, tool):
    """What a tool does where resolve is right; nothing where that cannot be told."""
    steps = search['steps']
    # a keyring that says nothing; and where other spellings of a key are looked through, in the order of Go's maps,
    # which differs from run to run, one that matches and is passed over may hide another
    is_random = any('any' in (step['detail'] or '').split() or step['source'] == 'auths' and step['detail']
                    and step['key'] and not f'{search["image"]}/'.startswith(f'{step["key"]}/') for step in steps)
    if search['outcome'] == 'unknown' or is_random:
        return None
    if search['outcome'] in ('none', 'failed'):
        return {'none': '-', 'failed': 'failed'}[search['outcome']]
    if tool in ('podman', 'buildah'):  # which tell no user of a token alone
        return '-' if search['username'] == '<token>' else search['username']
    return 'token' if search['identity_token'] else search['username']
