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

# Rooms of which mutants are drawn: those of the table above, and the helper's.
DECIDING_ROOMS = [*BOUNDS, 'helper']

# For the tests that try edits at random: a few of them, the same each time, without an optimiser.
FEW_SEQUENCES = {'CPPSECRET_TEST_SEED': '1', 'CPPSECRET_TEST_SEQUENCES': '2'}


def room_of(path):
    """The room of a file, whose path starts below src/; a model is counted with what feeds it."""
    folder = os.path.dirname(path)
    return {'machine/model': 'machine', 'cli/commands': 'cli'}.get(folder, folder)
