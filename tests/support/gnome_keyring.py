# SPDX-License-Identifier: MIT
"""A gnome-keyring of the test's own on a bus that has none (gnome-keyring-absent.sh)."""
import subprocess
import time


class Provider:
    """gnome-keyring with an unlocked keyring, started by us."""

    def __init__(self, *options):
        self.options = options
        self.process = None
        self.start()

    def start(self):
        # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets', *self.options],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process.stdin.write(b'test')
        self.process.stdin.close()

    @staticmethod
    def wait_until_ready():
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '20', 'org.freedesktop.secrets'],
                       check=True)
        while b"'/org/freedesktop/secrets/" not in subprocess.run(
                ['gdbus', 'call', '--session', '-d', 'org.freedesktop.secrets', '-o',
                 '/org/freedesktop/secrets', '-m', 'org.freedesktop.Secret.Service.ReadAlias', 'default'],
                capture_output=True, check=False).stdout:
            time.sleep(0.02)

    def is_gone(self):
        return self.process.poll() is not None

    def end(self):
        if not self.is_gone():
            self.process.kill()
        self.process.wait()
