# SPDX-License-Identifier: MIT
"""Small machines, drawn from a seed: auth files, helpers, a keyring, versions of the tools."""
import base64
import json
import os
import random
import shutil
import stat

OURS = ('cppsecret', 'cppsecret-containers')
HOSTS = ('quay.example', 'quay.example', 'quay.example', 'other.example', 'docker.io', 'docker.io')
SPELLINGS = ('{}', '{}', '{}', '{}', '{}:443', '{}:5000', 'https://{}', 'http://{}', 'https://{}/', 'https://{}/v1/',
             'https://{}/v2/', 'https://{}:443', '{}/', '{}/v1/', '{}/v1', '{}/team', '{}/team', '{}/team/app',
             'https://{}/team', 'https://{}:5000/v2/')
HUB = ('docker.io', 'docker.io', 'https://index.docker.io/v1/', 'https://index.docker.io/v1/', 'index.docker.io',
       'registry-1.docker.io', 'https://index.docker.io/v1', 'https://docker.io', 'docker.io/team', 'docker.io/library',
       'https://index.docker.io/v1/access-token')
NO_HOST = ('*.example', '<registry>', '${HOST}', 'fake', 'quay', '')
HELPER_KEYS = ('{}', '{}', '{}', '{}', '{}:443', '{}:5000', 'https://{}', 'https://{}/v1/', '{}/', '{}/team')
HELPERS = ('cppsecret', 'cppsecret', 'cppsecret', 'cppsecret-containers', 'keeps', 'keeps', 'makes', 'getonly',
           'broken', 'missing', '')
VERSIONS = {'podman': ('3.4.4', '4.3.1', '4.4.0', '5.4.2'), 'buildah': ('1.28.2', '1.29.0', '1.41.0'),
            'skopeo': ('1.9.3', '1.11.0', '1.18.0'), 'docker': ('20.10.24', '28.2.2', '28.3.0', '29.0.0')}
TITLES = {'docker': 'Docker'}
# what keyrings hold: server and user
KEYRINGS = (
    {},
    {'quay.example': 'ring-q'},
    {'https://index.docker.io/v1/': 'ring-hub', 'other.example': 'ring-o'},
    {'https://quay.example/v2/': 'ring-url', 'quay.example:5000': 'ring-5000', 'docker.io': 'ring-docker'},
    {'quay.example:443': 'ring-443', 'quay.example/team': 'ring-team'},
    {'https://other.example': 'ring-https', 'https://index.docker.io/v1/access-token': 'ring-token'},
)
DROP_IN = ("# written by 'cppsecret configure --all-registries'\n"
           'credential-helpers = ["cppsecret-containers", "containers-auth.json"]\n')
NOT_FOUND = 'credentials not found in native keychain'


def encoded(text):
    return base64.b64encode(text.encode()).decode()


class World:
    """One of them: what is in it, and where it is once it is made."""

    def __init__(self, seed, number, versions=None):
        self.random = random.Random(f'{seed}/{number}')
        self.number = number
        self.users = 0
        self.variables = {}
        self.kept = {}     # what the helper 'keeps' holds: user by server
        self.contents = {}  # text by the file's place
        # a draw for each, so that the versions that are given do not change the rest
        self.tools = self.draw_tools()
        if versions is not None:
            self.tools = versions
        self.keyring = self.random.choice(KEYRINGS[:1] + KEYRINGS[1:] * 2)
        self.state = self.random.choice(('open',) * 8 + ('locked', 'absent'))
        self.is_ours_there = self.random.random() < 0.95
        self.draw_kept()
        self.draw_files()
        self.draw_conf()
        self.is_detected = self.often(0.12)

    # --- what is drawn ------------------------------------------------------------------------------

    def often(self, probability):
        return self.random.random() < probability

    def user(self):
        self.users += 1
        return f'u{self.users}'

    def draw_tools(self):
        return {tool: self.random.choice(versions) for tool, versions in VERSIONS.items() if self.often(0.8)}

    def key(self, spellings=SPELLINGS, others=HUB):
        host = self.random.choice(HOSTS)
        if self.often(0.06):
            return self.random.choice(NO_HOST)
        if host == 'docker.io':
            return self.random.choice(others)
        if self.often(0.06):
            host = host.capitalize()
        return self.random.choice(spellings).format(host)

    def draw_kept(self):
        for _ in range(self.random.randrange(4)):
            self.kept[self.key(others=HUB[:6])] = f'kept-{self.user()}'
        self.kept.pop('', None)

    def entry(self):
        """An entry of auths, each with a user of its own."""
        user = self.user()
        login = encoded(f'{user}:secret-of-{user}')
        return self.random.choice((
            [{'auth': login}] * 10 + [
                {}, {}, {'auth': ''}, {'username': user, 'password': f'secret-of-{user}'},
                {'auth': login, 'username': 'another', 'password': 'nonsense'}, {'auth': '!!!'},
                {'auth': encoded(user)}, {'auth': login, 'identitytoken': f'token-of-{user}'},
                {'identitytoken': f'token-of-{user}'}, {'auth': login, 'email': 'a@b.example', 'note': 'x'}]))

    def auths(self, most):
        return {self.key(): self.entry() for _ in range(self.random.randrange(most + 1))}

    def helpers(self, most):
        return {self.key(HELPER_KEYS, HUB[:6]): self.random.choice(HELPERS)
                for _ in range(self.random.randrange(most + 1))}

    def draw_document(self, is_docker):
        document = {}
        if self.often(0.85):
            document['auths'] = self.auths(3)
        if self.often(0.55):
            document['credHelpers'] = self.helpers(3)
        if self.often(0.3 if is_docker else 0.05):
            document['credsStore'] = self.random.choice(HELPERS)
        if self.often(0.04):
            document[self.key()] = self.entry()  # a login outside of auths
        if self.often(0.95):
            return json.dumps(document, indent=self.random.choice((None, 1, '\t')))
        return self.random.choice(('', '{}', 'null', '[]', '\ufeff{}', '{"auths":{"x":7}}', '{"auths":{},}',
                                   json.dumps(document) + ' {}', '{"credsStore":7}'))

    def draw_files(self):
        for place, probability in (('primary', 0.6), ('persistent', 0.5), ('docker', 0.6)):
            if self.often(probability):
                self.contents[place] = self.draw_document(place == 'docker')
        if self.often(0.15):
            self.contents['legacy'] = json.dumps(self.auths(2))
        if self.often(0.15):
            self.variables['REGISTRY_AUTH_FILE'] = '{named}'
            if self.often(0.7):
                self.contents['named'] = self.draw_document(False)
        if self.often(0.08):
            key, user = self.key(others=HUB[2:3]), f'var-{self.number}'
            self.variables['DOCKER_AUTH_CONFIG'] = self.random.choice(
                (json.dumps({'auths': {key: {'auth': encoded(f'{user}:secret-of-{user}')}}}), 'no JSON',
                 '/etc/logins.json'))

    def draw_conf(self):
        if self.often(0.7):
            return
        files = ['containers-auth.json']
        helpers = self.random.choice((['cppsecret-containers'] + files, ['cppsecret-containers'] + files,
                                      ['cppsecret-containers'], ['cppsecret'] + files, files + ['cppsecret-containers'],
                                      ['keeps'] + files, ['makes'] + files, ['missing'] + files, files + ['keeps'],
                                      files))
        text = f'credential-helpers = {json.dumps(helpers)}\n'
        if self.often(0.4):
            self.contents['conf'] = text
        if 'conf' not in self.contents or self.often(0.2):
            self.contents['drop-in'] = DROP_IN if self.often(0.7) else text

    # --- where it is --------------------------------------------------------------------------------

    def make(self, root, programs, keyrings):
        """Makes it in the folder `root`: `programs` are the helper and a folder of other programs, `keyrings`
        the folders of KEYRINGS."""
        self.root = root
        self.bin = f'{root}/bin'
        home, run = f'{root}/home', f'{root}/run'
        self.places = {'primary': f'{run}/containers/auth.json', 'persistent': f'{home}/.config/containers/auth.json',
                       'docker': f'{home}/.docker/config.json', 'legacy': f'{home}/.dockercfg',
                       'named': f'{root}/else/auth.json', 'conf': f'{home}/.config/containers/registries.conf',
                       'drop-in': f'{home}/.config/containers/registries.conf.d/zz-cppsecret.conf'}
        for folder in (home, run, f'{root}/bin', f'{root}/tools', f'{root}/empty'):
            os.makedirs(folder, mode=0o700)
        for place, text in self.contents.items():
            write(self.places[place], text)
        for tool, version in self.tools.items():
            script(f'{root}/tools/{tool}', f'echo "{TITLES.get(tool, tool)} version {version}"')
        self.make_helpers(f'{root}/bin')
        if self.is_ours_there:
            for name in OURS:
                os.symlink(programs, f'{root}/bin/docker-credential-{name}')
        if self.state != 'absent':
            made = keyrings[KEYRINGS.index(self.keyring)]
            shutil.copytree(f'{made}/home/.local', f'{home}/.local')
            if self.state == 'open':
                shutil.copytree(f'{made}/run/cppsecret', f'{run}/cppsecret')
        self.environment = {'HOME': home, 'XDG_RUNTIME_DIR': run, 'PATH': f'{root}/bin:{root}/tools',
                            'LC_ALL': 'C.UTF-8', 'DBUS_SESSION_BUS_ADDRESS': 'disabled:', 'CPPSECRET_KEYRING': 'file',
                            'TMPDIR': root}
        for variable, value in self.variables.items():
            self.environment[variable] = self.places['named'] if value == '{named}' else value

    def make_helpers(self, folder):
        def helper(name, listing, cases):
            script(f'{folder}/docker-credential-{name}', f"""case $1 in
list) {listing} ;;
get) read -r server
case $server in
{cases}
*) echo '{NOT_FOUND}'; exit 1 ;;
esac ;;
*) exit 1 ;;
esac""")

        def login(server, user):
            text = json.dumps({'ServerURL': '', 'Username': user, 'Secret': f'secret-of-{user}'})
            return f"{server}) echo '{text}' ;;"
        kept = '\n'.join(login(f"'{server}'", user) for server, user in self.kept.items())
        helper('keeps', f"echo '{json.dumps(self.kept)}'", kept)
        if self.is_detected:  # what docker finds by itself
            helper('secretservice', f"echo '{json.dumps(self.kept)}'", kept)
        helper('makes', "echo '{}'", login('*', 'made'))
        helper('getonly', 'exit 1', login('quay.*', 'got'))
        script(f'{folder}/docker-credential-broken', "echo 'the keyring is on fire'; exit 1")

    def has_helper(self, name):
        return os.path.exists(f'{self.root}/bin/docker-credential-{name}')

    def lacks_given_file(self, search):
        """Whether a search fails since the file that REGISTRY_AUTH_FILE names does not exist."""
        first = search['steps'][0]
        return (first['source'], first['result']) == ('file', 'failed') and not os.path.exists(first['file'])

    def keys(self):
        """Every key that something of it has."""
        keys = list(self.kept)
        if self.state == 'open':
            keys += self.keyring
        for place, text in self.contents.items():
            try:
                document = json.loads(text)
            except ValueError:
                continue
            if not isinstance(document, dict):
                continue
            for section in ([document] if place == 'legacy' else [document.get('auths'), document.get('credHelpers')]):
                keys += section if isinstance(section, dict) else []
        return sorted(set(keys))

    def images(self):
        """Images whose names begin with what these keys can be read as, and one that nothing names."""
        images = {'fresh.example/x', 'quay.example/x', 'docker.io/nobody/x'}
        for key in self.keys():
            bare = key.split('://', 1)[-1].rstrip('/')
            host = bare.split('/', 1)[0]
            if not all(char.isalnum() or char in '.:-' for char in host) or '.' not in host or host.startswith('.'):
                continue
            hosts = {host, host.lower(), host.lower().removesuffix(':443')}
            # podman asks for registry-1.docker.io as for any other host, and for index.docker.io never
            images.update('docker.io/nobody/x' if is_hub(one) else f'{one}/x' for one in hosts)
            images.update(f'{one}/nobody/x' for one in hosts if one == 'registry-1.docker.io')
            if bare != host:
                path = bare[len(host) + 1:]
                images.update(f'{"docker.io" if is_hub(one) else one}/{path}/x' for one in hosts)
            # our helper answers for this name too, where the host alone goes to another helper or file
            if self.state == 'open' and key in self.keyring and ':' not in host and not is_hub(host):
                images.add(f'{host}:443/x')
        return sorted(images)

    def text(self):
        """For a person who wants to see what is wrong with it."""
        lines = [f'world {self.number}: tools {self.tools}', f'keyring {self.keyring}, {self.state}'
                 + ('' if self.is_ours_there else ', our helper is not in PATH'), f"'keeps' holds {self.kept}"]
        lines += [f'{variable}={self.environment[variable]}' for variable in self.variables]
        for place, text in self.contents.items():
            lines += [f'-- {self.places[place]}', *text.splitlines()]
        return '\n'.join(lines)


def is_hub(host):
    return host in ('docker.io', 'index.docker.io', 'registry-1.docker.io')


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), 'w', encoding='utf-8') as file:
        file.write(text)


def script(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'#!/bin/sh\n{text}\n')
    os.chmod(path, stat.S_IRWXU)
