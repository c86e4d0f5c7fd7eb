#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Registries that answer in every way that a registry may and none should, on loopback.

  registry-server.py FOLDER CERTIFICATE KEY NAMELESS_CERTIFICATE NAMELESS_KEY

Every behaviour has a port of its own. FOLDER/ports says which ("NAME PORT" in a line each, there
once all listen); FOLDER/requests gets a line of JSON for each request: the server's name, the
method, the target, the headers and the body. The user is 'tester', the password that of the
variable SERVER_PASSWORD, and SERVER_TOKEN is the identity token. The nameless certificate is for the
server tls-nameless-token. Ends with its standard input.
"""
import base64
import collections
import json
import os
import pathlib
import socket
import ssl
import struct
import sys
import threading
import urllib.parse

folder = pathlib.Path(sys.argv[1])
password = os.environ["SERVER_PASSWORD"]
basic = "Basic " + base64.b64encode(("tester:" + password).encode()).decode()
tokens = {name: os.environ["SERVER_TOKEN"] for name in ("oauth", "oauth-nul", "oauth-useless")}
# tls-hang has reset a connection, and got another one; tls-patient, which waits for that, has seen a login
was_reset, was_probed, was_patient = (threading.Event() for _ in range(3))
ports = {}
lock = threading.Lock()
requests = open(folder / "requests", "a", encoding="utf-8")


class Request:
    """One request, read from a connection."""

    def __init__(self, stream):
        line = stream.readline(65536).decode("latin-1").split()
        if len(line) != 3 or not line[2].startswith("HTTP/1."):  # TLS, perhaps
            raise ConnectionError
        self.method, self.target = line[:2]
        self.headers = {}
        while (field := stream.readline(65536).decode("latin-1").strip()):
            name, _, value = field.partition(":")
            self.headers[name.lower()] = value.strip()
        self.body = stream.read(int(self.headers.get("content-length", 0))).decode("latin-1")
        self.authorization = self.headers.get("authorization", "")
        parts = urllib.parse.urlsplit(self.target)
        self.path = parts.path
        self.query = urllib.parse.parse_qs(parts.query)
        self.form = urllib.parse.parse_qs(self.body)


def answer(status, body="", *headers, version="HTTP/1.1"):
    lines = [f"{version} {status} Words", f"Content-Length: {len(body)}", *headers, "", body]
    return "\r\n".join(lines).encode("latin-1")


def challenged(*challenges, **options):
    return answer(401, "", *("WWW-Authenticate: " + text for text in challenges), **options)


def with_basic(request, *challenges, **options):
    if request.authorization == basic:
        return answer(200, "{}", **options)
    return challenged(*(challenges or ['Basic realm="test"']), **options)


def bearer(realm, scope='repository:a/b:pull,push registry:catalog:*'):
    return f'Bearer realm="{realm}",service="the service",scope="{scope}"'


def with_token(request, realm):
    if request.authorization == "Bearer good":
        return answer(200, "{}")
    return challenged(bearer(realm))


def token_for_password(request, field="token"):
    wanted = {"account": ["tester"], "client_id": ["cppsecret"], "service": ["the service"],
              "scope": ["repository:a/b:pull,push", "registry:catalog:*"]}
    if request.authorization != basic or request.query != wanted:
        return answer(401, '{"errors":[]}')
    return answer(200, json.dumps({field: "good"}))


def token_for_token(name, request):
    """OAuth2; the identity token of 'oauth' is used up and another one comes in its place."""
    if request.method != "POST":
        return answer(405)
    with lock:
        if request.form.get("refresh_token") != [tokens[name]]:
            return answer(400, '{"error":"invalid_grant"}')
        renewed = tokens[name] + ("\0" if name == "oauth-nul" else "+")
        if name == "oauth":
            tokens[name] = renewed
        return answer(200, json.dumps({"access_token": "good", "refresh_token": renewed}))


def endless(connection, start):
    connection.sendall(start)
    while True:
        connection.sendall(b"x: " + b"y" * 1021 + b"\r\n")


def elsewhere(path="/v2/"):
    return f"http://localhost:{ports['elsewhere']}{path}"


def beside(scheme, name):
    """The same host, and another port."""
    return f"Location: {scheme}://127.0.0.1:{ports[name]}/v2/"


def respond(name, request, connection):
    """The bytes of the answer; nothing ends the connection."""
    own = f"127.0.0.1:{ports[name]}"
    if request.path == "/token":
        if name in tokens:
            return token_for_token(name, request)
        return token_for_password(request, "access_token" if name == "access-token" else "token")
    if name in ("basic", "elsewhere", "neighbour", "tls-basic", "tls-neighbour"):
        return with_basic(request)
    if name in ("token", "access-token", *tokens):
        return with_token(request, f"http://{own}/token")
    if name == "several":
        return with_basic(request, "Negotiate", 'X-New a="b, \\"c\\"", Basic realm="x"')
    if name == "unknown":
        return challenged("Negotiate")
    if name == "http10":
        return with_basic(request, version="HTTP/1.0")
    if name == "realm-elsewhere":
        return with_token(request, elsewhere("/token"))
    if name == "tls-plain-realm":
        return with_token(request, elsewhere("/token"))
    if name == "tls-realm":
        return with_token(request, f"https://127.0.0.1:{ports['tls-basic']}/token")
    if name == "tls-nameless-realm":
        return with_token(request, f"https://127.0.0.1:{ports['tls-nameless-token']}/token")
    if name == "tls-patient":
        if request.authorization:
            was_patient.set()
        else:
            was_probed.wait(120)
        return with_basic(request)
    if name == "redirect":
        return answer(302, "", "Location: " + elsewhere())
    if name == "redirect-login" and request.authorization:
        return answer(307, "", "Location: " + elsewhere())
    if name == "redirect-login":
        return challenged('Basic realm="x"')
    if name == "redirect-port":
        return answer(302, "", beside("http", "neighbour"))
    if name == "redirect-tls":
        return answer(301, "", beside("https", "tls-neighbour"))
    if name == "redirect-open":
        return answer(302, "", beside("http", "neighbour-open"))
    if name in ("open", "neighbour-open"):
        return answer(200, "{}")
    if name == "no-challenge":
        return answer(401)
    if name == "too-many":
        return answer(429, "", "Retry-After: 17")
    if name == "garbage":
        return bytes(range(256)) * 4
    if name == "empty":
        return b""
    if name == "endless-body":
        endless(connection, b"HTTP/1.1 401 Words\r\nWWW-Authenticate: Basic\r\n\r\n")
    if name == "endless-header":
        endless(connection, b"HTTP/1.1 401 Words\r\n")
    if name == "slow":
        connection.recv(1)  # until the client has enough
        return b""
    return answer({"forbidden": 403, "not-found": 404, "broken": 500}[name])


def reset_or_hang(connection):
    """Resets the first connection at its request; whoever comes later gets no answer for long."""
    if was_reset.is_set():
        was_probed.set()
        was_patient.wait(120)
        connection.close()
        return
    was_reset.set()
    connection = contexts["tls-hang"].wrap_socket(connection, server_side=True)
    with connection.makefile("rb") as stream:
        Request(stream)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def serve(name, connection):
    if name == "tls-hang":
        reset_or_hang(connection)
        return
    try:
        if name.startswith("tls-"):
            connection = contexts[name].wrap_socket(connection, server_side=True)
        stream = connection.makefile("rb")
        while True:
            request = Request(stream)
            with lock:
                requests.write(json.dumps({"server": name, "method": request.method,
                                           "target": request.target, "headers": request.headers,
                                           "body": request.body}) + "\n")
                requests.flush()
            response = respond(name, request, connection)
            connection.sendall(response)
            if not response or name in ("garbage", "http10"):
                return
    except (OSError, ConnectionError):
        pass
    finally:
        connection.close()


def listen(name, listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(name, connection), daemon=True).start()


def context_of(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


contexts = collections.defaultdict(lambda context=context_of(*sys.argv[2:4]): context)
contexts["tls-nameless-token"] = context_of(*sys.argv[4:6])
listeners = {}
for server in ("basic", "token", "access-token", "oauth", "several", "unknown", "http10", "open",
               "realm-elsewhere", "tls-plain-realm", "tls-realm", "tls-basic", "tls-hang", "tls-patient",
               "tls-nameless-realm", "tls-nameless-token", "oauth-nul", "oauth-useless", "redirect",
               "redirect-login", "redirect-port", "redirect-tls", "redirect-open",
               "neighbour", "tls-neighbour", "neighbour-open", "no-challenge", "forbidden",
               "not-found", "broken", "too-many",
               "garbage", "empty", "endless-body", "endless-header", "slow", "elsewhere"):
    listeners[server] = socket.create_server(("127.0.0.1", 0))
    ports[server] = listeners[server].getsockname()[1]
for server, listener in listeners.items():
    threading.Thread(target=listen, args=(server, listener), daemon=True).start()
(folder / "ports.new").write_text("".join(f"{name} {port}\n" for name, port in ports.items()))
(folder / "ports.new").rename(folder / "ports")
sys.stdin.read()
