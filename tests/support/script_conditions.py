# SPDX-License-Identifier: MIT
"""The conditions of lines and titles in scripts: '[podman]', '[podman>=5]', '[!docker]', '[root]', '[mounts]',
'[own-units]', '[on-kwallet]'."""
import functools
import os
import re
import shutil
import subprocess

from script_machine import keyring_in_use, require

CONDITION = re.compile(r'\[(!?)([\w-]+)(?:>=([\d.]+))?\] ')


@functools.cache
def version_of(tool):
    """Its numbers; nothing if it is not installed."""
    if not shutil.which(tool):
        return None
    text = subprocess.run([tool, '--version'], capture_output=True, check=False).stdout.decode()
    numbers = re.search(r'\d+(?:\.\d+)+', text)  # kubectl prints them by another command
    return tuple(int(part) for part in numbers[0].split('.')) if numbers else (0,)


def is_installed(tool):
    """Fails if it is not where CPPSECRET_TESTS_MUST_RUN=1."""
    version = version_of(tool)
    require(version is not None or os.environ.get('CPPSECRET_TESTS_MUST_RUN') != '1', f'{tool} is not installed')
    return version is not None


def is_root():
    return os.geteuid() == 0


@functools.cache
def may_mount():
    attempt = ['unshare', '--mount', 'true']
    return is_root() and subprocess.run(attempt, capture_output=True, check=False).returncode == 0


def has_own_units():
    """Whether systemd's units are the test's own: root's are those of the system, where nothing can be hidden."""
    return not is_root() or may_mount() and os.path.isdir('/etc/systemd/system')


MACHINES = {'root': is_root, 'mounts': may_mount, 'own-units': has_own_units}


def is_wanted(condition):
    """Whether a line with this condition, a match of CONDITION, is for this machine."""
    is_not, name, least = condition.groups()
    if name.startswith('on-'):
        return (name == f'on-{keyring_in_use()}') != bool(is_not)
    if name in MACHINES:
        return MACHINES[name]() != bool(is_not)
    if version_of(name) is None:
        return bool(is_not) or is_installed(name)
    return (version_of(name) >= tuple(int(part) for part in (least or '0').split('.'))) != bool(is_not)
