#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every header of src/ compiles alone: with the compiler of the build, and with clang++ and libc++.

What a header of the standard library brings in besides its own names changes with the library and its
version. Two libraries agree on little of that, so what a header forgets to include fails in one of them.

    headers.py TOP_FOLDER BUILD_FOLDER
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402
from compile_flags import for_any_compiler  # noqa: E402

LIBCXX = ['clang++', '-stdlib=libc++']


def first_include(file):
    """The header of ours that a file includes before anything else, as "room/name.hpp"; None if there is none."""
    code = (line for line in file.read_text().splitlines()
            if line and not line.startswith('//') and line != '#pragma once')
    match = re.fullmatch(r'#include "(.+)"', next(code, ''))
    return match and match.group(1)


def left_to_compile(headers, units, source):
    """Those of the headers that no other of them, and none of the units, begins with: compiling these compiles
    what they begin with alone too."""
    begun_with = {source / name for name in map(first_include, [*headers, *units]) if name}
    return [header for header in headers if header not in begun_with]


def system_includes(header, source):
    """What a header includes in <>, itself and by way of ours."""
    found = set(re.findall(r'^#include <(.+)>', header.read_text(), re.M))
    for name in re.findall(r'^#include "(.+)"', header.read_text(), re.M):
        found |= system_includes(source / name, source)
    return found


def flags_by_room(build, source):
    """The compiler of the build, and for every room the flags that its files are compiled with."""
    compiler, rooms = [], {}
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        file = pathlib.Path(os.path.realpath(os.path.join(entry['directory'], entry['file'])))
        if source not in file.parents:
            continue
        words = shlex.split(entry['command'])
        first_flag = next(i for i, word in enumerate(words) if word.startswith('-'))
        compiler = [word for word in words[:first_flag] if os.path.basename(word) != 'ccache']
        rooms.setdefault(file.parent, without_output(for_any_compiler(words[first_flag:])))
    return compiler, rooms


def without_output(words):
    """Flags without those that name what is read and written."""
    flags, words = [], iter(words)
    for word in words:
        if word in ('-o', '-MF', '-MQ', '-c'):
            next(words)
        elif word != '-MD':
            flags.append(word)
    return flags


def problems(compiler, rooms, build, headers, shared=None):
    """What the compiler says of the headers, each alone: text, empty if nothing. Before those that 'shared' names
    comes the compiled header that it gives for them."""
    def compile_alone(header):
        before = ['-include-pch', shared[header]] if shared and header in shared else []
        return subprocess.run([*compiler, *rooms[header.parent], '-fdiagnostics-color=never', '-fsyntax-only',
                               '-x', 'c++', *before, '-include', header, os.devnull],
                              cwd=build, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return ''.join(f'{header}:\n{ran.stderr[:2000]}\n'
                       for header, ran in zip(headers, pool.map(compile_alone, headers)) if ran.returncode)


def shared_for(compiler, rooms, build, headers, source, folder):
    """For each header that includes <string> anyway, <string> compiled once: it is most of what there is to compile,
    and no header finds more than it includes. Clang's alone: of the others the build leaves little."""
    compiled, shared = {}, {}
    if compiler[:2] != LIBCXX:
        return shared
    for header in headers:
        if 'string' not in system_includes(header, source):
            continue
        # clang takes a compiled header where all but the folders is the same
        flags = tuple(flag for flag in rooms[header.parent] if not flag.startswith(('-I', '-isystem')))
        if flags not in compiled:
            text = pathlib.Path(folder, f'string{len(compiled)}.hpp')
            compiled[flags] = text.with_suffix('.pch')
            text.write_text('#include <string>\n')
            subprocess.run([*compiler, *flags, '-x', 'c++-header', text, '-o', compiled[flags]], cwd=build, check=True)
        shared[header] = compiled[flags]
    return shared


def has_libcxx():
    return shutil.which(LIBCXX[0]) and subprocess.run(
        [*LIBCXX, '-fsyntax-only', '-x', 'c++', '-include', 'string', os.devnull],
        stderr=subprocess.DEVNULL, check=False).returncode == 0


def planted_fault_is_found(compilers, rooms, build):
    """A header that forgets an #include fails with each of the compilers, one that does not passes."""
    flags = next(iter(rooms.values()))
    with tempfile.TemporaryDirectory() as folder:
        names = ('wrong.hpp', 'also_wrong.hpp', 'right.hpp')
        planted = wrong, also_wrong, right = [pathlib.Path(folder, name) for name in names]
        wrong.write_text('#pragma once\ninline std::string text();\n')
        also_wrong.write_text('#pragma once\n#include <string>\nstd::map<std::string, int> numbers();\n')
        right.write_text('#pragma once\n#include <string>\nstd::string text();\n')
        room = {wrong.parent: flags}
        for compiler in compilers:
            shared = shared_for(compiler, room, build, planted, wrong.parent, folder)
            text = problems(compiler, room, build, planted, shared)
            if re.findall(r'^/.*/(\w+\.hpp):$', text, re.M) != ['wrong.hpp', 'also_wrong.hpp']:
                return False
    return True


def main(top, build):
    tap.make_way()
    source, build = pathlib.Path(top, 'src').resolve(), pathlib.Path(build).resolve()
    compiler, rooms = flags_by_room(build, source)
    headers = sorted(header for header in source.rglob('*.hpp'))
    unknown = [str(header) for header in headers if header.parent not in rooms]
    tap.check(headers and not unknown, 'every header is of a room that is compiled', '\n'.join(unknown))

    compilers = {'the compiler of the build': compiler}
    if has_libcxx():
        compilers['clang++ and libc++'] = [*LIBCXX, '-w']
    elif os.environ.get('CPPSECRET_TESTS_MUST_RUN') == '1':
        tap.check(False, 'no part of a test is left out', 'clang++ and libc++ are not installed')
    tap.check(planted_fault_is_found(compilers.values(), rooms, build), 'a planted header with a fault is found')
    for name, words in compilers.items():
        # the build has compiled the .cpp files itself
        units = [] if words[0] == LIBCXX[0] and words != compiler else sorted(source.rglob('*.cpp'))
        left = left_to_compile(headers, units, source)
        tap.note(f'{name}: {len(left)} of {len(headers)} to compile, the others stand first in those or in a .cpp')
        with tempfile.TemporaryDirectory() as folder:
            shared = shared_for(words, rooms, build, left, source, folder)
            found = problems(words, rooms, build, left, shared)
        tap.check(not found, f'{name}: every header compiles alone', found)
    tap.finish()


if __name__ == '__main__':
    main(*sys.argv[1:])
