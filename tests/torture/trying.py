"""Trying one command: a clean run to hold the others against, then a run with each fault that was planned."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from torture import checks
from torture.checks import Before
from torture.commands import Command, copied, prepared
from torture.faults import Ended, Fault, planned, run


class Try(NamedTuple):
    """One run with a fault, and what was not as it should be."""

    command: str
    fault: Fault
    ended: Ended
    with_reader: bool
    problems: list[str]


def tries(command: Command, folder: Path, chance: random.Random, most: int, number: int | None = None) -> Iterator[Try]:
    """Try a command with the faults planned, or so many of them; each in a new copy of the folder it begins in."""
    (folder / "start").mkdir(parents=True)
    start = prepared(command, folder / "start")
    clean = copied(start, folder / "clean")
    ended = run(command, clean)
    assert ended.status == 0, (command.name, ended)
    before = Before(checks.events(start / "bank.db"), checks.names(start),
                    checks.events(clean / "bank.db"), checks.names(clean))  # fmt: skip
    assert not [*checks.broken(command, clean, ended, before)], "the checks themselves are wrong"
    faults = list(planned(ended, chance, most))
    for fault in chance.sample(faults, min(number, len(faults))) if number else faults:
        with_reader = command.is_shared and chance.random() < 0.3
        yield _tried(command, copied(start, folder / "try"), fault, before, with_reader)


def _tried(command: Command, folder: Path, fault: Fault, before: Before, with_reader: bool) -> Try:
    with ExitStack() as held:
        if with_reader:  # who has the file open, so that a command is not the last to leave it
            reader = held.enter_context(closing(sqlite3.connect(folder / "bank.db")))
            reader.execute("SELECT count(*) FROM event").fetchone()
        ended = run(command, folder, fault)
        problems = list(checks.broken(command, folder, ended, before))
        if ended.status > 0 and not ended.said.strip() and fault.call != "write":
            problems.append("it failed without a word")
    if checks.names(folder) not in (before.names, before.names_after) or ended.status < 0:
        again = run(command, folder)
        if again.status not in (0, 3):  # it can be done now, or was done the first time
            problems.append(f"the next command ends with {again.status}: {again.said}")
        if again.status == 0:
            problems += checks.swept(folder, before)
    return Try(command.name, fault, ended, with_reader, problems)
