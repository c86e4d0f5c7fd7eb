# SPDX-License-Identifier: MIT
"""Registries that offer HTTP/2 beside HTTP/1.1, in a HOME whose certs.d trusts them; see http2-registries.js.

    with http2_registries.Registries(authorization=…, token=…, identity=…, renewed=…) as registries:
        registries.hosts       # host:port by kind: basic, bearer, identity
        registries.requests()  # what they were asked since the last call, as 'basic HTTP/1.1 GET /v2/ 200'

The login goes to them by standard input: no argument and no environment holds it. Needs node and openssl.
"""
import json
import os
import shutil
import socket
import ssl
import subprocess

_HERE = os.path.dirname(os.path.realpath(__file__))


class Registries:
    def __init__(self, **login):
        self._folder = os.path.join(os.environ['HOME'], 'http2-registries')
        os.mkdir(self._folder)
        subprocess.run(['bash', '-c', '. "$0" && make_authority a && make_certificate r a IP:127.0.0.1',
                        os.path.join(_HERE, 'certificates.sh')],
                       env={**os.environ, 'certificates': self._folder}, check=True)
        self._log = open(self._path('log'), 'a+', encoding='utf-8')
        self._server = subprocess.Popen(
            [shutil.which('node') or 'nodejs', os.path.join(_HERE, 'http2-registries.js'), self._path('r.crt'),
             self._path('r.key'), self._path('log')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._server.stdin.write(json.dumps(login) + '\n')
        self._server.stdin.flush()
        ports = json.loads(self._server.stdout.readline())
        self.hosts = {kind: f'127.0.0.1:{port}' for kind, port in ports.items()}
        for host in self.hosts.values():
            trust = os.path.join(os.environ['HOME'], '.config/containers/certs.d', host)
            os.makedirs(trust)
            shutil.copy(self._path('a.crt'), os.path.join(trust, 'ca.crt'))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._log.close()
        self._server.communicate()  # closes its input

    def _path(self, name):
        return os.path.join(self._folder, name)

    def requests(self):
        return self._log.read().splitlines()

    def protocol(self, kind):
        """What the registry speaks with a client that offers both versions."""
        context = ssl.create_default_context(cafile=self._path('a.crt'))
        context.set_alpn_protocols(['h2', 'http/1.1'])
        host, port = self.hosts[kind].split(':')
        with socket.create_connection((host, int(port))) as plain, \
                context.wrap_socket(plain, server_hostname=host) as connection:
            return connection.selected_alpn_protocol()
