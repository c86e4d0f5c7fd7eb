# SPDX-License-Identifier: MIT
"""Hides folders of the machine itself from a test and what it starts."""
import os
import pathlib
import shutil
import sys

from script_conditions import may_mount

# the system's files of podman, buildah and skopeo, and what these leave in it
CONTAINERS = ('/etc/containers', '/run/containers', '/run/libpod', '/var/cache/containers', '/var/lib/containers')
# root's own units
UNITS = tuple(filter(os.path.isdir, ('/etc/systemd/system', '/etc/systemd/user')))
VARIABLE = 'TEST_HIDDEN_FOLDERS'


def hide(*folders):
    """Runs this program once more where these are empty (hidden.sh); there, and where that may not be done, returns
    the folders that are hidden."""
    if VARIABLE in os.environ:
        hidden = [pathlib.Path(folder) for folder in os.environ.pop(VARIABLE).split(':')]
        assert not any(any(folder.iterdir()) for folder in hidden)
        return hidden
    if not folders or not may_mount():
        return []
    python = sys.executable
    if any(pathlib.Path(python).is_relative_to(folder) for folder in folders):
        python = shutil.which('python3', path=os.defpath)
    if python is None:
        return []
    script = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'hidden.sh')
    os.execve(script, [script, *folders, '--', python, *sys.argv], {**os.environ, VARIABLE: ':'.join(folders)})
