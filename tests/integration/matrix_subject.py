# SPDX-License-Identifier: MIT
"""The helper on the keyring of the session, as the matrix asks it: every answer is either what it has
to be or a Surprise."""
import dataclasses
import json
import os
import re
import subprocess
import time

import keyring

NOT_FOUND = 'credentials not found in native keychain'
SERVICE = 'org.freedesktop.secrets'
PATIENCE = 30  # seconds, after which a helper counts as hanging


class Surprise(Exception):
    """The helper did something else than what the matrix expects."""


@dataclasses.dataclass
class Answer:
    """How a verb ended, without the newline at the end of what it says."""
    status: int
    stdout: str
    stderr: str
    seconds: float

    def __str__(self):
        return f'{self.status}|{self.stdout[:300]}|{self.stderr[:300]}'


def on_bus(method, *arguments, name='org.freedesktop.DBus', path='/org/freedesktop/DBus'):
    """The reply to a D-Bus call, as gdbus prints it."""
    for _ in range(5):
        result = subprocess.run(['gdbus', 'call', '--session', '-d', name, '-o', path, '-m', method,
                                 *arguments], capture_output=True, check=False, timeout=PATIENCE)
        # under load gnome-keyring says so once in some thousand calls
        if b'is not implemented' not in result.stderr and b'No such method' not in result.stderr:
            break
    return result.stdout.decode()


def on_service(method, *arguments):
    return on_bus('org.freedesktop.Secret.Service.' + method, *arguments, name=SERVICE,
                  path='/org/freedesktop/secrets')


def provider_pid():
    """The process that owns the Secret Service's name; none if nobody does."""
    reply = re.search(r'(\d+),\)', on_bus('org.freedesktop.DBus.GetConnectionUnixProcessID', SERVICE))
    return int(reply.group(1)) if reply else None


class Subject:
    """The helper, and the count of what the keyring holds, asked past it."""

    def __init__(self, helper, column):
        self.helper, self.column = helper, column
        self.is_file = column == 'keyring file'

    def start(self, verb, text='', **environment):
        # pylint: disable=consider-using-with
        child = subprocess.Popen([self.helper, verb], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env={**os.environ, **environment})
        child.began = time.monotonic()
        try:
            child.stdin.write(text if isinstance(text, bytes) else text.encode())
            child.stdin.close()
        except BrokenPipeError:  # what it says is judged, not what it has read
            pass
        child.stdin = None
        return child

    @staticmethod
    def end(child):
        try:
            stdout, stderr = child.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired as hanging:
            child.kill()
            child.communicate()
            raise Surprise(f'{child.args[1]} hangs') from hanging
        return Answer(child.returncode, stdout.decode().removesuffix('\n'),
                      stderr.decode().removesuffix('\n'), time.monotonic() - child.began)

    def ask(self, verb, text='', **environment):
        return self.end(self.start(verb, text, **environment))

    def expect(self, verb, text, status, stdout, **environment):
        """Asks, and wants exactly this and nothing on standard error."""
        answer = self.ask(verb, text, **environment)
        if (answer.status, answer.stdout, answer.stderr) != (status, stdout, ''):
            raise Surprise(f'{verb}: {answer}; wanted: {status}|{stdout[:300]}|')

    def store(self, server, user, secret, **environment):
        """The reason of a refusal; none if the login was stored, silently."""
        answer = self.ask('store', keyring.request(server, user, secret), **environment)
        if (answer.status, answer.stdout, answer.stderr) == (0, '', ''):
            return None
        if answer.status == 1 and answer.stdout and '\n' not in answer.stdout:
            return answer.stdout
        raise Surprise(f'store: {answer}')

    def has(self, server, user, secret, **environment):
        """The login comes back to the byte."""
        self.expect('get', server, 0, json.dumps(
            {'ServerURL': server, 'Username': user, 'Secret': secret}, ensure_ascii=False,
            separators=(',', ':')), **environment)

    def has_no(self, server, **environment):
        self.expect('get', server, 1, NOT_FOUND, **environment)

    def lists(self, logins):
        self.expect('list', '', 0, json.dumps(logins, ensure_ascii=False, separators=(',', ':')))

    def erase(self, server):
        self.expect('erase', server, 0, '')

    def holds(self, number):
        """So many items are in the keyring, those included that the helper would not show."""
        if self.is_file:
            found = len(json.loads(self.ask('list').stdout))
        else:
            reply = on_service('SearchItems', "{'docker_cli': '1'}")
            if not reply:
                raise Surprise('the provider does not search')
            found = reply.count("'/org/freedesktop/secrets/collection/")
        if found != number:
            raise Surprise(f'there are {found} items in place of {number}')

    def holds_only(self, server, user, secret):
        self.has(server, user, secret)
        self.lists({server: user})
        self.holds(1)

    def is_empty(self, *servers):
        for server in servers:
            self.has_no(server)
        self.lists({})
        self.holds(0)


def next_second():
    """Providers tell the age of items in whole seconds: waits until another one has begun."""
    now = int(time.time())
    while int(time.time()) == now:
        time.sleep(0.02)
