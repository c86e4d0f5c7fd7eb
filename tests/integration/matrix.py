#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every operation on every keyring, and every state in which one cannot be used: each cell is compared
with what has to be there, and both tables with those of README, as which they are printed.

    matrix.py HELPER COMPANION [--long]

--long is 2,000 stores and 2,000 gets on KWallet in place of 200, and nothing else.
"""
import concurrent.futures
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
SUPPORT = os.path.join(os.path.dirname(HERE), 'support')
README = os.path.join(os.path.dirname(os.path.dirname(HERE)), 'README.md')
sys.path.insert(0, SUPPORT)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from matrix_operations import COLUMNS, OPERATIONS, STAND_INS, sessions  # noqa: E402
from matrix_situations import try_situation  # noqa: E402
from matrix_states import STATES  # noqa: E402
from matrix_subject import Subject, Surprise  # noqa: E402

PROVIDERS = {'gnome-keyring': 'gnome-keyring', 'KeePassXC': 'keepassxc', 'KWallet': 'kwallet', 'keyring file': 'no-bus',
             'oo7': 'oo7'}


def inside(what, settings=None, *, provider):
    """What this script says of `what` within the provider, and how that ended."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith('CPPSECRET_')
             and name not in ('CREDENTIALS_DIRECTORY', 'XDG_DATA_HOME')}
    result = subprocess.run([os.path.join(SUPPORT, 'providers', provider + '.sh'), sys.executable,
                             os.path.realpath(__file__), *sys.argv[1:3], '--inside', *what],
                            stdin=subprocess.DEVNULL, capture_output=True, check=False,
                            env={**clean, **(settings or {})})
    return result, [json.loads(line) for line in result.stdout.splitlines() if line.startswith(b'"')]


def column_of_table(column):
    """What each operation came to on this keyring."""
    result, cells = inside(['column', column], provider=PROVIDERS[column])
    missing = len(OPERATIONS) - len(cells)
    return cells + [f'WRONG: {result.stderr.decode()[-500:]}'] * missing


def run_column(helper, companion, column):
    """Inside: a line for each operation."""
    if column == 'keyring file':
        os.environ['CPPSECRET_PASSPHRASE_FILE'] = passphrase = os.path.join(os.environ['HOME'], 'passphrase')
        with open(passphrase, 'w', encoding='ascii',
                  opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
            file.write('a phrase')
        subprocess.run([companion, 'keyring', 'create'], stdout=subprocess.DEVNULL, check=True)
    subject = Subject(helper, column)
    for row in OPERATIONS:
        print(json.dumps(row.observed(subject)), flush=True)


def state_of_table(number, place):
    """What is wrong with this state in this situation; nothing if all is well."""
    situation = STATES[number].situations[place]
    result, said = inside(['state', str(number), str(place)], situation.settings, provider=situation.provider)
    problem = said[0] if said else result.stderr.decode()[-500:]
    return problem and f'{situation.provider} {situation.settings}: {problem}'


def run_state(helper, companion, number, place):
    problem = ''
    try:
        try_situation(helper, companion, STATES[number], STATES[number].situations[place])
    except Surprise as surprise:
        problem = str(surprise)
    print(json.dumps(problem), flush=True)


def markdown(*rows):
    rows = [rows[0], ['---'] * len(rows[0]), *rows[1:]]
    return '\n'.join('| ' + ' | '.join(row) + ' |' for row in rows)


def check_readme(what, table):
    with open(README, encoding='utf-8') as readme:
        tap.check('\n\n' + table + '\n\n' in readme.read(), f'README has the table of {what} as it is', table)


def run_sessions(helper, times):
    for problem in sessions(Subject(helper, 'KWallet'), times):
        print(json.dumps(problem or ''), flush=True)


def long_form():
    """Every session that KWallet makes unusable is made good for."""
    times = 2000
    result, problems = inside(['sessions', str(times)], provider=PROVIDERS['KWallet'])
    tally = tap.Tally(f'KWallet: {times:,} stores and {times:,} gets, a session each')
    for problem in problems + [result.stderr.decode()[-500:]] * (2 * times - len(problems)):
        if problem:
            tally.lose(problem)
        else:
            tally.survive()
    tally.report()
    tap.finish()


def main():
    arguments = sys.argv[1:]
    helper, companion = (os.path.realpath(argument) for argument in arguments[:2])
    if arguments[2:3] == ['--inside']:
        if arguments[3] == 'column':
            run_column(helper, companion, arguments[4])
        elif arguments[3] == 'sessions':
            run_sessions(helper, int(arguments[4]))
        else:
            run_state(helper, companion, *map(int, arguments[4:6]))
        return
    if '--long' in arguments:
        tap.need('kwalletd6|kwalletd5', 'secret-tool', 'dbus-daemon', 'gdbus')
        long_form()
    tap.need('gnome-keyring-daemon', 'secret-tool', 'keepassxc', 'kwalletd6|kwalletd5', 'Xvfb', 'xdotool',
             'dbus-daemon', 'dbus-monitor', 'gdbus', 'unshare')
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        columns = {column: pool.submit(column_of_table, column) for column in (*COLUMNS, *STAND_INS)}
        states = [[pool.submit(state_of_table, number, place) for place in range(len(state.situations))]
                  for number, state in enumerate(STATES)]
    rows = []
    for number, row in enumerate(OPERATIONS):
        cells = {column: future.result()[number] for column, future in columns.items()}
        for column, cell in cells.items():
            tap.check(cell == row.expected(column), f'{column}: {row.title}: {row.expected(column)}', cell)
        rows.append([row.title, *(cells[column] for column in COLUMNS)])
    operations_table = markdown(['operation', *COLUMNS], *rows)
    rows = []
    for state, futures in zip(STATES, states):
        problems = [future.result() for future in futures if future.result()]
        tap.check(not problems, ': '.join(filter(None, (state.row()[0], state.says))), '\n'.join(problems))
        rows.append([('WRONG: ' if problems else '') + state.row()[0], *state.row()[1:]])
    states_table = markdown(['state', 'what `get`, `store` and `erase` say', '`list` shows', 'they end'], *rows)
    for table in (operations_table, states_table):
        tap.note('')
        for line in table.splitlines():
            tap.note(line)
    check_readme('operations', operations_table)
    check_readme('states', states_table)
    tap.finish()


if __name__ == '__main__':
    main()
