#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A registry that lets nobody in and writes down who wanted to get in.

    login-recorder.py CERTIFICATE_AND_KEY FOLDER

It is an HTTPS proxy on a loopback port that answers for every host itself, so that clients can be
asked for registries of any name; the certificate must be good for these. Prints its port when it
listens. A client that is given the proxy http://NAME:x@127.0.0.1:PORT is followed in FOLDER/NAME:
what it has to show when it is asked for a login appends a line there before it is answered.

    login USER PASSWORD    a login
    token TOKEN            an identity token
    bearer TOKEN           a registry token
    nothing                none of these

Every host sends its clients to itself for a token, but for basic.example, which wants the login
with each request.
"""
import base64
import http.server
import os
import ssl
import sys
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    certificate = None
    folder = None
    host = None  # that the client believes to talk to
    client = None

    def do_CONNECT(self):
        self.host = self.path.removesuffix(":443")
        self.client = self.credentials("Proxy-Authorization")[0]
        self.send_response(200)
        self.end_headers()
        self.wfile.flush()
        self.connection = self.certificate.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def credentials(self, header):
        value = self.headers[header].removeprefix("Basic ")
        return base64.b64decode(value).decode().split(":", 1)

    def do_GET(self):
        shown = self.headers.get("Authorization", "")
        if shown.startswith("Bearer "):
            self.record("bearer", shown.removeprefix("Bearer "))
        elif shown.startswith("Basic "):
            user, password = self.credentials("Authorization")
            if user or password:
                self.record("login", user, password)
            else:
                self.record("nothing")
        elif self.path.startswith("/token"):
            self.record("nothing")
        elif self.host == "basic.example":
            self.refuse('Basic realm="test"')
            return
        else:
            self.refuse(f'Bearer realm="https://{self.host}/token",service="test"')
            return
        self.refuse()

    do_HEAD = do_GET

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.body().decode()))
        if "refresh_token" in form:
            self.record("token", form["refresh_token"])
        elif "username" in form:
            self.record("login", form["username"], form["password"])
        else:
            self.record("nothing")
        self.refuse()

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def record(self, *words):
        with open(os.path.join(self.folder, self.client), "a", encoding="utf-8") as log:
            print(*words, file=log)

    def refuse(self, challenge=None):
        body = b'{"errors":[{"code":"UNAUTHORIZED","message":"nobody is let in"}]}'
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    certificate, Handler.folder = sys.argv[1:]
    Handler.certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    Handler.certificate.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
