#!/bin/bash
# SPDX-License-Identifier: MIT
# Where no keyring can be used: which package would help, settings that are wrong, and that nothing is
# lost. What each verb says in each state is in matrix.py.
#   states.sh HELPER
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../support/tap.sh
. "$here/../support/tap.sh"
need gnome-keyring-daemon secret-tool
helper=$(realpath "$1")
providers=$here/../support/providers

# os-release of other distributions, over this one's in a mount namespace
on_distribution() { # TEXT COMMAND [WHAT TO DO]
  attempt "$providers/gnome-keyring-absent.sh" unshare --mount --propagation private bash -c '
    printf "%b" "$1" >"$TMPDIR/os-release" && mount --bind "$TMPDIR/os-release" "$(realpath /etc/os-release)" &&
      exec "$0" erase <<<https://a.example' "$helper" "$1"
  like "no provider: the command is that of the distribution: $2" "$status|$stdout" \
    "1|no keyring *; run '$2'${3- (or keepassxc) as root}; *"
}
if [ -e /etc/os-release ] && unshare --mount true 2>/dev/null; then
  on_distribution 'ID=debian\n' 'apt-get install gnome-keyring'
  on_distribution 'NAME=x\nID="rocky"\nID_LIKE="rhel centos fedora"\n' 'dnf install gnome-keyring'
  on_distribution 'ID=arch' 'pacman -S gnome-keyring'
  on_distribution 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n' 'zypper install gnome-keyring'
  on_distribution 'ID=alpine\n' 'apk add gnome-keyring'
  enable='systemctl --user enable --now oo7-daemon'
  on_distribution 'ID=fedora\nVERSION_ID=44\n' 'dnf install gnome-keyring'
  on_distribution 'ID=fedora\nVERSION_ID=45\n' 'dnf install oo7-daemon' " as root, then '$enable'"
  on_distribution 'ID=gnomeos\n' "$enable" ''
fi
after='printf "%s" "{\"ServerURL\":\"https://locked.example\",\"Username\":\"x\",\"Secret\":\"y\"}" | "$0" store
echo https://locked.example | "$0" erase
# the same keyring, opened with its password by another daemon
kill "$(gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
  -m org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets | tr -s "(), " " " | cut -d" " -f3)"
while gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
  -m org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets | grep -q true; do :; done
printf test | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & daemon=$!
gdbus wait --session --timeout 10 org.freedesktop.secrets
echo https://locked.example | "$0" get
kill "$daemon"; wait "$daemon"'
attempt env LOCK=disk PROMPTER=none "$providers/gnome-keyring-locked.sh" bash -c "$after" "$helper"
is "what could not be reached was not changed" "$(tail -n 1 <<<"$stdout")" \
  '{"ServerURL":"https://locked.example","Username":"u","Secret":"p"}'

for state in 0 -1 x 1.5; do
  attempt env CPPSECRET_TIMEOUT=$state "$providers/gnome-keyring-absent.sh" "$helper" get <<<a.example
  like "CPPSECRET_TIMEOUT=$state is refused" "$status|$stdout" "1|CPPSECRET_TIMEOUT is not a number of seconds *"
done
attempt env CPPSECRET_KEYRING=other "$providers/gnome-keyring-absent.sh" "$helper" get <<<a.example
like "an unknown CPPSECRET_KEYRING is refused" "$status|$stdout" "1|CPPSECRET_KEYRING names no keyring *"
# shellcheck disable=SC2016  # expanded in there
attempt "$providers/gnome-keyring-absent.sh" bash -c '"$0" list >/dev/full' "$helper"
is "an answer that is lost is told in a line, though there was a hint to be told" "$status|$stderr" \
  '1|docker-credential-cppsecret: cannot write the answer: No space left on device'
# shellcheck disable=SC2016  # expanded in there
attempt "$providers/gnome-keyring-absent.sh" bash -c '"$0" list 2>/dev/full' "$helper"
is 'a list that cannot say why it is empty is a failure' "$status|$stdout" '1|{}'
# what is off in the other tests, since 2.7.4 does not stand it often
if have keepassxc keepassxc-cli; then
  attempt env KPX_SAVE=1 timeout 60 "$providers/keepassxc.sh" bash -c '
    "$0" store <<<"{\"ServerURL\":\"saved.example\",\"Username\":\"u\",\"Secret\":\"p\"}" || exit
    until keepassxc-cli ls -q -R -f "$HOME/db.kdbx" <<<pw | grep saved.example; do :; done' "$helper"
  like 'KeePassXC saves a login to its file' "$status|$stdout" '0|*saved.example'
fi
finish
