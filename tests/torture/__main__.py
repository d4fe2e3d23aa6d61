"""make torture: every command with every fault, and the figures of it in docs/reliability.md."""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from torture.commands import COMMANDS
from torture.faults import can_trace
from torture.trying import Trial, Try

_HEAD = """
| command | tries | calls failed | kills | ended with 0 | with a refusal | said nothing was recorded | wrong |
|---|---:|---:|---:|---:|---:|---:|---:|
"""


def main() -> int:
    """Try the commands named, or all; say what was not as it should be, and count."""
    options = argparse.ArgumentParser(prog="torture")
    options.add_argument("command", nargs="*", choices=[[], *COMMANDS])
    options.add_argument("--most", type=int, default=8, help="calls of a name that are tried, at the most")
    options.add_argument("--tries", type=int, help="of each command, at the most")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--write", type=Path, help="the page whose table of figures is made anew")
    given = options.parse_args()
    if not can_trace():
        print("STRACE CANNOT BE USED HERE: no call is made to fail; the program is killed at random moments alone.")
    done: list[Try] = []
    begun = time.monotonic()
    for name in given.command or COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            chance = random.Random(f"{given.seed} {name}")
            for tried in Trial(COMMANDS[name], Path(folder)).tries(chance, given.most, given.tries):
                done.append(tried)
                for problem in tried.problems:
                    how = f"{tried.fault}{', with a reader' * tried.with_reader}, status {tried.ended.status}"
                    print(f"{name}, {how}: {problem}\n    {tried.ended.said.strip()}", flush=True)
        print(_row(name, [tried for tried in done if tried.command == name]), flush=True)
    wrong = sum(bool(tried.problems) for tried in done)
    print(f"{len(done)} tries in {time.monotonic() - begun:.0f} s, {wrong} wrong")
    if given.write and can_trace():
        by_name = [
            (f"`{name}`", [tried for tried in done if tried.command == name]) for name in given.command or COMMANDS
        ]
        table = _HEAD + "".join(f"{_row(*each)}\n" for each in (*by_name, ("**all**", done)))
        page = given.write.read_text("utf-8")
        page = re.sub(r"(?<=<!-- figures -->\n).*(?=\n<!-- end -->)", lambda _: table, page, flags=re.DOTALL)
        given.write.write_text(page, "utf-8")
    return bool(wrong)


def _row(name: str, done: Sequence[Try]) -> str:
    kills = sum(tried.fault.kind == "KILL" for tried in done)
    statuses = [tried.ended.status for tried in done]
    numbers = (
        *(len(done), len(done) - kills, kills, statuses.count(0), sum(status > 0 for status in statuses)),
        sum("Nothing was recorded" in tried.ended.said for tried in done),
        sum(bool(tried.problems) for tried in done),
    )
    return f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} |"


if __name__ == "__main__":
    sys.exit(main())
