// SPDX-License-Identifier: MIT
// Registries over TLS on loopback that offer HTTP/2 beside HTTP/1.1 and take one login. For node 18 or newer.
//
//   node http2-registries.js CERTIFICATE KEY LOG
//
// The first line of standard input is JSON: authorization (of Basic, the whole header), token (what a token server
// gives for the login), identity (an identity token) and renewed (the one that comes in its place). Prints a line of
// JSON with the ports of the registries: basic, bearer (a token for the password), identity (a token for the identity
// token). LOG gets a line for each request: the registry, the version of HTTP, the method, the path, the status. Ends
// with its standard input.
'use strict';
const fs = require('fs');
const http2 = require('http2');
const readline = require('readline');

const [certificate, key, log] = process.argv.slice(2);
const kinds = ['basic', 'bearer', 'identity'];

function challenged(challenge) {
  return [401, '', {'WWW-Authenticate': challenge}];
}

function tokenFor(kind, login, request, body) {
  if (kind === 'bearer' && request.headers.authorization === login.authorization)
    return [200, {token: login.token}];
  if (kind === 'identity' && new URLSearchParams(body).get('refresh_token') === login.identity)
    return [200, {access_token: login.token, refresh_token: login.renewed}];
  return [401, ''];
}

function answer(kind, login, port, request, body) {
  if (request.url.startsWith('/token'))
    return tokenFor(kind, login, request, body);
  const isBasic = kind === 'basic';
  if (request.headers.authorization === (isBasic ? login.authorization : `Bearer ${login.token}`))
    return [200, {}];
  return challenged(isBasic ? 'Basic realm="x"' : `Bearer realm="https://127.0.0.1:${port}/token",service="x"`);
}

function serve(kind, login) {
  const options = {cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true};
  const server = http2.createSecureServer(options, (request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      const [status, content, headers] = answer(kind, login, server.address().port, request, body);
      const path = request.url.split('?')[0];
      fs.appendFileSync(log, `${kind} HTTP/${request.httpVersion} ${request.method} ${path} ${status}\n`);
      response.writeHead(status, headers);
      response.end(JSON.stringify(content));
    });
  });
  server.on('sessionError', () => {});
  return new Promise((listens) => server.listen(0, '127.0.0.1', () => listens([kind, server.address().port])));
}

const input = readline.createInterface({input: process.stdin});
input.once('line', async (line) => {
  const login = JSON.parse(line);
  const ports = await Promise.all(kinds.map((kind) => serve(kind, login)));
  console.log(JSON.stringify(Object.fromEntries(ports)));
});
input.on('close', () => process.exit(0));
