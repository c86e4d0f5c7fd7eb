# SPDX-License-Identifier: MIT
"""What must be true of where the next login goes, and of what configure changes; as world_rules."""
import re

from world import OURS
from world_rules import is_foreign, steps_of

CONTAINERS = 'podman, buildah or skopeo'


# --- where the next login goes ----------------------------------------------------------------------

NEXT = re.compile(r"a login by (.*) goes (into|to) '?(.*?)'?( in plain text, unless .*)?")


def programs_of(words, asked):
    families = {CONTAINERS: 'containers', 'docker': 'docker'}
    if words in families:
        return {program for program, _, search in asked.searches() if search['tool'] == families[words]}
    return set(words.split(', '))


def first_place(search, has_helper):
    """What a search looks into first, of that to which a login could go: a helper or 'files'."""
    for step in search['steps']:
        if step['result'] == 'ignored' or step['source'] in ('DOCKER_AUTH_CONFIG',):
            continue
        if step['source'] in ('credential-helpers', 'credsStore', 'detected', 'credHelpers'):
            if has_helper(step['helper']):
                return step['helper']
        elif search['tool'] == 'containers' and step['result'] != 'failed':  # then login goes on, as the search does
            return 'files'
    return 'files'


def next_login(world, asked):
    """Where doctor sends the next login is where a search for a registry that no file names looks first."""
    fresh = {program: search for program, image, search in asked.searches() if image == 'fresh.example/x'}
    # of one that is there; at a failure a login is refused, or may be
    untold = {program for program, search in fresh.items() if program.split()[0] in world.tools
              and not any(step['result'] == 'failed' for step in search['steps'])}
    for finding in asked.json('doctor')['findings']:
        if finding['check'] != 'next-login':
            continue
        match = NEXT.fullmatch(finding['what'])
        if match:
            programs, goes = programs_of(match[1], asked), match[3]
            wanted = 'files' if match[4] else goes
        elif match := re.match(r"docker finds the helper '(.*)' by itself", finding['what']):
            programs, wanted = programs_of('docker', asked), match[1]
        else:
            yield f'not understood: {finding["what"]}'
            continue
        untold -= programs
        for program in programs:
            if world.lacks_given_file(fresh[program]):
                continue  # a login makes the file
            first = first_place(fresh[program], world.has_helper)
            if first != wanted and not (wanted == 'the keyring' and first in OURS):
                yield f'{finding["what"]}; {program} looks into {first} first: {fresh[program]["steps"]}'
    for program in sorted(untold):
        yield f'doctor does not tell where a login by {program} goes: {fresh[program]["steps"]}'


NOTHING = 'nothing has to be changed\n'
BY_US = "# written by 'cppsecret configure --all-registries'\n"


def has_plain_store(asked):
    return steps_of(asked, lambda step: (step['source'], step['helper']) == ('credsStore', 'cppsecret'))


def advice(world, asked):
    """What doctor advises for the next login changes something, and where it goes into the keyring there is
    nothing to change."""
    for finding in asked.json('doctor')['findings']:
        match = finding['check'] == 'next-login' and NEXT.fullmatch(finding['what'])
        if not match:
            continue
        tool = 'docker' if match[1].startswith('docker') else 'containers'
        command = ('configure', '--tool', tool, '--all-registries')
        status, output, errors = asked.run(*command, '--dry-run')
        if match[4] and finding['command'] not in (None, ' '.join(('cppsecret', *command))):
            yield f'another command: {finding}'
        if match[4] and finding['command'] and output.startswith(NOTHING):
            yield f'{finding["what"]}, {finding["command"]}, and configure says {output}'
        # what somebody else has written may be taken back without us: our drop-in is put beside it
        # and in a file our helper has its plain name, with the list that docker expects
        is_by_us = (has_plain_store(asked) if tool == 'docker'
                    else world.contents.get('drop-in', '').startswith(BY_US))
        if match[3] == 'the keyring' and is_by_us and not output.startswith(NOTHING):
            yield f'{finding["what"]}, and configure ({status}) changes {output} {errors}'


# --- configure --------------------------------------------------------------------------------------


def asked_in_file(world, asked, file, host):
    """The step at which the containers tools ask a helper for a host by this file alone; the result of the
    file where it cannot be used."""
    answer = asked.json('resolve', '--tool', 'containers', '--authfile', file, f'{host}/x/x',
                        HOME=f'{world.root}/empty')
    steps = [step for search in answer['tools'] for step in search['steps'] if step['file'] == file]
    return [step for step in steps if step['source'] == 'credHelpers' or step['result'] == 'failed']


def hosts(world):
    # configure takes Docker Hub's other names for docker.io
    found = {image.split('/')[0] for image in world.images()} - {'fresh.example', 'registry-1.docker.io'}
    return sorted(host for host in found if host == host.lower())


def configure(world, asked):
    """'nothing has to be changed' is what configure says of a host exactly if the tools ask our helper by each
    file that it writes. An entry of its own in credHelpers is meant: what answers for every registry may be taken
    back alone, and credsStore goes with Docker Hub, for which it counts as the entry. The files are, for podman,
    buildah and skopeo, the one that they write to and the one that is still there after a reboot; docker's."""
    named = world.environment.get('REGISTRY_AUTH_FILE')
    written = [world.places['persistent'], named or world.places['primary']]
    for host in world.random.sample(hosts(world), min(2, len(hosts(world)))):
        steps = {file: asked_in_file(world, asked, file, host) for file in written}
        yield from compare_configure('containers', host, steps, asked)
        search = asked.json('resolve', '--tool', 'docker', f'{host}/x/x')['tools'][0]
        entries = ('credHelpers', 'credsStore') if host == 'docker.io' else ('credHelpers',)
        steps = [step for step in search['steps'] if step['file'] == world.places['docker'] and (
            step['source'] in entries or step['source'] != 'credsStore' and step['result'] == 'failed')]
        yield from compare_configure('docker', host, {world.places['docker']: steps}, asked)


def compare_configure(tool, host, steps, asked):
    status, output, errors = asked.run('configure', '--dry-run', '--tool', tool, host)
    says_nothing = output.startswith(NOTHING)
    is_asked = all(any(step['helper'] == 'cppsecret' for step in of_file) for of_file in steps.values())
    is_held = any(is_foreign(step) or step['result'] == 'failed' for of_file in steps.values() for step in of_file)
    if says_nothing != is_asked and (says_nothing or not status):
        yield f'configure {tool} {host}: {output}; resolve: {steps}'
    if status and not says_nothing and not is_held:
        yield f'configure {tool} {host} fails: {errors}; resolve: {steps}'
    if not says_nothing:
        return
    # where it changes nothing it looks whether our helper is asked
    searches = [search for _, image, search in asked.searches() if search['tool'] == tool
                and image == ('docker.io/nobody/x' if host == 'docker.io' else f'{host}/x')]
    is_proven = all(asks_us_first(search) for search in searches)
    if is_proven != (status == 0):
        yield f'configure {tool} {host}: {status} {output} {errors}; resolve: {searches}'


def asks_us_first(search):
    for step in search['steps']:
        if step['helper'] in OURS and step['result'] != 'ignored':
            return step['result'] != 'failed'
        if step['result'] in ('found', 'failed', 'unknown'):
            return False
    return False


ALL = {'the next login': next_login,
       "doctor's advice for it": advice,
       'configure HOST': configure}
