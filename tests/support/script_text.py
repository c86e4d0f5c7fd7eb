# SPDX-License-Identifier: MIT
"""The text of scripts: blocks with a title, lines and files.

A block begins behind an empty line with '# its title', then has its lines, then its files, each behind a line
'-- NAME --'. A first block '# set-up' is that of all others.
"""
import dataclasses
import re

FILE = re.compile(r'-- (\S+) --')


@dataclasses.dataclass
class Block:
    title: str
    place: str
    lines: list = dataclasses.field(default_factory=list)  # (number, text)
    files: dict = dataclasses.field(default_factory=dict)


def parse(path):
    """The set-up and the blocks of a script."""
    blocks = []
    name = None
    lines = ['', *path.read_text(encoding='utf-8').splitlines()]
    for number, line in enumerate(lines[1:], 1):
        if line.startswith('# ') and not lines[number - 1]:
            blocks.append(Block(line[2:], f'{path.parent.name}/{path.name}:{number}'))
            name = None
        elif match := FILE.fullmatch(line):
            name = match[1]
            blocks[-1].files[name] = ''
        elif name is not None:
            blocks[-1].files[name] += line + '\n'
        elif line.strip():
            blocks[-1].lines.append((number, line))
    setup = blocks.pop(0) if blocks[0].title == 'set-up' else Block('', '')
    empty = [block.title for block in blocks if not block.lines]
    if empty or not blocks:
        raise SystemExit(f'{path}: nothing is done in {empty or "it"}')
    return setup, blocks


def scripts_of(paths):
    for path in paths:
        yield from sorted(path.glob('*.txt')) if path.is_dir() else [path]
