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


class Trial:
    """A command, the folder in which it begins, and a clean run to hold the others against."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command, self.folder = command, folder
        (folder / "start").mkdir(parents=True)
        self.start = prepared(command, folder / "start")
        clean = copied(self.start, folder / "clean")
        self.clean = run(command, clean)
        assert self.clean.status == 0, (command.name, self.clean)
        self.before = Before(checks.events(self.start / "bank.db"), checks.names(self.start),
                             checks.events(clean / "bank.db"), checks.names(clean))  # fmt: skip
        assert not [*checks.broken(command, clean, self.clean, self.before)], "the checks themselves are wrong"

    def tries(self, chance: random.Random, most: int, number: int | None = None) -> Iterator[Try]:
        """Try the command with the faults planned, or so many of them."""
        faults = list(planned(self.clean, chance, most))
        for fault in chance.sample(faults, min(number, len(faults))) if number else faults:
            yield self.tried(fault, self.command.is_shared and chance.random() < 0.3)

    def tried(self, fault: Fault, with_reader: bool) -> Try:
        """Try the command with a fault, in a new copy of its folder, and run it again if it left anything unusual."""
        folder = copied(self.start, self.folder / "try")
        with ExitStack() as held:
            if with_reader:  # who has the file open, so that a command is not the last to leave it
                reader = held.enter_context(closing(sqlite3.connect(folder / "bank.db")))
                reader.execute("SELECT count(*) FROM event").fetchone()
            ended = run(self.command, folder, fault)
            problems = list(checks.broken(self.command, folder, ended, self.before))
            if ended.status > 0 and not ended.said.strip() and fault.call != "write":
                problems.append("it failed without a word")
        if checks.names(folder) not in (self.before.names, self.before.names_after) or ended.status < 0:
            again = run(self.command, folder)
            if again.status not in (0, 2, 3):  # it can be done now, or was done the first time
                problems.append(f"the next command ends with {again.status}: {again.said}")
            if again.status == 0:
                problems += checks.swept(folder, self.before)
        return Try(self.command.name, fault, ended, with_reader, problems)
