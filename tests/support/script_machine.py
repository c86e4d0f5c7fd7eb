# SPDX-License-Identifier: MIT
"""The machine that a block of a script runs on: a HOME, the tools' files, our programs in PATH, an empty keyring."""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import keyring
import runtime_folder

# what scripts call the tools' files
FILES = {'auth.json': 'run/containers/auth.json',
         'persistent.json': 'home/.config/containers/auth.json',
         'config.json': 'home/.docker/config.json',
         'dockercfg': 'home/.dockercfg',
         'helm.json': 'home/.config/helm/registry/config.json',
         'registries.conf': 'home/.config/containers/registries.conf',
         'drop-in': 'home/.config/containers/registries.conf.d/zz-cppsecret.conf'}
LOGIN = re.compile(r'\{\{([^:}]*)(:.*?)?\}\}')
SYSTEM = ('PATH', 'DBUS_SESSION_BUS_ADDRESS', 'LANG', 'CPPSECRET_TESTS_MUST_RUN', 'PODMAN_IGNORE_CGROUPSV1_WARNING')


class Failure(Exception):
    """A line of a script is not so."""


class Skipped(Exception):
    """The rest of a block is not for this machine."""


def require(is_so, detail=''):
    if not is_so:
        raise Failure(detail)


def texts_in_order(text, wanted):
    place = 0
    for one in wanted:
        found = text.find(one, place)
        if found < 0:
            return False
        place = found + len(one)
    return True


def with_logins(text):
    """{{user:secret}} becomes base64, {{user}} that with secret-of-user."""
    def encoded(match):
        return base64.b64encode((match[1] + (match[2] or f':secret-of-{match[1]}')).encode()).decode()
    return LOGIN.sub(encoded, text)


def keyring_in_use():
    """The script in providers/ that runs; 'file' without a bus."""
    return os.environ['PROV_NAME'].replace('no-bus', 'file')


class Machine:
    """While it is open. `programs` are the paths of ours, by their names; without our helper no keyring is touched."""

    def __init__(self, programs):
        has_helper = 'docker-credential-cppsecret' in programs
        self.helper = keyring.Helper(str(programs['docker-credential-cppsecret'])) if has_helper else None
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='script.'))
        self.home = self.root / 'home'
        self.bin = self.home / 'bin'
        for folder in ('home/bin', 'tmp'):
            (self.root / folder).mkdir(parents=True, mode=0o700)
        runtime_folder.make(self.root / 'run')
        for name, path in programs.items():
            (self.bin / name).symlink_to(path)
        self.environment = {name: os.environ[name] for name in SYSTEM if name in os.environ}
        self.environment |= {'HOME': str(self.home), 'XDG_RUNTIME_DIR': str(self.root / 'run'), 'TZ': 'UTC',
                             'TMPDIR': str(self.root / 'tmp'), 'PATH': f'{self.bin}:{os.environ["PATH"]}',
                             'TESTS': str(pathlib.Path(__file__).resolve().parent.parent)}
        self.before = {}
        self.keys = []  # for a terminal, of the next command
        self.input = b''  # of the next command
        self.command, self.status, self.output, self.errors = [], None, '', ''
        self.finding = ('', '', (), '')  # the last one of script_doctor.py
        if has_helper:
            self.empty_keyring()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        runtime_folder.remove_with(self.root)

    def empty_keyring(self):
        if keyring_in_use() != 'file':
            keyring.clear()
            return
        self.write('passphrase', 'a passphrase of the test')
        self.environment['CPPSECRET_PASSPHRASE_FILE'] = str(self.path('passphrase'))
        self.run(['cppsecret', 'keyring', 'create'])
        require(self.status == 0, self.errors)

    def count_items(self):
        if keyring_in_use() != 'file':
            return len(keyring.items())
        return len(json.loads(self.helper.run('list', env=self.environment).stdout))

    # --- files --------------------------------------------------------------------------------------

    def path(self, name):
        """Of one of FILES, or below HOME; `NAME.SUFFIX` of one of FILES is beside HOME."""
        return self.root / FILES[name] if name in FILES else self.home / name

    def expand(self, text):
        """$NAME of a file, $HOME and the variables of the environment become what they stand for."""
        def value(match):
            name = match[1] or match[2]
            return str(self.path(name)) if name in FILES else self.environment.get(name, match[0])
        return re.sub(r'\$(?:\{([\w.-]+)\}|([\w-]+(?:\.\w+)?))', value, text)

    def write(self, name, text):
        """A text that begins with #! is a program, and may take the place of one of ours; for logins see
        with_logins()."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_symlink():
            path.unlink()
        path.write_text(with_logins(text), encoding='utf-8')
        path.chmod(0o700 if text.startswith('#!') else 0o600)

    def files(self):
        """What the tools' files hold, by name."""
        return {name: self.path(name).read_bytes() for name in FILES if self.path(name).exists()}

    def remember_files(self):
        self.before = self.files()

    # --- commands -----------------------------------------------------------------------------------

    def run(self, command):
        """Leaves the command, status, output and errors; on a terminal these are one."""
        self.command = command
        options = {'env': self.environment, 'cwd': self.home, 'timeout': 60, 'check': False, 'capture_output': True}
        if self.keys:
            driver = pathlib.Path(__file__).with_name('on-terminal.py')
            command = ['python3', str(driver), '\n'.join(self.keys), *command]
        try:
            result = subprocess.run(command, input=self.input, **options)
        except (subprocess.TimeoutExpired, FileNotFoundError) as error:
            raise Failure(str(error)) from error
        self.status = result.returncode
        self.output = result.stdout.decode(errors='backslashreplace')
        self.errors = result.stderr.decode(errors='backslashreplace')
        self.keys, self.input = [], b''

    def last_output(self):
        return f'status {self.status}\nstdout: {self.output}\nstderr: {self.errors}'
