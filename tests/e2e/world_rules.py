# SPDX-License-Identifier: MIT
"""What must be true of the answers about one world: each rule gives its disagreements."""
import re

from world import OURS

CONTAINERS = 'podman, buildah or skopeo'
HAS_TOKEN = '-token'


def is_foreign(step):
    """Another helper, that is there."""
    return step['helper'] not in (None, '', *OURS)


def steps_of(asked, wanted):
    """Those of all searches that fulfil a condition."""
    return [step for _, _, search in asked.searches() for step in search['steps'] if wanted(step)]


def is_unsure(world, step):
    """Nobody knows without asking that another helper has none: its list need not show what it makes."""
    return is_foreign(step) and step['result'] in ('not-found', 'failed') and world.has_helper(step['helper'])


def asked_at(asked, file, key):
    """The steps that ask what a file names in credHelpers for a key."""
    return steps_of(asked, lambda step: step['source'] == 'credHelpers' and step['result'] != 'ignored'
                    and (step['file'], step['key']) == (file, key))


# --- who uses a login -------------------------------------------------------------------------------


def ends_at(login, search):
    """Whether a search has found this login of status."""
    if login['place'] == 'file':
        return search['outcome'] == 'entry' and (search['file'], search['key']) == (login['file'], login['key'])
    if search['outcome'] != 'helper':
        return False
    if login['place'] == 'keyring':
        return search['helper'] in OURS and search['username'] == login['username']
    return (search['helper'], search['file']) == (login['helper'], login['file']) and (
        search['username'] == login['username'] if login['username'] else search['key'] == login['key'])


def asks_for(login, search):
    """Whether a search asks the helper that makes this login, whatever it answers."""
    return login['place'] == 'helper' and not login['username'] and any(
        (step['helper'], step['file'], step['key']) == (login['helper'], login['file'], login['key'])
        for step in search['steps'])


def used_by(world, asked):
    """USED BY names the programs for which some search ends at the login, and no other: all of them where no
    helper that may make logins was asked on the way."""
    programs = {family: {program for program, _, search in asked.searches() if search['tool'] == family}
                for family in ('containers', 'docker')}
    for login in asked.json('status')['logins']:
        users = set().union(*(programs.get(name, {name}) for name in login['used_by']))
        must, may = set(), set()
        for program, image, search in asked.searches():
            if ends_at(login, search):
                may.add(program)
                # nobody calls an image of Docker Hub so: it is no use of the login under another name
                is_odd = image.startswith('registry-1.') and 'registry-1.' not in login['key']
                if not is_odd and not any(is_unsure(world, step) for step in search['steps']):
                    must.add(program)
            elif asks_for(login, search):
                may.add(program)
        if HAS_TOKEN in login['key']:  # which no image asks for
            may.add('docker' + ''.join(f' {program[7:]}' for program in programs['docker'] if program != 'docker'))
        if not must <= users <= may:
            yield f'status: {login} is used by {sorted(users)}; resolve: {sorted(must)} to {sorted(may)}'


def listed(world, asked):
    """A login that a search finds is one that status lists, as far as it can be seen."""
    logins = asked.json('status')['logins']
    for program, image, search in asked.searches():
        if search['outcome'] not in ('entry', 'helper') or search['outcome'] == 'entry' and not search['file']:
            continue
        if any(ends_at(login, search) for login in logins):
            continue
        is_shown = search['helper'] in (None, *OURS) or search['username'] in world.kept.values()
        if is_shown or search['steps'][-1]['source'] == 'credHelpers':
            yield f'{program} finds for {image} what status does not list: {search}'


# --- what is said of entries ------------------------------------------------------------------------

UNUSED = re.compile(r"(?:no tool uses the login for|docker does not find its token) '(.*)' in '(.*?)': (.*)")
SHADOWING = re.compile(r"podman, buildah and skopeo use the login for '(.*)' in plain text in '(.*)', not .*")
NAMED = re.compile(r"'(.*?)' names the helper '(.*?)' for '(.*?)'(.*)")
FIRST = re.compile(r"the one for '(.*)' in '(.*)' comes first")
BEFORE = re.compile(r"'docker-credential-(.*)' is asked first")


def is_reason(reason, key, file, asked):
    """Whether some search agrees with why a login is not used."""
    if match := FIRST.fullmatch(reason):
        return any(search['outcome'] == 'entry' and (search['key'], search['file']) == match.groups()
                   for _, _, search in asked.searches())
    if match := BEFORE.fullmatch(reason):
        return steps_of(asked, lambda step: step['helper'] == match[1] and step['result'] != 'ignored')
    at_entry = steps_of(asked, lambda step: step['source'] == 'auths' and (step['file'], step['key']) == (file, key)
                        and step['detail'])
    if reason == 'the search for it fails before':
        return steps_of(asked, lambda step: step['result'] == 'failed')
    if reason in ('the file is not read for it', 'no image has a name that leads to it'):
        return not at_entry
    return any(step['detail'] == reason for step in at_entry)


def shadowed(_, asked):
    """What status calls not used is used by nobody, and for the reason that a search gives."""
    answer = asked.json('status')
    # docker's tokens are of no use to others
    unused = {(login['key'], login['file']) for login in answer['logins'] if login['place'] == 'file' and not any(
        HAS_TOKEN not in login['key'] or user.startswith('docker') for user in login['used_by'])}
    told = set()
    for warning in answer['warnings']:
        if warning['kind'] != 'shadowed':
            continue
        if match := SHADOWING.fullmatch(warning['message']):
            if not any(search['outcome'] == 'entry' and (search['key'], search['file']) == match.groups()
                       for _, _, search in asked.searches()):
                yield f'no search: {warning["message"]}'
        elif match := UNUSED.fullmatch(warning['message']):
            key, file, reason = match.groups()
            told.add((key, file))
            if HAS_TOKEN not in key and not is_reason(reason, key, file, asked):
                yield f'no search: {warning["message"]}'
        else:
            yield f'not understood: {warning["message"]}'
    if told != unused:
        yield f'status: nobody uses {sorted(unused)}, and warns of {sorted(told)}'


def check_named(file, helper, key, rest, asked):
    """Whether the searches agree with what is said of an entry of credHelpers."""
    results = {step['result'] for step in asked_at(asked, file, key) if step['helper'] in (helper, helper or None)}
    if rest == ', and no tool asks for that key':
        return not results
    if rest == ', and it has no login for it':
        return 'found' not in results
    return results <= {'failed'}


def entries(world, asked):
    """What status and doctor say of an entry of credHelpers is what a search meets there, and a helper that is
    not there is told wherever a search meets it."""
    told = {'status': {}, 'doctor': {}}
    for warning in asked.json('status')['warnings']:
        if warning['kind'] in ('dangling', 'url') and (match := NAMED.fullmatch(warning['message'])):
            told['status'][match[1], match[3]] = match
    for finding in asked.json('doctor')['findings']:
        if finding['check'] in ('dangling', 'url') and (match := NAMED.fullmatch(finding['what'])):
            told['doctor'][match[1], match[3]] = match
            if (finding['why'] or '').startswith('podman, buildah and skopeo do not get at') and not asked_at(asked, match[1], match[3]):
                yield f'nobody asks there: {finding["what"]} / {finding["why"]}'
    for who, findings in told.items():
        for match in findings.values():
            if not check_named(*match.groups(), asked):
                yield f'{who}: {match[0]}; resolve: {asked_at(asked, match[1], match[3])}'
    for step in steps_of(asked, lambda step: step['source'] == 'credHelpers'):
        is_missing = step['result'] == 'failed' and not world.has_helper(step['helper'])
        for who, findings in told.items():
            if is_missing and (step['file'], step['key']) not in findings:
                yield f'{who} does not tell of {step}'


def foreign(world, asked):
    """Doctor counts the entries of other helpers that a search comes to."""
    warned = {(match[1], match[3]) for finding in asked.json('doctor')['findings'] if finding['check'] == 'foreign' and (
        match := NAMED.fullmatch(finding['what']))}
    for finding in asked.json('doctor')['findings']:
        if finding['check'] != 'foreign':
            continue
        match = re.fullmatch(r"the helper '(.*)' answers for (\d+) registr.* in '(.*)'", finding['what'])
        steps = steps_of(asked, lambda step: step['source'] == 'credHelpers' and step['result'] != 'ignored')
        if match:
            keys = {step['key'] for step in steps if (step['helper'], step['file']) == (match[1], match[3])
                    and (step['file'], step['key']) not in warned}
            if len(keys) != int(match[2]):
                yield f'{finding["what"]}; resolve: {sorted(keys)}'
        elif match := NAMED.fullmatch(finding['what']):
            if not any((step['file'], step['helper'], step['key']) == match.groups()[:3] for step in steps):
                yield f'nobody asks there: {finding["what"]}'
    for finding in asked.json('doctor')['findings']:
        if (finding['why'] or '').endswith('and finds none') and any(
                search['tool'] == 'docker' and search['outcome'] not in ('none', 'failed')
                for _, _, search in asked.searches()):
            yield f'docker finds some: {finding["what"]}, {finding["why"]}'


def files(world, asked):
    """A file that cannot be used is told by status and doctor where a search meets it, and only of its readers."""
    status = {warning['message'] for warning in asked.json('status')['warnings'] if warning['kind'] == 'file'}
    doctor = {finding['what']: finding for finding in asked.json('doctor')['findings'] if finding['check'] == 'file'}
    for step in steps_of(asked, lambda step: step['source'] == 'file' and step['result'] == 'failed'):
        for who, told in (('status', status), ('doctor', doctor)):
            if not any(step['file'] in what for what in told):
                yield f'{who} does not tell of {step}'
    for what, finding in doctor.items():
        if (finding['why'] or '').startswith('docker drops') and world.places['docker'] not in what:
            yield f'docker does not read it: {what}'


def same(world, asked):
    """Doctor finds what status warns of, as far as it can without asking other helpers."""
    def essence(text):
        match = UNUSED.fullmatch(text)
        return text[:match.start(3)] if match else text
    kinds = ('file', 'plain', 'mode', 'shadowed', 'dangling', 'credsStore', 'url')
    status = {(warning['kind'], essence(warning['message'])) for warning in asked.json('status')['warnings']
              if warning['kind'] in kinds}
    doctor = {(finding['check'], essence(finding['what'])) for finding in asked.json('doctor')['findings']
              if finding['check'] in kinds}
    others = steps_of(asked, is_foreign)
    for kind, what in sorted(status - doctor):
        if not others or kind not in ('shadowed', 'dangling'):
            yield f'doctor does not find {kind}: {what}'
    for kind, what in sorted(doctor - status):
        if kind == 'shadowed' and not others:
            yield f'status does not warn of {kind}: {what}'


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
        elif search['tool'] == 'containers':
            return 'files'
    return 'files'


def next_login(world, asked):
    """Where doctor sends the next login is where a search for a registry that no file names looks first."""
    fresh = {program: search for program, image, search in asked.searches() if image == 'fresh.example/x'}
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
        for program in programs:
            if (fresh[program]['steps'][0]['detail'] or '').endswith('is missing'):
                continue  # a login makes the file
            first = first_place(fresh[program], world.has_helper)
            if first != wanted and not (wanted == 'the keyring' and first in OURS):
                yield f'{finding["what"]}; {program} looks into {first} first: {fresh[program]["steps"]}'


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
    answer = asked.json('resolve', '--tool', 'containers', '--authfile', file, f'{host}/x/x', HOME=f'{world.root}/empty')
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
        search = asked.json('resolve', '--tool', 'docker', 'docker.io/x/x' if host == 'docker.io' else f'{host}/x')['tools'][0]
        entries = ('credHelpers', 'credsStore') if host == 'docker.io' else ('credHelpers',)
        steps = [step for step in search['steps'] if step['file'] == world.places['docker'] and (
            step['source'] in entries or step['result'] == 'failed')]
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


ALL = {'USED BY is what resolve says': used_by,
       'what resolve finds is listed': listed,
       'what is not used, and why': shadowed,
       'entries of credHelpers': entries,
       'entries of other helpers': foreign,
       'files that cannot be used': files,
       'doctor finds what status warns of': same,
       'the next login': next_login,
       "doctor's advice for it": advice,
       'configure HOST': configure}
