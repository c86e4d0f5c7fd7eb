#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy on every source file below src/, many files as one translation unit.

Nearly all of clang-tidy's time goes into the system's headers, once per translation unit; so neighbours
share them. They stand one after another in one file, since neither clang's analyzer nor all of the
checks look into what is included. Private names that two of them have get a number; files that clash all
the same are divided until they do not.

A file that was clean is left out until it or a header that it includes changes: BUILD_FOLDER/tidy-clean.json says
which those are, and without it all are looked at.

    tidy.py TOP_FOLDER BUILD_FOLDER
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
sys.dont_write_bytecode = True
import tap  # noqa: E402
from clean_record import CleanRecord  # noqa: E402
from compile_flags import for_any_compiler  # noqa: E402

FILES_IN_ONE_UNIT = 25
DOES_NOT_COMPILE = "[clang-diagnostic-error]"
# a file that defines it is looked at alone: the analyzer would follow every `new` of its neighbours into it
DEFINES_NEW = re.compile(r"^void \*operator new", re.MULTILINE)


# what stands at the left edge of an anonymous namespace: a type, a constant or a function
PRIVATE_NAME = re.compile(r"(?:enum class|enum|struct|class) (\w+)|using (\w+) ="
                          r"|[\w:][^=;{}()#]*?[ *&](\w+)(?:\[\])?(?: =|\{|\()")


def private_names(lines):
    """The names in the anonymous namespaces of a file."""
    names, inside = set(), False
    for line in lines:
        if line in ("namespace {", "} // namespace"):
            inside = line == "namespace {"
        elif inside and (match := PRIVATE_NAME.match(line)):
            names.add(match.group(match.lastindex))
    return names


def one_unit(sources):
    """The text of the files as one, and of each of its lines the file and the number there."""
    places, text, included, taken = [], "", set(), set()
    for number, source in enumerate(sources):
        lines = pathlib.Path(source).read_text().splitlines()
        places += [(source, line + 1) for line in range(len(lines))]
        names = private_names(lines)
        clash = re.compile(rf"(?<![\w.:>])({'|'.join(sorted(names & taken)) or '(?!)'})\b")
        taken |= names
        own = set()
        for line in lines:
            is_include = line.startswith("#include ")
            # a second time is a finding only within one file
            if not is_include:
                text += clash.sub(rf"\g<1>{number}", line)
            elif line in own or line not in included:
                text += line
            text += "\n"
            if is_include:
                own.add(line)
        included |= own
    return text, places


def flags_of_all(sources, commands, unit):
    """How the first file is compiled, with the folders where the others find their headers."""
    words = shlex.split(commands[sources[0]]["command"])
    for source in sources[1:]:
        words += [word for word in shlex.split(commands[source]["command"])
                  if word.startswith(("-I", "-isystem")) and word not in words]
    return [unit if word == commands[sources[0]]["file"] else word for word in for_any_compiler(words)]


def tidy(sources, commands):
    """The findings in these files: text, empty if there are none."""
    text, places = one_unit(sources)
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder, "unit.cpp")
        unit.write_text(text)
        command = {"directory": commands[sources[0]]["directory"], "file": str(unit),
                   "arguments": flags_of_all(sources, commands, str(unit))}
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


def divide(sources):
    """Lists of files that are looked at as one; neighbours include the same."""
    alone = [source for source in sources if DEFINES_NEW.search(pathlib.Path(source).read_text())]
    together = [source for source in sources if source not in alone]
    number = -(-len(together) // FILES_IN_ONE_UNIT)
    units = [together[i * len(together) // number:(i + 1) * len(together) // number] for i in range(number)]
    return units + [[source] for source in alone]


def version_and_settings():
    told = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    return "".join([told, pathlib.Path(".clang-tidy").read_text(), pathlib.Path(__file__).read_text()])


def main(top, build):
    tap.make_way()
    build = os.path.abspath(build)
    os.chdir(top)
    commands = {}
    for command in json.loads(pathlib.Path(build, "compile_commands.json").read_text()):
        source = os.path.realpath(os.path.join(command["directory"], command["file"]))
        commands.setdefault(source, command)

    sources = sorted(os.path.realpath(path) for path in pathlib.Path("src").rglob("*.cpp"))
    for source in sources:
        if source not in commands:
            sys.exit(f"tidy.py: {source} is not compiled by any target")
    if not sources:
        sys.exit("tidy.py: no file to look at")

    record = CleanRecord(build, "tidy-clean.json", version_and_settings())
    clean = [source for source in sources if record.is_clean(commands[source])]
    units = divide([source for source in sources if source not in clean])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = list(pool.map(lambda unit: tidy(unit, commands), units))
    for unit, found in zip(units, findings):
        clean += [] if found else unit
    record.keep(commands[source] for source in clean)

    print("".join(findings), end="")
    print(f"{sum(map(len, units))} of {len(sources)} files looked at in {len(units)} units; the others were clean")
    return 1 if any(findings) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
