# SPDX-License-Identifier: MIT
"""Certificates for a server on 127.0.0.1, made by openssl: a good one, and every kind of bad one.

    made = Certificates(FOLDER)
    made.authority    # the file of the authority that a client trusts
    made.good()       # (file, key file)
    made.hostile()    # (kind, (file, key file)) each
"""
import os
import subprocess

EC = ('ec', '-pkeyopt', 'ec_paramgen_curve:P-256')
NAMED = 'subjectAltName=IP:127.0.0.1'
# a dNSName that goes on behind a NUL
NAME_WITH_NUL = 'subjectAltName=DER:30:11:82:0f:' + ':'.join(f'{byte:02x}' for byte in b'127.0.0.1\0.evil')
CONF = '''[ca]
default_ca=d
[d]
database={folder}/index
new_certs_dir={folder}
rand_serial=yes
unique_subject=no
default_md=sha256
policy=p
default_days=2
[p]
organizationName=optional
commonName=supplied
[x]
{extensions}
'''


class Certificates:
    def __init__(self, folder):
        self.folder = folder
        os.mkdir(folder)
        self._make_authority('trusted')
        self._make_authority('impostor')
        self.authority = self._path('trusted.crt')

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _openssl(self, *arguments):
        run = subprocess.run(['openssl', *arguments], cwd=self.folder, capture_output=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(f'openssl {arguments}: {run.stderr.decode(errors="replace")}')

    def _make_authority(self, name):
        self._openssl('req', '-x509', '-newkey', *EC, '-nodes', '-days', '2', '-subj', '/CN=Test CA',
                      '-addext', 'keyUsage=critical,keyCertSign', '-keyout', f'{name}.key', '-out', f'{name}.crt')

    def issue(self, name, extensions, *, issuer='trusted', subject='/CN=127.0.0.1', days=(), digest='sha256', key=EC):
        """A certificate, with those of its issuers behind it; (file, key file)."""
        folder = self._path(f'{name}.d')
        os.mkdir(folder)
        with open(os.path.join(folder, 'index'), 'w', encoding='ascii'):
            pass
        with open(os.path.join(folder, 'conf'), 'w', encoding='utf-8') as file:
            file.write(CONF.format(folder=folder, extensions='\n'.join(extensions)))
        self._openssl('req', '-utf8', '-newkey', *key, '-nodes', '-subj', subject, '-keyout', f'{name}.key',
                      '-out', f'{name}.req')
        self._openssl('ca', '-batch', '-utf8', '-config', f'{name}.d/conf', '-extensions', 'x', '-notext',
                      '-md', digest, '-preserveDN', '-cert', f'{issuer}.crt', '-keyfile', f'{issuer}.key',
                      *(('-startdate', days[0] + '000000Z', '-enddate', days[1] + '000000Z') if days else ()),
                      '-in', f'{name}.req', '-out', f'{name}.crt')
        with open(self._path(f'{name}.crt'), 'a', encoding='ascii') as file, \
                open(self._path(f'{issuer}.crt'), encoding='ascii') as above:
            file.write(above.read())
        return self._path(f'{name}.crt'), self._path(f'{name}.key')

    def good(self):
        return self.issue('good', [NAMED])

    def hostile(self):
        yield 'signed by itself', self._signed_by_itself()
        yield 'of an authority with the name of the trusted one', self.issue('forged', [NAMED], issuer='impostor')
        yield 'expired', self.issue('expired', [NAMED], days=('20200101', '20210101'))
        yield 'not valid yet', self.issue('early', [NAMED], days=('20980101', '20990101'))
        yield from self._of_other_names()
        yield from self._for_other_uses()
        yield from self._by_those_who_may_not_sign()
        yield 'signed by SHA-1', self.issue('sha1', [NAMED], digest='sha1')
        yield 'with a key of 1,024 bits', self.issue('short', [NAMED], key=('rsa:1024',))

    def _signed_by_itself(self):
        self._openssl('req', '-x509', '-newkey', *EC, '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
                      '-addext', NAMED, '-keyout', 'self.key', '-out', 'self.crt')
        return self._path('self.crt'), self._path('self.key')

    def _of_other_names(self):
        for kind, name in (
                ('of another host', 'DNS:other.example'), ('of another address', 'IP:127.0.0.2'),
                ('of the address as a name', 'DNS:127.0.0.1'), ('of every name', 'DNS:*'),
                ('of every address', 'DNS:*.0.0.1'), ('of the address in IPv6', 'IP:::ffff:127.0.0.1'),
                ('of the address as a URI', 'URI:https://127.0.0.1/'),
                ('of 2,000 names', ','.join(f'DNS:n{number}.example' for number in range(2000)))):
            yield kind, self.issue(kind.replace(' ', '-'), ['subjectAltName=' + name])
        yield 'without names', self.issue('nameless', ['basicConstraints=CA:FALSE'])
        yield 'of a name that goes on behind a NUL', self.issue('nul', [NAME_WITH_NUL])
        for kind, subject in (('with escapes in its subject', '/CN=a\x1b[2Jb'),
                              ('with its subject turned', '/CN=a\u202eb\u200bc')):
            yield kind, self.issue(kind.replace(' ', '-'), ['subjectAltName=DNS:x.example'], subject=subject)

    def _for_other_uses(self):
        yield 'for clients only', self.issue('client', [NAMED, 'extendedKeyUsage=clientAuth'])
        yield 'for revocations only', self.issue('revoker', [NAMED, 'keyUsage=critical,cRLSign'])
        yield 'with an unknown critical extension', self.issue('unknown', [NAMED, '1.2.3.4=critical,DER:05:00'])

    def _by_those_who_may_not_sign(self):
        self.issue('leaf', ['basicConstraints=CA:FALSE'], subject='/CN=leaf')
        yield 'signed by a server', self.issue('below-leaf', [NAMED], issuer='leaf')
        authority = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign']
        self.issue('last', authority, subject='/CN=last')
        self.issue('too-deep', authority, issuer='last', subject='/CN=too deep')
        yield 'too deep below an authority', self.issue('below', [NAMED], issuer='too-deep')
        self.issue('bounded', [authority[0], authority[1],
                               'nameConstraints=critical,permitted;IP:10.0.0.0/255.0.0.0'], subject='/CN=bounded')
        yield 'of an address that its authority may not name', self.issue('out-of-bounds', [NAMED], issuer='bounded')
