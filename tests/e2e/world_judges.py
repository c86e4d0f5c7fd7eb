# SPDX-License-Identifier: MIT
"""What resolve says of a world is what the installed tools do (judges.py)."""
import collections

from judges import Judges, said, verdict_of

IMAGES_A_WORLD = 3


class WorldJudges(Judges):
    """The tools, and a count of their judgements."""

    def __init__(self, root):
        super().__init__(root)
        self.judgements = collections.Counter()

    def pulled(self, world, tool, image):
        """'failed' if it does not even try to pull the image."""
        seen, errors = self.pull(world, tool, image)
        return 'failed' if not seen and 'no such file or directory' in said(errors) else f'pulled: {said(errors)}'

    def verdict(self, world, tool, image, search):
        """What the tool does, in the words of expected_of()."""
        if tool in ('skopeo', 'docker'):
            return verdict_of(*self.inspect(world, tool, image))
        if world.lacks_given_file(search):
            return self.pulled(world, tool, image)
        return self.told(world, tool, image)

    def judge(self, world, asked):
        """Where what resolve says of a program is not what it does; a few images, drawn."""
        images = world.images()
        for image in world.random.sample(images, min(IMAGES_A_WORLD, len(images))):
            for search in asked.json('resolve', image)['tools']:
                for tool in {program.split()[0] for program in search['programs']} & self.versions.keys():
                    expected = expected_of(search, tool)
                    if expected is None:
                        continue
                    verdict = self.verdict(world, tool, image, search)
                    self.judgements[{'-': 'none', 'failed': 'failures', 'token': 'tokens'}.get(expected, 'logins')] += 1
                    if verdict != expected and not (expected == 'failed' and verdict.startswith('failed')):
                        yield f'{tool} {image}: {verdict}, resolve: {expected} by {search["steps"]}'


def expected_of(search, tool):
    """What a tool does where resolve is right; nothing where that cannot be told."""
    steps = search['steps']
    # a keyring that says nothing; and where other spellings of a key are looked through, in the order of Go's maps,
    # which differs from run to run, one that matches and is passed over may hide another
    is_random = any('any' in (step['detail'] or '').split() or step['source'] == 'auths' and step['detail']
                    and step['key'] and not f'{search["image"]}/'.startswith(f'{step["key"]}/') for step in steps)
    if search['outcome'] == 'unknown' or is_random:
        return None
    if search['outcome'] in ('none', 'failed'):
        return {'none': '-', 'failed': 'failed'}[search['outcome']]
    if tool in ('podman', 'buildah'):  # which tell no user of a token alone
        return '-' if search['username'] == '<token>' else search['username']
    return 'token' if search['identity_token'] else search['username']
