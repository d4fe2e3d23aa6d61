"""make torture: every command with every fault, and the figures of it in docs/reliability.md."""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from torture.commands import COMMANDS
from torture.faults import can_trace
from torture.trying import Try, tries


def main() -> int:
    """Try the commands named, or all; say what was not as it should be, and count."""
    options = argparse.ArgumentParser()
    options.add_argument("command", nargs="*", choices=[[], *COMMANDS])
    options.add_argument("--most", type=int, default=12, help="calls of a name that are tried, at the most")
    options.add_argument("--tries", type=int, help="of each command, at the most")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    if not can_trace():
        print("STRACE CANNOT BE USED HERE: no call is made to fail; the program is killed at random moments alone.")
    done: list[Try] = []
    begun = time.monotonic()
    for name in given.command or COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            chance = random.Random(f"{given.seed} {name}")
            for tried in tries(COMMANDS[name], Path(folder), chance, given.most, given.tries):
                done.append(tried)
                for problem in tried.problems:
                    how = f"{tried.fault}{', with a reader' * tried.with_reader}, status {tried.ended.status}"
                    print(f"{name}, {how}: {problem}\n    {tried.ended.said.strip()}", flush=True)
        of_command = [tried for tried in done if tried.command == name]
        statuses = Counter(tried.ended.status for tried in of_command)
        print(f"{name}: {len(of_command)} tries, {sum(bool(tried.problems) for tried in of_command)} wrong,"
              f" statuses {dict(sorted(statuses.items()))}", flush=True)  # fmt: skip
    wrong = sum(bool(tried.problems) for tried in done)
    print(f"{len(done)} tries in {time.monotonic() - begun:.0f} s, {wrong} wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
