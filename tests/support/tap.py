# SPDX-License-Identifier: MIT
"""Test Anything Protocol for tests in python, and the table of faults; as tap.sh for the shell."""
import contextlib
import os
import shutil
import sys

_count = 0
_failed = 0


def check(passed, description, detail=''):
    """One test; `detail` is shown where it fails."""
    global _count, _failed
    _count += 1
    print(f'{"ok" if passed else "not ok"} {_count} - {description}')
    if not passed:
        _failed += 1
        for line in str(detail).splitlines():
            print(f'# {line}')
        # of a test that failed meson shows the standard error alone, which it keeps apart
        if not os.path.sameopenfile(1, 2):
            print(f'failed: {description}\n{detail}', file=sys.stderr)
    sys.stdout.flush()
    return passed


def note(text):
    print(f'# {text}', flush=True)


def finish():
    """The plan; ends the program."""
    print(f'1..{_count}', flush=True)
    sys.exit(1 if _failed else 0)


def make_way():
    """From now on this test takes what the others leave of the processors."""
    os.nice(19)
    try:
        os.close(os.open('/dev/tty', os.O_RDONLY))
    except OSError:
        # Linux may weigh sessions before the processes in them, and meson gives every test one, without a terminal
        with contextlib.suppress(OSError), open('/proc/self/autogroup', 'w', encoding='ascii') as weight:
            weight.write('19')


def skip(reason):
    """Ends the test as skipped; a failure if CPPSECRET_TESTS_MUST_RUN=1."""
    if os.environ.get('CPPSECRET_TESTS_MUST_RUN') == '1':
        check(False, 'nothing is skipped', reason)
        finish()
    print(f'1..0 # SKIP {reason}', flush=True)
    sys.exit(0)


def leave_out(reason):
    """Says that a part of the test is not run; a failure if CPPSECRET_TESTS_MUST_RUN=1."""
    if os.environ.get('CPPSECRET_TESTS_MUST_RUN') == '1':
        check(False, 'nothing is left out', reason)
    else:
        note(reason)


def need(*programs):
    """Ends the test as skipped where one is missing; of 'a|b' one is enough."""
    for program in programs:
        if not any(map(shutil.which, program.split('|'))):
            skip(f'{program.replace("|", " or ")} is not installed')


class Tally:
    """What was tried of one kind of fault: survived, ended by a library's design, or lost."""

    def __init__(self, kind):
        self.kind = kind
        self.tried = self.survived = 0
        self.problems = []
        self.aborted = {}

    def survive(self):
        self.tried += 1
        self.survived += 1

    def abort(self, where):
        """Allowed: a library ends the process where it gets no memory."""
        self.tried += 1
        self.aborted[where] = self.aborted.get(where, 0) + 1

    def lose(self, what):
        self.tried += 1
        self.problems.append(what)

    def judge(self, problem, where):
        """Survived where there is no problem."""
        if problem:
            self.lose(f'{where}: {problem}')
        else:
            self.survive()

    def report(self):
        """Checks that nothing was lost; of this line tests/run.sh --faults makes a row of its table."""
        aborted = sum(self.aborted.values())
        check(not self.problems and self.tried > 0,
              f'{self.kind}: {self.tried} tried, {self.survived} survived'
              + (f', {aborted} ended by a library' if aborted else '')
              + f', {len(self.problems)} lost', '\n'.join(self.problems[:20]))
        for where, count in sorted(self.aborted.items()):
            note(f'{where}: {count} times')
