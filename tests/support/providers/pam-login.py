#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Starts ksecretd as pam_kwallet does at a login: the password's hash comes from a pipe, the session's environment
from a socket, whose path is in the environment.

    pam-login.py SOCKET PROGRAM
"""
import os
import socket
import sys

path, program = sys.argv[1:]
listening = socket.socket(socket.AF_UNIX)
listening.bind(path)
listening.listen(1)
with socket.socket(socket.AF_UNIX) as session:  # it has nothing to add to our environment
    session.connect(path)
os.unlink(path)
reading, writing = os.pipe()
os.write(writing, bytes(range(1, 57)))
os.close(writing)
for descriptor in (reading, listening.fileno()):
    os.set_inheritable(descriptor, True)
os.environ['PAM_KWALLET5_LOGIN'] = path
os.execvp(program, [program, '--pam-login', str(reading), str(listening.fileno())])
