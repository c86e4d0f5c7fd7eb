#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every rule about the names of registries is in src/credential/: no other room spells one of Docker Hub's names.

Comments may: they tell what a name is. Where a room follows another program's own rule the file is an exception,
and gives the reason here and in its code. Further uses of `docker_hub_host` and its like are counted in the output.

    names.py SOURCE_FOLDER
"""
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402

LITERAL = re.compile(r'docker\.io|registry-1|/v1/')
HOME = 'credential'
# file: why it may
EXCEPTIONS = {
    'authfile/lookup/containers_lookup.cpp': "containers/image's normalizeRegistry(), which knows fewer spellings",
}
# a string, plain or raw, or a letter is left as it is; a comment goes, but for its line ends
TOKEN = re.compile(r'''R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?P<comment>//[^\n]*|/\*.*?\*/)''',
                   re.DOTALL)


def without_comments(text):
    return TOKEN.sub(lambda match: '\n' * match[0].count('\n') if match['comment'] else match[0], text)


def sources(folder):
    return sorted(file for file in folder.rglob('*.[ch]pp') if file.relative_to(folder).parts[0] != HOME)


def spelled(folder):
    """FILE: LINE of each name that is spelled outside its home, and the files that have one."""
    lines, files = [], set()
    for file in sources(folder):
        name = str(file.relative_to(folder))
        for number, line in enumerate(without_comments(file.read_text()).splitlines(), 1):
            if LITERAL.search(line):
                files.add(name)
                if name not in EXCEPTIONS:
                    lines.append(f'{name}:{number}: {line.strip()}')
    return lines, files


def plant(folder, name, text):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_itself():
    wrong = {
        'cli/host.cpp': 'const char *hub = "docker.io";\n',
        'setup/url.hpp': 'auto url = "https://index.docker.io/v1/"; // the URL\n',
        'helper/address.cpp': '/* two\nlines */ auto address = "registry-1." + name;\n',
        'doctor/behind_a_url.cpp': 'f("https://x"); g("host/v1/");\n',
        'machine/raw.cpp': 'auto text = R"(a "quote" // docker.io)";\n',
        'json/letter.cpp': "f('\"'); g(\"docker.io\"); // '\n",
    }
    fine = {
        'credential/home.cpp': 'const char *hub = "docker.io";\n',
        'cli/told.cpp': '/// docker.io for Docker Hub\n/* registry-1\n /v1/ */ int x = 1; // "docker.io"\n',
        next(iter(EXCEPTIONS)): 'const char *hub = "docker.io";\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, text in {**wrong, **fine}.items():
            plant(folder, name, text)
        lines, _ = spelled(folder)
        found = sorted(line.split(':')[0] for line in lines)
        tap.check(found == sorted(wrong), 'each planted name is found, and nothing else', '\n'.join(lines))


def main(folder):
    folder = pathlib.Path(folder)
    lines, files = spelled(folder)
    tap.check(len(sources(folder)) > 100, 'there is source to read', folder)
    tap.check(not lines, f"no room but {HOME}/ spells one of Docker Hub's names", '\n'.join(lines))
    needless = sorted(set(EXCEPTIONS) - files)
    tap.check(not needless, 'each exception is needed', '\n'.join(needless))
    test_itself()
    for file in sources(folder):
        if uses := re.findall(r'\w*docker_hub\w*', without_comments(file.read_text())):
            tap.note(f'{file.relative_to(folder)}: {len(uses)} ({", ".join(sorted(set(uses)))})')
    tap.finish()


if __name__ == '__main__':
    main(*sys.argv[1:])
