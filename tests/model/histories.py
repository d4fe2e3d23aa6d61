"""Histories at random: several cases, over months, as officers make them by lawful and unlawful commands."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from support.case_commands import (
    CATEGORIES,
    CHANNELS,
    COMMANDS,
    GO_ON,
    LIFT,
    REGISTER,
    acting,
    as_written,
    often,
    register,
)

from complaintctl.base.clock import CHINA, moment_of
from complaintctl.base.errors import ComplaintError

STARTED = datetime(2026, 2, 2, 9, 0, tzinfo=CHINA)
MINUTES = st.sampled_from([0, 1, 45, 600, 1440, 1440, 2880, 6000, 14400, 30000])


class Step(NamedTuple):
    """A command, on which of the cases there are, and the minutes since the one before."""

    command: tuple[Callable[..., object], dict[str, Any]]
    which: int
    minutes: int


ANY = st.one_of(COMMANDS, *often(GO_ON, 20), *often(REGISTER, 4), *often(LIFT, 3))
STEPS = st.lists(st.builds(Step, ANY, st.integers(0, 9), MINUTES), min_size=20, max_size=50)
FIRST = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(CHANNELS),
        "category": st.sampled_from(CATEGORIES),
        "nature": st.sampled_from([None, None, None, "wrongdoing_report"]),
    }
)


def live_through(connection: sqlite3.Connection, first: dict[str, Any], steps: list[Step]) -> datetime:
    """Do what can be done of a history, and return when it ended."""
    now = STARTED
    for command, which, minutes in [Step((register, first), 0, 0), *steps]:
        now += timedelta(minutes=minutes)
        deed, options = command
        (cases,) = connection.execute("SELECT count(*) FROM complaint").fetchone()
        if cases and "given" in options:
            options = {**options, "given": str(which % cases + 1)}
        options = {key: as_written(value, now) for key, value in options.items()}
        try:
            with acting(connection, moment_of(now)) as act:
                deed(act, **options)
        except ComplaintError:
            pass  # refused: nothing was entered
    return now
