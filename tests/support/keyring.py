# SPDX-License-Identifier: MIT
"""What is in the keyring of the session, asked past the program under test; and the helper's verbs."""
import dataclasses
import itertools
import json
import os
import subprocess


def request(server, user, secret):
    """The input of store."""
    return json.dumps({'ServerURL': server, 'Username': user, 'Secret': secret}).encode()


def answer(server, user, secret):
    """What get prints for a login."""
    return (json.dumps({'ServerURL': server, 'Username': user, 'Secret': secret},
                       separators=(',', ':')) + '\n').encode()


def items():
    """Every login as (server, user, secret), sorted; by secret-tool."""
    for tries_left in reversed(range(5)):
        result = subprocess.run(['secret-tool', 'search', '--all', 'docker_cli', '1'],
                                capture_output=True, check=False)
        # secrets are on one stream and attributes on the other, in the same order
        secrets = [line[9:] for line in result.stdout.decode().splitlines()
                   if line.startswith('secret = ')]
        servers = [line[19:] for line in result.stderr.decode().splitlines()
                   if line.startswith('attribute.server = ')]
        users = [line[21:] for line in result.stderr.decode().splitlines()
                 if line.startswith('attribute.username = ')]
        # one that fails shows nothing, as for an empty keyring: on a busy machine the next one does not
        if result.returncode != 0 and tries_left:
            continue
        # under load gnome-keyring says so once in some thousand calls; a session with KWallet in a hundred
        # gives no secret
        if b'is not implemented' not in result.stderr and len(secrets) == len(servers) == len(users):
            return sorted(zip(servers, users, secrets))
    raise RuntimeError(f'secret-tool: {result}')


def clear():
    """Takes every login out of it, also those kept aside."""
    for attribute in ('docker_cli', 'cppsecret_account'):
        subprocess.run(['secret-tool', 'clear', attribute, '1'], check=False)  # 1 if there is none
    if left := items():
        raise RuntimeError(f'the keyring still holds {left}')


@dataclasses.dataclass
class Helper:
    """The program under test, undisturbed."""
    path: str

    def run(self, verb, stdin=b'', **options):
        return subprocess.run([self.path, verb], input=stdin, capture_output=True, check=False,
                              **options)

    def make(self, wanted, now=None):
        """Changes the keyring until it holds exactly these logins; it holds `now`, if that is known."""
        now = items() if now is None else now
        surplus = [login for login in now if login not in wanted]
        for login in surplus:
            self.run('erase', login[0].encode())
        if surplus:  # what was erased may have been another spelling of a wanted one
            now = items()
        missing = [login for login in wanted if login not in now]
        for login in missing:
            self.run('store', request(*login))
        after = items() if missing else now
        if after != sorted(wanted):
            raise RuntimeError(f'the keyring holds {after} instead of {wanted}')


def files_with(text, *folders):
    """The files below the folders that hold it; by default of the provider's session."""
    found = []
    for root, _, names in itertools.chain.from_iterable(
            map(os.walk, folders or (os.environ['PROV_ROOT'], os.environ['XDG_RUNTIME_DIR']))):
        for name in names:
            path = os.path.join(root, name)
            try:
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, 'rb') as file:
                        if text in file.read():
                            found.append(path)
            except OSError:
                continue
    return found
