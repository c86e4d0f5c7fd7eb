# SPDX-License-Identifier: MIT
"""Runtime folders as a session has them: in memory, since the key of a keyring file is kept nowhere else."""
import os
import shutil
import tempfile

MEMORY = '/dev/shm'  # a tmpfs on every Linux; programs that lie there may not be run


def make(path):
    """A new one (0700), to which `path` links."""
    os.symlink(tempfile.mkdtemp(prefix='cppsecret-run.', dir=MEMORY), path)


def remove_with(root, name='run'):
    """Removes the folder `root`, and the runtime folder to which `name` in it links."""
    shutil.rmtree(os.path.realpath(os.path.join(root, name)), ignore_errors=True)
    shutil.rmtree(root)
