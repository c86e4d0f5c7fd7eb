# SPDX-License-Identifier: MIT
"""Which files of src/ decide, and what of each room the unit tests must reach."""
import os

# They start programs, open keyrings or only look at the machine, which a unit test cannot: what they find is
# handed to the others as values. Counted in no table, and no mutant is drawn from them.
LOOKING = {
    'doctor/look_at_account.cpp': 'asks the system for the account and its home',
    'doctor/look_at_files.cpp': 'asks the system for owners and modes',
    'doctor/look_at_keyring.cpp': 'opens both keyrings, and runs the provider',
    'doctor/look_at_programs.cpp': 'runs our helper and systemctl',
    'helper/main.cpp': 'the process: streams, hardening, the way out',
    'machine/installed_tools.cpp': 'looks for the tools in PATH',
    'machine/known_registries.cpp': 'opens the keyring',
    'machine/sudo.cpp': 'asks the system for the user',
    'machine/read_settings.cpp': 'runs the tools, and reads their files',
    'migration/keyring_copy.cpp': 'opens both keyrings',
    'setup/lookup_check.cpp': 'runs skopeo or podman',
}

# The share of its lines that unit tests alone must reach, in per cent, by room.
BOUNDS = {
    'authfile/files': 99,
    'authfile/lookup': 98,
    'authfile/registries': 99,
    'credential': 85,
    'doctor': 80,
    'json': 94,
    'machine': 85,
    'migration': 85,
    'protocol': 98,
    'setup': 80,
}

# Rooms without such a share: what they do is tried by other suites.
WITHOUT_BOUND = {
    'base': 'files, locks and folders: the system calls that fail are in faults',
    'cli': 'reads, asks and prints: end-to-end',
    'cli/terminal': 'terminals: end-to-end',
    'client': 'starts programs: end-to-end',
    'glibpp': 'the bus: integration',
    'hardening': 'the process itself: integration and faults',
    'helper': 'one verb, one answer: integration and end-to-end',
    'keyring': 'opens keyrings: integration',
    'keyring/common': 'the interface of keyrings: integration',
    'keyring/file': 'files and locks: integration and faults',
    'keyring/secret_service': 'providers: integration',
    'registry': 'the network: end-to-end',
}

# Rooms of which mutants are drawn: those of the table above, and the helper's.
DECIDING_ROOMS = [*BOUNDS, 'helper']

# For the tests that try edits at random: a few of them, the same each time, without an optimiser.
FEW_SEQUENCES = {'CPPSECRET_TEST_SEED': '1', 'CPPSECRET_TEST_SEQUENCES': '2'}


def room_of(path):
    """The room of a file, whose path starts below src/; a model is counted with what feeds it."""
    folder = os.path.dirname(path)
    return {'machine/model': 'machine', 'cli/commands': 'cli'}.get(folder, folder)


def faults_of_tables(source):
    """What the tables above have that is not there, and what is there and in none of them: a line each."""
    files = {str(path.relative_to(source)) for path in source.rglob('*.cpp')}
    rooms = {room_of(path) for path in files}
    for path in sorted(LOOKING.keys() - files):
        yield f'{path} is left out, and is not there'
    for room in sorted((BOUNDS.keys() | WITHOUT_BOUND.keys()) - rooms):
        yield f'the room {room} is in a table, and has no file'
    for room in sorted(rooms - BOUNDS.keys() - WITHOUT_BOUND.keys()):
        yield f'the room {room} is in no table'
