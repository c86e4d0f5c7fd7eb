# SPDX-License-Identifier: MIT
"""What must be true of the answers about one world: each rule gives its disagreements."""
import re

from world import OURS, is_hub

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


def is_asked_at(step, file, key):
    """Whether it asks what a file names in credHelpers for a key."""
    return step['source'] == 'credHelpers' and step['result'] != 'ignored' and (
        step['file'], step['key']) == (file, key)


def asked_at(asked, file, key):
    return steps_of(asked, lambda step: is_asked_at(step, file, key))


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
FOR_ALL = re.compile(r"'(.*?)' (?:has the credsStore|names the helper) '(.*?)', and '.*' is not in PATH")
COUNTED = re.compile(r"the helper '(.*)' answers for (\d+) registr(?:y|ies) in '(.*)'")
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
    if reason in ('the file is not read for it', 'no image has a name that leads to it'):
        return not at_entry
    return any(step['detail'] == reason for step in at_entry)


def is_advice(reason, hint):
    """Whether a hint fits to why a login is not used: only what no tool could use is told to be taken out."""
    is_for_nothing = FIRST.fullmatch(reason) or BEFORE.fullmatch(reason) or reason.startswith('no image ')
    return (hint or '').startswith("take the entry out of 'auths'") == bool(is_for_nothing)


def images_by(key, tool):
    """The images for which a tool may search for a login under this key."""
    bare = key.split('://', 1)[-1]
    host, _, path = bare.partition('/')
    hosts = {host, host.lower().removesuffix(':443')}
    names = {f'{one}/{path.rstrip("/")}' for one in hosts if path.rstrip('/')} if tool == 'containers' else set()
    if tool == 'docker' or bare != key or path.rstrip('/') in ('', 'v1', 'v2'):
        names |= hosts
    for one in hosts:
        if is_hub(one):
            names |= {name.replace(one, 'docker.io', 1) for name in names if name.split('/')[0] == one}
            names |= {f'{name}/nobody' for name in names if name in (one, 'docker.io')}
    return {f'{name}/x' for name in names}


# before these a variable that names a file does not hide the others
NAMED_ALONE = {'podman': (4, 4), 'buildah': (1, 29), 'skopeo': (1, 11)}


def reads(world, program, file):
    """Whether the program comes to the file, if nothing fails before."""
    name, _, version = program.partition(' ')
    if name == 'docker':
        return file == world.places['docker']
    helpers = world.contents.get('drop-in', world.contents.get('conf', ''))
    if helpers and 'containers-auth.json' not in helpers:
        return False
    is_old = version and tuple(int(number) for number in version.split('.')) < NAMED_ALONE[name]
    return file == world.environment.get('REGISTRY_AUTH_FILE', file) or is_old


def is_cause_told(step, warnings):
    """Whether status tells of what has failed in a search."""
    for warning in warnings:
        message = warning['message']
        if match := FOR_ALL.fullmatch(message):
            is_told = match.groups() == (step['file'], step['helper'])
        elif match := NAMED.fullmatch(message):
            is_told = (match[1], match[3]) == (step['file'], step['key'])
        else:
            is_told = warning['kind'] == 'file' and (step['file'] or 'registries.conf') in message
        if is_told:
            return True
    return False


def is_foreseen(world, step):
    """False for the answer of another helper that its list does not show."""
    return not is_unsure(world, step) and step['result'] != 'unknown' and not (
        is_foreign(step) and step['result'] == 'found' and step['helper'] not in ('keeps', 'secretservice'))


def obstacles(world, login, asked):
    """The steps of the searches for a login after which it may yet be found: what fails, and helpers of which
    status cannot know; for each whether it is told, or need not be."""
    warnings = asked.json('status')['warnings']
    for program, image, search in asked.searches():
        if image not in images_by(login['key'], search['tool']) or not reads(world, program, login['file']):
            continue
        if HAS_TOKEN in login['key'] and search['tool'] != 'docker':
            continue
        for step in search['steps']:
            if step['source'] == 'DOCKER_AUTH_CONFIG':
                continue
            if not is_foreseen(world, step):
                yield step, True
            elif step['result'] == 'failed' and (
                    search['outcome'] == 'failed' or step['file'] == login['file'] and not step['helper']):
                yield step, is_cause_told(step, warnings)


def shadowed(world, asked):
    """What status calls not used is used by nobody, and for the reason that a search gives; what may yet be found
    is not called so, but what has failed is told."""
    answer = asked.json('status')
    # docker's tokens are of no use to others
    unused = {(login['key'], login['file']) for login in answer['logins'] if login['place'] == 'file' and not any(
        HAS_TOKEN not in login['key'] or user.startswith('docker') for user in login['used_by'])}
    # and an entry that holds no login is told as that
    for key, file in {(login['key'], login['file']) for login in answer['logins']
                      if login['place'] == 'file' and not login['username']} & unused:
        unused.remove((key, file))
        if not any(warning['kind'] == 'file' and key in warning['message'] and file in warning['message']
                   for warning in answer['warnings']):
            yield f'status does not tell that {key} in {file} holds no login'
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
            if HAS_TOKEN not in key and not is_advice(reason, warning['hint']):
                yield f'{warning["message"]}: {warning["hint"]}'
        else:
            yield f'not understood: {warning["message"]}'
    if not told <= unused:
        yield f'status: nobody uses {sorted(unused)}, and warns of {sorted(told)}'
    for key, file in sorted(unused):
        met = list(obstacles(world, {'key': key, 'file': file}, asked))
        if bool(met) == ((key, file) in told):
            yield f'status: nobody uses {key} in {file}, and warns of {sorted(told)}; resolve: {met}'
        for step, is_told in met:
            if not is_told:
                yield f'status does not tell why {key} in {file} is not found: {step}'


def check_named(file, helper, key, rest, asked):
    """Whether the searches agree with what is said of an entry of credHelpers; nothing where that is not understood."""
    results = {step['result'] for step in asked_at(asked, file, key) if step['helper'] in (helper, helper or None)}
    if rest == ', and no tool asks for that key':
        return not results
    if rest == ', and it has no login for it':
        return 'found' not in results
    return results <= {'failed'} if rest.startswith(': ') else None


def harm_of(asked, file, key):
    """How doctor's reason begins why an entry matters whose helper is not there: by who asks for it."""
    families = {search['tool'] for _, _, search in asked.searches() for step in search['steps']
                if is_asked_at(step, file, key)}
    if 'containers' in families:
        return f"podman, buildah and skopeo do not get at '{key}', "
    return 'docker cannot log in there, ' if families else 'no search asks it, '


def entries(world, asked):
    """What status and doctor say of an entry of credHelpers is what a search meets there, and a helper that is
    not there is told wherever a search meets it."""
    findings = [finding for finding in asked.json('doctor')['findings'] if finding['check'] in ('dangling', 'url')]
    warnings = [warning['message'] for warning in asked.json('status')['warnings']
                if warning['kind'] in ('dangling', 'url')]
    texts = {'status': [text for text in warnings if not FOR_ALL.fullmatch(text)],
             'doctor': [finding['what'] for finding in findings if not FOR_ALL.fullmatch(finding['what'])]}
    told = {}
    for who, messages in texts.items():
        matches = {text: NAMED.fullmatch(text) for text in messages}
        told[who] = {(match[1], match[3]) for match in matches.values() if match}
        for text, match in matches.items():
            agrees = match and check_named(*match.groups(), asked)
            if agrees is None:
                yield f'not understood: {text}'
            elif not agrees:
                yield f'{who}: {text}; resolve: {asked_at(asked, match[1], match[3])}'
    for finding in findings:
        match = NAMED.fullmatch(finding['what'])
        if match and match[4].startswith(': ') and not finding['why'].startswith(harm_of(asked, match[1], match[3])):
            yield f'not who asks there: {finding["what"]} / {finding["why"]}'
    for step in steps_of(asked, lambda step: step['source'] == 'credHelpers'):
        is_missing = step['result'] == 'failed' and not world.has_helper(step['helper'])
        for who, entries_told in told.items():
            if is_missing and (step['file'], step['key']) not in entries_told:
                yield f'{who} does not tell of {step}'


def for_all(world, asked):
    """Status and doctor tell of a helper for every registry that is not there, docker's or that of registries.conf,
    exactly if searches fail at it, or would if they came so far."""
    texts = {'status': [warning['message'] for warning in asked.json('status')['warnings']],
             'doctor': [finding['what'] for finding in asked.json('doctor')['findings']]}
    met = {(step['file'], step['helper']) for step in steps_of(asked, lambda step: step['result'] == 'failed')
           if step['source'] in ('credsStore', 'credential-helpers') and not world.has_helper(step['helper'])}
    going_on = {search['tool'] for _, _, search in asked.searches() if search['outcome'] != 'failed'}
    for who, said in texts.items():
        told = {match.groups() for text in said if (match := FOR_ALL.fullmatch(text))}
        for file, helper in told ^ met:
            family = 'docker' if file == world.places['docker'] else 'containers'
            if (file, helper) in met or family in going_on:
                yield f'{helper} in {file}: {who} tells of {sorted(told)}; resolve: {sorted(met)}'


def foreign(world, asked):
    """Doctor counts the entries of other helpers that a search comes to."""
    findings = [finding['what'] for finding in asked.json('doctor')['findings'] if finding['check'] == 'foreign']
    warned = {(match[1], match[3]) for what in findings if (match := NAMED.fullmatch(what))}
    steps = steps_of(asked, lambda step: step['source'] == 'credHelpers' and step['result'] != 'ignored')
    for what in findings:
        if match := COUNTED.fullmatch(what):
            keys = {step['key'] for step in steps if (step['helper'], step['file']) == (match[1], match[3])
                    and (step['file'], step['key']) not in warned}
            if len(keys) != int(match[2]):
                yield f'{what}; resolve: {sorted(keys)}'
        elif match := NAMED.fullmatch(what):
            if not any((step['file'], step['helper'], step['key']) == match.groups()[:3] for step in steps):
                yield f'nobody asks there: {what}'
        else:
            yield f'not understood: {what}'


# why a file matters, and whether it may be docker's
ANY = (False, True)
HARM = {'': ANY,
        r'docker drops every login of a file .*|docker refuses the file .*|.*, docker goes on .*': (True,),
        r'podman, buildah and skopeo (fail on it|pass it over|take it .*|stop looking .* here)': (False,),
        r'podman, buildah and skopeo fail on an empty file|tools disagree on what counts, .*': ANY,
        r'.* fails? at every image': (False,)}


def files(world, asked):
    """A file that cannot be used is told by status and doctor where a search meets it, and only of its readers."""
    status = {warning['message'] for warning in asked.json('status')['warnings'] if warning['kind'] == 'file'}
    doctor = {finding['what']: finding for finding in asked.json('doctor')['findings'] if finding['check'] == 'file'}
    for step in steps_of(asked, lambda step: step['source'] == 'file' and step['result'] == 'failed'):
        for who, told in (('status', status), ('doctor', doctor)):
            if not any(step['file'] in what for what in told):
                yield f'{who} does not tell of {step}'
    for what, finding in doctor.items():
        is_dockers = world.places['docker'] in what
        readers = [are_readers for why, are_readers in HARM.items() if re.fullmatch(why, finding['why'] or '')]
        if not readers:
            yield f'not understood: {what}, {finding["why"]}'
        elif is_dockers not in readers[0]:
            yield f'not those who read it: {what}, {finding["why"]}'


def same(world, asked):
    """Doctor finds what status warns of, as far as it can without asking other helpers."""
    def essence(text):
        match = UNUSED.fullmatch(text)
        return text[:match.start(3)] if match else text
    kinds = ('file', 'plain', 'mode', 'shadowed', 'dangling', 'credsStore', 'url')
    for warning in asked.json('status')['warnings']:
        if warning['kind'] not in (*kinds, 'keyring', 'version'):
            yield f'not understood: {warning}'
    status = {(warning['kind'], essence(warning['message'])) for warning in asked.json('status')['warnings']
              if warning['kind'] in kinds}
    doctor = {(finding['check'], essence(finding['what'])) for finding in asked.json('doctor')['findings']
              if finding['check'] in kinds}
    others = steps_of(asked, is_foreign)
    for kind, what in sorted(status - doctor):
        if not others or kind not in ('shadowed', 'dangling'):
            yield f'doctor does not find {kind}: {what}'
    for kind, what in sorted(doctor - status):
        if kind in ('plain', 'mode', 'credsStore', 'dangling', 'shadowed'):
            yield f'status does not warn of {kind}: {what}'


ALL = {'USED BY is what resolve says': used_by,
       'what resolve finds is listed': listed,
       'what is not used, and why': shadowed,
       'entries of credHelpers': entries,
       'helpers for every registry that are not there': for_all,
       'entries of other helpers': foreign,
       'files that cannot be used': files,
       'doctor finds what status warns of': same}
