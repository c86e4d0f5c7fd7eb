# SPDX-License-Identifier: MIT
"""What the companion is told to do while faults happen: how files and keyring are before, and what
must not get lost."""
import base64
import dataclasses
import json
import os

import keyring

CANARY = 'cRaSh-cAnArY-'
PRIMARY, PERSISTENT = 'run/containers/auth.json', 'home/.config/containers/auth.json'
DOCKER, DROP_IN = 'home/.docker/config.json', 'home/.config/containers/registries.conf.d/zz-cppsecret.conf'
HUB = 'https://index.docker.io/v1/'
# what a run that was killed has left behind: new content for the primary file
LEFTOVER = 'run/containers/.auth.json.cppsecret-a1B2c3'
LEFTOVER_MARK = '.cppsecret-'
OTHER_HELPER = 'home/other-helper'
# a helper that keeps a file for each login
OTHER_HELPERS_PROGRAM = r"""#!/bin/bash
cd "$HOME/other-helper" || exit 1
shopt -s nullglob
case $1 in
  get)
    read -r server
    [ -e "$server" ] || { echo 'credentials not found in native keychain'; exit 1; }
    printf '%s\n' "$(<"$server")"
    ;;
  erase)
    read -r server
    /bin/rm -f "$server"
    ;;
  list)
    users=
    for file in *; do
      [[ $(<"$file") =~ \"Username\":\"([a-z]*)\" ]] && users+="${users:+,}\"$file\":\"${BASH_REMATCH[1]}\""
    done
    printf '{%s}\n' "$users"
    ;;
esac
"""


def secret_of(user):
    return CANARY + user


def entry(user):
    """An entry of auths."""
    return {'auth': base64.b64encode(f'{user}:{secret_of(user)}'.encode()).decode()}


def auth_file(logins, **rest):
    return json.dumps({'auths': {key: entry(user) for key, user in logins.items()}, **rest}, indent=2).encode()


def login(server, user):
    return (server, user, secret_of(user))


BYSTANDER = login('bystander.example', 'bob')
THREE_FILES = {
    PRIMARY: auth_file({'quay.io': 'ann'}, zeta=12345678901234567890),
    PERSISTENT: auth_file({'two.example:5000': 'two'}),
    DOCKER: auth_file({HUB: 'hub', 'quay.io': 'ann'}),
    LEFTOVER: auth_file({'quay.io': 'ann', 'gone.example': 'gone'}),
}
PLAIN = [login('quay.io', 'ann'), login('two.example:5000', 'two'), login(HUB, 'hub')]


@dataclasses.dataclass
class State:
    """The files with their bytes, by their path below PROV_ROOT, and the items of the keyring."""
    files: dict
    items: list

    def key(self):
        return (tuple(sorted(self.files.items())), tuple(self.items))

    def without_leftovers(self):
        return State({path: text for path, text in self.files.items() if LEFTOVER_MARK not in path},
                     self.items)

    def leftovers(self):
        return [path for path in self.files if LEFTOVER_MARK in path]

    def plain_logins(self):
        """What the auth files hold. Throws ValueError where one does not parse."""
        found = []
        for path, text in self.without_leftovers().files.items():
            if not path.endswith('.json'):
                continue
            try:
                auths = json.loads(text).get('auths', {})
            except ValueError as error:
                raise ValueError(f'{path} does not parse: {error}') from error
            for key, value in auths.items():
                if 'auth' in value:
                    user, _, secret = base64.b64decode(value['auth']).decode().partition(':')
                    found.append((key, user, secret))
        return found

    def helpers_of(self, path):
        return json.loads(self.files.get(path, b'{}')).get('credHelpers', {})


class World:
    """The files and the keyring of the session."""

    def __init__(self, helper):
        self.root, self.helper = os.environ['PROV_ROOT'], helper
        self.folders = [os.path.join(self.root, folder)
                        for folder in ('run/containers', 'home/.config/containers', 'home/.docker', OTHER_HELPER)]

    def look(self):
        files = {}
        for folder in self.folders:
            for where, _, names in os.walk(folder):
                for name in names:
                    path = os.path.join(where, name)
                    with open(path, 'rb') as file:
                        files[os.path.relpath(path, self.root)] = file.read()
        return State(files, keyring.items())

    def make(self, wanted, now):
        """Makes everything as in this state; it is `now` as look() has told."""
        for path in now.files.keys() - wanted.files.keys():
            os.unlink(os.path.join(self.root, path))
        for path, text in wanted.files.items():
            if now.files.get(path) != text:
                full = os.path.join(self.root, path)
                os.makedirs(os.path.dirname(full), exist_ok=True)
                with open(full, 'wb') as file:
                    file.write(text)
        if now.items != wanted.items:
            self.helper.make(wanted.items, now.items)


class Command:
    """One run of the companion. `kept` are the logins that must be in a file or in the keyring whatever
    happens; `repeated` the exit statuses of the same command once more; `one_of` logins of which one
    at least must be there."""

    def __init__(self, name, arguments, files, items=(), *, kept=(), one_of=(), stdin=b'', repeated=(0,)):
        self.name, self.arguments, self.stdin, self.repeated = name, arguments, stdin, repeated
        self.before = State(dict(files), sorted([*items, BYSTANDER]))
        self.kept, self.one_of = [*kept, BYSTANDER], list(one_of)

    def problem_of_state(self, state, after, was_ended, status):
        """What is wrong after a fault, of `after` as it is without one."""
        for path in {*state.files, *after.files, *self.before.files}:
            if LEFTOVER_MARK not in path and \
                    state.files.get(path) not in (self.before.files.get(path), after.files.get(path)):
                return f'{path} is neither as before nor as it is to be: {state.files.get(path)!r}'
        problem = self.problem_of_logins(state)
        if problem:
            return problem
        if status == 0 and state.without_leftovers() != after.without_leftovers():
            return f'it succeeds and leaves {state}'
        new = [path for path in state.leftovers() if path != LEFTOVER]
        if new and not was_ended:
            return f'it leaves {new} behind'
        return None

    def problem_of_logins(self, state):
        there = {*state.plain_logins(), *state.items, *other_helpers_logins(state)}
        lost = [wanted for wanted in self.kept if wanted not in there]
        if lost:
            return f'lost: {lost}'
        if self.one_of and not any(wanted in there for wanted in self.one_of):
            return f'lost: each of {self.one_of}'
        return None

    def problem_when_repeated(self, state, after, status):
        """What is wrong once the command was run again without a fault."""
        if status not in self.repeated:
            return f'repeated it ends with {status}'
        if state.leftovers():
            return f'repeated it leaves {state.leftovers()}'
        if state != after:
            return f'repeated it leaves {state}'
        return None


class Migration(Command):
    """In the end no file holds a secret, and each file of the containers tools that survives a reboot
    names the helper for every login."""

    def problem_when_repeated(self, state, after, status):
        if status not in self.repeated:
            return f'repeated it ends with {status}'
        if state.leftovers() or state.plain_logins() or state.items != after.items:
            return f'repeated it leaves {state}'
        hosts = set(after.helpers_of(PERSISTENT))
        if hosts - set(state.helpers_of(PERSISTENT)):
            return f'repeated it does not name the helper for {hosts - set(state.helpers_of(PERSISTENT))}'
        if state.files[DOCKER] != after.files[DOCKER]:
            return f'repeated it leaves {state.files[DOCKER]!r}'
        return None


def other_helpers_logins(state):
    """Those of the helper that 'migrate --from' empties: a file each, as get prints it."""
    found = []
    for path, text in state.files.items():
        if path.startswith(OTHER_HELPER + '/'):
            answer = json.loads(text)
            found.append((answer['ServerURL'], answer['Username'], answer['Secret']))
    return found


CONFIGURED = {
    PRIMARY: auth_file({'quay.io': 'ann'}, credHelpers={'a.example': 'cppsecret', 'b.example': 'other'}),
    PERSISTENT: auth_file({}, credHelpers={'a.example': 'cppsecret'}),
    DOCKER: auth_file({'quay.io': 'ann'}, credsStore='cppsecret'),
    DROP_IN: b"# written by 'cppsecret configure --all-registries'\n"
             b'credential-helpers = ["cppsecret-containers", "containers-auth.json"]\n',
    LEFTOVER: THREE_FILES[LEFTOVER],
}
OLD, NEW = ('login.example', 'ann', CANARY + 'old'), ('login.example', 'ann', CANARY + 'new')

COMMANDS = {command.name: command for command in (
    Migration('migrate', ['migrate', '--yes'], THREE_FILES, kept=PLAIN),
    Migration('migrate over other logins', ['migrate', '--yes', '--force'], THREE_FILES,
              [('quay.io', 'ann', CANARY + 'stale'), login('https://two.example:5000', 'other')], kept=PLAIN),
    Command('configure --from-auths', ['configure', '--tool', 'all', '--from-auths', '--yes'], THREE_FILES,
            kept=PLAIN),
    Command('configure --all-registries', ['configure', '--tool', 'all', '--all-registries', '--yes'], THREE_FILES,
            kept=PLAIN),
    Command('migrate --from', ['migrate', '--yes', '--from', 'other'], {
        PRIMARY: auth_file({}, credHelpers={'quay.io': 'other'}),
        DOCKER: b'{"credsStore": "other"}',
        LEFTOVER: THREE_FILES[LEFTOVER],
        f'{OTHER_HELPER}/quay.io': keyring.answer(*login('quay.io', 'ann')),
        f'{OTHER_HELPER}/two.example:5000': keyring.answer(*login('two.example:5000', 'two')),
    }, kept=PLAIN[:2]),
    Command('unconfigure', ['unconfigure', '--all', '--yes'], CONFIGURED, kept=[login('quay.io', 'ann')]),
    Command('login', ['login', '--no-verify', '--username', 'ann', '--password-stdin', 'login.example'],
            {}, [OLD], one_of=[OLD, NEW], stdin=NEW[2].encode()),
    Command('logout', ['logout', 'login.example'], {}, [OLD], repeated=(0, 3)),
)}
