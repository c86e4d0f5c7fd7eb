# SPDX-License-Identifier: MIT
"""Tries the verbs in one situation of a state, inside of its provider's script."""
import dataclasses
import fnmatch
import hashlib
import json
import os
import signal
import subprocess
import time

import keyring
from gnome_keyring import Provider
from matrix_states import LOCKED, NO_WAIT, TIMEOUT, Listed
from matrix_subject import NOT_FOUND, Subject, Surprise

SUPPORT = os.path.dirname(os.path.realpath(keyring.__file__))
HINT = 'docker-credential-cppsecret: '
IS_LOCKED = 'the keyring is locked, so that its logins cannot be listed'
INPUTS = {'list': b'', 'get': LOCKED.encode(), 'erase': LOCKED.encode(), 'store': keyring.request(LOCKED, 'u', 'new')}
OLD, NEW = (keyring.answer(LOCKED, 'u', secret).decode().strip() for secret in ('p', 'new'))
LOGINS = json.dumps({LOCKED: 'u'}, separators=(',', ':'))


def wait_until(condition, what):
    end = time.monotonic() + 20
    while not condition():
        if time.monotonic() > end:
            raise Surprise(f'waited in vain for {what}')
        time.sleep(0.01)


def is_said(answer, status, stdout, stderr):
    return answer.status == status and fnmatch.fnmatchcase(answer.stdout, stdout) and \
        fnmatch.fnmatchcase(answer.stderr, stderr)


def expected(state, verb, is_open_failure=False):
    """Status, standard output and standard error as patterns."""
    reason = f'{state.says}; *'
    if verb == 'list':
        says = {Listed.REASON: reason, Listed.IS_LOCKED: IS_LOCKED + '; *', Listed.LOGINS: ''}[state.listed]
        if not says:
            return 0, LOGINS, ''
        return (1, says, '') if is_open_failure else (0, '{}', HINT + says)
    if not state.says:
        return 0, OLD if verb == 'get' else '', ''
    if verb == 'get' and not is_open_failure:
        return 1, NOT_FOUND, HINT + reason
    return 1, reason, ''


def check(state, situation, answer, verb, **kind):
    wanted = expected(state, verb, **kind)
    if not is_said(answer, *wanted):
        raise Surprise(f'{verb}: {answer}; wanted: {"|".join(map(str, wanted))}')
    if state.waits and verb != 'list':
        if answer.seconds < TIMEOUT - 0.1:
            raise Surprise(f'{verb} does not wait: it ends after {answer.seconds:.1f} s')
        if answer.seconds > TIMEOUT + NO_WAIT:
            raise Surprise(f'{verb} takes {answer.seconds:.1f} s')
    elif answer.seconds > NO_WAIT and not situation.keys:
        raise Surprise(f'{verb} takes {answer.seconds:.1f} s')


def prepare_file(companion, helper, kind):
    """A keyring file with a login that cannot be read for this reason."""
    path = os.path.join(os.environ['HOME'], 'passphrase')
    for name in ('passphrase', 'another'):
        with open(os.path.join(os.environ['HOME'], name), 'w', encoding='ascii',
                  opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
            file.write(name)
    os.environ['CPPSECRET_PASSPHRASE_FILE'] = path
    for command in ((companion, 'keyring', 'create'), (helper, 'store')):
        subprocess.run(command, input=keyring.request(LOCKED, 'u', 'p'), stdout=subprocess.DEVNULL, check=True)
    subprocess.run([companion, 'keyring', 'lock'], capture_output=True, check=True)
    file = os.path.join(os.environ['HOME'], '.local/share/cppsecret/keyring')
    with open(file, 'rb') as sealed:
        content = sealed.read()
    if kind == 'locked':
        del os.environ['CPPSECRET_PASSPHRASE_FILE']
    elif kind == 'another':
        os.environ['CPPSECRET_PASSPHRASE_FILE'] = os.path.join(os.environ['HOME'], 'another')
    elif kind == 'open':
        os.chmod(path, 0o644)
    elif kind == 'damaged':
        content = content[:150] + bytes([content[150] ^ 1]) + content[151:]
    elif kind == 'short':
        content = content[:60]
    elif kind == 'newer':
        body = content[:8] + (2).to_bytes(4, 'little') + content[12:-32]
        content = body + hashlib.blake2b(body, digest_size=32).digest()
    with open(file, 'wb') as sealed:
        sealed.write(content)


def person(title, keys):
    """Waits for the dialog, reads it, presses the keys, and waits until it is gone."""
    press = 'press_grabbed is_gone "$@"' if title == 'Unlock' else 'press "$title" "$@"; wait_until is_gone'
    subprocess.run(['bash', '-c', f'. "$0/dialogs.sh"; title=$1; shift; is_gone() {{ no_dialog_is_open "$title"; }}; '
                    f'be_a_person "$title" && {{ {press}; }}', SUPPORT, title, *keys], check=True,
                   stdout=subprocess.DEVNULL)


class Call:
    """A verb whose first call to the provider stays without an answer: the provider is stopped."""

    def __init__(self, subject, verb):
        self.subject, self.verb = subject, verb
        self.provider = Provider()
        self.second = None
        self.log = os.path.join(os.environ['TMPDIR'], 'calls')
        self.provider.wait_until_ready()
        subject.store(LOCKED, 'u', 'p')
        os.kill(self.provider.process.pid, signal.SIGSTOP)
        with open(self.log, 'wb') as log:
            # pylint: disable=consider-using-with
            self.monitor = subprocess.Popen(['dbus-monitor', '--session', '--profile',
                                             'interface=org.freedesktop.Secret.Service'], stdout=log,
                                            stderr=subprocess.DEVNULL)
        wait_until(lambda: self.has_seen('NameAcquired'), 'dbus-monitor')
        self.child = subject.start(verb, INPUTS[verb])
        wait_until(lambda: self.has_seen('SearchItems', 'ReadAlias'), 'a call to the provider')

    def has_seen(self, *words):
        with open(self.log, 'rb') as log:
            text = log.read()
        return any(word.encode() in text for word in words)

    def replace(self):
        """gnome-keyring tells the one that runs to end, and takes its name."""
        self.second = Provider('--replace')
        control = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'keyring', 'control')

        def has_asked():
            with open('/proc/net/unix', encoding='utf-8') as sockets:
                return sockets.read().count(control) > 1
        wait_until(has_asked, 'the second provider')
        os.kill(self.provider.process.pid, signal.SIGCONT)

    def do(self, fault):
        if fault == 'killed':
            self.provider.process.kill()
        elif fault == 'replaced':
            self.replace()
        answer = self.subject.end(self.child)
        if fault == 'stopped':
            os.kill(self.provider.process.pid, signal.SIGCONT)
        elif fault == 'killed':
            self.second = Provider()
        (self.second or self.provider).wait_until_ready()
        return answer

    def login(self):
        """What is there afterwards."""
        answer = self.subject.ask('get', LOCKED)
        if answer.stdout not in (OLD, NEW, NOT_FOUND) or answer.stderr:
            raise Surprise(f'get after it: {answer}')
        return answer.stdout

    def end(self):
        for process in (self.monitor, self.provider.process, *([self.second.process] if self.second else [])):
            process.kill()
            process.wait()


def try_fault(subject, state, situation, verb):
    call = Call(subject, verb)
    try:
        answer, afterwards = call.do(situation.fault), call.login()
    finally:
        call.end()
    done = {'get': (0, OLD, ''), 'list': (0, LOGINS, ''), 'store': (0, '', ''), 'erase': (0, '', '')}[verb]
    result = {'store': NEW, 'erase': NOT_FOUND}.get(verb, OLD)
    # who asked the first provider in time may be answered by it to the end
    is_done = situation.fault == 'replaced' and is_said(answer, *done)
    # and while that ends it may have put away the keyring already
    ending = dataclasses.replace(state, says="the keyring's provider refused: *")
    if not is_done and not (situation.fault == 'replaced' and is_said(answer, *expected(ending, verb))):
        check(state, situation, answer, verb)
    if afterwards != result if is_done else afterwards not in (OLD, result):
        raise Surprise(f'{verb}: {answer}, and then there is {afterwards}')


def try_situation(helper, companion, state, situation):
    """Raises Surprise if anything is not as it has to be."""
    subject = Subject(helper, situation.provider)
    if situation.file:
        prepare_file(companion, helper, situation.file)
    if state.waits:
        os.environ['CPPSECRET_TIMEOUT'] = str(TIMEOUT)
    is_asked = bool(situation.keys)
    for verb in state.all_verbs():
        if situation.fault:
            try_fault(subject, state, situation, verb)
            continue
        child = subject.start(verb, INPUTS[verb])
        if is_asked and verb != 'list':
            person(situation.dialog, situation.keys)
            is_asked = bool(state.says)  # what is unlocked stays so
        check(state, situation, subject.end(child), verb)
    if not state.says or situation.fault or situation.keys:
        return
    for verb in {'list', 'get'}.intersection(state.all_verbs()):
        answer = subject.ask(verb, INPUTS[verb], CPPSECRET_UNAVAILABLE='error')
        check(state, situation, answer, verb, is_open_failure=True)
