#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Types a transcript of a Markdown file on a terminal and compares what is shown.

  transcript.py FILE FIRST_COMMAND PASSWORD

The transcript is the ```console block whose first command begins with FIRST_COMMAND. A line '$ COMMAND'
is typed into bash; the lines below it are what has to be shown, '…' standing for any lines. Where
'Username:' is asked the answer is 'ann', to every other question that ends in ':' it is PASSWORD.
"""
import os
import pathlib
import pty
import re
import select
import sys
import termios
import time

LONGEST = 60  # seconds that a command may take


def block(text, first):
    for body in re.findall(r'^```console\n(.*?)^```$', text, re.M | re.S):
        if body.startswith('$ ' + first):
            return body
    sys.exit(f'no transcript begins with {first!r}')


def commands(body):
    """Each command with the lines that follow it."""
    for part in re.split(r'^\$ ', body, flags=re.M)[1:]:
        lines = part.splitlines()
        yield lines[0], lines[1:]


def typed(command, password):
    """Runs it on a terminal of its own; what is shown, as lines."""
    child, master = pty.fork()
    if child == 0:
        os.execvpe('bash', ['bash', '-c', command], {**os.environ, 'TERM': 'dumb', 'COLUMNS': '200'})
    shown, answered = b'', 0
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if not select.select([master], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(master, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
        if question := re.search(rb'(?:^|\n)([^\n]*: ?)$', shown[answered:]):
            answered = len(shown)
            if question.group(1).startswith(b'Username'):
                os.write(master, b'ann\n')
                continue
            while termios.tcgetattr(master)[3] & termios.ECHO and time.monotonic() < end:
                time.sleep(0.01)  # a person types when the terminal is ready to hide it
            os.write(master, password.encode() + b'\n')
    else:
        os.kill(child, 9)
        sys.exit(f'$ {command}\n{shown.decode()}\ndoes not end')
    os.waitpid(child, 0)
    return shown.decode().replace('\r', '').splitlines()


def main(path, first, password):
    for command, expected in commands(block(pathlib.Path(path).read_text(), first)):
        shown = [line.rstrip() for line in typed(command, password)]
        pattern = ''.join(r'(?:.*\n)*?' if line == '…' else re.escape(line) + r'\n' for line in expected)
        text = ''.join(line + '\n' for line in shown)
        if not re.fullmatch(pattern, text):
            sys.exit(f'$ {command}\n--- in the file\n' + '\n'.join(expected) + f'\n--- shown\n{text}')


if __name__ == '__main__':
    main(*sys.argv[1:])
