# SPDX-License-Identifier: MIT
"""What is done with a login, and what has to come of it on each keyring."""
import dataclasses
import fnmatch
import subprocess
import typing

from matrix_subject import Subject, Surprise, next_second, on_bus, on_service, provider_pid

SERVICES = ('gnome-keyring', 'KeePassXC', 'KWallet')
COLUMNS = (*SERVICES, 'keyring file')
STAND_INS = ('oo7',)  # not the programs themselves: judged, and not shown in README
R = 'https://r.example'


@dataclasses.dataclass
class Operation:
    """A row. `run` gives the reason for which the keyring was left as it was, if that is so."""
    title: str
    run: typing.Callable[[Subject], typing.Optional[str]]
    refusals: dict = dataclasses.field(default_factory=dict)  # column: the pattern of the reason
    only_on: tuple = (*COLUMNS, *STAND_INS)

    def expected(self, column):
        if column not in self.only_on:
            return '–'
        return 'refused' if column in self.refusals else 'ok'

    def observed(self, subject):
        """'ok', 'refused' for the expected reason, or what is wrong."""
        if subject.column not in self.only_on:
            return '–'
        try:
            reason = self.run(subject)
        except Surprise as surprise:
            return f'WRONG: {surprise}'
        wanted = self.refusals.get(subject.column)
        if reason is None:
            return 'ok'
        if wanted is not None and fnmatch.fnmatchcase(reason, wanted):
            return 'refused'
        return f'refused: {reason[:300]}'


def on_all(pattern):
    return {column: pattern for column in (*COLUMNS, *STAND_INS)}


def nothing(k):
    k.has_no(R)
    k.erase(R)
    k.is_empty(R)


def one(k):
    k.store(R, 'u', 'secret')
    k.holds_only(R, 'u', 'secret')
    k.erase(R)
    k.is_empty(R)


def another_user(k):
    k.store(R, 'u', 'secret')
    next_second()
    k.store(R, 'u2', 'secret2')
    k.holds_only(R, 'u2', 'secret2')


def first_user_again(k):
    """After another_user."""
    next_second()
    k.store(R, 'u', 'new')
    k.holds_only(R, 'u', 'new')


def same_again(k):
    """After first_user_again."""
    next_second()
    k.store(R, 'u', 'new')
    k.holds_only(R, 'u', 'new')


def same_changed(k):
    """After same_again."""
    next_second()
    k.store(R, 'u', 'newer')
    k.holds_only(R, 'u', 'newer')
    k.erase(R)
    k.is_empty(R)


def replacing(user, secret, server='https://replaced.example'):
    """A login takes the place of another one, or is refused and leaves that as it was; then the same
    over one of its own user."""
    def run(k):
        former = user if '\0' not in user and user else 'user'
        for before in ('former', former):
            if k.store(server, before, 'former secret'):  # neither will the keyring have this user
                k.is_empty(server)
                return reason
            reason = k.store(server, user, secret)
            k.holds_only(server, *((before, 'former secret') if reason else (user, secret)))
            if not reason:  # the same once more, as a change
                k.store(server, user, 'another secret')
                k.store(server, user, secret)
                k.holds_only(server, user, secret)
            k.erase(server)
            k.is_empty(server)
        return reason
    return run


def without_server(k):
    reason = k.store('', 'u', 'secret')
    k.is_empty()
    return reason


def spellings(k):
    k.store(R, 'u', 'secret')
    for spelling in ('r.example', 'R.Example', 'https://r.example/', 'r.example:443', 'http://R.EXAMPLE/v2/'):
        k.has(spelling, 'u', 'secret')
    next_second()
    k.store('R.EXAMPLE:443', 'u2', 'secret2')
    k.holds_only('R.EXAMPLE:443', 'u2', 'secret2')
    k.has(R, 'u2', 'secret2')
    k.erase('https://r.example/v2/')
    k.is_empty(R, 'R.EXAMPLE:443')
    if not k.is_file:
        of_another_program(k)


def of_another_program(k):
    """A spelling that no client writes is found by itself, and by any once it is stored by the helper."""
    odd = 'https://Odd.example/v2'
    subprocess.run(['secret-tool', 'store', '--label=odd', 'xdg:schema', 'io.docker.Credentials', 'label',
                    'Docker Credentials', 'server', odd, 'username', 'u', 'docker_cli', '1'],
                   input=b'old', check=True)
    k.has(odd, 'u', 'old')
    k.has_no('odd.example')
    k.store(odd, 'u', 'new')
    k.holds_only(odd, 'u', 'new')
    k.has('odd.example', 'u', 'new')
    k.erase('odd.example')
    k.is_empty(odd)


def paths(k):
    """Of which one begins with the other, or differs from it in its letters' case alone."""
    servers = [R, f'{R}/a', f'{R}/ab', f'{R}/A']
    for server in servers:
        k.store(server, f'u of {server}', f'secret of {server}')
    for server in servers:
        k.has(server, f'u of {server}', f'secret of {server}')
    k.has_no(f'{R}/b')
    k.holds(len(servers))
    for left, server in reversed(list(enumerate(servers))):
        k.erase(server)
        k.has_no(server)
        k.holds(left)


def hub(k):
    names = ('docker.io', 'index.docker.io', 'registry-1.docker.io', 'https://index.docker.io/v1/')
    for number, name in enumerate(names):
        k.store(name, f'u{number}', f'secret{number}')
        for other in names:
            k.has(other, f'u{number}', f'secret{number}')
        k.lists({'https://index.docker.io/v1/': f'u{number}'})
        k.holds(1)
    k.erase('registry-1.docker.io')
    k.is_empty(*names)


def collection_labels():
    """By alias: the label of the collection 'default'."""
    path = on_service('ReadAlias', 'default').split("'")[1]
    return on_bus('org.freedesktop.DBus.Properties.Get', 'org.freedesktop.Secret.Collection', 'Label',
                  name='org.freedesktop.secrets', path=path).split("'")[1]


def collection(k):
    label = collection_labels()
    for name in ('default', label, *(['login'] if k.column == 'gnome-keyring' else [])):
        if k.store(R, 'u', f'by {name}', CPPSECRET_COLLECTION=name):
            raise Surprise(f'{name} is no collection')
        k.has(R, 'u', f'by {name}', CPPSECRET_COLLECTION=name)
        k.holds_only(R, 'u', f'by {name}')
    k.erase(R)


def no_collection(k):
    """What is told names the ones that there are."""
    k.store(R, 'u', 'secret')
    reason = k.store(R, 'u', 'changed', CPPSECRET_COLLECTION='nowhere')
    names = reason.partition('; set it to one of: ')[2] if reason else ''
    if f"'{collection_labels()}'" not in names:
        raise Surprise(f'it does not tell the collections: {reason}')
    answers = [k.ask(*request, CPPSECRET_COLLECTION='nowhere') for request in (('get', R), ('list',), ('erase', R))]
    for answer in answers:
        if reason not in answer.stdout + answer.stderr:
            raise Surprise(f'it does not tell the reason: {answer}')
    k.holds_only(R, 'u', 'secret')
    k.erase(R)
    return reason


def sessions(k, times):
    """Stores and gets in turn, each helper with a session of its own, of which one in a hundred of
    KWallet's is bad: for each one what is wrong with it, if anything is."""
    pid = None if k.is_file else provider_pid()
    for number in range(times):
        user, secret = f'u{number // 2 % 2}', f'secret {number}'  # in turn a new item and a change of it
        for action in (lambda: k.store(R, user, secret), lambda: (k.has(R, user, secret), k.holds(1)) and None):
            try:
                yield action()
            except Surprise as surprise:
                yield str(surprise)
    k.erase(R)
    k.is_empty(R)
    if pid != (None if k.is_file else provider_pid()):
        yield 'the provider died'


def many(k):
    for problem in sessions(k, 200):
        if problem:
            raise Surprise(problem)


# each leaves the keyring to the next one as its title implies
OPERATIONS = (
    Operation('`get`, `list`, `erase` where nothing is stored', nothing),
    Operation('a login is stored, read, listed by its server, erased', one),
    Operation('another user logs in: one login is left, the new one', another_user),
    Operation('the first user logs in again: likewise', first_user_again),
    Operation('the same login again', same_again),
    Operation('the same user with another secret', same_changed),
    Operation('a secret of 100,000 bytes', replacing('u', 'x' * 100_000)),
    Operation('a secret of 1,000,000 bytes', replacing('u', 'y' * 1_000_000)),
    Operation('a request of more than 1 MiB', replacing('u', 'z' * (1 << 20)),
              on_all('the input is longer than 1048576 bytes*')),
    Operation('other alphabets and quotes in server, user and secret',
              replacing('Jürgen "O\'Brien" 日本 \\é',
                        'pä"ss\'wörd€ \\ 🔑 <&> %s', 'https://näme.example/ünï')),
    Operation('line breaks, tabs and blanks in the secret', replacing('u', ' a\nb\tc\r\n\x01d \n')),
    Operation('placeholders as `{USERNAME}` in the secret', replacing('u', 'x{USERNAME}y{TITLE}z{S:a}')),
    Operation('`{REF:…}` in the secret', replacing('u', '{REF:P@T:nothing}'),
              {'KeePassXC': 'the keyring does not keep this login as it was given; *'}),
    Operation('`{REF:…}` in the user name', replacing('{REF:U@T:nothing}', 'secret'),
              {'KeePassXC': 'the keyring does not keep this login as it was given; *'}),
    Operation('a NUL in the secret', replacing('u', 'a\0b'), on_all('*secret* holds a NUL byte*')),
    Operation('a NUL in the user name', replacing('a\0b', 'secret'), on_all('*user* holds a NUL byte*')),
    Operation('an empty secret', replacing('u', ''), on_all('no credentials secret*')),
    Operation('an empty user name', replacing('', 'secret'), on_all('no credentials username*')),
    Operation('an empty server', without_server, on_all('no credentials server URL*')),
    Operation('other letter case, scheme, `:443`, `/v2/`: one registry', spellings),
    Operation('paths that differ in letter case or length: a login each', paths),
    Operation('Docker Hub under each of its four names', hub),
    Operation('`CPPSECRET_COLLECTION`: an alias or a label', collection, only_on=(*SERVICES, *STAND_INS)),
    Operation('`CPPSECRET_COLLECTION`: nothing of that name', no_collection,
              on_all("there is no collection 'nowhere'*"), only_on=(*SERVICES, *STAND_INS)),
    Operation('200 stores and 200 gets: none fails', many),
)
