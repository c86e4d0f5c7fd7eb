# SPDX-License-Identifier: MIT
"""Answers about a world that are changed so that they disagree: the rule that is named must find each of them in some
world. A rule that cannot, since it does not know the words of a message any more, say, checks nothing."""
import collections
import contextlib
import subprocess
import typing

import world_changes
import world_rules

PLAIN = ' in plain text, unless that file names a helper'


class Lie(typing.NamedTuple):
    rule: str
    what: str
    command: str
    change: typing.Callable  # of what the command answers: whether there was something to change


# --- changes of JSON: of the first of a section for which a condition holds -----------------------------


def first(answer, section, wanted, change):
    for index, item in enumerate(answer[section]):
        if wanted(item):
            change(answer[section], index)
            return True
    return False


def drop(section, wanted):
    return lambda answer: first(answer, section, wanted, lambda items, index: items.pop(index))


def put(section, wanted, field, value):
    """`value` is the new value, or makes it from the old one."""
    def change(items, index):
        old = items[index][field]
        items[index][field] = value(old) if callable(value) else value
    return lambda answer: first(answer, section, wanted, change)


def replace(old, new):
    return lambda text: text.replace(old, new)


def of(kind, *words):
    """A condition: a warning or finding of this kind with these words."""
    def is_wanted(item):
        text = item.get('message') or item.get('what')
        return kind == (item.get('kind') or item.get('check')) and all(word in text for word in words)
    return is_wanted


def is_used(login):
    return login['place'] == 'file' and login['used_by'] and '-token' not in login['key']


def is_made(login):
    """By the helper that has a login for everything, which credHelpers name."""
    return login['helper'] == 'makes' and login['file'].endswith('.json') and login['used_by']


def warn_of(wanted, kind, text):
    """Warns of a login with a message that its fields are put into."""
    def change(answer):
        login = next(filter(wanted, answer['logins']), None)
        if login:
            answer['warnings'].append({'kind': kind, 'message': text.format(**login), 'hint': None})
        return login is not None
    return change


# --- changes of what configure prints -------------------------------------------------------------------


def configure(wanted, status, output):
    """`wanted` is asked with the arguments, the status and the output."""
    def change(arguments, answer):
        return (status, output, '') if wanted(arguments, *answer[:2]) else None
    return change


def says_nothing(arguments, _, output):
    return '--all-registries' not in arguments and output.startswith(world_changes.NOTHING)


def is_host(arguments, status, output):
    return '--all-registries' not in arguments and status == 0 and not output.startswith(world_changes.NOTHING)


def is_for_all(arguments, _, output):
    return '--all-registries' in arguments and not output.startswith(world_changes.NOTHING)


def has_all(arguments, _, output):
    return '--all-registries' in arguments and output.startswith(world_changes.NOTHING)


# --- changes of a search --------------------------------------------------------------------------------


def search(wanted, **fields):
    def change(answer):
        found = [each for each in answer['tools'] if wanted(each)]
        for each in found:
            each.update(fields)
        return bool(found)
    return change


def lies_of(told):
    names = {rule: name for name, rule in RULES.items()}
    for rule, lies in told.items():
        yield from (Lie(names[rule], *lie) for lie in lies)


RULES = {**world_rules.ALL, **world_changes.ALL}
TOOLS_AGREE = 'resolve says what the installed tools do'
MISSING, NO_LOGIN, UNASKED = ': ', ', and it has no login for it', ', and no tool asks for that key'
NAMES = "'{file}' names the helper '{helper}' for '{key}'"
BY = 'names the helper'
LIES = (
    *lies_of({
        world_rules.used_by: (
            ('a user is left out', 'status', put('logins', is_used, 'used_by', [])),
            ('a user that does not read the file', 'status', put(
                'logins', lambda login: (login['file'] or '').endswith('/auth.json'), 'used_by', ['docker']))),
        world_rules.listed: (
            ('a login is left out', 'status', drop('logins', is_used)),),
        world_rules.shadowed: (
            ('a login that nobody uses is not told', 'status', drop('warnings', of('shadowed', 'no tool uses'))),
            ('one that is used is told', 'status', warn_of(
                is_used, 'shadowed', "no tool uses the login for '{key}' in '{file}': the file is not read for it")),
            ('for no reason', 'status', put('warnings', of('shadowed', 'comes first'), 'message',
                                            replace('comes first', 'comes last'))),
            ('another login comes first', 'status', put('warnings', of('shadowed', 'comes first'), 'message',
                                                        replace(': the one for ', ': the one for x'))),
            ('another helper is asked first', 'status', put('warnings', of('shadowed', 'is asked first'), 'message',
                                                            replace("' is asked", "x' is asked"))),
            ("another file hides the keyring's", 'status', put('warnings', of('shadowed', 'not the one'), 'message',
                                                               replace('.json', '.js'))),
            ('in other words', 'status', put('warnings', of('shadowed'), 'message', replace(' login ', ' password '))),
            ('an entry without a login is not told', 'status', drop('warnings', of('file', "the 'auth' of '")))),
        world_rules.entries: (
            *((f'in other words, {who}', who, put(section, of('dangling', BY, ' for '), field, replace(BY, 'has')))
              for who, section, field in (('status', 'warnings', 'message'), ('doctor', 'findings', 'what'))),
            *((f'not told, {who}', who, drop(section, of('dangling', BY, MISSING)))
              for who, section in (('status', 'warnings'), ('doctor', 'findings'))),
            ('that it has no login, in other words', 'status', put(
                'warnings', of('dangling', NO_LOGIN), 'message', replace(NO_LOGIN, ', which has nothing for it'))),
            ('that nobody asks, in other words', 'status', put(
                'warnings', of('url', UNASKED), 'message', replace(UNASKED, ', which nobody asks for'))),
            ('nobody asks', 'doctor', put('findings', of('dangling', NO_LOGIN), 'what', replace(NO_LOGIN, UNASKED))),
            ('it has no login', 'status', warn_of(is_made, 'dangling', NAMES + NO_LOGIN)),
            ('it is not there', 'status', warn_of(is_made, 'dangling', NAMES + MISSING + 'it is not in PATH')),
            ('it harms nobody', 'doctor', put('findings', of('dangling', BY, MISSING), 'why', lambda why: (
                'no search asks it, ' if why.startswith('podman, ') else 'podman, buildah and skopeo do not get at'))),
            ('whom it harms, in other words', 'doctor', put('findings', of('dangling', BY, MISSING), 'why', 'harm'))),
        world_rules.for_all: (
            ('not told of a credsStore', 'doctor', drop('findings', of('dangling', 'credsStore'))),
            ('not told of registries.conf', 'doctor', drop('findings', of('dangling', "', and '", BY))),
            ('in other words', 'doctor', put('findings', of('dangling', 'credsStore'), 'what',
                                             replace('credsStore', 'store')))),
        world_rules.foreign: (
            ('one registry more', 'doctor', put('findings', of('foreign', 'for 1'), 'what', replace('for 1', 'for 2'))),
            ('of another file', 'doctor', put('findings', of('foreign', BY), 'what', replace('.json', '.js'))),
            ('in other words', 'doctor', put('findings', of('foreign'), 'what', replace('answers', 'is asked')))),
        world_rules.files: (
            ('not told, status', 'status', drop('warnings', of('file'))),
            ('not told, doctor', 'doctor', drop('findings', lambda finding: 'stop looking' in (finding['why'] or ''))),
            ("docker's file is podman's", 'doctor', put(
                'findings', of('file', "auth.json', line", "the 'auth' of"), 'why',
                'docker drops every login of a file with such an entry')),
            ("podman's file is docker's", 'doctor', put(
                'findings', of('file', "config.json', line", "the 'auth' of"), 'why',
                'podman, buildah and skopeo fail on it')),
            ('in other words', 'doctor', put('findings', of('file', 'line'), 'why', 'something is wrong'))),
        world_rules.same: (
            ('doctor leaves one out', 'doctor', drop('findings', of('plain'))),
            ('status leaves one out', 'status', drop('warnings', of('plain'))),
            ('one of a new kind', 'status', put('warnings', of('plain'), 'kind', 'clear'))),
        world_changes.next_login: (
            ('into the keyring', 'doctor', put('findings', of('next-login', PLAIN), 'what',
                                               lambda text: text.split(' goes into ')[0] + ' goes into the keyring')),
            ('into a file', 'doctor', put('findings', of('next-login', 'the keyring'), 'what',
                                          replace('the keyring', "'x'" + PLAIN))),
            ('to another helper', 'doctor', put('findings', of('next-login', "goes to '"), 'what',
                                                replace("to '", "to 'x"))),
            ('another is detected', 'doctor', put('findings', of('next-login', 'by itself'), 'what',
                                                  replace("' by", "x' by"))),
            ('not told', 'doctor', drop('findings', of('next-login', ' goes '))),
            ('in other words', 'doctor', put('findings', of('next-login'), 'what', replace('login', 'password')))),
        world_changes.advice: (
            ('another command', 'doctor', put('findings', of('next-login', PLAIN), 'command', 'cppsecret migrate')),
            ('the command changes nothing', 'configure', configure(is_for_all, 0, world_changes.NOTHING)),
            ('there is something to change', 'configure', configure(has_all, 0, '--- a file\n'))),
        world_changes.configure: (
            ('nothing has to be changed', 'configure', configure(is_host, 0, world_changes.NOTHING)),
            ('something has to be changed', 'configure', configure(says_nothing, 0, '--- a file\n')),
            ('in other words', 'configure', configure(says_nothing, 0, 'there is nothing to do\n')),
            ('it is not proven', 'configure', configure(says_nothing, 1, world_changes.NOTHING)),
            ('it fails', 'configure', configure(is_host, 1, ''))),
    }),
    Lie(TOOLS_AGREE, 'the login of another', 'resolve', search(
        lambda each: each['outcome'] == 'entry', username='mallory', identity_token=False)),
    Lie(TOOLS_AGREE, 'no login', 'resolve', search(lambda each: each['outcome'] == 'entry', outcome='none')),
    Lie(TOOLS_AGREE, 'a login', 'resolve', search(
        lambda each: each['outcome'] == 'none', outcome='entry', username='mallory', identity_token=False)),
    Lie(TOOLS_AGREE, 'no failure', 'resolve', search(lambda each: each['outcome'] == 'failed', outcome='none')),
)


class Lies:
    """Each lie is told in one world after the other until the rule has found it."""

    def __init__(self):
        self.worlds = collections.Counter()  # in which it was told
        self.left = list(LIES)

    def tell(self, rules, lying, begin):
        """Tells those that are left: `rules` are those of a world that agrees, `lying` gives the changed answers
        to a rule, which `begin` has draw what it drew before."""
        for lie in [lie for lie in self.left if lie.rule in rules]:
            asked = lying(lie)
            begin(lie.rule)
            found = False
            with contextlib.suppress(RuntimeError, subprocess.TimeoutExpired):
                found = any(True for _ in rules[lie.rule](asked.world, asked))
            self.worlds[lie] += asked.is_told
            if found and asked.is_told and lie in self.left:
                self.left.remove(lie)

    def unfound(self, names):
        return [f'{lie.rule}: {lie.what}, told in {self.worlds[lie]} worlds' for lie in self.left if lie.rule in names]
