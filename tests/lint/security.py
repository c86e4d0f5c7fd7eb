#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each promise of .github/SECURITY.md names tests that are there and run; each action of a workflow is pinned by its
commit, and no workflow may write.

    security.py TOP_FOLDER

A promise is an item of the section 'Promises'. Behind 'Tests:' come files, each perhaps with the words of its cases:
`tests/FILE` "words", "other words".
"""
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
sys.dont_write_bytecode = True
import tap  # noqa: E402


def one_line(text):
    return ' '.join(text.split())


def promises(page):
    section = re.search(r'^## Promises\n(.*?)^## ', page, re.M | re.S)
    items = re.split(r'^- ', section.group(1) if section else '', flags=re.M)[1:]
    return [one_line(re.split(r'\n\n', item)[0]) for item in items]


def tests_of(promise):
    """The files that it names, each with the words of its cases."""
    told = promise.partition(' Tests: ')[2]
    for name, cases in re.findall(r'`(tests/[^`]+)`((?:,? "[^"]*")*)', told):
        yield name, re.findall(r'"([^"]*)"', cases)


def searchable(code):
    """Text in which a string that goes on in the next line is one."""
    return one_line(re.sub(r'"\s*\n\s*"', '', code).replace('\\"', '"'))


def problems_of_promises(top):
    page = (top / '.github/SECURITY.md').read_text()
    if not promises(page):
        yield 'SECURITY.md makes no promise'
    run_by = ''.join(path.read_text() for path in [*top.glob('tests/**/meson.build'), top / 'tests/run.sh'])
    for promise in promises(page):
        tests = list(tests_of(promise))
        if not tests:
            yield f'no test is named: {promise}'
        for name, cases in tests:
            path = top / name
            if not path.is_file():
                yield f'{name} is not there: {promise}'
                continue
            if not re.search(rf'\b{re.sub("_(test|fuzz)$", "(_test|_fuzz)?", path.stem)}\b', run_by):
                yield f'{name} is run by nothing: {promise}'
            code = searchable(path.read_text())
            yield from (f'{name} has no case "{case}": {promise}' for case in cases if case not in code)


def problems_of_workflows(top):
    for path in top.glob('.github/workflows/*'):
        text = path.read_text()
        yield from (f'{path.name}: not pinned by its commit: {action}'
                    for action in re.findall(r'^\s*-?\s*uses:\s*(.*)', text, re.M)
                    if not re.match(r'\S+@[0-9a-f]{40}( |$)', action))
        if re.findall(r'^( *permissions:.*(?:\n +.*)?)', text, re.M) != ['permissions:\n  contents: read']:
            yield f'{path.name}: may do more than read'


def planted(top):
    """A project in which everything is wrong."""
    for name, text in {
            '.github/SECURITY.md': '## Promises\n\n- A.\n- B. Tests: `tests/no.sh`.\n- C. Tests: `tests/it.sh` '
                                   '"it holds".\n- D. Tests: `tests/idle.sh`.\n\n## Not protected\n',
            '.github/workflows/ci.yml': 'permissions:\n  contents: write\nsteps:\n  - uses: actions/checkout@v5\n',
            'tests/run.sh': 'it.sh\n', 'tests/it.sh': '', 'tests/idle.sh': ''}.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)


def expect_none(description, problems):
    found = list(problems)
    tap.check(not found, description, '\n'.join(found))


def test_itself():
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        planted(top)
        found = [*(problem.partition(':')[0] for problem in problems_of_promises(top)), *problems_of_workflows(top)]
    tap.check(found == [
        'no test is named', 'tests/no.sh is not there', 'tests/it.sh has no case "it holds"',
        'tests/idle.sh is run by nothing', 'ci.yml: not pinned by its commit: actions/checkout@v5',
        'ci.yml: may do more than read'], 'what is wrong is found', '\n'.join(found))


def main():
    top = pathlib.Path(sys.argv[1])
    test_itself()
    expect_none('each promise has tests that are there and run', problems_of_promises(top))
    expect_none('workflows run what is pinned, and only read', problems_of_workflows(top))
    tap.finish()


main()
