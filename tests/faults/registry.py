#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile registries and token servers: redirections that would take a login elsewhere, and bad certificates.

    registry.py HELPER COMPANION [--long]

`cppsecret login` asks a server that redirects at each step of the handshake, with each status, to every kind of
place; a second server, trusted as much as the first, must never hear the login. A server with a certificate that is
not good must not hear it either, and `trust` must show such a certificate without being confused by it. Each program
must end in time, within its exit statuses, and show no secret and no control character. --long tries all of it.
"""
import base64
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import hostile_certificates  # noqa: E402
import tap  # noqa: E402
from hostile_registries import Server, answer  # noqa: E402

PASSWORD, TOKEN = 'pAsSwOrD-cAnArY', 'tOkEn-cAnArY'
NEEDLES = [PASSWORD.encode(), TOKEN.encode(), base64.b64encode(f'ann:{PASSWORD}'.encode())[8:24]]
LIMIT = 60  # seconds; --timeout is 5
BASIC = 'WWW-Authenticate: Basic realm="r"'
STATUSES = (301, 302, 303, 307, 308)


def bearer(realm):
    return f'WWW-Authenticate: Bearer realm="{realm}",service="s",scope="x"'


class Scene:
    """A HOME, the two registries that it knows, and where the login may be heard."""

    def __init__(self, helper, companion, certificates):
        self.companion, self.home = companion, os.environ['HOME']
        self.certificates = certificates
        folder = os.path.join(self.home, 'bin')
        os.makedirs(folder)
        os.symlink(helper, os.path.join(folder, 'docker-credential-cppsecret'))
        self.environment = {**os.environ, 'PATH': folder, 'LC_ALL': 'C.UTF-8'}

    def trust(self, server, authority):
        folder = os.path.join(self.home, f'.config/containers/certs.d/127.0.0.1:{server.port}')
        os.makedirs(folder, exist_ok=True)
        shutil.copy(authority, os.path.join(folder, 'ca.crt'))

    def call_insecure(self, *servers):
        folder = os.path.join(self.home, '.config/containers')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'registries.conf'), 'w', encoding='utf-8') as file:
            for server in servers:
                file.write(f'[[registry]]\nlocation = "127.0.0.1:{server.port}"\ninsecure = true\n')

    def run(self, *arguments, stdin=b''):
        """What is wrong with how it ends and what it says; and its status."""
        try:
            run = subprocess.run([self.companion, *arguments], input=stdin, env=self.environment, capture_output=True,
                                 timeout=LIMIT, check=False)
        except subprocess.TimeoutExpired:
            return 'it hangs', None
        said = run.stdout + run.stderr
        if run.returncode not in (0, 1, 2):
            return f'it ends with {run.returncode}: {said[:300]!r}', run.returncode
        if any(needle in said for needle in NEEDLES):
            return f'it shows a secret: {said[:300]!r}', run.returncode
        if any(ord(one) < 0x20 and one != '\n' or 0x7F <= ord(one) < 0xA0 or one in '\u202e\u200b\ufeff'
               for one in said.decode('utf-8', 'replace')):
            return f'it shows a control character: {said[:300]!r}', run.returncode
        return None, run.returncode

    def login(self, server, user='ann'):
        return self.run('login', '--username', user, '--password-stdin', '--timeout', '5',
                        f'127.0.0.1:{server.port}', stdin=PASSWORD.encode())


# --- redirections

def places(first, other):
    """Every kind of place to be sent to; none is the origin that was asked."""
    here, there = f'127.0.0.1:{first.port}', f'127.0.0.1:{other.port}'
    for scheme in ('http', 'https'):
        yield f'{scheme}://{there}/'
        yield f'{scheme}://localhost:{other.port}/v2/'
        yield f'{scheme}://{here}@{there}/'
        yield f'{scheme}://ann:x@{there}/'
        yield f'{scheme}://{there}#@{here}/'
        yield f'{scheme}://{there}\\@{here}/'
        yield f'{scheme}:\\\\{there}\\v2\\'
        yield f'{scheme}://2130706433:{other.port}/'
        yield f'{scheme}://0x7f.1:{other.port}/'
        yield f'{scheme}://[::ffff:127.0.0.1]:{other.port}/'
        yield f'{scheme.upper()}://{there}/V2/'
    yield f'//{there}/v2/'
    yield f'\t//{there}/v2/'
    yield f'\\\\{there}\\v2\\'
    yield f'///{there}/v2/'
    yield f'gopher://{there}/_GET'
    yield f'ftp://{there}/'
    yield 'file:///etc/hostname'
    yield f'/v2/\r\nLocation: http://{there}/'


def steps(address):
    """How the first server plays until it redirects: by name, what it answers to a request; None is the redirection."""
    def token_server(request, to_token, to_rest):
        if request.target.startswith('/token'):
            return to_token
        return to_rest if request.has_login else answer(401, bearer(f'{address}/token'))

    granted = answer(200, body=f'{{"token":"{TOKEN}","access_token":"{TOKEN}"}}')
    yield 'at once', 'ann', lambda request: None
    yield 'with the login', 'ann', lambda request: None if request.has_login else answer(401, BASIC)
    yield 'by the token server', 'ann', lambda request: token_server(request, None, answer(401, BASIC))
    yield 'by the token server, an identity token', '<token>', \
        lambda request: token_server(request, None, answer(401, BASIC))
    yield 'with the token', 'ann', lambda request: token_server(request, granted, None)


def thief(other):
    """Asks for whatever it can get."""
    other.play = lambda request: answer(401, BASIC, bearer('/token'))


def try_redirections(scene, first, other, is_tls, every):
    tally = tap.Tally(f'registry: redirections, {"TLS" if is_tls else "plain HTTP"}')
    thief(other)
    address = f'{"https" if is_tls else "http"}://127.0.0.1:{first.port}'
    trials = [(step, user, play, status, place)
              for step, user, play in steps(address) for status in STATUSES for place in places(first, other)]
    for step, user, play, status, place in trials[::every]:
        redirection = answer(status, f'Location: {place}')
        first.play = lambda request, play=play, redirection=redirection: play(request) or redirection
        problem, _ = scene.login(first, user)
        if any(needle in other.heard() for needle in NEEDLES):
            problem = 'the login goes there'
        first.heard()
        tally.judge(problem, f'{step}, {status} to {place!r}')
    tally.report()


def try_realms(scene, first, other):
    """A registry on TLS names a token server without it, or none at all."""
    tally = tap.Tally('registry: token servers without TLS')
    thief(other)
    for realm in (f'http://127.0.0.1:{other.port}/t', f'HTTP://localhost:{other.port}/t', f'//127.0.0.1:{other.port}/t',
                  f'127.0.0.1:{other.port}/t', f'ftp://127.0.0.1:{other.port}/t', '', 'http://[', '\\\\x'):
        for user in ('ann', '<token>'):
            first.play = lambda request, realm=realm: answer(401, bearer(realm))
            problem, status = scene.login(first, user)
            if any(needle in other.heard() + first.heard() for needle in NEEDLES):
                problem = 'the login is sent'
            tally.judge(problem or (status != 1 and f'it ends with {status}'), repr(realm))
    tally.report()


def check_the_trap(scene, first, other):
    """That the trap closes: what a server is meant to hear is heard, and found."""
    for server in (first, other):
        server.play = lambda request: answer(200) if request.has_login else answer(401, BASIC)
        problem, status = scene.login(server)
        heard = server.heard()
        tap.check(not problem and status == 0 and any(needle in heard for needle in NEEDLES),
                  f'a server that is asked hears the login ({"first" if server is first else "other"})',
                  f'{problem} {status} {heard!r}')


def redirections(scene, good, is_long):
    for is_tls in (False, True):
        with Server(good if is_tls else None) as first, Server(good if is_tls else None) as other:
            if is_tls:
                scene.call_insecure()
                for server in (first, other):
                    scene.trust(server, scene.certificates.authority)
            else:
                scene.call_insecure(first, other)
            check_the_trap(scene, first, other)
            try_redirections(scene, first, other, is_tls, 1 if is_long else 7)
    with Server(good) as first, Server() as other:
        scene.call_insecure()
        scene.trust(first, scene.certificates.authority)
        try_realms(scene, first, other)


# --- certificates

def problem_of_registry(scene, server):
    """A registry that shows the certificate: it gets no login, and none of the commands is confused."""
    host = f'127.0.0.1:{server.port}'
    scene.trust(server, scene.certificates.authority)
    server.play = lambda request: answer(200) if request.has_login else answer(401, BASIC)
    stored = ('login', '--no-verify', '--username', 'ann', '--password-stdin', host)
    problems = [scene.login(server), scene.run('trust', '--fingerprint', '00' * 32, host),
                scene.run(*stored, stdin=PASSWORD.encode()), scene.run('verify', '--timeout', '5', host)]
    if any(needle in server.heard() for needle in NEEDLES):
        return 'it hears the login'
    if [status for _, status in problems] != [1, 1, 0, 1]:
        return f'they end with {problems}'
    return next((problem for problem, _ in problems if problem), None)


def problem_of_token_server(scene, registry, server):
    """A token server that shows it, named by a registry that is trusted."""
    scene.trust(server, scene.certificates.authority)
    server.play = lambda request: answer(200, body=f'{{"token":"{TOKEN}"}}')
    registry.play = lambda request: answer(401, bearer(f'https://127.0.0.1:{server.port}/t'))
    for user in ('ann', '<token>'):
        problem, status = scene.login(registry, user)
        if any(needle in server.heard() + registry.heard() for needle in NEEDLES):
            return 'its token server hears the login'
        if problem or status != 1:
            return problem or f'login ends with {status}'
    return None


def certificates(scene, good):
    tally = tap.Tally('registry: hostile certificates')
    scene.call_insecure()
    with Server(good) as registry:
        scene.trust(registry, scene.certificates.authority)
        for kind, certificate in scene.certificates.hostile():
            with Server(certificate) as server:
                problem = problem_of_registry(scene, server) or problem_of_token_server(scene, registry, server)
            tally.judge(problem, kind)
    tally.report()


def inside(helper, companion, is_long):
    made = hostile_certificates.Certificates(os.path.join(os.environ['HOME'], 'made'))
    scene = Scene(helper, companion, made)
    good = made.good()
    redirections(scene, good, is_long)
    certificates(scene, good)
    tap.finish()


def main():
    helper, companion = (os.path.realpath(path) for path in sys.argv[1:3])
    if '--inside' in sys.argv:
        inside(helper, companion, '--long' in sys.argv)
    tap.need('gnome-keyring-daemon', 'dbus-daemon', 'gdbus', 'openssl')
    provider = os.path.join(SUPPORT, 'providers/gnome-keyring.sh')
    os.execv(provider, [provider, sys.executable, os.path.realpath(__file__), helper, companion, '--inside',
                        *(['--long'] if '--long' in sys.argv else [])])


if __name__ == '__main__':
    main()
