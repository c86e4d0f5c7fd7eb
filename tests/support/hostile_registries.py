# SPDX-License-Identifier: MIT
"""Servers on 127.0.0.1 with scripted answers, which record every byte they receive.

    with Server(certificate=None) as server:
        server.play = lambda request: answer(200)
        server.heard()   # what came in since the last call

A certificate is (file, key file) in PEM; without one the server speaks plain HTTP.
"""
import contextlib
import dataclasses
import socket
import ssl
import threading

PATIENCE = 5  # seconds, for a client that stops in the middle
TLS_HANDSHAKE = b'\x16'
REASONS = {200: 'OK', 401: 'Unauthorized'}


@dataclasses.dataclass
class Request:
    method: str
    target: str
    headers: dict
    body: bytes

    @property
    def has_login(self):
        return 'authorization' in self.headers or b'password=' in self.body or b'refresh_token=' in self.body


def answer(status, *headers, body='{}'):
    """Bytes of an answer; a header is a line."""
    lines = [f'HTTP/1.1 {status} {REASONS.get(status, "Other")}', *headers, f'Content-Length: {len(body)}',
             'Connection: close', '', body]
    return '\r\n'.join(lines).encode()


def parse(head, body):
    first, *lines = head.decode('latin-1').split('\r\n')
    method, target, _ = (first.split(' ') + ['', ''])[:3]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(':') for line in lines)}
    return Request(method, target, headers, body)


class Server:
    def __init__(self, certificate=None):
        self.play = lambda request: answer(200)
        self._heard, self._lock = b'', threading.Lock()
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.set_ciphers('DEFAULT:@SECLEVEL=0')  # some certificates are weak on purpose
            self._context.load_cert_chain(*certificate)
        self._socket = socket.create_server(('127.0.0.1', 0), backlog=50)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)  # ends accept()
        self._thread.join()
        self._socket.close()

    def heard(self):
        with self._lock:
            heard, self._heard = self._heard, b''
        return heard

    def _accept(self):
        with contextlib.suppress(OSError):  # closed
            while True:
                link, _ = self._socket.accept()
                self._serve(link)

    def _serve(self, link):
        link.settimeout(PATIENCE)
        try:
            if self._context:
                link = self._context.wrap_socket(link, server_side=True)
            request = self._read(link)
            if request:
                link.sendall(self.play(request))
        except OSError:  # a client that refuses the certificate, or goes away
            pass
        finally:
            link.close()

    def _read(self, link):
        data = b''
        while b'\r\n\r\n' not in data:
            piece = link.recv(65536)
            self._keep(piece)
            if not piece or (data + piece).startswith(TLS_HANDSHAKE):
                return None
            data += piece
        head, _, body = data.partition(b'\r\n\r\n')
        length = int(parse(head, b'').headers.get('content-length', 0))
        while len(body) < length:
            piece = link.recv(65536)
            self._keep(piece)
            if not piece:
                break
            body += piece
        return parse(head, body)

    def _keep(self, piece):
        with self._lock:
            self._heard += piece
