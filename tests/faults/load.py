#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""200 helpers at once, again and again: every verb, 20 servers, one keyring.

    load.py HELPER [--long]

Of the servers some are only read, some get new secrets, some new users, some are erased and stored again.
Each answer must be one that was true at some time between the helper's start and its end; in the end each
login is there once, and no process and no connection to the bus is left. In turn with ours
docker-credential-secretservice does the same with servers of its own: its figures are printed beside ours,
and its wrong answers counted. The short form runs 600 helpers, --long 10,000.
"""
import collections
import concurrent.futures
import dataclasses
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import keyring  # noqa: E402
import tap  # noqa: E402

AT_ONCE = 200
LIMIT = 60  # seconds; of 200 at once on a busy machine some need more than the helper's own 10
OFFICIAL = 'docker-credential-secretservice'
NOT_FOUND = b'credentials not found in native keychain\n'
# what happens to a server, and how many there are of it
KINDS = {'read': 12, 'changed': 4, 'replaced': 2, 'erased': 2}
VERBS = {'get': 60, 'store': 20, 'erase': 6, 'list': 14}


@dataclasses.dataclass
class Run:
    """One helper: what it was asked and what it said. `value` is the login that it wrote, None for erase,
    and after get the one that it gave."""
    verb: str
    server: str
    value: tuple | None = None
    begin: float = 0.0
    end: float = 0.0
    status: int = 0
    stdout: bytes = b''
    stderr: bytes = b''


class Party:
    """One program, and the servers that only it uses."""

    def __init__(self, program, prefix):
        self.program = program
        self.kinds = {f'{prefix}{kind}{number}.example': kind for kind, count in KINDS.items()
                      for number in range(count)}
        self.serial, self.runs, self.known_writes = 0, [], {}
        self.chance = random.Random(7)
        self.seconds = 0.0

    def servers(self, *kinds):
        return [server for server, kind in self.kinds.items() if kind in kinds]

    def login(self, server):
        self.serial += 1
        user = f'user{self.serial % 3}' if self.kinds[server] == 'replaced' else 'user'
        return user, f'secret-{self.serial}'

    def make_run(self):
        verb = self.chance.choices(list(VERBS), list(VERBS.values()))[0]
        if verb == 'list':
            return Run(verb, '')
        server = self.chance.choice(self.servers(*{
            'get': KINDS, 'store': ('changed', 'replaced', 'erased'), 'erase': ('erased',)}[verb]))
        return Run(verb, server, self.login(server) if verb == 'store' else None)

    def perform(self, run, gate=None):
        stdin = keyring.request(run.server, *run.value) if run.verb == 'store' else run.server.encode()
        if gate is not None:
            gate.wait()
        run.begin = time.monotonic()
        try:
            done = subprocess.run([self.program, run.verb], input=stdin, capture_output=True, check=False,
                                  timeout=2 * LIMIT, env={**os.environ, 'CPPSECRET_TIMEOUT': str(LIMIT)})
            run.status, run.stdout, run.stderr = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired:
            run.status = 99
        run.end = time.monotonic()

    def fill(self):
        """A login for each server."""
        for server in self.kinds:
            self.runs.append(Run('store', server, self.login(server)))
            self.perform(self.runs[-1])

    def batch(self, pool):
        """So many at once."""
        runs, gate = [self.make_run() for _ in range(AT_ONCE)], threading.Barrier(AT_ONCE)
        began = time.monotonic()
        list(pool.map(lambda run: self.perform(run, gate), runs))
        self.seconds += time.monotonic() - began
        self.runs += runs

    # --- what must be true

    def writes(self, server):
        """All that were made to a server; to be asked once all runs are over."""
        if server not in self.known_writes:
            # before the first store there was nothing
            self.known_writes[server] = [Run('erase', server, None, -2, -1)] + [
                run for run in self.runs if run.server == server and run.verb in ('store', 'erase')]
        return self.known_writes[server]

    @staticmethod
    def was_true(value, begin, end, writes):
        """Whether the server can have had this login at some time from begin to end."""
        # one that failed may have come to pass all the same, at any later time
        return any(write.value == value and write.begin < end and not any(
            other.begin > write.end and other.end < begin and other.status == 0 for other in writes)
            for write in writes)

    def problem_of(self, run):
        """What is wrong with the answer."""
        if run.verb in ('store', 'erase'):
            return None if (run.status, run.stdout, run.stderr) == (0, b'', b'') else 'it fails'
        if run.verb == 'list':
            return self.problem_of_list(run)
        if (run.status, run.stdout) == (1, NOT_FOUND):
            value = None
        else:
            try:
                answer = json.loads(run.stdout)
                value = answer['Username'], answer['Secret']
            except (ValueError, KeyError):
                return 'it fails'
            if run.status != 0 or answer['ServerURL'] != run.server:
                return 'it fails'
        if run.stderr:
            return 'it fails'
        return None if self.was_true(value, run.begin, run.end, self.writes(run.server)) else 'a wrong answer'

    def problem_of_list(self, run):
        try:
            listed = json.loads(run.stdout)
        except ValueError:
            return 'it fails'
        if run.status != 0 or run.stderr:
            return 'it fails'
        missing = [server for server in self.servers('read', 'changed', 'replaced') if server not in listed]
        return 'a wrong answer' if missing or any(listed.get(server, 'user') != 'user'
                                                  for server in self.servers('read', 'changed')) else None

    def problems_of_items(self):
        """Of what is in the keyring in the end."""
        end, there = time.monotonic(), collections.defaultdict(list)
        for server, user, secret in keyring.items():
            there[server].append((user, secret))
        for server in self.kinds:
            values = there[server] or [None]
            if len(values) > 1:
                yield f'{server} has {len(values)} logins'
            elif not self.was_true(values[0], end, end, self.writes(server)):
                yield f'{server} has {values[0]}'

    def figures(self):
        times = sorted(run.end - run.begin for run in self.runs[len(self.kinds):])  # without fill()
        return (f'{len(times) / self.seconds:.0f} a second, median {statistics.median(times) * 1000:.0f} ms, '
                f'99th percentile {times[len(times) * 99 // 100] * 1000:.0f} ms')


def connections():
    """How many names there are on the bus, but for that of who asks."""
    result = subprocess.run(['gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/org/freedesktop/DBus',
                             '-m', 'org.freedesktop.DBus.ListNames'], capture_output=True, check=True)
    return result.stdout.count(b"':")


def processes(program):
    """The processes of a program."""
    name, found = os.path.basename(program).encode()[:15], []
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/comm', 'rb') as comm, open(f'/proc/{pid}/environ', 'rb') as environ:
                if comm.read().strip() == name and os.environ['PROV_ROOT'].encode() in environ.read():
                    found.append(pid)
        except OSError:  # it is gone
            continue
    return found


def judge(ours):
    tallies = {verb: tap.Tally(f'load: {verb}') for verb in VERBS}
    for run in ours.runs:
        tallies[run.verb].judge(ours.problem_of(run), f'{run.verb} {run.server}: {run}')
    for tally in tallies.values():
        tally.report()
    items = tap.Tally('load: logins at the end')
    problems = list(ours.problems_of_items())
    for problem in problems:
        items.lose(problem)
    for _ in range(len(ours.kinds) - len(problems)):
        items.survive()
    items.report()


def inside(helper, is_long):
    ours, official = Party(helper, 'ours-'), Party(OFFICIAL, 'official-')
    for party in (ours, official):
        party.fill()
    before = connections()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(50 if is_long else 3):
            ours.batch(pool)
            if not is_long or number % 5 == 0:
                official.batch(pool)
    judge(ours)
    end = time.monotonic() + 10
    while connections() > before and time.monotonic() < end:
        time.sleep(0.05)  # the bus takes its time to see that a client has gone
    tap.check(connections() <= before, 'load: no connection to the bus is left',
              f'{before} before, {connections()} now')
    tap.check(not processes(helper), 'load: no process is left', processes(helper))
    tap.note(f'ours: {len(ours.runs)} runs, {ours.figures()}')
    counts = collections.Counter(filter(None, map(official.problem_of, official.runs)))
    left = list(official.problems_of_items())
    tap.note(f'{OFFICIAL}: {len(official.runs)} runs, {official.figures()}; {counts["it fails"]} fail, '
             f'{counts["a wrong answer"]} answer wrongly; {len(left)} of {len(official.kinds)} logins are lost, '
             'doubled or old in the end')
    tap.finish()


def main():
    is_long = '--long' in sys.argv
    if '--inside' in sys.argv:
        inside(sys.argv[1], is_long)
    tap.need('gnome-keyring-daemon', 'secret-tool', 'dbus-daemon', 'gdbus', OFFICIAL)
    provider = os.path.join(SUPPORT, 'providers/gnome-keyring.sh')
    os.execv(provider, [provider, sys.executable, os.path.realpath(__file__), os.path.realpath(sys.argv[1]), '--inside',
                        *(['--long'] if is_long else [])])


if __name__ == '__main__':
    main()
