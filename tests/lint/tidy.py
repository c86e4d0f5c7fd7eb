#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy on every source file below src/, several files of a room as one translation unit.

Nearly all of clang-tidy's time goes into the system's headers, once per translation unit; so files of
a room share them. They stand one after another in one file, since neither clang's analyzer nor all of
the checks look into what is included. Files whose private names clash are divided until they do not.

    tidy.py TOP_FOLDER BUILD_FOLDER
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FILES_IN_ONE_UNIT = 10
DOES_NOT_COMPILE = "[clang-diagnostic-error]"


def tidy(sources, commands):
    """The findings in these files: text, empty if there are none."""
    places = []  # of each line of the unit: its file, and its number there
    text = ""
    included = set()
    for source in sources:
        lines = pathlib.Path(source).read_text().splitlines()
        places += [(source, number + 1) for number in range(len(lines))]
        own = set()
        for line in lines:
            is_include = line.startswith("#include ")
            # a second time is a finding only within one file
            text += ("" if is_include and line in included - own else line) + "\n"
            if is_include:
                own.add(line)
        included |= own
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder, "unit.cpp")
        unit.write_text(text)
        first = commands[sources[0]]
        command = {"directory": first["directory"], "file": str(unit),
                   "command": first["command"].replace(first["file"], str(unit))}
        pathlib.Path(folder, "compile_commands.json").write_text(json.dumps([command]))
        ran = subprocess.run(
            # gcc's flags that clang does not know are no finding
            ["clang-tidy", "--quiet", "--warnings-as-errors=*", "--extra-arg=-Wno-unknown-warning-option",
             "--config-file=.clang-tidy", "-p", folder, str(unit)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if len(sources) > 1 and DOES_NOT_COMPILE in ran.stdout:
        middle = len(sources) // 2
        return tidy(sources[:middle], commands) + tidy(sources[middle:], commands)
    if ran.returncode == 0:
        return ""
    findings = ran.stdout or ran.stderr or f"clang-tidy ended with {ran.returncode} on {sources}\n"
    return re.sub(rf"{re.escape(str(unit))}:([0-9]+)",
                  lambda place: "{}:{}".format(*places[int(place.group(1)) - 1]), findings)


def main(top, build):
    os.nice(19)  # other tests run beside this
    build = os.path.abspath(build)
    os.chdir(top)
    commands = {}
    for command in json.loads(pathlib.Path(build, "compile_commands.json").read_text()):
        source = os.path.realpath(os.path.join(command["directory"], command["file"]))
        commands.setdefault(source, command)

    units = []
    for room in sorted(path for path in pathlib.Path("src").iterdir() if path.is_dir()):
        sources = sorted(os.path.realpath(path) for path in room.rglob("*.cpp"))
        for source in sources:
            if source not in commands:
                sys.exit(f"tidy.py: {source} is not compiled by any target")
        number = -(-len(sources) // FILES_IN_ONE_UNIT)
        units += [sources[i::number] for i in range(number)]
    units.sort(key=len, reverse=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = list(pool.map(lambda unit: tidy(unit, commands), units))
    print("".join(findings), end="")
    files = sum(map(len, units))
    print(f"{files} files looked at in {len(units)} units")
    return 1 if any(findings) or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
