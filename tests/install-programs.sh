#!/bin/sh
# Programs some tests drive, installed where that is possible: the plain sqlite3 client, the terminal tmux, the
# shells zsh and fish. Tests that need one that cannot be had say so and are skipped.
set -eu
missing=""
for program in sqlite3 tmux zsh fish; do
    command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
    echo "Not installed:$missing; the tests that need them are skipped."
fi
