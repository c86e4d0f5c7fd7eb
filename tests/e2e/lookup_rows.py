# SPDX-License-Identifier: MIT
r"""The rows of lookup/*.txt: files, environment, image, and what each tool finds. A row is a block of a script
(support/script_text.py) with the lines

  env NAME=VALUE, env -NAME    as in scripts
  authfile NAME                podman, buildah and skopeo are asked with --authfile
  folder NAME                  makes a folder
  link NAME TARGET             makes a symbolic link
  each WORD                    makes a row of each of the indented lines below, which replaces $WORD in lines and
                               files; \n, \x20 and \ufeff in it are characters
  image IMAGE                  what do the tools find? podman and buildah tell with 'login --get-login', skopeo and
                               docker show a registry
  login IMAGE                  the same, but skopeo tells, too
  pull IMAGE                   the same, but podman and buildah pull, and their debug log tells where they look
  TOOL, TOOL>=VERSION: FINDS   the answer; <VERSION and =VERSION, too

FINDS are

  ann from auth.json           a login in an auth file; 'no user' is one without a user
  ann from docker-credential-x in config.json   a login of a helper that this file names
  a token from config.json     an identity token; also 'a token of ann'
  nothing, fails               no login; an error that ends the search
  refused                      the tool asks nobody there
  … at IMAGE                   the search is for another image than the one above
  FINDS, then FINDS            of a pull: one search after the other
  FINDS, or FINDS              the tool does not find the same each time; the companion says the first

A file is one of scripts, a path below HOME, or an absolute path, which is hidden from the machine. An indented line
continues the one above it. PATH has the helpers of lookup/bin: 'knows' has a login for everything, whose user is the
key that it was asked for, 'none' has no login, 'broken' fails, 'token' has an identity token.
"""
import dataclasses
import os
import pathlib
import re

from judges import TOOLS
from script_text import Block, parse, scripts_of

ESCAPE = re.compile(r'\\(n|x[0-9a-f]{2}|u[0-9a-f]{4})')
TOOL = re.compile(rf'({"|".join(TOOLS)})((?:(?:>=|<|=)[\w.]+)*)')
LIMIT = re.compile(r'(>=|<|=)([\w.]+)')
FIND = re.compile(r'(nothing|fails|refused|(?P<token>a token)(?: of (?P<of>\S+))?|no user|\S+?)'
                  r'(?: from (?P<place>\S+(?: in \S+)?))?(?: at (?P<image>\S+))?')
NEWEST = '999.0.0'
OUTCOMES = ('nothing', 'fails', 'refused')


def numbers(version):
    return tuple(int(part) for part in version.split('.') if part.isdigit())


@dataclasses.dataclass(frozen=True)
class Find:
    """The end of one search. An empty place matches any place."""
    outcome: str  # one of OUTCOMES, or 'found'
    user: str = ''  # empty: no user, or that of a token alone
    is_token: bool = False
    place: str = ''
    image: str = ''

    def __str__(self):
        who = f'a token of {self.user}' if self.is_token else self.user or 'no user'
        return f'{who if self.outcome == "found" else self.outcome} from {self.place or "-"} at {self.image}'


@dataclasses.dataclass(frozen=True)
class Claim:
    """What a tool of some versions finds: alternatives, each a list of finds."""
    tool: str
    limits: tuple  # (operator, version)
    finds: tuple

    def is_of_installed(self, versions):
        """Whether it is about the version of the tool that is installed."""
        if self.tool not in versions:
            return False
        version = versions[self.tool]
        mine = numbers(version) or numbers(NEWEST)
        compare = {'>=': lambda bound: mine >= numbers(bound), '=': lambda bound: version == bound,
                   '<': lambda bound: mine < numbers(bound)}
        return all(compare[operator](bound) for operator, bound in self.limits)

    def example(self):
        """A version that this holds for: the newest if it may be any."""
        for operator, bound in sorted(self.limits, key=lambda limit: ('=', '>=', '<').index(limit[0])):
            if operator == '<':
                major, minor = (*numbers(bound), 0)[:2]
                return f'{major}.{minor - 1}.0' if minor else f'{major - 1}.99.0'
            return bound if operator == '=' else bound + '.0' * (2 - bound.count('.'))
        return NEWEST


@dataclasses.dataclass
class Question:
    verb: str
    image: str
    claims: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Row:
    block: Block
    setting: list = dataclasses.field(default_factory=list)  # (verb, words) of all lines before the first question
    questions: list = dataclasses.field(default_factory=list)

    def hidden_files(self):
        """Those that are the machine's own."""
        return [pathlib.Path(place(name)) for name in self.block.files if place(name).startswith('/')]


def place(name):
    """Where a file of a row is: short-name-aliases.conf is where podman keeps what a person has chosen."""
    if name != 'short-name-aliases.conf':
        return name
    return f'/var/cache/containers/{name}' if os.geteuid() == 0 else f'.cache/containers/{name}'


def canonical(image):
    """The image with its host, without transport, tag and digest."""
    name = image.removeprefix('docker://').partition('@')[0]
    name = re.sub(r':[^:/]*$', '', name)
    name = name.removeprefix('docker.io/').removeprefix('index.docker.io/')
    first, slash, _ = name.partition('/')
    if slash and re.search('[.:]', first):
        return name
    return f'docker.io/{name}' if slash else f'docker.io/library/{name}'


def find_of(text, question):
    match = FIND.fullmatch(text)
    if not match or (match[1] in OUTCOMES and match['place']):
        raise ValueError(f'nothing that is found: {text}')
    image = match['image'] or canonical(question.image)
    if match[1] in OUTCOMES:
        return Find(match[1], image=image)
    if not match['place'] and question.verb != 'pull':
        raise ValueError(f'found, but where? {text}')
    user = match['of'] or '' if match['token'] else match[1].replace('no user', '')
    return Find('found', user, bool(match['token']), match['place'] or '', image)


def claims_of(line, question):
    """'TOOLS: FINDS'"""
    tools, _, text = line.partition(': ')
    finds = tuple(tuple(find_of(find, question) for find in way.split(', then ')) for way in text.split(', or '))
    if question.verb != 'pull' and any(len(way) != 1 for way in finds):
        raise ValueError(f'only a pull searches more than once: {line}')
    for tool in tools.split(', '):
        if not (match := TOOL.fullmatch(tool)):
            raise ValueError(f'no tool: {tool}')
        yield Claim(match[1], tuple(LIMIT.findall(match[2])), finds)


def joined(lines):
    """The lines of a block, each a list with the indented ones behind it."""
    found = []
    for _, line in lines:
        if line.startswith(' '):
            found[-1].append(line.strip())
        else:
            found.append([line])
    return found


def variants(block):
    """The block for each value of 'each'."""
    lines = joined(block.lines)
    words = [(line[0].split(' ')[1], line[1:]) for line in lines if line[0].startswith('each ')]
    lines = [' '.join(line) for line in lines if not line[0].startswith('each ')]
    if not words:
        return [(block, lines)]
    (word, values), = words
    found = []
    for value in values:
        def put(text, value=value):
            return text.replace(f'${word}', ESCAPE.sub(lambda match: match[0].encode().decode('unicode_escape'), value))
        found.append((Block(f'{block.title}: {value}', block.place, [],
                            {name: put(text) for name, text in block.files.items()}), [put(line) for line in lines]))
    return found


def row_of(block, lines):
    row = Row(block)
    for line in lines:
        verb, _, rest = line.partition(' ')
        if verb in ('image', 'login', 'pull'):
            row.questions.append(Question(verb, rest))
        elif verb in ('env', 'authfile', 'folder', 'link') and not row.questions:
            row.setting.append((verb, rest))
        elif row.questions:
            row.questions[-1].claims += claims_of(line, row.questions[-1])
        else:
            raise ValueError(f'no line of a row: {line}')
    if not row.questions or not all(question.claims for question in row.questions):
        raise ValueError('nothing is asked or nothing is found')
    return row


def rows_of(paths):
    for path in scripts_of(paths):
        setup, blocks = parse(path)
        for block in blocks:
            block.files = {**setup.files, **block.files}
            try:
                yield from (row_of(*variant) for variant in variants(block))
            except ValueError as error:
                raise SystemExit(f'{block.place}: {error}') from error
