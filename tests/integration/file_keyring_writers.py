#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A hundred helpers write to the keyring file at once, with a passphrase file: nothing is lost, the key
is derived once, and together they stay below 512 MiB. Without a session each derives it, in turn.

    file_keyring_writers.py HELPER COMPANION
"""
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import keyring  # noqa: E402
import tap  # noqa: E402

LIMIT_KIB = 512 << 10
DERIVATION_KIB = 64 << 10  # what Argon2id works on


def pss_kib(pid):
    """What a process takes, shared pages divided by those who share them."""
    try:
        with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as file:
            return sum(int(line.split()[1]) for line in file if line.startswith('Pss:'))
    except OSError:  # it has ended
        return 0


def write_at_once(helper, servers, environment):
    """Starts a store for each; returns failures, how many derived the key, and the peak of their PSS."""
    children = {}
    for server in servers:
        child = subprocess.Popen([helper, 'store'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, env=environment)
        child.stdin.write(keyring.request(server, 'u-' + server, 's-' + server))
        child.stdin.close()
        children[child.pid] = child
    failures, derived, peak = [], 0, 0
    while children:
        peak = max(peak, sum(pss_kib(pid) for pid in children))
        for pid in list(children):
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                child = children.pop(pid)
                answer = child.stdout.read()
                child.stdout.close()
                child.returncode = os.waitstatus_to_exitcode(status)
                derived += usage.ru_maxrss > DERIVATION_KIB
                if child.returncode != 0 or answer:
                    failures.append((child.returncode, answer))
    return failures, derived, peak


def lost(helper, servers, environment):
    """Those of which the file does not hold the login as it was stored."""
    return [server for server in servers
            if subprocess.run([helper, 'get'], input=server.encode(), capture_output=True, check=False,
                              env=environment).stdout != keyring.answer(server, 'u-' + server, 's-' + server)]


def refused_while(companion, helper, passphrases, environment):
    """What two readers without a passphrase are told that is not the login, while it changes."""
    refused = []
    with_another = [[companion, 'keyring', 'passwd', '--passphrase-file', new] for new in passphrases]
    for turn in range(15):
        changing = subprocess.Popen(with_another[turn % 2], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL,
                                    env={**environment, 'CPPSECRET_PASSPHRASE_FILE': passphrases[(turn + 1) % 2]})
        while changing.poll() is None:
            readers = [subprocess.Popen([helper, 'get'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment) for _ in range(2)]
            for reader in readers:
                answer, reason = reader.communicate(b'h0.example')
                if answer != keyring.answer('h0.example', 'u-h0.example', 's-h0.example'):
                    refused.append((answer, reason))
        if changing.returncode != 0:
            refused.append(('passwd', changing.returncode))
    return refused


def main():
    helper, companion = (os.path.realpath(path) for path in sys.argv[1:3])
    if 'PROV_ROOT' not in os.environ:
        os.execv(os.path.join(SUPPORT, 'providers/no-bus.sh'), ['no-bus.sh', sys.executable, *sys.argv])
    passphrase = os.path.join(os.environ['HOME'], 'passphrase')
    with open(os.open(passphrase, os.O_WRONLY | os.O_CREAT, 0o600), 'w', encoding='utf-8') as file:
        file.write('a phrase')
    environment = {**os.environ, 'CPPSECRET_PASSPHRASE_FILE': passphrase, 'CPPSECRET_TIMEOUT': '240'}
    for arguments in ('create', 'lock'):
        subprocess.run([companion, 'keyring', arguments], check=True, env=environment,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    servers = [f'h{i}.example' for i in range(100)]
    failures, derived, peak = write_at_once(helper, servers, environment)
    seconds = time.monotonic() - began
    tap.check(not failures, '100 writers at once all succeed, silently', failures)
    tap.check(not lost(helper, servers, environment), 'and nothing is lost', lost(helper, servers, environment))
    listed = subprocess.run([helper, 'list'], input=b'', capture_output=True, check=False, env=environment).stdout
    tap.check(len(json.loads(listed)) == 100, 'nor is there anything else', listed)
    if os.geteuid() == 0:  # what they take is hidden from others: the helper is closed to its user
        tap.check(0 < peak < LIMIT_KIB, f'together they took {peak >> 10} MiB at most, below 512', peak)
    tap.check(derived == 1, 'one of them derived the key, for all', derived)
    tap.note(f'{seconds:.1f} s for 100 writers')

    other = passphrase + '-2'
    with open(os.open(other, os.O_WRONLY | os.O_CREAT, 0o600), 'w', encoding='utf-8') as file:
        file.write('another phrase')
    unlocked = {name: value for name, value in environment.items() if name != 'CPPSECRET_PASSPHRASE_FILE'}
    refused = refused_while(companion, helper, (other, passphrase), unlocked)
    tap.check(not refused, 'while the passphrase is changed the file stays unlocked', refused)
    os.rename(other, passphrase)  # the last of them

    without = {name: value for name, value in environment.items() if name != 'XDG_RUNTIME_DIR'}
    without['XDG_RUNTIME_DIR'] = '/nonexistent'
    servers = [f'w{i}.example' for i in range(10)]
    failures, derived, peak = write_at_once(helper, servers, without)
    tap.check(not failures and not lost(helper, servers, environment),
              '10 writers without a session lose nothing', failures)
    tap.check(derived == 10, 'each of them derived the key', derived)
    if os.geteuid() == 0:
        tap.check(0 < peak < 3 * DERIVATION_KIB, f'one at a time: together they took {peak >> 10} MiB at most', peak)
    tap.finish()


if __name__ == '__main__':
    main()
