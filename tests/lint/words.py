#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every command, option, exit status and environment variable is in --help, in the man pages, in the
completions and in README, and none of these names one that does not exist; README links to no file that is not there.

    words.py TOP_FOLDER COMPANION HELPER
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402

LONG_OPTION = r'--[a-z][a-z-]*'
# what every command has, so that no page repeats it
EVERYWHERE = {'--help'}
# README and the pages name options of other programs too
OF_OTHERS = {'--user', '--secret', '--get-login', '--remote', '--prefix', '--build'}


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def words_below(heading, text):
    """The first words of the indented lines below a heading of --help."""
    block = re.search(rf'^{heading}:\n((?:  .*\n)+)', text, re.M)
    return re.findall(r'^  (\S+)', block.group(1), re.M) if block else []


def options_of(help_text):
    return {option for option in re.findall(LONG_OPTION, '\n'.join(words_below('Options', help_text)))}


class Command:
    """A command of the companion with its actions, as --help tells them."""

    def __init__(self, companion, words):
        self.name = ' '.join(words)
        self.words = words
        self.help = output(companion, *words, '--help')
        self.options = options_of(self.help) - EVERYWHERE
        self.actions = [Command(companion, words + [word]) for word in words_below('Subcommands', self.help)]

    def all(self):
        yield self
        for action in self.actions:
            yield from action.all()


def completed(companion, *words):
    lines = output(companion, '__complete', *words).splitlines()
    return {line.split('\t')[0].rstrip('=') for line in lines}


def sections(page):
    """The parts of the page below '## NAME', by name."""
    parts = re.split(r'^## (.+)$', page, flags=re.M)
    return {name.strip(): re.split(r'^# ', body, flags=re.M)[0] for name, body in zip(parts[1::2], parts[2::2])}


def main(top, companion, helper):
    top = pathlib.Path(top)
    page = (top / 'packaging/man/cppsecret.1.scd').read_text()
    look_up_page = (top / 'packaging/man/cppsecret.7.scd').read_text()
    helper_page = (top / 'packaging/man/docker-credential-cppsecret.1.scd').read_text()
    readme = (top / 'README.md').read_text()
    program = Command(companion, [])
    commands = program.actions
    names = {command.name for command in commands}
    pages = sections(page)

    tap.check(len(names) > 10, 'the help has commands', program.help)
    same('commands: the page', set(pages), names)
    same('commands: the completions', {word for word in completed(companion, '') if not word.startswith('-')}, names)
    rows = re.findall(r'^\| `cppsecret ([a-z-]+)', readme, re.M)
    same('commands: the table of README', set(rows), names)

    existing = {option for command in program.all() for option in command.options} | EVERYWHERE | OF_OTHERS
    for command in commands:
        section = pages.get(command.name, '')
        of_this = set().union(*(each.options for each in command.all()))
        in_page = set(re.findall(rf'\*({LONG_OPTION})\*', section))
        same(f'{command.name}: options in the page', of_this & in_page, of_this)
        same(f'{command.name}: the page has no option that is nowhere', in_page - existing, set())
        for each in command.all():
            for action in each.actions:
                tap.check(re.search(rf'\*cppsecret {action.name}\*', section) is not None,
                          f'{action.name}: is in the page', section[:200])
            if each.actions:
                same(f'{each.name}: actions in the completions',
                     {word for word in completed(companion, *each.words, '') if not word.startswith('-')},
                     {action.words[-1] for action in each.actions})
            same(f'{each.name}: options in the completions', completed(companion, *each.words, '--'),
                 each.options | EVERYWHERE)
    for name, text in {'README': readme, 'cppsecret(7)': look_up_page}.items():
        of_ours = ' '.join(re.findall(r'(?:`|\$ |\*)(cppsecret [^`*\n]*)', text))
        same(f'{name} has no option that is nowhere', set(re.findall(LONG_OPTION, of_ours)) - existing, set())
        of_ours = set(re.findall(r'(?:`|\$ |&& |\*)cppsecret ([a-z][a-z-]*)', text))
        same(f'{name} has no command that is nowhere', of_ours - names, set())

    linked = set(re.findall(r'\]\(([^)#:]+)\)', readme))
    same('README: the files that it links to are there', {name for name in linked if (top / name).exists()}, linked)

    sources = '\n'.join(path.read_text() for path in (top / 'src').rglob('*.cpp'))
    ours = set(re.findall(r'"(CPPSECRET_[A-Z_]+)"', sources))
    same('variables: --help of the helper', set(re.findall(r'CPPSECRET_[A-Z_]+', output(helper, '--help'))), ours)
    same('variables: the page of the helper', set(re.findall(r'CPPSECRET_[A-Z_]+', helper_page)), ours)
    same('variables: README', set(re.findall(r'CPPSECRET_[A-Z_]+', readme)), ours)
    same('variables: the page of the companion names none that does not exist',
         set(re.findall(r'CPPSECRET_[A-Z_]+', page + look_up_page)) - ours, set())
    of_others = set(re.findall(r'(?:getenv|variable|environment)\("([A-Z_]+)"\)', sources)) - ours
    told = page + look_up_page + helper_page
    tap.check(len(ours) > 5 and len(of_others) > 10, 'there are variables', sorted(ours | of_others))
    same('variables of others: the pages', {name for name in of_others if f'*{name}*' in told}, of_others)

    verbs = re.search(r'<(.*)>', output(helper, '--help')).group(1).split('|')
    same('verbs: the page of the helper', set(sections(helper_page)) or
         {verb for verb in verbs if f'*{verb}*' in helper_page}, set(verbs))
    statuses(program.help, page, '0123')
    statuses(output(helper, '--help'), helper_page, '01')
    tap.finish()


def statuses(help_text, page, expected):
    name = page.split('(')[0]
    in_help = re.search(r'^Exit status: ((?:.+\n)+)', help_text, re.M).group(1)
    same(f'{name}: exit statuses in --help', set(re.findall(r'(?:^|, )([0-9])', in_help)), set(expected))
    in_page = re.split(r'^# ', page.split('# EXIT STATUS')[1], flags=re.M)[0]
    same(f'{name}: exit statuses in the page', set(re.findall(r'^\*([0-9])\*', in_page, re.M)), set(expected))


def same(what, is_there, wanted):
    tap.check(is_there == wanted, what,
              f'missing: {sorted(wanted - is_there)}\ntoo many: {sorted(is_there - wanted)}')


if __name__ == '__main__':
    main(*sys.argv[1:])
