#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Mutants: small wrong changes to the files that decide, each of which a unit test has to notice.

Draws from the seed one change in each of as many files: a condition is negated, a `return` gives the opposite or
nothing. Works on a copy of the tree in build/mutants/; one that does not compile is drawn again. Ends with
"N of COUNT", and fails if fewer than nine of ten are noticed. --list shows what there is to draw, and ends.
"""
import argparse
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
TREE = TOP / 'build/mutants'
BUILD = TREE / 'build/unit'
FOLDERS = ['packaging', 'src', 'subprojects', 'tests']
sys.path.insert(0, str(TOP / 'tests/support'))
sys.dont_write_bytecode = True
from deciding import DECIDING_ROOMS, FEW_SEQUENCES, LOOKING, faults_of_tables, room_of  # noqa: E402
from mutations import mutants_of  # noqa: E402

# what a change leaves without a use is no reason not to compile
QUIET = '#pragma GCC diagnostic ignored "-Wunused"\n#pragma GCC diagnostic ignored "-Wunused-parameter"\n'


def sources_in(top):
    """What there is to copy, relative to the tree's top."""
    for path in [*top.glob('*'), *(path for folder in FOLDERS for path in (top / folder).rglob('*'))]:
        if path.is_file() and '__pycache__' not in path.parts:
            yield path.relative_to(top)


def copy_tree():
    """The sources as they are now; one that is as it was keeps its time, so that it is not compiled again."""
    TREE.mkdir(parents=True, exist_ok=True)
    wanted = set(sources_in(TOP))
    for path in set(sources_in(TREE)) - wanted:
        (TREE / path).unlink()
    for path in wanted:
        copy = TREE / path
        if not copy.exists() or copy.read_bytes() != (TOP / path).read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TOP / path, copy)


def limit_memory():
    """A loop that has no end any more must not take all there is."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Tests:
    """The unit tests of the copy."""

    def __init__(self):
        if not (BUILD / 'build.ninja').exists():
            subprocess.run(['meson', 'setup', BUILD, TREE, '--buildtype=plain',
                            '-Dcpp_args=-O0', '-Dwerror=true'], check=True, stdout=subprocess.DEVNULL)
        else:
            subprocess.run(['ninja', '-C', BUILD, 'build.ninja'], check=True, stdout=subprocess.DEVNULL)
        listed = subprocess.run(['meson', 'introspect', '--tests', BUILD], check=True, stdout=subprocess.PIPE).stdout
        self.all = {test['name']: test for test in json.loads(listed) if '/tests/unit/' in test['cmd'][0]}
        self.limits = {}
        if not self.build(self.all):
            sys.exit('mutants.py: the unit tests do not build')
        for name in self.all:
            begin = time.monotonic()
            if not self.passes(name, 120):
                sys.exit(f'mutants.py: the test {name} fails without a mutant')
            self.limits[name] = 10 + 10 * (time.monotonic() - begin)

    def program(self, name):
        return pathlib.Path(self.all[name]['cmd'][0])

    def build(self, names):
        targets = [os.path.relpath(self.program(name), BUILD) for name in names]
        return subprocess.run(['ninja', '-C', BUILD, '--quiet', *targets], check=False,
                              stdout=subprocess.DEVNULL).returncode == 0

    def passes(self, name, limit):
        test = self.all[name]
        return subprocess.run([*test['cmd'], '--abort-after=1'], check=False, timeout=limit, cwd=BUILD,
                              env={**os.environ, **test['env'], **FEW_SEQUENCES}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              preexec_fn=limit_memory).returncode == 0

    def verdict(self, name):
        """How this test ends; empty if it passes."""
        try:
            return '' if self.passes(name, self.limits[name]) else f'killed by {name}'
        except subprocess.TimeoutExpired:
            return f'killed by {name}, which does not end'

    def judge(self, room):
        """What becomes of the change that the copy has in this room: the tests that link it; nothing if it does not
        compile."""
        own = [name for name in [room.replace('/', '_')] if name in self.all]
        if not self.build(own or self.all):
            return None
        for name in own:
            if verdict := self.verdict(name):
                return verdict
        before = {name: self.program(name).stat().st_mtime_ns for name in self.all}
        if not self.build(self.all):
            return None
        for name in self.all:
            if name not in own and self.program(name).stat().st_mtime_ns != before[name]:
                if verdict := self.verdict(name):
                    return verdict
        return 'survived'


def draw(seed, count):
    """Lists of mutants, one list a file, to be tried in this order until one compiles; sorted by file, so that
    what was built for one serves the next."""
    pool = random.Random(seed)
    files = sorted(str(path.relative_to(TOP / 'src')) for room in DECIDING_ROOMS
                   for path in (TOP / 'src' / room).rglob('*.cpp'))
    files = [path for path in files if path not in LOOKING]
    pool.shuffle(files)
    drawn = []
    for path in files:
        mutants = mutants_of(path, (TOP / 'src' / path).read_text())
        pool.shuffle(mutants)
        if mutants:
            drawn.append(mutants)
    return sorted(drawn[:count], key=lambda mutants: mutants[0].path), drawn[count:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--list', action='store_true')
    options = parser.parse_args()
    if faults := list(faults_of_tables(TOP / 'src')):
        sys.exit('mutants.py: ' + '; '.join(faults))
    drawn, spare = draw(options.seed, options.count)
    if options.list:
        for mutant in sorted((mutant for mutants in drawn + spare for mutant in mutants),
                             key=lambda mutant: (mutant.path, mutant.start)):
            source = (TOP / 'src' / mutant.path).read_text()
            print(f'{mutant.path}:{mutant.line}: {mutant.what}: {source[mutant.start:mutant.end]!r} -> {mutant.text!r}')
        return 0

    print(f'seed {options.seed}', flush=True)
    copy_tree()
    tests = Tests()
    killed = tried = 0
    queue = drawn
    while queue and tried < options.count:
        mutants = queue.pop(0)
        for mutant in mutants:
            path = TREE / 'src' / mutant.path
            source = path.read_text()
            path.write_text(QUIET + source[:mutant.start] + mutant.text + source[mutant.end:])
            try:
                verdict = tests.judge(room_of(mutant.path))
            finally:
                path.write_text(source)
            if verdict:
                break
        else:
            print(f'{mutants[0].path}\tno change of it compiles', flush=True)
            queue += spare[:1]
            spare = spare[1:]
            continue
        tried += 1
        killed += verdict != 'survived'
        print(f'{mutant.path}:{mutant.line}\t{mutant.what}: {" ".join(source[mutant.start:mutant.end].split())}'
              f' -> {" ".join(mutant.text.split())}\t{verdict}', flush=True)
    print(f'{killed} of {tried}')
    return 0 if tried == options.count and killed * 10 >= tried * 9 else 1


if __name__ == '__main__':
    sys.exit(main())
