# SPDX-License-Identifier: MIT
"""Runs a program and looks through its memory at its very end. Only for root: the programs let nobody else.

    run = last_memory.run([helper, 'get'], b'a.example', environment, needles)
    run.status, run.stdout, run.stderr, run.found   # where needles are, with what is around them
"""
import ctypes
import dataclasses
import os
import re
import resource
import signal
import tempfile

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
_LIBC.ptrace.restype = ctypes.c_long
TRACEME, CONT, SETOPTIONS = 0, 7, 0x4200
EXIT_IS_AN_EVENT, KILLED_WITH_US = 0x40, 0x100000
EVENT_EXIT = signal.SIGTRAP | 6 << 8


@dataclasses.dataclass
class Run:
    status: int
    stdout: bytes
    stderr: bytes
    found: list
    bytes_seen: int
    locked_kib: int


def _ptrace(request, pid=0, data=0):
    if _LIBC.ptrace(request, pid, None, data) != 0:
        raise OSError(ctypes.get_errno(), f'ptrace {request}')


def _search(pid, needles):
    """The places of the needles in all that can be read, and how much that is."""
    pattern, found, seen = re.compile(b'|'.join(map(re.escape, needles))), [], 0
    with open(f'/proc/{pid}/maps', encoding='utf-8') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for line in maps:
            fields = line.split()
            begin, end = (int(number, 16) for number in fields[0].split('-'))
            name = fields[5] if len(fields) > 5 else 'anonymous'
            if 'r' not in fields[1] or name in ('[vvar]', '[vsyscall]', '[vvar_vclock]'):
                continue
            try:
                memory.seek(begin)
                data = memory.read(end - begin)
            except (OSError, OverflowError):
                continue
            seen += len(data)
            for match in pattern.finditer(data):
                around = data[max(0, match.start() - 40):match.end() + 20]
                found.append(f'{begin + match.start():#x} in {name} {fields[1]}: {around!r}')
    return found, seen


def run(arguments, stdin, environment, needles, *, stdout_path=None, lock_limit=None):
    """Its end is seen also where it calls exit in the middle; its children are not looked at."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as err, \
            (open(stdout_path, 'r+b') if stdout_path else tempfile.TemporaryFile()) as out:
        source.write(stdin)
        source.seek(0)
        pid = os.fork()
        if pid == 0:
            try:
                for number, stream in enumerate((source, out, err)):
                    os.dup2(stream.fileno(), number)
                os.closerange(3, 256)
                if lock_limit is not None:
                    resource.setrlimit(resource.RLIMIT_MEMLOCK, (lock_limit, lock_limit))
                _ptrace(TRACEME)
                os.execve(arguments[0], arguments, environment)
            finally:
                os._exit(127)
        found, seen, locked, is_set_up = [], 0, 0, False
        while True:
            _, status = os.waitpid(pid, 0)
            if not os.WIFSTOPPED(status):
                break
            passed_on = 0
            if status >> 8 == EVENT_EXIT:
                found, seen = _search(pid, needles)
                with open(f'/proc/{pid}/status', encoding='utf-8') as lines:
                    locked = int(next(line for line in lines if line.startswith('VmLck:')).split()[1])
            elif not is_set_up:  # stopped by execve
                _ptrace(SETOPTIONS, pid, EXIT_IS_AN_EVENT | KILLED_WITH_US)
                is_set_up = True
            else:
                passed_on = os.WSTOPSIG(status)
            _ptrace(CONT, pid, passed_on)
        err.seek(0)
        said = b''
        if not stdout_path:
            out.seek(0)
            said = out.read()
        return Run(os.waitstatus_to_exitcode(status), said, err.read(), found, seen, locked)
