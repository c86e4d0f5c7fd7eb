#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No line of a script is longer than 120 columns. What people read on a page and what the compiler reads have other
rules; clang-format knows those of C++.

    columns.py TOP_FOLDER
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402

LIMIT = 120
FOLDERS = ('.ci', 'packaging', 'src', 'tests')
PATTERNS = ('*.sh', '*.bash', '*.py', 'meson.build',
            'tests/e2e/scripts/**/*.txt', 'tests/e2e/lookup/**/*', '.ci/run', 'packaging/debian/tests/*')


def scripts(top):
    """The scripts of the project; what is built is in folders of its own, and not looked at."""
    found = {top / 'meson.build'}
    for pattern in PATTERNS:
        if '/' in pattern:
            found.update(top.glob(pattern))
        else:
            found.update(file for folder in FOLDERS for file in (top / folder).rglob(pattern))
    return sorted(file for file in found if file.is_file())


def too_long(top):
    """FILE:LINE of each line that is too long."""
    return [f'{file.relative_to(top)}:{number}: {len(line)} columns' for file in scripts(top)
            for number, line in enumerate(file.read_text().splitlines(), 1) if len(line) > LIMIT]


def test_itself():
    long, just_right = 'x' * (LIMIT + 1) + '\n', 'é' * LIMIT + '\n'
    wrong = ('tests/run.sh', 'tests/support/tap.py', 'tests/e2e/scripts/login/plain.txt', 'src/base/meson.build',
             'packaging/debian/tests/protocol', 'packaging/completions/words.bash', '.ci/run', 'meson.build')
    fine = ('src/base/text.cpp', 'tests/e2e/help.txt', 'packaging/CHANGELOG.md', 'build/dev/made.sh')
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        for name in (*wrong, *fine):
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_text(just_right + long)
        lines = too_long(top)
        tap.check(sorted(line.split(': ')[0] for line in lines) == sorted(name + ':2' for name in wrong),
                  'each planted line is found, and nothing else', '\n'.join(lines))


def main(top):
    top = pathlib.Path(top)
    lines = too_long(top)
    tap.check(len(scripts(top)) > 100, 'there are scripts to read', top)
    tap.check(not lines, f'no line of a script is longer than {LIMIT} columns', '\n'.join(lines))
    test_itself()
    tap.finish()


if __name__ == '__main__':
    main(*sys.argv[1:])
