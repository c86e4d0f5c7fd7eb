#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every command in a message is built by Command (base/command.hpp). No other code joins a string that starts a command
to other text, quotes words for a shell, or begins a hint with "run: ".

    commands.py SOURCE_FOLDER
"""
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402

HOME = {'base/command.cpp', 'base/shell_word.cpp', 'base/shell_word.hpp'}
# file: why it may
EXCEPTIONS = {
    'machine/model/docker_commands.cpp': "names docker's commands in a sentence that tells nobody to run one",
}
PROGRAMS = ('cat chgrp chmod chown cp cppsecret curl echo env export fuser getent iconv install kill ln loginctl mkdir '
            'mv openssl printf rm sed sh sudo systemctl systemd-creds systemd-run umask unset').split()
TOOLS = 'docker podman buildah skopeo helm crane oras nerdctl'.split()
VERBS = ('auth build buildx.build buildx.imagetools config context copy exec info inspect login logout machine '
         'manifest pull push registry run secret system unshare').split()
# a sentence may begin with the name of a tool: what makes it a command is the verb
START = rf'''(?:{'|'.join(PROGRAMS)})\ |(?:{'|'.join(TOOLS)})\ (?:$|(?:{'|'.join(VERBS)})(?:\ |$))|docker-credential-'''
# at the start of the string or behind a tick, a colon or a sign of the shell, with variables before it, up to the end
OPEN = re.compile(rf"(?:^|'|: |&& |\|\|? )(?:[A-Z_]+=[^ ']* )?(?:{START})(?:[^']|'[^']*')*$")
GOES_ON = re.compile(r' ?(?:&&|\|\|?|>>?) ')
TOKEN = re.compile(r'''R"(?P<mark>\w*)\((?P<raw>.*?)\)(?P=mark)"|"(?P<plain>(?:\\.|[^"\\\n])*)"|'(?:\\.|[^'\\\n])*'|'''
                   r'''//[^\n]*|/\*.*?\*/|(?P<gap>\s+)|(?P<word>\w+)|(?P<sign>\+=?|.)''', re.DOTALL)


def tokens(text):
    """(KIND, TEXT, LINE) of each: strings that stand side by side are one, blanks and comments none."""
    found = []
    for match in TOKEN.finditer(text):
        line = text.count('\n', 0, match.start()) + 1
        string = match['raw'] if match['raw'] is not None else match['plain']
        if string is not None and found and found[-1][0] == 'string':
            found[-1] = ('string', found[-1][1] + string, found[-1][2])
        elif string is not None:
            found.append(('string', string, line))
        elif match['word'] or match['sign']:
            found.append(('other', match[0], line))
    return found


def joined_by_hand(text):
    """LINE: STRING of each string that is joined to something and should be a Command."""
    all_tokens = [('other', '', 0), *tokens(text), ('other', '', 0)]
    for (_, before, _), (kind, string, line), (_, after, _) in zip(all_tokens, all_tokens[1:], all_tokens[2:]):
        if kind != 'string':
            continue
        if (after == '+' and OPEN.search(string)) or (before in ('+', '+=') and GOES_ON.match(string)) \
                or (before in ('+', '+=') and OPEN.match(string) and string.split()[0] in PROGRAMS):
            yield f'{line}: "{string}"'


def problems(folder):
    """FILE:LINE: TEXT of each, those of the exceptions too."""
    for file in sorted(folder.rglob('*.[ch]pp')):
        name = str(file.relative_to(folder))
        if name in HOME:
            continue
        text = file.read_text()
        yield from (f'{name}:{line}' for line in joined_by_hand(text))
        for kind, token, line in tokens(text):
            if (kind == 'other' and re.fullmatch(r'(?:expanding_)?shell_word', token)) \
                    or (kind == 'string' and (token.startswith('run: ') or token == 'base/shell_word.hpp')):
                yield f'{name}:{line}: {token}'


def test_itself():
    wrong = {
        'cli/first.cpp': 'f("cppsecret migrate --from " + name);\n',
        'cli/later.cpp': 'f("log in first: podman login " + host);\n',
        'cli/ticks.cpp': 'f("run \'cppsecret trust " + host + "\'");\n',
        'cli/variable.cpp': 'f("CPPSECRET_KEYRING=file cppsecret logout " + host);\n',
        'cli/halves.cpp': 'f("this ends it: cppsecret "\n  /* and */ "configure " + host);\n',
        'cli/sudo.cpp': 'return is_root ? command : "sudo " + command;\n',
        'cli/behind.cpp': 'f(command + " && rm -r x");\n',
        'cli/into.cpp': 'command += " > x";\n',
        'cli/raw.cpp': 'f(R"(sed -i \'1s/"//\' )" + file);\n',
        'cli/tool.cpp': 'f("docker " + verb);\n',
        'cli/helper.cpp': 'f("docker-credential-" + name + " erase");\n',
        'cli/quoted.cpp': 'f(text + shell_word(name));\n',
        'cli/hint.cpp': 'f("run: " + text);\n',
        'cli/word.cpp': '#include "base/shell_word.hpp"\n',
    }
    fine = {
        'base/command.cpp': 'f("run: " + text); g("sudo " + shell_word(x));\n',
        'cli/whole.cpp': 'f("see \'cppsecret list\' for " + what); g(x + " with \'podman login\'");\n',
        'cli/sentence.cpp': 'f("docker reads it from " + file); g("podman, buildah " + x); h("rm");\n',
        'cli/command.cpp': 'Command("cppsecret login").operand(host).text() + " ";\n',
        'cli/comment.cpp': '// "cppsecret " + host\n/* shell_word() */ int x = \'"\' + 1;\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, text in {**wrong, **fine}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        lines = list(problems(folder))
        found = sorted({line.split(':')[0] for line in lines})
        tap.check(found == sorted(wrong), 'each planted command is found, and nothing else', '\n'.join(lines))


def main(folder):
    folder = pathlib.Path(folder)
    tap.check(len(list(folder.rglob('*.cpp'))) > 100, 'there is source to read', folder)
    found = list(problems(folder))
    lines = [line for line in found if line.split(':')[0] not in EXCEPTIONS]
    tap.check(not lines, 'no command for a person is put together but by Command', '\n'.join(lines))
    needless = sorted(set(EXCEPTIONS) - {line.split(':')[0] for line in found})
    tap.check(not needless, 'each exception is needed', '\n'.join(needless))
    uses = sum(file.read_text().count('Command(') for file in folder.rglob('*.cpp'))
    tap.note(f'{uses} commands')
    test_itself()
    tap.finish()


if __name__ == '__main__':
    main(*sys.argv[1:])
