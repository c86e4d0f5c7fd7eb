# SPDX-License-Identifier: MIT
"""Which source files a linter had nothing to say about, so that it is not asked again while nothing that it saw has
changed: the file, each header that it includes, how it is compiled, and the linter with its settings."""
import hashlib
import json
import os
import pathlib
import subprocess


class CleanRecord:
    """The record of a build folder, kept in the file NAME there; without that file nothing was looked at yet.

    `linter` is text that changes when the linter or its settings do. What ninja knows no headers of is never clean.
    """

    def __init__(self, build, name, linter):
        self.build = build
        self.path = pathlib.Path(build, name)
        self.linter = linter
        self.contents = {}
        self.headers = self._headers()
        self.clean = set(json.loads(self.path.read_text())) if self.path.exists() else set()

    def _headers(self):
        """What each object of the build was made from, the source among it."""
        told = subprocess.run(["ninja", "-C", self.build, "-t", "deps"], capture_output=True, text=True, check=True)
        headers, of_object = {}, []
        for line in told.stdout.splitlines():
            if line.startswith("    "):
                of_object.append(os.path.join(self.build, line.strip()))
            elif line.endswith("(VALID)"):
                of_object = headers.setdefault(line.split(": #deps ")[0], [])
            else:
                of_object = []
        return headers

    def _content(self, path):
        if path not in self.contents:
            self.contents[path] = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        return self.contents[path]

    def _state(self, command):
        """One word for all that a finding in a file can come from; None if that is not known."""
        headers = self.headers.get(command["output"])
        if not headers or not all(map(os.path.exists, headers)):
            return None
        parts = [self.linter, command["command"], *(path + self._content(path) for path in headers)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def is_clean(self, command):
        """Whether the file of this entry of compile_commands.json is as it was when nothing was found in it."""
        return self._state(command) in self.clean

    def keep(self, commands):
        """Nothing was found in the files of these entries, and what is not among them is forgotten."""
        states = {self._state(command) for command in commands} - {None}
        self.path.write_text(json.dumps(sorted(states)))
