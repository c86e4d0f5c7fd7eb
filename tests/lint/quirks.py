#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each quirk of a provider is in the table of quirks.hpp, and where the table says that it is handled the code
says so by the quirk's name. No comment of the other files tells of a provider, and no string names one on the bus.

    quirks.py SOURCE_FOLDER
"""
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402

ROOM = 'keyring/secret_service'
TABLE = f'{ROOM}/quirks.hpp'
ROW = re.compile(r'ProviderQuirk\{\s*Quirk::(\w+),.*?,\s*"([^"]*)"\}', re.DOTALL)
NAMED = re.compile(r'\bQuirk::(\w+)')
# a string is left as it is, so that it hides what looks like a comment
TOKEN = re.compile(r'''(?P<string>"(?:\\.|[^"\\\n])*")|'(?:\\.|[^'\\\n])*'|(?P<comment>//[^\n]*|/\*.*?\*/)''',
                   re.DOTALL)
PROVIDER = re.compile(r'gnome-keyring|KeePassXC|KWallet|oo7|ksecretd', re.IGNORECASE)
BUS_NAME = re.compile(r'org\.(gnome\.keyring|keepassxc|kde\.)')


def told_elsewhere(folder):
    """FILE: TEXT of what tells of a provider outside the table."""
    for file in sorted(folder.rglob('*.[ch]pp')):
        name = str(file.relative_to(folder))
        if name == TABLE:
            continue
        for token in TOKEN.finditer(file.read_text()):
            if (PROVIDER if token['comment'] else BUS_NAME).search(token['comment'] or token['string'] or ''):
                yield f'{name}: {token[0]}'


def problems(folder):
    """What is wrong with the table, and with the files that it names."""
    text = (folder / TABLE).read_text()
    quirks = re.findall(r'(\w+),', re.search(r'enum class Quirk \{(.*?)\};', text, re.DOTALL)[1])
    handled = {(quirk, file) for quirk, files in ROW.findall(text) for file in files.split()}
    named = {(quirk, file.name) for file in (folder / ROOM).glob('*.[ch]pp') if file != folder / TABLE
             for quirk in NAMED.findall(file.read_text())}
    in_code = {(quirk, file) for quirk, file in named if file.endswith('.cpp')}  # a header may tell of it too
    yield from (f'{quirk} is in no row' for quirk in quirks if quirk not in {row for row, _ in ROW.findall(text)})
    yield from (f'{file} does not name {quirk}' for quirk, file in sorted(handled - named))
    yield from (f'the table does not say that {file} handles {quirk}' for quirk, file in sorted(in_code - handled))
    yield from told_elsewhere(folder)


def test_itself():
    row = 'ProviderQuirk{Quirk::%s, keepassxc, nullptr, "does", "%s"},\n'
    files = {
        TABLE: '// KeePassXC\nenum class Quirk {\n A,\n B,\n C,\n};\n' + row % ('A', 'a.cpp b.cpp')
               + row % ('B', 'b.cpp'),
        f'{ROOM}/a.cpp': 'has(Quirk::A); throw Error("KeePassXC asks // gnome-keyring");\n',
        f'{ROOM}/b.cpp': 'has(Quirk::B); f("https://x"); // as KWallet does\n',
        f'{ROOM}/c.cpp': '/* Quirk::B */\n',
        f'{ROOM}/c.hpp': '/// Quirk::B\n',
        'doctor/d.cpp': 'owns("org.gnome.keyring"); // gnome-keyring\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        found = list(problems(folder))
    wanted = ['C is in no row', 'b.cpp does not name A', 'the table does not say that c.cpp handles B',
              'doctor/d.cpp: "org.gnome.keyring"', 'doctor/d.cpp: // gnome-keyring',
              f'{ROOM}/b.cpp: // as KWallet does']
    tap.check(found == wanted, 'each planted fault is found, and nothing else', '\n'.join(found))


def main(folder):
    found = list(problems(pathlib.Path(folder)))
    tap.check(not found, 'the quirks of providers are told in their table, and handled where it says', '\n'.join(found))
    test_itself()
    tap.finish()


if __name__ == '__main__':
    main(*sys.argv[1:])
