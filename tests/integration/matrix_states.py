# SPDX-License-Identifier: MIT
"""States in which no keyring can be used, or a person has to be asked, and what is said in each."""
import dataclasses
import enum

LOCKED = 'https://locked.example'
TIMEOUT = 2      # seconds, of the helper where it has to wait
NO_WAIT = 8      # seconds that a verb may take that does not wait: the helper's limit is 10 there
ASKING = ('get', 'store', 'erase')


class Listed(enum.Enum):
    """What `list` shows and says."""
    REASON = '`{}`, and why'
    IS_LOCKED = '`{}`, and that it is locked'
    LOGINS = 'the logins'


@dataclasses.dataclass
class Situation:
    """How a state comes about: a script of tests/support/providers, its settings, what is done to the
    keyring file before, and which dialog a person answers with which keys, or what happens to the
    provider during the call."""
    provider: str
    settings: dict = dataclasses.field(default_factory=dict)
    file: str = ''
    dialog: str = ''
    keys: tuple = ()
    fault: str = ''


def on(provider, file='', dialog='', keys=(), fault='', **settings):
    return Situation(provider, settings, file, dialog, keys, fault)


@dataclasses.dataclass
class State:
    """`says` is the pattern of the reason; none if the verbs do their work."""
    title: str
    says: str
    situations: tuple
    listed: Listed = Listed.REASON
    verbs: tuple = ASKING
    waits: bool = False

    def all_verbs(self):
        """`list` first, since it leaves everything as it is."""
        return ('list', *self.verbs) if 'get' in self.verbs else self.verbs

    def row(self):
        """Its cells in README."""
        others = [verb for verb in ASKING if verb not in self.verbs]
        verbs = '' if not others else ': ' + ', '.join(f'`{verb}`' for verb in self.verbs)
        says = f'`{self.says.replace("*", "…")}`' if self.says else 'nothing: they do their work'
        return (self.title + verbs, says, self.listed.value if 'list' in self.all_verbs() else '–',
                'at the time limit' if self.waits else 'at once')


XVFB = {'PROMPTER': 'xvfb'}
NO_ANSWER = 'nobody answered the request to unlock the keyring in time'
DISMISSED = 'the request to unlock the keyring was dismissed'
STATES = (
    State('no session bus', 'no session bus: *', (
        on('no-bus', NOBUS='unset'), on('no-bus', NOBUS='noruntime'), on('no-bus', NOBUS='autolaunch'))),
    State('its socket is gone, refuses, or is `disabled:`', 'cannot reach the session bus: *', (
        on('no-bus', NOBUS='dead'), on('no-bus', NOBUS='refused'), on('no-bus', NOBUS='disabled'))),
    State('what listens there never answers', 'the session bus does not answer',
          (on('no-bus', NOBUS='silent'),), waits=True),
    State('no provider', 'no keyring is running on the session bus: *', (on('gnome-keyring-absent'),)),
    State('gnome-keyring without a keyring, and nobody to ask for one', "the keyring's provider has no keyring yet", (
        on('gnome-keyring-nocollection'), on('gnome-keyring-nocollection', ACTIVATE='1'))),
    State('gnome-keyring, locked since its start, and no display', 'nobody could be asked to unlock the keyring', (
        on('gnome-keyring-locked', LOCK='disk', PROMPTER='system'),
        on('gnome-keyring-locked', LOCK='disk', PROMPTER='none')), Listed.IS_LOCKED),
    State('gnome-keyring, locked later, and no display', 'nobody could be asked to unlock the keyring', (
        on('gnome-keyring-locked', LOCK='session', PROMPTER='system'),
        on('gnome-keyring-locked', LOCK='session', PROMPTER='none')), Listed.LOGINS),
    State('gnome-keyring, locked: the dialog is answered', '', (
        on('gnome-keyring-locked', dialog='Unlock', keys=('t', 'e', 's', 't', 'Return'), LOCK='disk', **XVFB),),
          Listed.IS_LOCKED),
    State('gnome-keyring, KeePassXC, locked: the dialog is dismissed', DISMISSED, (
        on('gnome-keyring-locked', dialog='Unlock', keys=('Escape',), LOCK='disk', **XVFB),
        on('keepassxc', dialog='Unlock Database', keys=('Escape',), KPX_XVFB='1', KPX_LOCKED='1')),
          Listed.IS_LOCKED),
    State('KWallet, closed: the dialog is dismissed', DISMISSED, (
        on('kwallet', dialog='KDE Wallet', keys=('Escape',), KW_XVFB='1', KW_LOCKED='1'),), Listed.LOGINS),
    State('gnome-keyring, KeePassXC (`UnlockBeforeSearch` too), locked: nobody answers', NO_ANSWER, (
        on('gnome-keyring-locked', LOCK='disk', **XVFB), on('keepassxc', KPX_LOCKED='1'),
        on('keepassxc', KPX_LOCKED='1', KPX_SEARCH='1')), Listed.IS_LOCKED, waits=True),
    State('KWallet, closed: nobody answers', NO_ANSWER, (on('kwallet', KW_LOCKED='1'),), Listed.LOGINS, waits=True),
    State('KWallet, opened at the login', '', (on('kwallet', KW_LOCKED='pam'),), Listed.LOGINS),
    State('KWallet without a wallet', "the keyring's provider has no keyring yet", (on('kwallet', KW_NOWALLET='1'),),
          verbs=('get', 'erase')),
    State('KWallet without a wallet: nobody answers', 'nobody answered the request to create a keyring in time',
          (on('kwallet', KW_NOWALLET='1'),), verbs=('store',), waits=True),
    State('KeePassXC wants each access confirmed: nobody answers',
          'nobody answered the request to use the login in time', (on('keepassxc', KPX_CONFIRM='1'),),
          Listed.LOGINS, waits=True),
    State('KeePassXC wants each access confirmed: refused', 'the request to use the login was dismissed', (
        on('keepassxc', dialog='Access Request', keys=('Escape',), KPX_CONFIRM='1', KPX_XVFB='1'),), Listed.LOGINS),
    State('the provider ends during the call', "the keyring's provider went away", (
        on('gnome-keyring-absent', fault='killed'),)),
    State('another provider takes its place during the call', "the keyring's provider went away", (
        on('gnome-keyring-absent', fault='replaced'),)),
    State('it stops during the call', "the keyring's provider did not answer in time", (
        on('gnome-keyring-absent', fault='stopped'),), waits=True),
    State('keyring file, locked', 'the keyring file is locked', (on('no-bus', file='locked'),)),
    State('keyring file, another passphrase', "the passphrase * does not open '*'", (on('no-bus', file='another'),)),
    State('keyring file, its passphrase in a file that others can read', "others can get at the passphrase in '*'",
          (on('no-bus', file='open'),)),
    State('keyring file, damaged or cut short', "'*' is damaged: *", (
        on('no-bus', file='damaged'), on('no-bus', file='short'))),
    State('keyring file of a newer version', "'*' was written by a newer cppsecret *", (on('no-bus', file='newer'),)),
)
