#!/bin/sh
# Programs some tests drive, installed where that is possible: the plain sqlite3 client, the terminal tmux, the shells
# zsh and fish, cron with a clock that can be set, systemd, strace to make a disk fail, sshfs and bindfs to mount what is no disk,
# mandoc to check the manual, locales of other encodings, a server of OpenSSH, LibreOffice with a Chinese font to look at
# printed forms, Chromium to open pages. Tests that need one that cannot be had say so and are skipped.
set -eu
missing=""
for program in sqlite3 tmux zsh fish cron faketime strace mandoc sshfs bindfs; do
    command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
[ -x /lib/systemd/systemd ] || missing="$missing systemd"
[ -e /usr/share/zoneinfo/Asia/Kathmandu ] || missing="$missing tzdata"
[ -d /usr/share/i18n/charmaps ] || missing="$missing locales"
command -v ssh >/dev/null 2>&1 || missing="$missing openssh-client"
[ -x /usr/sbin/sshd ] || missing="$missing openssh-server"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui fonts-noto-cjk"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-noto-cjk"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "Not installed:$missing; the tests that need them are skipped."
fi
