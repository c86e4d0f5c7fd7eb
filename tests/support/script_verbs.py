# SPDX-License-Identifier: MIT
"""The verbs of scripts (script.py). A line is

  PROGRAM WORD…             runs it; it has to succeed; 'cppsecret' and the helper are the ones under test
  stdout TEXT…, stderr TEXT…  the last command has printed these, in this order; \\e is the escape character
  stdout = TEXT             it has printed this line and no more
  silent                    it has printed nothing
  status N                  its exit status
  told PREFIX               runs what follows PREFIX in lines of the last output, in a shell
  cmp FILE FILE             are equal; here and below FILE may be stdout or stderr
  unchanged                 no auth file is another than when the block began (or since 'remember')
  remember                  takes the auth files as they are for 'unchanged'
  exists FILE…, mode N FILE
  jq FILTER FILE RESULT     what jq -c makes of it
  found IMAGE USER          resolve says that podman, buildah and skopeo use this login for it (none, failed: so it
                            ends), and those that are installed do
  no-secret FILE…           no login's secret in it, plain or in base64; none: in all files of the block
  keyring SERVER USER[:SECRET]  the helper has this login; the secret is secret-of-USER if none is given
  items N                   so many logins in the keyring, asked past the helper
  official SERVER USER      the official helper gets this login, and lists no other (none: it finds nothing)
  store SERVER USER[:SECRET], erase SERVER   by the helper
  item SERVER USER[:SECRET] as the official helper would write it
  next-second               what is stored behind this is newer: gnome-keyring knows whole seconds
  env NAME=VALUE, env -NAME
  stdin TEXT                for the next command
  ttyin WHAT=KEYS           the next command runs on a terminal; when it shows WHAT, KEYS are typed
                            '!run COMMAND' types nothing, but runs that in a shell
  finds, mended             of script_doctor.py: what 'cppsecret doctor' tells, and whether its command mends that
  skip                      ends the block; a failure if CPPSECRET_TESTS_MUST_RUN=1
  rm FILE…, cp FILE FILE, append FILE TEXT

'!' before a line turns it round. NAME=VALUE before it (behind '!') is in the environment for this line alone.
'[podman>=5]' or '[!docker]' leaves it out where the installed version is not so, '[root]' or '[mounts]' where root
does not run it or nothing can be mounted, '[on-kwallet]' on other keyrings; before a title it leaves out the block.
Words are split as a shell does; $auth.json and the like are the paths of the tools' files, $TESTS is our folder tests.
"""
import base64
import json
import os
import re
import shlex
import shutil
import subprocess
import time

import keyring
from script_conditions import CONDITION, is_installed, is_wanted
from script_doctor import finds, mended
from script_machine import Failure, Skipped, keyring_in_use, require, texts_in_order

NOT_FOUND = 'credentials not found in native keychain'
SETTING = re.compile(r'(\w+)=(.*)', re.DOTALL)


def split_login(words):
    """SERVER USER[:SECRET]"""
    server, login = words
    user, _, secret = login.partition(':')
    return server, user, secret or f'secret-of-{user}'


# --- the verbs: the machine, the words behind the verb; True if it is so ------------------------------


def printed(text, words):
    words = [word.replace(r'\e', '\x1b') for word in words]
    return text.rstrip('\n') == ' '.join(words[1:]) if words[0] == '=' else texts_in_order(text, words)


def stdout(machine, *words):
    return printed(machine.output, words)


def stderr(machine, *words):
    return printed(machine.errors, words)


def silent(machine):
    return not machine.output and not machine.errors


def status(machine, number):
    return machine.status == int(number)


def told(machine, prefix):
    commands = dict.fromkeys(line.partition(prefix)[2] for line in (machine.output + machine.errors).splitlines()
                             if prefix in line)
    for command in commands:
        machine.run(['bash', '-c', command])
        require(machine.status == 0, command)
    return bool(commands)


def read(machine, name):
    streams = {'stdout': machine.output, 'stderr': machine.errors}
    return streams[name].encode() if name in streams else machine.path(name).read_bytes()


def cmp(machine, *names):
    first, second = (read(machine, name) for name in names)
    return first == second


def unchanged(machine):
    return machine.files() == machine.before


def remember(machine):
    machine.remember_files()
    return True


def exists(machine, *names):
    found = [machine.path(name).exists() for name in names]
    require(len(set(found)) == 1, f'there are {found}')
    return found[0]


def mode(machine, number, name):
    return machine.path(name).stat().st_mode & 0o7777 == int(number, 8)


def jq(machine, expression, name, wanted):
    result = subprocess.run(['jq', '-c', expression], input=read(machine, name), capture_output=True, check=False)
    got = (result.stdout or result.stderr).decode().strip()
    if got != wanted:
        raise Failure(f'it is {got}')
    return True


def found(machine, image, user):
    machine.run(['cppsecret', 'resolve', '--tool', 'containers', '--json', image])
    answer = json.loads(machine.output)['tools'][0]
    got = answer['username'] if answer['outcome'] in ('helper', 'entry') else answer['outcome']
    require(got == user, f'resolve finds {got}')
    for judge in filter(is_installed, ('skopeo', 'podman')):
        machine.run([judge, 'login', '--get-login', image])
        got = 'none' if 'not logged into' in machine.errors else 'failed'
        got = machine.output.strip() if machine.status == 0 else got
        require(got == user, f'{judge} finds {got}')
    return True


def no_secret(machine, *names):
    every = [path for path in machine.root.rglob('*') if path.is_file() and not path.is_symlink()]
    for name in names or every:
        text = read(machine, name)
        words = [base64.b64decode(word + b'=' * (-len(word) % 4)) for word in re.findall(rb'[A-Za-z0-9+/]{12,}', text)
                 if len(word) % 4 != 1]
        if any(b'secret-of-' in word for word in (text, *words)):
            raise Failure(f'there is one in {name}')
    return True


def has_login(machine, server, login=None):
    answer = machine.helper.run('get', server.encode(), env=machine.environment)
    text = answer.stdout.decode()
    if answer.returncode != 0:
        require(text.strip() == NOT_FOUND, f'the helper says {text}')
        return False
    if login is None:
        return True
    user, secret = split_login((server, login))[1:]
    return f'"Username":"{user}","Secret":"{secret}"' in text


def items(machine, number):
    return machine.count_items() == int(number)


def official(_, server, user):
    wanted = (NOT_FOUND, '{}') if user == 'none' else (f'"Username":"{user}"', f'{{"{server}":"{user}"}}')
    for _ in range(5):
        said, every = (subprocess.run(['docker-credential-secretservice', verb], input=server.encode(),
                                      capture_output=True, check=False).stdout.decode() for verb in ('get', 'list'))
        # newer ones list the labels
        if wanted[0] in said and wanted[1] == every.strip().replace('Registry credentials for ', ''):
            return True
        # asked again where gnome-keyring denies a call that it knows, and on KWallet, whose sessions fail at times
        if keyring_in_use() != 'kwallet' and not re.search('No such method|is not implemented', said + every):
            break
    raise Failure(f'it says {said}{every}')


def by_helper(machine, verb, text):
    answer = machine.helper.run(verb, text, env=machine.environment)
    require(answer.returncode == 0, answer.stdout.decode())
    return True


def store(machine, *words):
    return by_helper(machine, 'store', keyring.request(*split_login(words)))


def erase(machine, server):
    return by_helper(machine, 'erase', server.encode())


def item(_, *words):
    server, user, secret = split_login(words)
    subprocess.run(['secret-tool', 'store', f'--label={server}', 'xdg:schema', 'io.docker.Credentials', 'label',
                    'Docker Credentials', 'server', server, 'username', user, 'docker_cli', '1'],
                   input=secret.encode(), check=True)
    return True


def next_second(_):
    # gnome-keyring orders its items by whole seconds: what is waited for is the clock
    time.sleep(1 - time.time() % 1)
    return True


def env(machine, *settings):
    for setting in settings:
        name, is_set, value = setting.partition('=')
        if is_set:
            machine.environment[name] = value
        else:
            require(name.startswith('-'), 'it is no setting')
            machine.environment.pop(name[1:], None)
    return True


def skip(_):
    require(os.environ.get('CPPSECRET_TESTS_MUST_RUN') != '1', 'nothing is skipped')
    raise Skipped


def stdin(machine, text):
    machine.input = f'{text}\n'.encode()
    return True


def ttyin(machine, keys):
    machine.keys.append(keys)
    return True


def rm(machine, *names):
    for name in names:
        machine.path(name).unlink()
    return True


def cp(machine, source, target):
    machine.path(target).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(machine.path(source), machine.path(target))
    return True


def append(machine, name, text):
    with open(machine.path(name), 'a', encoding='utf-8') as file:
        file.write(text + '\n')
    return True


VERBS = {'stdout': stdout, 'stderr': stderr, 'silent': silent, 'status': status, 'told': told, 'cmp': cmp,
         'unchanged': unchanged, 'remember': remember, 'exists': exists, 'mode': mode, 'jq': jq,
         'found': found,
         'no-secret': no_secret, 'keyring': has_login, 'items': items, 'official': official,
         'store': store, 'erase': erase, 'item': item,
         'next-second': next_second, 'env': env, 'skip': skip, 'stdin': stdin, 'ttyin': ttyin, 'rm': rm,
         'cp': cp, 'append': append, 'finds': finds, 'mended': mended}


def run_words(machine, words, is_turned):
    verb, *rest = words
    if verb in VERBS:
        require(VERBS[verb](machine, *rest) != is_turned)
        return
    machine.run(words)
    require((machine.status == 0) != is_turned, f'its status is {machine.status}')


def run_line(machine, line):
    """Raises Failure where the line is not so, Skipped where the block ends with it."""
    line = line.strip()
    if condition := CONDITION.match(line):
        if not is_wanted(condition):
            return
        line = line[condition.end():]
    is_turned = line.startswith('! ')
    words = [machine.expand(word) for word in shlex.split(line.removeprefix('! '))]
    settings = {}
    while setting := SETTING.fullmatch(words[0]):
        settings[setting[1]] = setting[2]
        words.pop(0)
    before = machine.environment
    machine.environment = {**before, **settings} if settings else before
    run_words(machine, words, is_turned)
    machine.environment = before
