#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What was clean is looked at again when it changes, a header that it includes, or the linter, and not before."""
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402
from clean_record import CleanRecord  # noqa: E402

NINJA = '''
rule compile
  command = c++ -MMD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
build part.o: compile part.cpp
build other.o: compile other.cpp
'''
PART, OTHER = ({'command': f'c++ -c {name}.cpp', 'output': f'{name}.o'} for name in ('part', 'other'))


def build(folder):
    subprocess.run(['ninja', '-C', folder, '--quiet'], check=True)


def clean(folder, linter='linter 1', *commands):
    """Which of the files are."""
    record = CleanRecord(folder, 'clean.json', linter)
    return [command['output'] for command in commands or (PART, OTHER) if record.is_clean(command)]


def main():
    tap.need('ninja', 'c++')
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        (top / 'build.ninja').write_text(NINJA)
        (top / 'part.cpp').write_text('#include "part.hpp"\n')
        (top / 'other.cpp').write_text('')
        (top / 'part.hpp').write_text('// a header\n')
        tap.check(clean(folder) == [], 'what was not built is not clean')
        build(folder)
        tap.check(clean(folder) == [], 'nothing is before it was looked at')

        CleanRecord(folder, 'clean.json', 'linter 1').keep([PART, OTHER])
        tap.check(clean(folder) == ['part.o', 'other.o'], 'what has not changed is clean')
        tap.check(clean(folder, 'linter 2') == [], 'for another linter it is not')
        tap.check(clean(folder, 'linter 1', {**PART, 'command': PART['command'] + ' -DX'}) == [],
                  'nor is what is compiled in another way')

        (top / 'part.hpp').write_text('// another\n')
        tap.check(clean(folder) == ['other.o'], 'a header that changes makes its includers unclean, not yet built')
        build(folder)
        tap.check(clean(folder) == ['other.o'], 'and built')
        (top / 'part.hpp').write_text('// a header\n')
        build(folder)
        tap.check(clean(folder) == ['part.o', 'other.o'], 'as it was it is clean again')

        CleanRecord(folder, 'clean.json', 'linter 1').keep([PART])
        tap.check(clean(folder) == ['part.o'], 'what is not kept is forgotten')
        (top / 'clean.json').unlink()
        tap.check(clean(folder) == [], 'without the record all are looked at')
    tap.finish()


if __name__ == '__main__':
    main()
