# SPDX-License-Identifier: MIT
"""A row on a machine of its own: where what the companion says, or what an installed tool does, is not what the row
claims."""
import collections
import concurrent.futures
import itertools
import json
import os
import pathlib
import re
import shlex
import types

from judges import TOOLS, said, verdict_of
from lookup_rows import Find, canonical, place
from script_machine import Machine, with_logins
from script_verbs import env

# what --version prints
VERSION_LINES = {'podman': 'podman version {}', 'buildah': 'buildah version {} (image-spec 1.0.2, runtime-spec 1.0.2)',
                 'skopeo': 'skopeo version {}', 'docker': 'Docker version {}, build 1234567'}
HELPERS = pathlib.Path(__file__).resolve().with_name('lookup') / 'bin'
# what of the debug log tells where a login was looked for: the image, and the file or the helper that has it
LOOKED_FOR = re.compile(r'msg="(?:No credentials for (?P<missing>\S+) found|Found credentials for (?P<found>\S+) '
                        r'in credential helper (?:containers-auth\.json in file (?P<file>.*)|(?P<helper>.*)))"$', re.M)
REFUSALS = re.compile('is blocked in|must be canonical|short-name.*did not resolve|short-name-aliases.conf|'
                      'invalid reference format')


class RowMachine(Machine):
    """Where a row is so, while this is open."""

    def __init__(self, row):
        super().__init__({})
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = 'disabled:'
        if any(question.verb == 'pull' for question in row.questions):
            self.write('.config/containers/policy.json', '{"default": [{"type": "insecureAcceptAnything"}]}')
        for helper in HELPERS.iterdir():
            (self.bin / helper.name).symlink_to(helper)
        for name, text in row.block.files.items():
            self.write(name, text.rstrip('\n') + '\n' if text.strip('\n') else '')
        self.options = []
        for verb, rest in row.setting:
            words = [with_logins(self.expand(word)) for word in shlex.split(rest)]
            if verb == 'env':
                env(self, *words)
            elif verb == 'authfile':
                self.options += ['--authfile', str(self.path(words[0]))]
            else:
                path = self.path(words[0])
                path.parent.mkdir(parents=True, exist_ok=True)
                if verb == 'folder':
                    path.mkdir()
                else:
                    path.symlink_to(self.path(words[1]))

    def path(self, name):
        return super().path(place(name))

    def resolved(self, find):
        """A find as the companion tells its place."""
        helper, _, file = find.place.rpartition(' in ')
        if not find.place or file.startswith(('docker-credential-', 'DOCKER_AUTH_CONFIG')):
            return find
        told = f'{helper} in {self.path(file)}' if helper else str(self.path(file))
        return Find(find.outcome, find.user, find.is_token, told, find.image)


# --- the companion ----------------------------------------------------------------------------------


def find_of_search(search, verb):
    """What the companion says of a search."""
    step = search['steps'][-1] if search['steps'] else {'source': None}
    if verb == 'pull' and step['source'] == 'registries.conf':
        return Find('refused', image=search['image'])
    if search['outcome'] not in ('entry', 'helper'):
        return Find({'none': 'nothing', 'failed': 'fails'}.get(search['outcome'], search['outcome']),
                    image=search['image'])
    told = [f'docker-credential-{step["helper"]}'] if step['helper'] else []
    told += [step['file']] if step['file'] else [] if told else [step['source']]
    user = search['username'] or ''
    if search['identity_token'] and user == '<token>':
        user = ''
    return Find('found', user, search['identity_token'], ' in '.join(told), search['image'])


def finds_of(tool, answer, question):
    """What the companion's answer says of a tool. Where a short name is pulled, it is the reason of a search that says
    who does it: skopeo searches one registry, and is named there; where podman and buildah know none, they refuse."""
    searches = [search for search in answer['tools'] if tool in [one.split(' ')[0] for one in search['programs']]]
    reasons = [search['reason'] or '' for search in searches if question.verb == 'pull']
    if tool == 'skopeo' and any('skopeo' in reason for reason in reasons):
        searches = [search for search in searches if 'skopeo' in search['reason']]
    elif reasons and tool != 'skopeo':
        searches = [search for search, reason in zip(searches, reasons) if not reason.startswith('skopeo')]
        if any('podman and buildah know no registry' in reason for reason in reasons):
            return (Find('refused', image=answer['image']),)
    return tuple(find_of_search(search, question.verb) for search in searches)


def companion_finds(judges, machine, companion, question, versions):
    """What the companion finds, by tool; `versions` replaces installed versions, by tool."""
    folder = machine.root / 'told' / '-'.join(f'{tool}-{version}' for tool, version in versions.items())
    for tool, version in versions.items():
        machine.write(folder / tool, f'#!/bin/sh\necho "{VERSION_LINES[tool].format(version)}"\n')
    asked = types.SimpleNamespace(environment=machine.environment, bin=f'{folder}:{machine.bin}')
    _, output, errors = judges.run(asked, 'companion', companion, 'resolve', '--json', *machine.options, question.image)
    try:
        answer = json.loads(output)
    except ValueError:
        return collections.defaultdict(lambda: errors)
    return {tool: finds_of(tool, answer, question) for tool in TOOLS}


def asked_versions(claims, versions):
    """Yields, for each run of the companion, the claims by tool and the versions to simulate. The installed version is
    not simulated if its claim is about it."""
    by_tool = collections.defaultdict(list)
    for claim in claims:
        by_tool[claim.tool].append(claim)
    for of_tool in by_tool.values():
        of_tool.sort(key=lambda claim: not claim.is_of_installed(versions))
    for chosen in itertools.zip_longest(*by_tool.values()):
        chosen = {claim.tool: claim for claim in chosen if claim}
        yield chosen, {tool: claim.example() for tool, claim in chosen.items() if not claim.is_of_installed(versions)}


def text(finds):
    return finds if isinstance(finds, str) else ', then '.join(map(str, finds)) or 'no search'


def matches(claimed, found):
    """Whether finds are those that are claimed."""
    return len(claimed) == len(found) and all(
        (one.outcome, one.user, one.is_token, one.image) == (other.outcome, other.user, other.is_token, other.image)
        and one.place in ('', other.place) for one, other in zip(claimed, found))


# --- the tools --------------------------------------------------------------------------------------


def is_logged_place(found, claimed):
    """Whether a match of LOOKED_FOR names the place that is claimed."""
    if found['file']:
        return claimed in ('', found['file']) or claimed.endswith(f' in {found["file"]}')
    return not claimed or claimed.startswith(f'docker-credential-{found["helper"]} in ')


def tells(find, verdict):
    if find.outcome == 'fails':
        return verdict.startswith('failed')
    return verdict == (find.user or '-')


def shows(find, seen, errors):
    verdict = verdict_of(seen, errors)
    if find.outcome != 'found':
        return tells(find, verdict)
    places = [found for found in LOOKED_FOR.finditer(errors) if found['found']]
    return verdict == ('token' if find.is_token else find.user) and all(
        is_logged_place(found, find.place) for found in places[:1])


def pulls(finds, seen, errors):
    """Whether a tool looks for logins where the finds are, in their order, and shows those it finds."""
    if [find.outcome for find in finds] == ['fails']:
        return not seen and 'no such file or directory' in said(errors)
    places = {}
    for found in LOOKED_FOR.finditer(errors):
        looked_for = found['missing'] or found['found']
        if found['helper']:  # which is asked for the host
            looked_for = next((find.image for find in finds if find.image.split('/')[0] == looked_for), looked_for)
        places.setdefault(looked_for, found)
    users = [user for user, _ in itertools.groupby(verdict_of([line], '') for line in seen) if user != '-']
    asked = [find for find in finds if find.outcome != 'refused']
    wanted_users = [find.user for find in finds if find.outcome == 'found']
    if len(asked) < len(finds):  # the login for a place that is blocked is looked up before that is noticed
        return list(places)[:len(asked)] == [find.image for find in asked] and users == wanted_users \
            and bool(REFUSALS.search(errors))
    return list(places) == [find.image for find in finds] and users == wanted_users and all(
        is_logged_place(places[find.image], find.place) for find in finds if find.outcome == 'found')


def seen_and_logged(seen, errors):
    logged = [found[0] for found in LOOKED_FOR.finditer(errors)]
    return '\n'.join([f'registry: {seen}', *logged, said(errors)])


def judged_by(judges, machine, claim, question):
    """Why a tool does not do what a claim says, or nothing; None if it cannot be asked here."""
    ways = [tuple(map(machine.resolved, way)) for way in claim.finds]
    is_pull = question.verb == 'pull'
    if claim.tool == 'docker' or claim.tool == 'skopeo' and question.verb != 'login':
        answer = judges.inspect(machine, claim.tool, question.image, *machine.options)
    elif is_pull:
        if os.geteuid() != 0 and ways[0][0].outcome != 'fails':
            return None
        answer = judges.pull(machine, claim.tool, question.image, *machine.options)
    else:
        verdict = judges.told(machine, claim.tool, canonical(question.image), *machine.options)
        return '' if any(tells(find, verdict) for find, in ways) else verdict
    if claim.tool == 'docker' or not is_pull:
        return '' if any(shows(find, *answer) for find, in ways) else seen_and_logged(*answer)
    return '' if any(pulls(way, *answer) for way in ways) else seen_and_logged(*answer)


# --- both -------------------------------------------------------------------------------------------


class Court:
    """Judges questions, and counts what it has compared."""

    def __init__(self, judges, companion, pool):
        self.judges = judges
        self.companion = companion
        self.pool = pool
        self.compared = collections.Counter()

    def problems(self, machine, question):
        """What is not as the row claims it."""
        installed = [claim for claim in question.claims if claim.is_of_installed(self.judges.versions)]
        answers = self.pool.map(lambda claim: judged_by(self.judges, machine, claim, question), installed)
        for claims, told in asked_versions(question.claims, self.judges.versions):
            found = companion_finds(self.judges, machine, self.companion, question, told)
            for tool, claim in claims.items():
                self.compared['cppsecret'] += 1
                self.compared['versions that are not installed'] += tool in told
                wanted = tuple(map(machine.resolved, claim.finds[0]))
                if not matches(wanted, found[tool]):
                    yield f'cppsecret of {tool} {told.get(tool, self.judges.versions.get(tool))}: ' \
                          f'{text(found[tool])}\n  wanted: {text(wanted)}'
        for claim, answer in zip(installed, answers):
            if answer is None:
                continue
            self.compared[claim.tool] += 1
            if answer:
                wanted = ', or '.join(text(tuple(map(machine.resolved, way))) for way in claim.finds)
                yield f'{claim.tool} {self.judges.versions[claim.tool]}: {answer}\n  wanted: {wanted}'


def make_pool():
    return concurrent.futures.ThreadPoolExecutor(len(TOOLS))
