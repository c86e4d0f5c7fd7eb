#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Status, doctor, configure and resolve never disagree about an entry: all of them are asked about small
worlds that are drawn from a seed, and compared.

    worlds.py COMPANION HELPER [--seed N] [--worlds N] [--only NUMBER]
"""
import argparse
import collections
import concurrent.futures
import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import hidden  # noqa: E402
import tap  # noqa: E402
from world import KEYRINGS, World, write  # noqa: E402
from world_judges import WorldJudges  # noqa: E402
from world_lies import RULES, TOOLS_AGREE, Lies  # noqa: E402

WORLDS = 500
JUDGED = 50  # the first of them
ENOUGH = 100  # worlds, so that there is one for each lie


class Asked:
    """What the companion says of a world; it is asked for each thing once."""

    def __init__(self, companion, world):
        self.companion = companion
        self.world = world
        self.answers = {}

    def run(self, *arguments, **variables):
        """Status and standard output."""
        question = (arguments, tuple(sorted(variables.items())))
        if question not in self.answers:
            result = subprocess.run([self.companion, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                                    check=False, timeout=120, env={**self.world.environment, **variables})
            self.answers[question] = (result.returncode, result.stdout.decode(), result.stderr.decode())
        return self.answers[question]

    def json(self, *arguments, **variables):
        status, output, errors = self.run(*arguments, '--json', **variables)
        try:
            return json.loads(output)
        except ValueError as error:
            raise RuntimeError(f'{arguments} ends with {status} and no JSON: {output} {errors}') from error

    def searches(self):
        """Each search by a program for an image of the world: program, image and what resolve says of it."""
        for image in self.world.images():
            for search in self.json('resolve', image)['tools']:
                for program in search['programs']:
                    yield program, image, search


class Lying(Asked):
    """The same, but for what a lie changes."""

    def __init__(self, asked, lie):
        super().__init__(asked.companion, asked.world)
        self.answers = asked.answers
        self.lie = lie
        self.is_told = False

    def run(self, *arguments, **variables):
        answer = super().run(*arguments, **variables)
        if self.lie.command != 'configure' or arguments[0] != 'configure':
            return answer
        changed = self.lie.change(arguments, answer)
        self.is_told |= changed is not None
        return changed or answer

    def json(self, *arguments, **variables):
        answer = super().json(*arguments, **variables)
        if arguments[0] == self.lie.command and not variables:
            self.is_told |= self.lie.change(answer)
        return answer


def make_keyrings(root, companion, helper):
    """A keyring file, open for its session, for each of KEYRINGS; the folders."""
    passphrase = f'{root}/passphrase'
    write(passphrase, 'a phrase')
    folders = []
    for number, logins in enumerate(KEYRINGS):
        folder = f'{root}/keyring-{number}'
        for name in ('home', 'run'):
            os.makedirs(f'{folder}/{name}', mode=0o700)
        environment = {'HOME': f'{folder}/home', 'XDG_RUNTIME_DIR': f'{folder}/run', 'PATH': '/nonexistent',
                       'DBUS_SESSION_BUS_ADDRESS': 'disabled:', 'CPPSECRET_KEYRING': 'file',
                       'CPPSECRET_PASSPHRASE_FILE': passphrase}
        subprocess.run([companion, 'keyring', 'create'], check=True, env=environment, capture_output=True)
        for server, user in logins.items():
            request = json.dumps({'ServerURL': server, 'Username': user, 'Secret': f'secret-of-{user}'})
            subprocess.run([helper, 'store'], check=True, env=environment, input=request.encode(), capture_output=True)
        folders.append(folder)
    return folders


def look_at(number, options, root, keyrings, judges, lies):
    """The disagreements about a world, by the rule that they break; its text, if there are any; how many questions
    were asked."""
    is_judged = judges is not None and number < JUDGED
    world = World(options.seed, number, judges.versions if is_judged else None)
    world.make(f'{root}/world-{number}', options.helper, keyrings)
    asked = Asked(options.companion, world)
    rules, found = {**RULES, **({TOOLS_AGREE: judges.judge} if is_judged else {})}, {}

    def begin(name):  # what a rule draws does not hang on those before it
        world.random.seed(f'{options.seed}/{number}/{name}')
    for name, rule in rules.items():
        begin(name)
        try:
            found[name] = list(dict.fromkeys(rule(world, asked)))
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            found[name] = [f'cannot be asked: {error}']
    questions = len(asked.answers)
    lies.tell({name: rules[name] for name in rules if not found[name]}, functools.partial(Lying, asked), begin)
    text = world.text() if any(found.values()) else ''
    shutil.rmtree(world.root)
    return found, text, questions


def compare(options, numbers, root, lies):
    """The disagreements about all worlds, by rule; how many questions were asked; whether tools have judged."""
    keyrings = make_keyrings(root, options.companion, options.helper)
    disagreements = collections.defaultdict(list)
    asked = 0
    with contextlib.ExitStack() as stack:
        judges = stack.enter_context(WorldJudges(root)) if shutil.which('openssl') else None
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(2))
        looks = pool.map(lambda number: look_at(number, options, root, keyrings, judges, lies), numbers)
        for found, text, questions in looks:
            asked += questions
            for name, complaints in found.items():
                if complaints:
                    disagreements[name].append('\n'.join(['', *complaints, text]))
        if judges:
            tap.note(f'judged: {dict(judges.judgements)}, by {judges.versions}')
    return disagreements, asked, judges is not None and bool(judges.judgements)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('companion', type=os.path.realpath)
    parser.add_argument('helper', type=os.path.realpath)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--worlds', type=int, default=WORLDS)
    parser.add_argument('--only', type=int)
    options = parser.parse_args()
    hidden.hide(*hidden.CONTAINERS)
    numbers = range(options.worlds) if options.only is None else [options.only]
    memory = '/dev/shm' if os.path.isdir('/dev/shm') else None  # where a session may keep the keyring's key
    with tempfile.TemporaryDirectory(prefix='worlds.', dir=memory) as root:
        disagreements, asked, is_judged = compare(options, numbers, root, lies := Lies())
    names = (*RULES, *([TOOLS_AGREE] if is_judged else []))
    if not is_judged and os.environ.get('CPPSECRET_TESTS_MUST_RUN') == '1':
        tap.check(False, 'no part of a test is left out', 'openssl or every tool is missing')
    for name in names:
        found = disagreements[name]
        tap.check(not found, name, f'{len(found)} worlds of seed {options.seed} disagree' + ''.join(found[:3]))
    if len(numbers) >= ENOUGH:
        tap.check(not (unfound := lies.unfound(names)), 'each rule finds what is changed so that it is wrong',
                  '\n'.join(unfound))
    tap.note(f'seed {options.seed}, {len(numbers)} worlds, {asked} questions')
    tap.finish()


if __name__ == '__main__':
    main()
