# SPDX-License-Identifier: MIT
"""The verbs of scripts for what 'cppsecret doctor' tells.

  finds SEVERITY CHECK TEXT…  the last 'cppsecret doctor' has told this, with TEXT in its first line; what is not ok
                            is told with its reason and what to do
  mended                    what the last 'finds' has found goes, and no other error comes, when the command that is
                            told with it is run: in one shell with the same doctor, on a terminal with yes to all
                            questions; leaves doctor's output
"""
import re
import shlex

from script_machine import Failure, require, texts_in_order

FINDING = re.compile(r'(ok|warning|error) +([\w-]+): (.*)\n((?: {9}.*\n)*)')


def find(text, severity, check, texts):
    """The lines below the finding; None if it is not told."""
    findings = FINDING.findall(text)
    require(findings and not FINDING.sub('', text), 'this is not what doctor prints')
    for finding in findings:
        if finding[:2] == (severity, check) and texts_in_order(finding[2], texts):
            return [line.strip() for line in finding[3].splitlines()]
    return None


def errors(text):
    return sum(finding[0] == 'error' for finding in FINDING.findall(text))


def finds(machine, severity, check, *texts):
    lines = find(machine.output, severity, check, texts)
    require(machine.status == (errors(machine.output) > 0), 'its exit status is another')
    if lines is None:
        return False
    require(severity == 'ok' or len(lines) > 1, 'it says not why, or not what to do')
    command = lines[-1].removeprefix('$ ') if lines and lines[-1].startswith('$ ') else ''
    machine.finding = (severity, check, texts, command)
    return True


def mended(machine):
    *finding, command = machine.finding
    require(command, 'no command is told')
    after = machine.root / 'tmp/after'
    doctor, others = machine.command, errors(machine.output) - (finding[0] == 'error')
    machine.keys = ['=yes', '=yes']
    machine.run(['bash', '-c', f'set -e\n{command}\n{shlex.join(doctor)} >{shlex.quote(str(after))}'])
    if not after.exists():
        raise Failure(f'{command} fails')
    machine.command, machine.output = doctor, after.read_text(encoding='utf-8')
    require(errors(machine.output) <= others, f'{command} makes another error')
    return find(machine.output, *finding) is None
