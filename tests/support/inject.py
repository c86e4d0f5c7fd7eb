# SPDX-License-Identifier: MIT
"""Runs a program with one system call made to fail, or the program killed at it.

    import inject
    tracer = inject.Injector(PRELOAD)           # the library of stop_before_main.cpp
    run = tracer.run(['docker-credential-cppsecret', 'get'], b'a.example',
                     inject.Fault('recvmsg', 'EIO', 3))

The calls are counted by strace from the first instruction of main, in each thread by itself: the
third recvmsg of every thread fails. run.hit tells whether any thread got so far; counting up until
none does meets every call there is. As a command: inject.py PRELOAD CALL FAULT NTH PROGRAM ARGUMENT…
with the program's own streams; ends with the program's status (128 + signal), 99 where it hung, and
says 'hit' or 'not hit' on descriptor 3 if that is open.
"""
import dataclasses
import os
import signal
import subprocess
import sys
import tempfile
import time

KILL = 'KILL'
ERRORS = ('EINTR', 'ENOSPC', 'EIO', 'ENOMEM', 'ECONNRESET')

# what is meant by the name of a call on every architecture and in every libc
SPELLINGS = {
    'rename': 'rename,renameat,renameat2',
    'openat': 'open,openat',
    'write': 'write,pwrite64,writev',
    'read': 'read,pread64,readv',
    'unlink': 'unlink,unlinkat',
    'mkdir': 'mkdir,mkdirat',
    'fsync': 'fsync,fdatasync',
    'mlock': 'mlock,mlock2',
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """The nth CALL of a thread (from 1) fails with an error, or kills the program (KILL)."""
    call: str
    kind: str
    nth: int

    def __str__(self):
        what = 'kills' if self.kind == KILL else f'fails with {self.kind}'
        return f'{self.call} number {self.nth} {what}'

    def options(self):
        """strace's, which let it happen and log these calls alone."""
        # '?': a name that this machine's kernel does not have is no error
        calls = ','.join('?' + name for name in SPELLINGS.get(self.call, self.call).split(','))
        effect = 'signal=SIGKILL' if self.kind == KILL else f'error={self.kind}'
        return ['-e', f'trace={calls}', '-e', f'inject={calls}:{effect}:when={self.nth}']


def is_dead(pid):
    """Whether a process has ended that nobody has waited for yet."""
    with open(f'/proc/{pid}/stat', 'rb') as stat:
        return stat.read().rpartition(b')')[2].split()[0] == b'Z'


def end_tracer(tracer):
    """Waits for strace, which ends with what it traces. Seldom it waits in vain for a thread that was
    killed with the others (seen with strace 6.1 on Linux 6.18), and the process cannot be reaped."""
    try:
        tracer.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        tracer.kill()
        tracer.communicate()


@dataclasses.dataclass
class Run:
    """What came of it. A negative status is that of a signal, as in subprocess."""
    status: int
    stdout: bytes
    stderr: bytes
    hit: bool
    hung: bool
    seconds: float


class Injector:
    def __init__(self, preload):
        self.preload = os.path.realpath(preload)
        if not os.path.exists(self.preload):
            raise SystemExit(f'inject.py: there is no {preload}')

    def run(self, arguments, stdin=b'', fault=None, limit=10.0, environment=None):
        """Runs it with these bytes as its input; one that takes longer than `limit` is killed."""
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, \
                tempfile.TemporaryFile() as err:
            source.write(stdin)
            source.seek(0)
            run = self._trace(arguments, (source, out, err), fault, limit, environment)
            out.seek(0)
            err.seek(0)
            run.stdout, run.stderr = out.read(), err.read()
            return run

    def run_here(self, arguments, fault, limit):
        """The same with the streams of this process."""
        return self._trace(arguments, (None, None, None), fault, limit, None)

    def _trace(self, arguments, streams, fault, limit, environment):
        environment = dict(os.environ if environment is None else environment)
        environment['LD_PRELOAD'] = self.preload
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, 'calls')
            child = subprocess.Popen(arguments, stdin=streams[0], stdout=streams[1],
                                     stderr=streams[2], env=environment)
            _, state = os.waitpid(child.pid, os.WUNTRACED)
            if not os.WIFSTOPPED(state):
                raise SystemExit(f'inject.py: {arguments[0]} did not stop before its main')
            # -s 0: what is written and read is nobody's business
            tracer = subprocess.Popen(
                ['strace', '-f', '-s', '0', '-o', log, '-e', 'signal=KILL',
                 *(fault.options() if fault else ['-e', 'trace=none']),
                 '-p', str(child.pid)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
            line = tracer.stderr.readline()
            if b'attached' not in line:
                child.kill()
                raise SystemExit(f'inject.py: {line.decode(errors="replace")}')
            began = time.monotonic()
            os.kill(child.pid, signal.SIGCONT)
            hung = False
            try:
                status = child.wait(limit)
            except subprocess.TimeoutExpired:
                hung = not is_dead(child.pid)
                child.kill()
                end_tracer(tracer)
                status = child.wait()
            seconds = time.monotonic() - began
            end_tracer(tracer)
            with open(log, 'rb') as lines:
                text = lines.read()
            # it may be a child of the program that is killed
            hit = b'(INJECTED)' in text or \
                (fault is not None and fault.kind == KILL and b'killed by SIGKILL' in text and not hung)
            return Run(status, b'', b'', hit, hung, seconds)


def main():
    if len(sys.argv) < 6:
        print(__doc__, file=sys.stderr)
        return 2
    preload, call, kind, nth, *arguments = sys.argv[1:]
    run = Injector(preload).run_here(arguments, Fault(call, kind, int(nth)), 60)
    try:
        os.write(3, b'hit\n' if run.hit else b'not hit\n')
    except OSError:
        pass
    if run.hung:
        return 99
    return run.status if run.status >= 0 else 128 - run.status


if __name__ == '__main__':
    sys.exit(main())
