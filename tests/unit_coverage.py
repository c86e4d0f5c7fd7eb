#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the unit tests alone reach of each room, and whether that is enough (support/deciding.py).

    unit_coverage.py BUILD_FOLDER

The folder is configured with gcov. Only the unit tests are built there and run. What is not reached is listed in
BUILD_FOLDER/unreached.txt.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / 'tests/support'))
sys.dont_write_bytecode = True
from deciding import BOUNDS, FEW_SEQUENCES, LOOKING, WITHOUT_BOUND, faults_of_tables, room_of  # noqa: E402


def run_unit_tests(build):
    """Builds them and what they link, and nothing else."""
    subprocess.run(['ninja', '-C', build, '--quiet', 'build.ninja'], check=True)
    tests = {test['name']: os.path.relpath(test['cmd'][0], build)
             for test in json.loads(subprocess.run(['meson', 'introspect', '--tests', build], check=True,
                                                   stdout=subprocess.PIPE).stdout)
             if '/tests/unit/' in test['cmd'][0]}
    subprocess.run(['ninja', '-C', build, '--quiet', *tests.values()], check=True)
    for old in pathlib.Path(build).rglob('*.gcda'):
        old.unlink()
    subprocess.run(['meson', 'test', '-C', build, '--no-rebuild', '--print-errorlogs', '--timeout-multiplier', '4',
                    '--suite', 'unit', *tests], check=True, env={**os.environ, **FEW_SEQUENCES})


def lines_by_file(build):
    """(reached, all) of each file below src/ that was built; of two builds of an inline function one is enough."""
    summary = os.path.join(build, 'unit.json')
    subprocess.run(['gcovr', '--root', TOP, '--filter', f'{TOP}/src/', '--object-directory', build,
                    '-j', str(os.cpu_count()), '--sort-uncovered', '--txt', os.path.join(build, 'unreached.txt'),
                    '--json-summary', summary, build], check=True)
    files = json.loads(pathlib.Path(summary).read_text())['files']
    return {file['filename'].removeprefix('src/'): (file['line_covered'], file['line_total']) for file in files}


def main(build):
    build = os.path.abspath(build)
    sources = {str(path.relative_to(TOP / 'src')) for path in (TOP / 'src').rglob('*.cpp')}
    wrong = list(faults_of_tables(TOP / 'src'))
    run_unit_tests(build)
    lines = lines_by_file(build)
    wrong += [f'{path} is linked by no unit test' for path in sorted(sources - lines.keys() - LOOKING.keys())
              if room_of(path) in BOUNDS]

    rooms = collections.defaultdict(lambda: [0, 0])
    for path, (reached, count) in lines.items():
        if path not in LOOKING:
            rooms[room_of(path)][0] += reached
            rooms[room_of(path)][1] += count
    print(f'\n{"room":<24}{"reached":>8}{"lines":>8}{"%":>8}{"at least":>10}')
    for room, (reached, count) in sorted(rooms.items()):
        share = 100 * reached / count if count else 100
        bound = BOUNDS.get(room)
        print(f'{room:<24}{reached:>8}{count:>8}{share:>8.1f}{bound or "":>10}')
        if bound and share < bound:
            wrong.append(f'{room} is reached to {share:.1f} %, and must be to {bound} %')
    wrong += [f'no line of {room} was looked at' for room in BOUNDS if rooms[room][1] == 0]
    for heading, table in {'without a bound': WITHOUT_BOUND, 'left out': LOOKING}.items():
        print(f'\n{heading}:')
        for name, reason in table.items():
            print(f'  {name:<32}{reason}')
    print(''.join(f'\nnot enough: {line}' for line in wrong))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
