#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a command as the foreground process of a terminal of its own.

  on-terminal.py SCRIPT COMMAND…

SCRIPT has lines WHAT=KEYS: once the terminal shows WHAT after what was shown before, KEYS and Return
are typed. '!interrupt' stands for Ctrl-C; '!run COMMAND' types nothing, runs a line of the shell and
goes on when that has ended. An empty WHAT is there at once. Prints all that the terminal showed, and
whether it echoes in the end. The exit status is the command's, or 128 and the number of the signal
that ended it; 125 if the terminal does not show WHAT in 30 seconds.
"""
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

steps = [line.partition("=")[::2] for line in sys.argv[1].splitlines()]
master, slave = pty.openpty()
child = os.fork()
if child == 0:
    os.setsid()
    for stream in range(3):
        os.dup2(slave, stream)
    # the controlling terminal, whose foreground process group this is
    os.close(os.open(os.ttyname(slave), os.O_RDWR))
    # what a script starts in the background ignores Ctrl-C, and so does what timeout starts there (coreutils 9.10)
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    os.execvpe(sys.argv[2], sys.argv[2:], {**os.environ, "TERM": "xterm"})

shown, seen, ended = b"", 0, None
end = time.monotonic() + 30
while ended is None:
    if steps and (place := shown.find(steps[0][0].encode(), seen)) >= 0:
        seen = place + len(steps[0][0])
        keys = steps.pop(0)[1]
        if keys.startswith("!run "):
            subprocess.run(keys[5:], shell=True, check=True, stdout=subprocess.DEVNULL)
        else:
            os.write(master, b"\x03" if keys == "!interrupt" else keys.encode() + b"\n")
    if select.select([master], [], [], 0.05)[0]:
        shown += os.read(master, 65536)
        continue
    pid, status = os.waitpid(child, os.WNOHANG)
    if pid:
        ended = os.waitstatus_to_exitcode(status)
    elif time.monotonic() > end:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        ended = 125
while select.select([master], [], [], 0)[0]:
    shown += os.read(master, 65536)
echoes = termios.tcgetattr(slave)[3] & termios.ECHO
print(shown.decode(errors="replace").replace("\r\n", "\n"))
print("echo is", "on" if echoes else "off")
sys.exit(ended if ended >= 0 else 128 - ended)
