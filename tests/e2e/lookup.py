#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What 'cppsecret resolve' says is what podman, buildah, skopeo and docker do: rows of files, environment and image
with what each tool finds (lookup_rows.py), judged by those tools that are installed, and for other versions by the
companion alone, which is told that these were installed.

    lookup.py COMPANION PATH… [--seed N] [--only TEXT]

PATH is a text file of rows or a folder of them. Each row has a HOME of its own, so that their order does not matter:
it is drawn from the seed, which is printed. --only takes the rows whose title has TEXT.
"""
import argparse
import os
import pathlib
import pwd
import random
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import hidden  # noqa: E402
import tap  # noqa: E402
from judges import TOOLS, Judges  # noqa: E402
from lookup_judge import Court, RowMachine, make_pool  # noqa: E402
from lookup_rows import rows_of  # noqa: E402


def hide_machine(companion):
    """The folders of the machine that rows may fill."""
    home = pathlib.Path(pwd.getpwuid(os.getuid()).pw_dir)
    is_needed = any(path.is_relative_to(home) for path in (HERE, companion))
    return hidden.hide(*hidden.CONTAINERS, *([] if is_needed else [str(home)]))


def look_at(row, court):
    with RowMachine(row) as machine:
        for question in row.questions:
            title = f'{row.block.title}: {question.verb} {question.image} ({row.block.place})'
            problems = list(court.problems(machine, question))
            tap.check(not problems, title, '\n'.join(problems))
    for path in row.hidden_files():
        path.unlink()


def judge(rows, hidden_folders, court):
    """How many rows are left out."""
    left_out = 0
    for row in rows:
        if all(any(path.is_relative_to(folder) for folder in hidden_folders) for path in row.hidden_files()):
            look_at(row, court)
        else:
            left_out += 1
    return left_out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('companion', type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument('paths', type=lambda path: pathlib.Path(path).resolve(), nargs='+')
    parser.add_argument('--seed', type=int, default=random.randrange(1000))
    parser.add_argument('--only', default='')
    options = parser.parse_args()
    tap.need('openssl', '|'.join(TOOLS))
    folders = hide_machine(options.companion)
    rows = [row for row in rows_of(options.paths) if options.only in row.block.title]
    random.Random(options.seed).shuffle(rows)
    tap.note(f'seed {options.seed}')
    with tempfile.TemporaryDirectory(prefix='lookup.') as root, Judges(root) as judges, make_pool() as pool:
        court = Court(judges, options.companion, pool)
        left_out = judge(rows, folders, court)
    asked = {claim.tool for row in rows for question in row.questions for claim in question.claims}
    if not options.only:
        idle = [tool for tool in asked & judges.versions.keys() if not court.compared[tool]]
        tap.check(not idle, 'each installed tool has judged', idle)
    if os.environ.get('CPPSECRET_TESTS_MUST_RUN') == '1':
        tap.check(len(judges.versions) == len(TOOLS), 'every tool has judged', judges.versions)
    tap.note(f'{len(rows)} rows, {left_out} left out; judged by '
             + ', '.join(f'{tool} {version}' for tool, version in judges.versions.items()))
    tap.note(', '.join(f'{who}: {count}' for who, count in court.compared.items()))
    tap.finish()


if __name__ == '__main__':
    main()
