#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs scripts: what a person types, and what comes of it, in a text file with one idea a block.

    script.py COMPANION HELPER PATH… [--keyring NAME] [--seed N] [--only TEXT]

PATH is a script or a folder of them: blocks of text (script_text.py) with a line for each verb (script_verbs.py lists
them). Each block has a HOME of its own and an empty keyring, so that their order does not matter: it is drawn from the
seed, which is printed. --only takes the blocks whose title has TEXT. --keyring runs them on another keyring than
gnome-keyring: keepassxc, kwallet, oo7 or file, the keyring file on a machine without a bus.
"""
import argparse
import os
import pathlib
import random
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import hidden  # noqa: E402
import keyring  # noqa: E402
import tap  # noqa: E402
from script_conditions import CONDITION, is_wanted  # noqa: E402
from script_machine import Failure, Machine, Skipped, keyring_in_use  # noqa: E402
from script_text import parse, scripts_of  # noqa: E402
from script_verbs import run_line  # noqa: E402

# and what each needs
BUS = ('dbus-daemon', 'gdbus', 'secret-tool')
KEYRINGS = {'gnome-keyring': ('gnome-keyring-daemon', *BUS), 'keepassxc': ('keepassxc', *BUS),
            'kwallet': ('kwalletd6|kwalletd5', *BUS), 'oo7': (*BUS, 'openssl'), 'file': ()}


def run(setup, block, programs):
    """Why a block fails; empty if it does not."""
    with Machine(programs) as machine:
        for part in (setup, block):
            for name, text in part.files.items():
                machine.write(name, text.rstrip('\n') + '\n' if text.strip() else '')
        machine.remember_files()
        for part in (setup, block):
            for number, line in part.lines:
                try:
                    run_line(machine, line)
                except Skipped:
                    return ''
                except (Failure, OSError) as failure:
                    return f'line {number}: {line}\n{failure}\n{machine.last_output()}'
    return ''


def is_for_this_machine(block):
    condition = CONDITION.match(block.title)
    return not condition or is_wanted(condition)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('companion', type=pathlib.Path)
    parser.add_argument('helper', type=pathlib.Path)
    parser.add_argument('paths', type=pathlib.Path, nargs='+')
    parser.add_argument('--keyring', choices=KEYRINGS, default='gnome-keyring')
    parser.add_argument('--seed', type=int, default=random.randrange(1000))
    parser.add_argument('--only', default='')
    options = parser.parse_args()
    if 'PROV_ROOT' not in os.environ:
        tap.need('jq', *KEYRINGS[options.keyring])
        provider = os.path.join(HERE, f'providers/{options.keyring.replace("file", "no-bus")}.sh')
        os.execv(provider, [provider, sys.executable, *sys.argv])
    hidden.hide(*hidden.UNITS)
    programs = {'cppsecret': options.companion.resolve(),
                **{name: options.helper.resolve()
                   for name in ('docker-credential-cppsecret', 'docker-credential-cppsecret-containers')}}
    work = [(setup, block) for path in scripts_of(options.paths) for setup, blocks in [parse(path)] for block in blocks
            if options.only in block.title and is_for_this_machine(block)]
    random.Random(options.seed).shuffle(work)
    if keyring_in_use() == 'kwallet':  # counts as locked until somebody wants a secret
        keyring.Helper(str(options.helper)).run('get', b'unlock.example')
    tap.note(f'seed {options.seed}')
    for setup, block in work:
        problem = run(setup, block, programs)
        tap.check(not problem, f'{block.title} ({block.place})', problem)
    tap.finish()


if __name__ == '__main__':
    main()
